"""What a page takes and shows when there is more: as many queries at one row as at three, and not a letter different when
it is another agency, or another client, that has more."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.doors.aiming import Aim
from tests.doors.asking import Answer
from tests.doors.cases import FULL, doors, home
from tests.doors.inventory import Entry
from tests.doors.people import Knocker
from tests.doors.scene import grown, more_of
from tests.doors.sweep import Case, Sweep, taken_back

pytestmark = pytest.mark.django_db
READERS = ("owner", "manager who leads", "specialist", "contact")

EXCEPTIONS: dict[str, str] = {}
"""Pages whose number of queries may grow with their rows, and why. None should."""


def pages(sweep: Sweep, name: str) -> Iterator[Case]:
    """Every page that this person reads on their own ground, each with the first row that can be shown."""
    who = sweep.people[name]
    for entry in doors():
        if entry.kind not in {"public", "link", "machine"} and fits(who, entry):
            yield from shown(sweep, Case(who, entry, "GET", Aim(home(who))))


def fits(who: Knocker, entry: Entry) -> bool:
    if who.is_contact:
        return entry.kind == "contact" and not entry.name.endswith("_preview")
    return entry.kind != "contact" or entry.name.endswith("_preview")


def shown(sweep: Sweep, case: Case) -> Iterator[Case]:
    for row in range(sweep.aimer.rows_of(case.entry)):
        each = replace(case, aim=replace(case.aim, row=row))
        if look(sweep, each).status == 200:
            yield each
            return


def look(sweep: Sweep, case: Case) -> Answer:
    """The page as it is when caches are warm."""
    with taken_back():
        sweep.ask(case)
        return sweep.ask(case)[0]


@pytest.mark.parametrize("name", READERS if FULL else READERS[::3])
def test_a_page_takes_as_many_queries_at_three_rows_as_at_one(sweep: Sweep, name: str) -> None:
    before = {case: look(sweep, case).queries for case in pages(sweep, name)}
    with taken_back(), grown(sweep.scene.ours):
        after = {case: look(sweep, case).queries for case in before}
    more = [f"{case.entry}: {before[case]} and {after[case]}" for case in before if after[case] > before[case]]
    assert not [line for line in more if line.split(":")[0] not in EXCEPTIONS], "\n".join(more)
    assert set(EXCEPTIONS) <= {str(entry) for entry in doors()}


@pytest.mark.parametrize("name", ["owner", "contact"])
def test_nothing_can_be_counted_from_another_agency(sweep: Sweep, name: str) -> None:
    before = {case: look(sweep, case) for case in pages(sweep, name)}
    with taken_back(), grown(sweep.scene.theirs):
        after = {case: look(sweep, case) for case in before}
    assert not differing(sweep, before, after)


@pytest.mark.parametrize("name", ["contact", "manager kept to another client"])
def test_nothing_can_be_counted_from_another_client(sweep: Sweep, name: str) -> None:
    who = sweep.people[name]
    before = {case: look(sweep, case) for case in pages(sweep, name) if case.entry.name not in OF_THE_HOUSE}
    with taken_back(), more_of(sweep.scene.ours, 3 - home(who)):
        after = {case: look(sweep, case) for case in before}
    assert not differing(sweep, before, after)


OF_THE_HOUSE: set[str] = set()
"""Pages about the agency as a whole, on which clients that one does not see count."""


def differing(sweep: Sweep, before: dict[Case, Answer], after: dict[Case, Answer]) -> list[str]:
    """Pages that are not as they were; those that change as the clock goes on are looked at once more."""
    found = []
    for case, answer in before.items():
        if after[case].without() != answer.without() and look(sweep, case).without() == answer.without():
            found.append(str(case))
    return found
