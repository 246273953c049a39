"""What a page takes and shows when there is more: as many queries at one row as at three, and not a letter different when
it is another agency, or another client, that has more."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache

import pytest

from agency.shortcuts import shortcuts
from tests.conftest import on_postgres
from tests.doors.aiming import Aim
from tests.doors.asking import Answer
from tests.doors.cases import FULL, doors, has_business, home
from tests.doors.scene import grown, more_of
from tests.doors.sweep import Case, Sweep, taken_back

pytestmark = pytest.mark.django_db
Standing = Callable[[str], dict[Case, Answer]]
READERS = ("owner", "manager who leads", "specialist", "contact")
NOT_TWICE = ("contact",) if on_postgres() else ("owner", "contact")
"""Whose queries are counted at the reduced size: a page takes as many on either database."""

HELD_APART = ("contact", "manager kept to another client")
"""Who sees one client and not the other. What keeps the staff's clients apart is the same code on either database."""

EXCEPTIONS: dict[str, str] = {}
"""Pages whose number of queries may grow with their rows, and why. None should."""


def look(sweep: Sweep, case: Case) -> Answer:
    """The page as it is at a second visit, when caches are warm, and hold nothing of other pages."""
    shortcuts.clear()
    return sweep.answers(case, [case.aim] * 2)[1]


def at_first(sweep: Sweep, case: Case) -> Answer:
    return sweep.answers(case, [case.aim])[0]


def pages(sweep: Sweep, name: str) -> Iterator[tuple[Case, Answer]]:
    """Every page that this person reads on their own ground, each with the first row that can be shown."""
    who = sweep.people[name]
    for entry in doors():
        if entry.kind not in {"public", "link", "machine"} and sweep.aimer.opens(entry) and has_business(who, entry):
            yield from shown(sweep, Case(who, entry, "GET", Aim(home(who))))


def shown(sweep: Sweep, case: Case) -> Iterator[tuple[Case, Answer]]:
    for row in range(sweep.aimer.rows_of(case.entry)):
        each = replace(case, aim=replace(case.aim, row=row))
        if (answer := look(sweep, each)).status == 200:
            yield each, answer
            return


@pytest.fixture(scope="module")
def standing(sweep: Sweep) -> Callable[[str], dict[Case, Answer]]:
    """All pages of somebody as they stand, looked at once for all tests."""
    return cache(lambda name: dict(pages(sweep, name)))


@pytest.mark.parametrize("name", READERS if FULL else NOT_TWICE)
def test_a_page_takes_as_many_queries_at_three_rows_as_at_one(sweep: Sweep, standing: Standing, name: str) -> None:
    more, before = [], {case: answer.queries for case, answer in standing(name).items()}
    with taken_back(), grown(sweep.scene.ours):
        for case, queries in before.items():
            after = at_first(sweep, case).queries
            after = look(sweep, case).queries if after > queries else after
            more += [f"{case.entry}: {queries} and {after}"] if after > queries else []
    assert not [line for line in more if line.split(":")[0] not in EXCEPTIONS], "\n".join(more)
    assert set(EXCEPTIONS) <= {str(entry) for entry in doors()}


@pytest.mark.parametrize("name", [pytest.param("owner", marks=pytest.mark.postgres), "contact"])
def test_nothing_can_be_counted_from_another_agency(sweep: Sweep, standing: Standing, name: str) -> None:
    assert not differing(sweep, standing(name), lambda: grown(sweep.scene.theirs))


@pytest.mark.parametrize("name", HELD_APART if FULL or not on_postgres() else HELD_APART[:1])
def test_nothing_can_be_counted_from_another_client(sweep: Sweep, standing: Standing, name: str) -> None:
    before = {case: answer for case, answer in standing(name).items() if case.entry.name not in OF_THE_HOUSE}
    assert not differing(sweep, before, lambda: more_of(sweep.scene.ours, 3 - home(sweep.people[name])))


OF_THE_HOUSE: set[str] = set()
"""Pages about the agency as a whole, on which clients that one does not see count."""


def differing(sweep: Sweep, before: dict[Case, Answer], more: Callable[[], AbstractContextManager[None]]) -> list[str]:
    """Pages that are not as they were when there is more. Those on which caches or the clock may have made the
    difference are looked at again, without and with it.
    """
    with taken_back(), more():
        after = {case: at_first(sweep, case) for case in before}
    warm = {case: look(sweep, case) for case, answer in before.items() if not after[case].same_as(answer)}
    with taken_back(), more():
        after = {case: look(sweep, case) for case in warm}
    changed = {case: answer for case, answer in warm.items() if not after[case].same_as(answer)}
    return [str(case) for case, answer in changed.items() if look(sweep, case).same_as(answer)]
