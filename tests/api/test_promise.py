"""Figures and the messages behind them, by this door: the same as on the page."""

import pytest
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from comms.queries.promise import Show
from tests.api.conftest import Program
from tests.comms.messages import rows_at_random
from tests.world import CANARY, World


@pytest.fixture(autouse=True)
def lived(world: World) -> None:
    for house, count in ((world.ours, 40), (world.theirs, 9)):
        with within(house.agency):
            rows_at_random(house, count, seed=count, until=timezone.now())


def test_figures_add_up_and_lead_to_their_messages(world: World, owner: Program) -> None:
    for by in ("month", "manager", "client"):
        answer = owner.get(f"promise/?by={by}")
        assert answer.status_code == 200
        total, lines = answer.data["total"], answer.data["lines"]
        assert sum(line["figures"]["messages"] for line in lines) == total["messages"]
        assert total["messages"] + total["dismissed"] == 40
        assert 0 < total["median_seconds"] <= total["ninetieth_seconds"]
        assert CANARY not in str(answer.data)
    for line in lines:
        for show in Show:
            found = owner.get(f"promise/messages/?client={line['client']['id']}&show={show}&page_size=200").data
            assert len(found["results"]) == line["figures"][show.value], show
            assert {row["client"]["id"] for row in found["results"]} <= {line["client"]["id"]}
    answered = owner.get("promise/messages/?show=answered&page_size=200").data["results"]
    assert all(row["wait_seconds"] > 0 and row["acknowledged_by"] for row in answered)


def test_who_is_kept_to_their_own(world: World, manager: Program, specialist: Program) -> None:
    assert specialist.get("promise/").status_code == 403
    assert specialist.get("promise/messages/").status_code == 403
    Agency.objects.filter(pk=world.ours.agency.pk).update(managers_see_own_only=True)
    lines = manager.get("promise/?by=client").data["lines"]
    assert [line["client"] and line["client"]["name"] for line in lines] == [world.ours.client.name, None]
    rows = manager.get("promise/messages/?page_size=200").data["results"]
    closed = [row for row in rows if row["client"] is None]
    assert len(closed) == lines[1]["figures"]["messages"] > 0
    assert {(row["request"], row["subject"], row["rated"]["name"]) for row in closed} == {(None, None, "Ida Brandt")}
    assert world.ours.other_client.name not in str(rows)
"""What is promised to a client, and how a clock ran, by program."""

from django.utils import timezone

from agency.domain import agencies
from agency.tenancy.scope import within
from comms.domain import answers, episodes, stages
from comms.models import Episode
from tests.api.conftest import Program
from tests.api.scenes import asked
from tests.world import World


def test_a_promise_of_a_clients_own(world: World, manager: Program, specialist: Program) -> None:
    address = f"clients/{world.ours.client.key}/promise/"
    usual = manager.get(address).data
    assert (usual["promise_hours"], usual["target_minutes"], usual["own"]) == (24, 480, [])
    told = manager.patch(address, {"promise_hours": 12, "target_minutes": 120, "target_kind": "real"})
    assert told.status_code == 200
    assert (told.data["promise_hours"], told.data["target_kind"], told.data["warn_percent"]) == (12, "real", 50)
    assert told.data["own"] == ["promise_hours", "target_minutes", "target_kind"]
    back = manager.patch(address, {"promise_hours": None, "target_minutes": None}).data
    assert back == usual
    assert specialist.get(address).status_code == 200
    assert specialist.patch(address, {"promise_hours": 12}).status_code == 403
    assert manager.patch(f"clients/{world.ours.other_client.key}/promise/", {"promise_hours": 12}).status_code == 403
    assert manager.get(f"clients/{world.theirs.client.key}/promise/").status_code == 404


def test_what_cannot_be_promised_names_its_field(world: World, manager: Program) -> None:
    address = f"clients/{world.ours.client.key}/promise/"
    with within(world.ours.agency):
        agencies.change(world.ours.agency, by=world.ours.owner, at=timezone.now(), promise_hours=10)
    for body, field in (
        ({"promise_hours": 11}, "promise_hours"),
        ({"promise_hours": 1}, "promise_hours"),
        ({"warn_percent": 80}, "backup_percent"),
        ({"target_minutes": 601, "target_kind": "real"}, "target_minutes"),
        ({"hours": 3}, "hours"),
    ):
        refused = manager.patch(address, body)
        assert refused.status_code in (400, 422)
        assert field in str(refused.data)


def test_how_a_clock_ran(world: World, manager: Program) -> None:
    house = world.ours
    with within(house.agency):
        request = asked(house.contact, timezone.now())
        stages.fire(Episode.objects.get().pk, at=timezone.now())
        episodes.assume(Episode.objects.get(), house.backup, by=house.owner, at=timezone.now())
        answers.acknowledge(request, by=house.manager, at=timezone.now())
    (clock,) = manager.get(f"requests/{request.key}/clock/").data["clocks"]
    assert clock["clock"]["number"] == 1
    assert clock["terms"]["promise_hours"] == 24
    assert [stage["stage"] for stage in clock["stages"]] == ["arrival"]
    assert {told["kind"] for told in clock["told"]} == {"clock.arrival", "clock.handed_over"}
    assert [(given["kind"], given["accepted_at"]) for given in clock["answers"]] == [("acknowledgement", None)]
    (passed_on,) = clock["events"]
    assert passed_on["facts"]["receiver"] == house.backup.key
    assert "broken" in [stage["stage"] for stage in clock["coming"]]
    assert manager.get("requests/000000000000/clock/").status_code == 404
