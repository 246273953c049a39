"""Walls 1 to 3 of docs/tenancy.md stand for each other on PostgreSQL: with any one of them off, no row crosses agencies.

Wall 1 off simulates views that forget the actor: `reach` looks at the whole table instead of the rows it is given, and
`clients_of` and `seen_by`, from which the rooms' queries begin, filter nothing.
Wall 2 off simulates code outside the scopes' protection: scopes are disabled around each request, so that managers give
the rows of all agencies, and `save()` no longer looks at whose row it writes or points to.
Wall 3 off simulates a database without row-level security: every statement, the portal's too, runs as a role whose
policy sees all agencies.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import Http404
from django_scopes import get_scope, scope as scoped

from agency.reach import reach
from agency.tenancy import scope as tenancy
from agency.tenancy.base import TenantModel
from clients.models import Client
from clients.queries.reach import clients_of, seen_by
from tests.doors.aiming import Aim, Whose, rotated
from tests.doors.cases import FULL, doors, home
from tests.doors.faults.fault import instead
from tests.doors.inventory import Entry
from tests.doors.people import Knocker
from tests.doors.sweep import Case, Sweep

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
Off = Callable[[pytest.MonkeyPatch, ExitStack], None]


def wall_1_off(patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    def anything(rows: QuerySet[Any], **lookup: object) -> Model:
        try:
            return rows.model.objects.get(**lookup)
        except (rows.model.DoesNotExist, ValueError):
            raise Http404 from None

    instead(patch, reach, anything)
    instead(patch, clients_of, lambda member: Client.objects.all())
    instead(patch, seen_by, lambda member, rows: rows)


def wall_2_off(patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    @contextmanager
    def open_to_all(**agency: Any) -> Iterator[None]:
        with scoped(_enabled=False):
            from django_scopes.state import state

            state.set({**get_scope(), **agency, "_enabled": False})
            yield

    def belong(row: TenantModel) -> None:
        if row.agency_id is None:
            row.agency = get_scope()["agency"]

    patch.setattr(tenancy, "scope", open_to_all)
    patch.setattr(TenantModel, "belong", belong)


def wall_3_off(patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    patch.setattr(tenancy, "PORTAL_ROLE", tenancy.SYSTEM_ROLE)
    stack.enter_context(tenancy._setting("role", tenancy.SYSTEM_ROLE))


def across(sweep: Sweep, start: int) -> Iterator[Case]:
    """Requests that reach for the other agency: by keys in path, query and body, and in lists that might hold too much.

    At the reduced size one way at each door; `start` gives each wall another one.
    """
    for number, entry in enumerate(doors()):
        insider = "contact" if entry.kind == "contact" and not entry.name.endswith("_preview") else "owner"
        for name in ("owner", "manager who leads", "contact") if FULL else (insider,):
            every = reaching(sweep, sweep.people[name], entry, range(1, 12) if FULL else (number % 12 + 1,))
            yield from every if FULL else rotated(every, number + start, 1)
        outsiders = ("owner of another agency", "contact of another agency")
        for name in outsiders if FULL else (outsiders[insider == "contact"],):
            if FULL or (number + start) % 2:
                yield Case(sweep.people[name], entry, "GET", Aim(1))


def reaching(sweep: Sweep, who: Knocker, entry: Entry, turns: Iterable[int]) -> list[Case]:
    """The ways to reach: own lists, others' keys in the path, in a filter, in a form."""
    own, foreign = Aim(home(who)), Aim(home(who), first=Whose.FOREIGN, last=Whose.FOREIGN)
    methods = dict(entry.verbs) if entry.kind == "api" else ("GET", "POST")
    keyed = [Case(who, entry, method, foreign, Whose.FOREIGN) for method in methods] if entry.model else []
    sent = [Case(who, entry, method, own, Whose.FOREIGN) for method in methods if method != "GET"]
    filtered = [Case(who, entry, "GET", own, Whose.FOREIGN, turn=turn) for turn in turns]
    looking = [Case(who, entry, "GET", own), *filtered] if sweep.aimer.opens(entry) else []
    return [*looking, *keyed, *sent]


def crossing(sweep: Sweep, cases: Iterable[Case], *offs: Off) -> list[str]:
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        for off in offs:
            off(patch, stack)
        return [str(finding) for finding in sweep.findings(cases) if finding.across]


WALLS: list[Off] = [wall_1_off, wall_2_off, wall_3_off]


@pytest.mark.parametrize("off", WALLS, ids=lambda off: off.__name__)
def test_with_one_wall_off_no_row_crosses(sweep: Sweep, off: Off) -> None:
    found = crossing(sweep, across(sweep, WALLS.index(off)), off)
    assert not found, "\n".join(found[:30])


def test_with_two_walls_off_rows_do_cross(sweep: Sweep) -> None:
    """The simulations are worth something: without scopes and without row-level security the sweep finds plenty."""
    every_third = [case for number, case in enumerate(across(sweep, 0)) if FULL or number % 3 == 0]
    assert len(crossing(sweep, every_third, wall_2_off, wall_3_off)) > 10
    assert connection.vendor == "postgresql"
