"""Pages stay put while rows come and go, and a cursor is good for one list of one agency."""

from typing import Any

from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import tasks
from clients.models import Client, Task
from tests.api.conftest import Program
from tests.world import World


def clients(world: World, *names: str) -> None:
    with within(world.ours.agency):
        for name in names:
            Client.objects.create(name=name, lead=world.ours.manager)


def titles(answer: Any) -> list[str]:
    return [row["name"] for row in answer.data["results"]]


def test_nothing_is_shown_twice_or_left_out(world: World, owner: Program) -> None:
    clients(world, "A", "B", "C", "D")
    first = owner.get("clients/?page_size=2")
    clients(world, "E", "F")
    second = owner.get(f"clients/?page_size=2&cursor={first.data['next']}")
    third = owner.get(f"clients/?page_size=2&cursor={second.data['next']}")
    shown = [*titles(first), *titles(second), *titles(third)]
    assert shown == ["D", "C", "B", "A", "Clínica Duero", "Solvang Cycles"]
    assert third.data["next"] is None


def test_the_row_at_the_edge_may_go(world: World, owner: Program) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        rows = [tasks.create(house.client, by=house.manager, at=now, title=str(number)) for number in range(4)]
    first = owner.get("tasks/?page_size=2")
    with within(house.agency):
        Task.objects.filter(pk=rows[2].pk).delete()
    rest = owner.get(f"tasks/?page_size=2&cursor={first.data['next']}").data
    assert [row["title"] for row in rest["results"]] == ["1", "0"]


def test_a_cursor_is_of_one_list_of_one_agency(world: World, owner: Program, stranger: Program) -> None:
    cursor = owner.get("clients/?page_size=1").data["next"]
    assert owner.get(f"clients/?cursor={cursor}").status_code == 200
    for program, path in ((owner, "people/"), (stranger, "clients/"), (owner, "clients/")):
        text = cursor if (program, path) != (owner, "clients/") else cursor[:-4] + "AAA="
        answer = program.get(f"{path}?cursor={text}")
        assert (answer.status_code, answer.data["errors"][0]["code"]) == (400, "cursor")


def test_a_page_has_a_most(world: World, owner: Program) -> None:
    answer = owner.get("clients/?page_size=201")
    assert (answer.status_code, answer.data["errors"][0]["field"]) == (400, "page_size")
