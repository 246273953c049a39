"""Every door that asks for a verb lets exactly those through whom the one table of permissions names."""

import pytest

from agency.permissions import TABLE
from tests.doors.aiming import Aim, rotated
from tests.doors.cases import FULL, doors
from tests.doors.inventory import Entry
from tests.doors.people import Knocker
from tests.doors.rows import MODELS
from tests.doors.scene import leads_to_client
from tests.doors.sweep import Case, Sweep, taken_back

pytestmark = pytest.mark.django_db
MEMBERS = ("owner", "manager who leads", "manager of another client", "manager who backs up", "specialist")

STRICTER = {
    "outbox_message": "who puts an address right needs outbox.settle and person.edit",
    "report": "who keeps words needs report.review, though all may read",
    "api absences/": "who enters an absence for another needs absence.any",
    "client_glossary": "who adds a word needs glossary.edit",
    "client_briefing": "who notes an answer needs briefing.answer",
    "talking_points": "who changes them needs report.review",
    "insight": "who puts it right needs insight.note",
    "question": "who answers is asked, or may ask for the client",
    "api questions/<key:key>/answers/": "who answers is asked, or may ask for the client",
    "template": "the agency's need template.share",
    "template_retirement": "the agency's need template.share",
    "api templates/": "the agency's need template.share",
    "api templates/<key:key>/": "the agency's need template.share",
    "saved_filter_removal": "a shared one of somebody else needs filter.change",
    "api metrics/": "metric.edit is asked for each row's client",
    "api people/<key:key>/": "person.edit is asked for a client where the person speaks",
}
"""Doors that ask for more once they know what is wanted, and for what."""

READ_BY_ALL = {
    "task": "everybody reads a task; who may not change it gets a page without the form",
    "call": "a call whose summary was sent leads on to the summary",
}
"""Doors that let everybody who holds the verb at all look, whichever the client, and why."""


def of_a_client(entry: Entry) -> bool:
    """Whether the address names a row of a client."""
    return any(model and leads_to_client(MODELS[model]) for _part, model in entry.parts)


def asked(who: Knocker, entry: Entry, turn: int) -> list[Case]:
    """Every method, for one's own client and another's. At the reduced size methods go round, and clients, too, where
    the table says the same of both.
    """
    methods = [method for method, _verb in entry.verbs] if entry.kind == "api" else ["GET", "POST"]
    clients = (1, 2) if of_a_client(entry) else (1,)
    every = [Case(who, entry, method, Aim(client)) for method in methods for client in clients]
    writing = [case for case in every if case.method != "GET"] if entry.writes else every
    verb = writing[0].entry.verb_for(writing[0].method) if writing else ""
    apart = bool(verb) and len({who.may(verb, client) for client in clients}) > 1
    return every if FULL else rotated(writing, turn, 2 if apart else 1)


@pytest.mark.parametrize("name", MEMBERS)
def test_a_role_is_let_through_as_the_table_says(sweep: Sweep, name: str) -> None:
    who, wrong = sweep.people[name], []
    for turn, entry in enumerate(doors()):
        for case in asked(who, entry, turn + MEMBERS.index(name)):
            if verb := entry.verb_for(case.method):
                with taken_back():
                    status = sweep.ask(case)[0].status
                client = case.aim.client if of_a_client(entry) else 0
                if status not in expected(who, entry, case.method, verb, client):
                    wrong.append(f"{case}: {status}, and {verb} is {'' if who.may(verb, client) else 'not '}theirs")
    assert not wrong, "\n".join(wrong)


def expected(who: Knocker, entry: Entry, method: str, verb: str, client: int) -> set[int]:
    """The statuses that the table allows: 403 for who does not hold the verb; 405 is as good, since nothing happens."""
    through = {200, 201, 202, 204, 302, 400, 404, 405, 409, 415, 422}
    if not who.may(verb):
        return {403, 405}
    if who.may(verb, client):
        return through | ({403} if entry.name in STRICTER else set())
    if method == "GET" or entry.name in READ_BY_ALL:
        return {403, *through}
    return {403, 405}


def test_names_in_the_list_are_names_of_doors() -> None:
    assert set(READ_BY_ALL) | set(STRICTER) <= {entry.name for entry in doors()}


def test_every_verb_of_the_table_is_asked_for_somewhere() -> None:
    """A verb that no door and no code asks for protects nothing."""
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    rooms = ("agency", "clients", "comms", "reports", "portal", "api")
    code = "".join(p.read_text() for room in rooms for p in (root / room).rglob("*.py") if p.name != "permissions.py")
    code += "".join(p.read_text() for p in (root / "templates").rglob("*.html"))
    assert not [verb for verb in TABLE if f'"{verb}"' not in code and f"{verb.split('.')[0]}.{{" not in code]
