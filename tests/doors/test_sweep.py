"""The sweep test of docs/tenancy.md: every kind of person tries every door in every way."""

from dataclasses import replace
from itertools import islice

import pytest

from tests.doors.aiming import Aim, Whose, rotated
from tests.doors.canaries import FEE, FIRST, INSIDE, NOTE, SECOND, SHOWN, Mark, marks_in
from tests.doors.cases import FULL, cases, doors, has_business, home, with_keys
from tests.doors.inventory import Entry, foreign_entries
from tests.doors.people import Knocker
from tests.doors.sweep import Case, Finding, Sweep, taken_back

pytestmark = pytest.mark.django_db
NAMES = (
    "owner",
    "owner of another agency",
    "manager who leads",
    "manager of another client",
    "manager kept to another client",
    "manager who backs up",
    "specialist",
    "contact",
    "contact who was not on the message",
    "contact of another client",
    "contact of another agency",
    "deactivated member",
    "ended contact",
    "contact without the portal",
    "stranger",
    "anonymous",
)


def told(findings: list[Finding]) -> str:
    shown = "\n  ".join(str(finding) for finding in islice(findings, 40))
    return f"{len(findings)} findings:\n  {shown}"


def test_everybody_is_here(sweep: Sweep) -> None:
    assert set(NAMES) == set(sweep.people)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_sees_or_changes_what_is_not_theirs(sweep: Sweep, name: str) -> None:
    findings = sweep.findings(cases(sweep, sweep.people[name]))
    sweep.swept.add(name)
    assert not findings, told(findings)


EXPECTED: dict[str, set[tuple[int, str]]] = {
    "owner": {
        (0, SHOWN),
        (0, INSIDE),
        *((c, level) for c in (1, 2) for level in (SHOWN, INSIDE, NOTE, FIRST, SECOND, FEE)),
    },
    "owner of another agency": {(0, SHOWN), (0, INSIDE), (1, SHOWN), (1, INSIDE), (1, NOTE), (1, FIRST), (1, FEE)},
    "manager who leads": {(0, SHOWN), (1, SHOWN), (1, INSIDE), (1, NOTE), (1, FIRST), (2, SHOWN)},
    "manager of another client": {(0, SHOWN), (2, SHOWN), (2, INSIDE), (2, NOTE), (2, FIRST), (1, SHOWN)},
    "manager kept to another client": {(0, SHOWN), (2, SHOWN), (2, INSIDE), (2, NOTE), (2, FIRST)},
    "specialist": {(0, SHOWN), (1, SHOWN), (1, INSIDE), (1, FIRST)},
    "contact": {(0, SHOWN), (1, SHOWN), (1, FIRST), (1, FEE)},
    "contact who was not on the message": {(0, SHOWN), (1, SHOWN), (1, FEE)},
    "contact of another client": {(0, SHOWN), (2, SHOWN), (2, FIRST), (2, FEE)},
}
"""What each must have seen on their own pages: a sweep in which nobody sees anything would prove nothing."""


@pytest.mark.parametrize("name", EXPECTED)
def test_everybody_sees_their_own(sweep: Sweep, name: str) -> None:
    who = sweep.people[name]
    if name not in sweep.swept:
        sweep.findings(cases(sweep, who))
    expected = {Mark(who.house, *each) for each in EXPECTED[name]}
    if not FULL and expected - sweep.seen[name]:  # behind a door at which it was another's turn
        sweep.findings(Case(who, entry, "GET", Aim(home(who))) for entry in doors() if has_business(who, entry))
    missing = expected - sweep.seen[name]
    assert not missing, f"{name} did not see {', '.join(f'{m} ({m.level})' for m in missing)} anywhere"


def strangers_to(sweep: Sweep, number: int, method: str) -> list[tuple[Knocker, Whose]]:
    """For whom a key of another's row must be as good as none: by turns at the reduced size."""
    pairs = [
        (sweep.people["owner"], Whose.FOREIGN),
        (sweep.people["manager kept to another client"], Whose.OTHER),
        (sweep.people["contact"], Whose.OTHER),
        (sweep.people["manager who leads"], Whose.FOREIGN),
        (sweep.people["contact of another client"], Whose.FOREIGN),
        (sweep.people["specialist"], Whose.FOREIGN),
        (sweep.people["anonymous"], Whose.OTHER),
        (sweep.people["stranger"], Whose.OTHER),
        (sweep.people["manager kept to another client"], Whose.FOREIGN),
    ]
    first, later = pairs[number // 2 % 3], pairs[3 + number // 2 % 6]
    return pairs if FULL else [first if (method == "GET") == bool(number % 2) else later]


def of_clients(sweep: Sweep, entry: Entry) -> bool:
    """Whether the rows that an address names are of clients."""
    return bool(sweep.scene.ours.plots[1].rows[entry.model])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_anothers_is_answered_as_what_is_not_there(sweep: Sweep, method: str) -> None:
    """Same status, body, headers, and as many queries: a row of another's does not exist."""
    findings = []
    for number, entry in enumerate(with_keys()):
        for who, whose in strangers_to(sweep, number, method):
            if whose is Whose.OTHER and (entry.kind == "link" or not of_clients(sweep, entry)):
                continue
            case, nobodys = Case(who, entry, method, Aim(home(who))), (Whose.MISSING, Whose.DELETED)
            as_ = nobodys if FULL else (nobodys[number % 2],)
            findings += sweep.unlike(case, whose, as_=as_)
            if len([part for part, model in entry.parts if model]) > 1:
                findings += sweep.unlike(case, whose, part="first", as_=as_)
    assert not findings, told(findings)


def test_an_agency_that_is_anothers_is_answered_as_one_that_is_not_there(sweep: Sweep) -> None:
    findings = []
    for number, entry in enumerate(doors()):
        if not entry.route.startswith("<slug:agency_slug>"):
            continue
        everybody = ["owner", "contact", "stranger", "anonymous"]
        for turn, name in enumerate(everybody if FULL else rotated(everybody, number, 2)):
            for method in ("GET", "POST") if FULL else (("GET", "POST")[(number // 4 + turn) % 2],):
                case = Case(sweep.people[name], entry, method, Aim(1, "b", Whose.MISSING, Whose.MISSING))
                asked = [case, replace(case, aim=replace(case.aim, slug=""))]
                with taken_back():
                    there, none = (sweep.ask(each)[0].without(*sweep.aimer.words(entry, each.aim)) for each in asked)
                if there != none:
                    findings.append(Finding(case, f"{there[0]}, and {none[0]} where there is no such agency"))
    assert not findings, told(findings)


@pytest.mark.parametrize("name", ["owner", "contact", "stranger", "anonymous"])
def test_pages_of_accounts_and_of_the_operator_show_no_agency(sweep: Sweep, name: str) -> None:
    who, found = sweep.people[name], []
    paths = ["/" + entry.route for entry in foreign_entries() if "<" not in entry.route and "^" not in entry.route]
    for path in paths:
        for method in ("GET", "POST"):
            with taken_back():
                answer = sweep.askers[name].ask(method, path, {} if method == "POST" else None)
            assert answer.status < 500, f"{method} {path}: {answer.error}"
            found += [f"{method} {path} shows {mark}" for mark in _marks_of_others(answer.text(), who)]
    assert not found


def _marks_of_others(text: str, who: Knocker) -> list[Mark]:
    return [mark for mark in marks_in(text) if mark not in _own_words(who)]


def _own_words(who: Knocker) -> set[Mark]:
    """Somebody's own name and address."""
    return {Mark(who.house, who.client, SHOWN)} if who.house else set()


def test_the_sweep_has_taken_everything_back(sweep: Sweep) -> None:
    sweep.ledger.verify()
    assert sweep.asked > len(NAMES) * len(doors())
