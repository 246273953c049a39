"""What a client wants to reach, in figures (practice M3b)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.tenancy.base import TenantModel
from clients.days import day_of
from clients.domain.changes import lock, set_fields
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Goal

EDITABLE = frozenset(["name", "unit", "baseline", "target", "current", "due", "outlook", "hoped"])
FAR_BEYOND = Decimal("0.10")
"""By how much of the way to the target a hope may go beyond it before somebody should speak of it (practice T8)."""


class NoWayToGo(Refusal):
    """Target and beginning are the same figure, so that no progress can be told."""

    field = "target"


class NothingToSettle(Refusal):
    """What they hope for is not beyond what was agreed."""

    field = "hoped"


class NotTalkedYet(Refusal):
    field = "talked_on"


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
        if {"hoped", "target", "baseline"} & set(changed) and goal.hope_settled_on is not None:
            set_fields(goal, NOT_SETTLED)
            changed += list(NOT_SETTLED)
        _save(goal, changed)
        only_ours = set(changed) <= {"hoped", *NOT_SETTLED}
        record("goal.changed", goal, by=by, at=at, shown=not only_ours, fields=changed)
    return goal


NOT_SETTLED: dict[str, Any] = {
    "hope_settled_on": None,
    "hope_words": "",
    "hope_origin_kind": "",
    "hope_origin_id": None,
}


def beyond(goal: Goal) -> Decimal | None:
    """By how much of the way from the beginning to the target they hope for more, such as 0.5; None where that is not
    worth a word. Works downwards, too.
    """
    way = goal.target - goal.baseline
    if goal.hoped is None or not way:
        return None
    more = (goal.hoped - goal.target) / way
    return more if more > FAR_BEYOND else None


@transaction.atomic
def settle_hope(
    goal: Goal, *, by: Membership, at: datetime, talked_on: date, words: str = "", origin: TenantModel | None = None
) -> Goal:
    """Somebody has talked with them about the hope that goes too far; `origin` is the call or decision where. It stands
    until hope or target change. Raises NothingToSettle, NotTalkedYet, ClientIsArchived.
    """
    require_active(lock(goal).client)
    if beyond(goal) is None:
        raise NothingToSettle(_("What they hope for is what was agreed."))
    if talked_on > day_of(at, goal.agency):
        raise NotTalkedYet(_("This lies in the future."))
    settled = {
        "hope_settled_on": talked_on,
        "hope_words": words.strip(),
        "hope_origin_kind": (origin._meta.model_name or "") if origin else "",
        "hope_origin_id": origin.pk if origin else None,
    }
    if changed := set_fields(goal, settled):
        goal.save(update_fields=changed)
        record("goal.hope_settled", goal, by=by, at=at)
    return goal


@transaction.atomic
def unsettle_hope(goal: Goal, *, by: Membership, at: datetime) -> Goal:
    """Undo of settle_hope. Raises ClientIsArchived."""
    require_active(lock(goal).client)
    if changed := set_fields(goal, NOT_SETTLED):
        goal.save(update_fields=changed)
        record("goal.hope_unsettled", goal, by=by, at=at)
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
