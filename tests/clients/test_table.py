"""The table of clients: filters, order, pages, the file."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency import registry
from agency.spreadsheet import as_csv, harmless
from agency.tenancy.scope import within
from clients.domain import clients
from clients.models import Client
from clients.queries import client_list
from clients.queries.client_list import Choice, chosen, client_page, client_rows
from tests.clients.test_scope_verbs import agreed
from tests.counting import queries_of
from tests.world import NOW, House, World


def names(house: House, member: Any, **choice: Any) -> list[str]:
    wanted = Choice(**choice)
    return [client.name for client in client_page(member, wanted).rows]


@pytest.fixture
def five(ours: House) -> House:
    """Three more clients, led by the owner, with contact one, two and three days ago."""
    for days, (name, industry) in enumerate([("Alder", "Food"), ("birch", "Law"), ("Cedar", "Food")], start=1):
        client = clients.create(
            by=ours.owner, at=NOW, name=name, lead=ours.owner, industry=industry, cadence_days=days * 7
        )
        Client.objects.filter(pk=client.pk).update(last_contact_at=timezone.now() - timedelta(days=days))
    return ours


def test_by_name_whatever_the_case(five: House) -> None:
    assert names(five, five.owner) == ["Alder", "birch", "Cedar", "Clínica Duero", "Solvang Cycles"]
    assert names(five, five.owner, sort="-name")[0] == "Solvang Cycles"


@pytest.mark.parametrize(
    ("whose", "found"),
    [("mine", ["Solvang Cycles"]), ("led", ["Solvang Cycles"]), ("backed", []), ("archived", [])],
)
def test_whose(five: House, whose: str, found: list[str]) -> None:
    assert names(five, five.manager, whose=whose) == found


def test_the_backup_finds_what_they_back_up(five: House) -> None:
    assert names(five, five.backup, whose="backed") == ["Solvang Cycles"]
    assert names(five, five.backup, whose="mine") == ["Clínica Duero", "Solvang Cycles"]


def test_search_and_filters(five: House) -> None:
    assert names(five, five.owner, q="ced") == ["Cedar"]
    assert names(five, five.owner, q="maria") == ["Solvang Cycles"], "by somebody who speaks for them"
    assert names(five, five.owner, industry="Food") == ["Alder", "Cedar"]
    assert names(five, five.owner, lead_id=five.backup.pk) == ["Clínica Duero"]


def test_sorted_by_what_is_not_there(five: House) -> None:
    """Clients without backup, or never spoken with, have their place too."""
    assert names(five, five.owner, sort="last")[-3:] == ["Cedar", "birch", "Alder"]
    assert names(five, five.owner, sort="-last")[:3] == ["Alder", "birch", "Cedar"]
    assert names(five, five.owner, sort="backup")[-1] == "Solvang Cycles"
    assert names(five, five.owner, sort="next")[0] == "Alder", "a week after yesterday"


def test_archived_ones_stand_apart(five: House) -> None:
    clients.archive(five.client, by=five.owner, at=NOW, reason="budget")
    assert names(five, five.owner, whose="archived") == ["Solvang Cycles"]
    assert "Solvang Cycles" not in names(five, five.owner, whose="all")


@pytest.mark.parametrize("sort", [*client_list.SORTS, *(f"-{name}" for name in client_list.SORTS)])
def test_pages_hold_every_row_once_in_both_directions(five: House, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_list, "PAGE", 2)
    wanted, seen, page = Choice(sort=sort), [], client_page(five.owner, Choice(sort=sort))
    assert page.before == ""
    pages = [page]
    while page.after:
        page = client_page(five.owner, wanted, after=page.after)
        pages.append(page)
    seen = [client.pk for each in pages for client in each.rows]
    assert len(seen) == len(set(seen)) == 5
    back = client_page(five.owner, wanted, before=pages[-1].before)
    assert back.rows == pages[-2].rows
    assert (back.after, bool(back.before)) == (pages[-2].after, bool(pages[-2].before))


def test_an_unknown_key_begins_at_the_first_page(five: House) -> None:
    assert len(client_page(five.owner, Choice(), after="0000000000zz").rows) == 5


def test_rows_take_the_same_queries_for_one_and_three(five: House) -> None:
    agreed(five)

    def ask(count: int) -> int:
        found = list(chosen(five.owner, Choice()).order_by("-pk")[:count])
        return queries_of(lambda: client_rows(found, five.owner, timezone.now()))

    ask(1)
    assert ask(1) == ask(3)


def test_the_page_takes_the_same_queries_for_one_and_three(world: World) -> None:
    browser, house = world.browser(world.ours.owner), world.ours
    url = house.url("clients/?whose=all")
    browser.get(url)
    two = queries_of(lambda: browser.get(url))
    with within(house.agency):
        for name in ("A", "B", "C"):
            clients.create(by=house.owner, at=NOW, name=name, lead=house.backup, backup=house.manager)
    assert queries_of(lambda: browser.get(url)) == two


def test_a_row_in_words(ours: House) -> None:
    agreed(ours)
    now = timezone.now()
    Client.objects.filter(pk=ours.client.pk).update(last_contact_at=now - timedelta(days=10), cadence_days=7)
    (row,) = client_rows(list(chosen(ours.manager, Choice(whose="led"))), ours.manager, now)
    assert (row.lead, row.backup, row.last) == ("Ida Brandt", "Daniel Whitlock", "10 days ago")
    assert (row.next, row.next_is_late) == ("3 days late", True)
    assert row.use is not None


def test_open_clocks_come_from_whoever_keeps_them(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"words": "by 14:10", "share": 12}
    monkeypatch.setattr(registry, "client_clocks", [lambda ids, member, now: dict.fromkeys(ids, clock)])
    (row,) = client_rows(list(chosen(ours.manager, Choice(whose="led"))), ours.manager, timezone.now())
    assert row.clock == clock


def test_the_address_holds_the_choice(world: World) -> None:
    browser = world.browser(world.ours.owner)
    answer = browser.get(world.ours.url("clients/?find=sol&sort=-name&whose=all"))
    page = answer.content.decode()
    assert "Solvang Cycles" in page
    assert 'aria-sort="descending"' in page
    assert "Clínica" not in page.split("<main")[1]
    nonsense = browser.get(world.ours.url("clients/?sort=password&whose=them&lead=nobody&industry=none&after=%00"))
    assert nonsense.status_code == 200


@pytest.mark.parametrize(
    "page", ["clients/?find={}&before={}", "work/?after={}&client={}", "clients/{key}/?before={}&kind={}"]
)
@pytest.mark.parametrize("odd", ["%00", "%F0%9F", "'%22--", "x" * 3000])
def test_odd_addresses_are_answered(world: World, page: str, odd: str) -> None:
    url = world.ours.url(page.format(odd, odd, key=world.ours.client.key))
    assert world.browser(world.ours.owner).get(url).status_code == 200


def test_a_manager_begins_with_their_own(world: World) -> None:
    page = world.browser(world.ours.manager).get(world.ours.url("clients/")).content.decode().split("<main")[1]
    assert "Solvang Cycles" in page
    assert "Clínica Duero" not in page


def test_the_file_holds_all_rows_and_no_formulas(world: World) -> None:
    house = world.ours
    with within(house.agency):
        clients.create(by=house.owner, at=NOW, name="=cmd|' /C calc'!A0", lead=house.owner, industry="+1")
    answer = world.browser(house.manager).get(reverse("clients_csv", args=[house.agency.slug]) + "?whose=all")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Client", "Industry", "Lead"]
    assert {row[0] for row in rows[1:]} == {"'=cmd|' /C calc'!A0", "Solvang Cycles", "Clínica Duero"}
    assert "'+1" in rows[1]
    assert world.browser(house.specialist).get(reverse("clients_csv", args=[house.agency.slug])).status_code == 403


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", "＝1"])
def test_cells_are_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert (harmless("Solvang = Cycles"), harmless(-1)) == ("Solvang = Cycles", "-1")
    assert as_csv([[cell]], "x.csv")["Content-Disposition"] == 'attachment; filename="x.csv"'
