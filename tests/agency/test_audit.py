"""The audit log: everything of one's own agency, nothing of another's, filtered and paged, and as a table."""

import ast
import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agency import audit, registry
from agency.domain import invitations
from agency.domain.events import SYSTEM, record
from agency.models import Role
from agency.registry import ClientName
from agency.spreadsheet import harmless
from agency.tenancy.scope import within
from clients.models import Client
from tests.world import CANARY, NOW, House, World

ROOT = Path(__file__).resolve().parents[2]
LOG = "/northlight/settings/audit/"


def happen(house: House, count: int, *, at: datetime = NOW, verb: str = "member.changed") -> None:
    with within(house.agency):
        for number in range(count):
            record(verb, house.manager, by=house.owner, at=at + timedelta(seconds=number), number=number)


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> None:
    def clients() -> list[ClientName]:
        return [ClientName(row.pk, row.key, row.name, f"/c/{row.key}/") for row in Client.objects.order_by("name")]

    monkeypatch.setattr(registry, "client_directory", [clients])


def rows_of(page: str) -> int:
    return page.count('<tr data-row tabindex="-1">')


def test_owners_read_what_happened_in_their_agency(world: World, directory: None) -> None:
    with within(world.ours.agency):
        record("client.edited", world.ours.client, by=world.ours.manager, at=NOW, client_id=world.ours.client.pk)
        record("member.changed", world.ours.contact, by=world.ours.contact, at=NOW, client_id=world.ours.client.pk)
        record("token.revoked", world.ours.owner, by=SYSTEM, at=NOW)
    happen(world.theirs, 2)
    page = world.browser(world.ours.owner).get(LOG).content.decode()
    assert rows_of(page) == 3
    for words in ("Ida Brandt", "a contact", "Rapport", "Solvang Cycles", "revoked an API token"):
        assert words in page
    assert CANARY not in page


def test_owners_only(world: World) -> None:
    for path in (LOG, "/northlight/settings/audit.csv"):
        assert world.browser(world.ours.manager).get(path).status_code == 403
        assert world.browser(world.theirs.owner).get(path).status_code == 404
        assert world.browser(None).get(path).status_code == 302


def test_filters_stand_in_the_address(world: World, directory: None) -> None:
    happen(world.ours, 2)
    happen(world.ours, 1, at=NOW - timedelta(days=3), verb="token.created")
    with within(world.ours.agency):
        record("member.joined", world.ours.specialist, by=world.ours.specialist, at=NOW)
        record("member.changed", world.ours.client, by=world.ours.owner, at=NOW, client_id=world.ours.client.pk)
    browser = world.browser(world.ours.owner)

    def shown(query: str) -> int:
        return rows_of(browser.get(f"{LOG}?{query}").content.decode())

    assert shown("") == 5
    assert shown("verb=token.created") == 1
    assert shown(f"member={world.ours.specialist.key}") == 1
    assert shown(f"client={world.ours.client.key}") == 1
    assert shown("begins=2026-11-03") == 4
    assert shown("ends=2026-10-31") == 1
    assert shown("begins=2026-10-31&ends=2026-10-31") == 1
    assert shown("verb=member.joined&begins=2026-11-04") == 0
    assert shown(f"member={world.theirs.owner.key}&begins=never&verb=x&client=y") == 5, (
        "what is not understood filters nothing"
    )


def test_a_day_is_the_readers_day(world: World) -> None:
    happen(world.ours, 1, at=datetime(2026, 11, 2, 23, 30, tzinfo=UTC))
    page = world.browser(world.ours.owner).get(f"{LOG}?begins=2026-11-03").content.decode()
    assert rows_of(page) == 1, "half past midnight in Berlin"


def test_pages_go_forth_and_back_without_losing_any(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    happen(world.ours, 3)
    happen(world.ours, 2)
    browser = world.browser(world.ours.owner)

    def numbers(page: str) -> list[str]:
        return re.findall(r"<small>number: (\d)</small>|changed role or limit of a member</td>", page)

    pages, address = [], f"{LOG}?verb=member.changed"
    while address:
        page = browser.get(address).content.decode()
        pages.append(page)
        older = re.search(r'href="([^"]+)"[^>]* rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else ""
        assert not older or "verb=member.changed" in address
    assert [rows_of(page) for page in pages] == [2, 2, 1]
    newer = re.search(r'href="([^"]+)"[^>]* rel="prev"', pages[-1])
    assert newer
    back = browser.get(newer[1].replace("&amp;", "&")).content.decode()
    assert numbers(back) == numbers(pages[1])
    assert rows_of(browser.get(f"{LOG}?before=000000000000").content.decode()) == 2
    with within(world.theirs.agency):
        foreign = record("member.changed", world.theirs.owner, by=SYSTEM, at=NOW)
    assert rows_of(browser.get(f"{LOG}?before={foreign.key}").content.decode()) == 2


def test_the_table_holds_everything_and_no_formula(
    world: World, directory: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "AT_ONCE", 25)
    world.ours.client.name = "=HYPERLINK(1)"
    with within(world.ours.agency):
        world.ours.client.save()
        record("client.edited", world.ours.client, by=world.ours.owner, at=NOW, client_id=world.ours.client.pk)
    happen(world.ours, 60, verb="token.created")
    happen(world.theirs, 1)
    response = world.browser(world.ours.owner).get("/northlight/settings/audit.csv")
    assert response["Content-Disposition"].startswith('attachment; filename="audit-northlight-')
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["at", "who", "verb", "what", "thing", "client", "facts"]
    assert len(rows) == 62
    assert CANARY not in response.content.decode()
    edited = next(row for row in rows if row[2] == "client.edited")
    assert edited[0] == "2026-11-03T11:10:00+01:00"
    assert edited[5] == "'=HYPERLINK(1)"
    filtered = world.browser(world.ours.owner).get("/northlight/settings/audit.csv?verb=token.created")
    assert len(filtered.content.splitlines()) == 61


def test_what_it_was_done_to_is_named(world: World) -> None:
    with within(world.ours.agency):
        invitations.invite(email="new@example.org", name="", role=Role.MANAGER, by=world.ours.owner, at=NOW)
        record("member.changed", world.ours.manager, by=world.ours.owner, at=NOW)
    page = world.browser(world.ours.owner).get(LOG).content.decode()
    assert "invited somebody: <bdi>new@example.org</bdi>" in page
    assert f"<bdi>{world.ours.manager.user.name}</bdi>" in page


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
def test_cells_that_a_spreadsheet_would_run(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("a=1") == "a=1"
    assert harmless(None) == ""


def test_the_page_takes_the_same_queries_for_few_and_many(
    world: World, queries: Callable[[Callable[[], object]], int], directory: None
) -> None:
    browser = world.browser(world.ours.owner)
    happen(world.ours, 1)
    browser.get(LOG)
    few = queries(lambda: browser.get(LOG))
    happen(world.ours, 3)
    with within(world.ours.agency):
        record("member.changed", world.ours.client, by=world.ours.backup, at=NOW, client_id=world.ours.client.pk)
    assert queries(lambda: browser.get(LOG)) == few


def test_an_empty_log_says_so(world: World) -> None:
    assert "Nothing like that has happened" in world.browser(world.ours.owner).get(LOG).content.decode()


def recorded(room: str) -> set[str]:
    """The verbs that a room writes down, read from its code."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / room).rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    firsts = (call.args[0] for call in calls if ast.unparse(call.func).rpartition(".")[2] == "record")
    return {first.value for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str)}


@pytest.mark.parametrize("room", ["agency", "clients", "comms", "reports", "portal", "api"])
def test_every_verb_that_is_written_down_has_words(room: str) -> None:
    assert {verb for verb in recorded(room) if audit.words_of(verb) == verb} == set()
    assert audit.words_of("unheard.of") == "unheard.of"
