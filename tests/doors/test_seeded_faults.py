"""The sweep finds what it should: a few dozen faults, each put in for a moment, at the doors where it shows."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection

from tests.doors.aiming import Aim, Whose
from tests.doors.cases import FULL, doors, home
from tests.doors.faults import FAULTS, Fault
from tests.doors.inventory import Entry
from tests.doors.people import Knocker
from tests.doors.sweep import Case, Sweep, taken_back
from tests.doors.test_permissions import expected

pytestmark = pytest.mark.django_db
CHOSEN = FAULTS if FULL else FAULTS[::3]


def slice_of(sweep: Sweep, fault: Fault) -> list[Case]:
    """The requests that should find it."""
    by_name = {entry.name.replace("api ", "api:"): entry for entry in doors()}
    return [
        Case(who, entry, method, aimed(who, fault, row), fault.sent, turn)
        for who in (sweep.people[name] for name in fault.people)
        for entry in (by_name[door] for door in fault.doors)
        for method in fault.methods
        for row in range(min(fault.rows, sweep.aimer.rows_of(entry)))
        for turn in turns_of(sweep, fault, entry, home(who))
    ]


def aimed(who: Knocker, fault: Fault, row: int) -> Aim:
    if fault.at_home and who.house == "b":
        return Aim(home(who), "b", Whose.FOREIGN, Whose.FOREIGN, row)
    return Aim(home(who), last=fault.last, row=row)


def turns_of(sweep: Sweep, fault: Fault, entry: Entry, client: int) -> tuple[int, ...]:
    """Which forms or filters are sent: those that the fault names, or the place of its filter among all."""
    if fault.filtered is None:
        return fault.turns
    return (sweep.aimer.queries(entry, fault.sent, client).index(fault.filtered) + 1,)


def found(sweep: Sweep, fault: Fault) -> list[str]:
    cases = slice_of(sweep, fault)
    match fault.check:
        case "sweep":
            return [str(finding) for finding in sweep.findings(cases)]
        case "unlike":
            plain = [replace(case, aim=Aim(case.aim.client)) for case in cases]
            return [str(finding) for case in plain for finding in sweep.unlike(case, fault.last)]
        case "permissions":
            return [str(case) for case in cases if let_through(sweep, case)]
        case _:
            return [str(case) for case in cases if tells_of_agency(sweep, case)]


def let_through(sweep: Sweep, case: Case) -> bool:
    verb = case.entry.verb_for(case.method)
    with taken_back():
        status = sweep.ask(case)[0].status
    return bool(verb) and status not in expected(case.who, case.entry, case.method, verb, 0)


def tells_of_agency(sweep: Sweep, case: Case) -> bool:
    aims = [Aim(1, slug, Whose.MISSING, Whose.MISSING) for slug in ("b", "")]
    with taken_back():
        answers = [sweep.ask(replace(case, aim=aim))[0].without(*sweep.aimer.words(case.entry, aim)) for aim in aims]
    return answers[0] != answers[1]


def test_there_are_a_few_dozen() -> None:
    assert len(FAULTS) >= 36
    names = {entry.name for entry in doors()}
    assert {door.replace("api:", "api ") for fault in FAULTS for door in fault.doors} <= names


@pytest.mark.parametrize("fault", CHOSEN, ids=lambda fault: fault.what)
def test_a_fault_is_found(sweep: Sweep, fault: Fault) -> None:
    cache.clear()
    without = found(sweep, fault)
    assert not without, f"found without the fault, too: {without}"
    with pytest.MonkeyPatch.context() as patch:
        fault.put(patch)
        cache.clear()
        seen = found(sweep, fault)
    cache.clear()
    if fault.stopped and connection.vendor == "postgresql":
        assert not [line for line in seen if " 500" not in line], "row-level security did not stand behind"
    else:
        assert seen, "the sweep does not see it"
