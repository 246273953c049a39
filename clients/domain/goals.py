"""What a client wants to reach, in figures (practice M3b)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock, set_fields
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Goal

EDITABLE = frozenset(["name", "unit", "baseline", "target", "current", "due", "outlook"])


class NoWayToGo(Refusal):
    """Target and beginning are the same figure, so that no progress can be told."""

    field = "target"


@transaction.atomic
def set_goal(client: Client, *, by: Membership, at: datetime, **fields: Any) -> Goal:
    """Adds a goal after the others. Raises NoWayToGo, ClientIsArchived."""
    require_active(client)
    last = Goal.objects.filter(client=client).aggregate(last=Max("position"))["last"]
    goal = Goal(client=client, position=0 if last is None else last + 1)
    set_fields(goal, fields, EDITABLE)
    _save(goal)
    record("goal.set", goal, by=by, at=at, shown=True)
    return goal


@transaction.atomic
def change(goal: Goal, *, by: Membership, at: datetime, **fields: Any) -> Goal:
    """Changes a goal or writes down where it stands. Raises NoWayToGo, ClientIsArchived."""
    require_active(lock(goal).client)
    changed = set_fields(goal, fields, EDITABLE)
    if changed:
        _save(goal, changed)
        record("goal.changed", goal, by=by, at=at, shown=True, fields=changed)
    return goal


@transaction.atomic
def remove(goal: Goal, *, by: Membership, at: datetime) -> None:
    """Gives a goal up."""
    require_active(lock(goal).client)
    record("goal.removed", goal, by=by, at=at, shown=True)
    goal.delete()


def progress(goal: Goal) -> Decimal | None:
    """How much of the way from the baseline to the target is done, in per cent; None before anything was measured.

    Works in both directions: a cost that is to fall from 40 to 28 and stands at 31 has come 75 per cent of the way.
    """
    way = goal.target - goal.baseline
    if goal.current is None or not way:
        return None
    return min(max((goal.current - goal.baseline) / way * 100, Decimal(0)), Decimal(100))


def _save(goal: Goal, changed: list[str] | None = None) -> None:
    if goal.target == goal.baseline:
        raise NoWayToGo(_("The target is where it began. Say where the client wants to get to."))
    goal.save(update_fields=changed)
