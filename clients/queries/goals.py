"""Goals in words: the bars at the head of a client's page and the lines of the Goals tab."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from agency.origins import Origin, origins_of
from clients.domain.goals import beyond, progress
from clients.models import Client, Goal
from clients.pace import amount


def goal_bar(goal: Goal) -> dict[str, Any]:
    """One goal as components/goals.html takes it."""
    done = progress(goal)
    figures = {"now": "–" if goal.current is None else amount(goal.current), "target": amount(goal.target)}
    downward = goal.target < goal.baseline
    words = (_("%(now)s, goal %(target)s") if downward else _("%(now)s of %(target)s")) % figures
    label = _("Not measured yet")
    if done is not None:
        label = _("%(share)s of the way") % {"share": wording.percent(done / 100)}
    return {
        "term": f"{goal.name}, {goal.unit}" if goal.unit else goal.name,
        "words": words,
        "share": float(round(done or Decimal(0), 1)),
        "label": label,
        "due": goal.due,
    }


def goals_close(bars: Sequence[dict[str, Any]], today: date) -> str:
    """'by Thursday 31 December' when all goals are due on one day."""
    days = {bar["due"] for bar in bars}
    return _("by %(day)s") % {"day": wording.long_day(days.pop(), today)} if len(days) == 1 else ""


def goal_rows(client: Client, member: Membership, today: date) -> list[dict[str, Any]]:
    """Every goal with its bar, where it began, when it is due and how it looks."""
    slug, goals = member.agency.slug, list(Goal.objects.filter(client=client))
    talked = _talked(goals)
    return [
        {
            **goal_bar(goal),
            "goal": goal,
            "began": amount(goal.baseline),
            "by": wording.long_day(goal.due, today),
            "overdue": goal.due < today and progress(goal) != 100,
            "url": reverse("goal", args=[slug, goal.key]),
            "removal_url": reverse("goal_removal", args=[slug, goal.key]),
            "hoped": amount(goal.hoped) if goal.hoped is not None else "",
            "settled": _settled(goal, today),
            "settled_at": talked.get(goal.pk),
            "expectation_url": reverse("goal_expectation", args=[slug, goal.key]),
        }
        for goal in goals
    ]


def _settled(goal: Goal, today: date) -> str:
    """'Talked about on Tuesday 3 November', where the hope was far beyond the target."""
    if goal.hope_settled_on is None or beyond(goal) is None:
        return ""
    return _("Talked about on %(day)s") % {"day": wording.long_day(goal.hope_settled_on, today)}


def _talked(goals: Sequence[Goal]) -> dict[int, Origin]:
    """Where each hope was talked about, by the goal's id; a query for each kind of place."""
    found: dict[int, Origin] = {}
    for kind in {goal.hope_origin_kind for goal in goals} - {""}:
        there = [goal for goal in goals if goal.hope_origin_kind == kind]
        places = origins_of(kind, [goal.hope_origin_id for goal in there if goal.hope_origin_id is not None])
        found |= {goal.pk: places[goal.hope_origin_id] for goal in there if goal.hope_origin_id in places}
    return found
