"""Hopes that go beyond what was agreed (practice T8): to be spoken of early, and politely. Only we see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from agency import wording
from clients.domain.goals import beyond
from clients.models import Client, Goal
from clients.pace import amount


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One goal whose hope goes too far, in words for us, and a sentence that one can say to them."""

    goal: Goal
    more: Decimal
    words: str
    sentence: str
    url: str


def expectation_gaps(client: Client) -> list[Gap]:
    """Those that nobody has talked about yet, for the client's page and the agenda of a kickoff; one query."""
    return gaps_of(Goal.objects.filter(client=client, hope_settled_on=None).exclude(hoped=None))


def gaps_of(goals: Iterable[Goal]) -> list[Gap]:
    return [_gap(goal, more) for goal in goals if (more := beyond(goal)) is not None]


def _gap(goal: Goal, more: Decimal) -> Gap:
    figures = {
        "goal": wording.isolated(goal.name),
        "hoped": amount(goal.hoped or Decimal(0), goal.unit),
        "target": amount(goal.target, goal.unit),
        "share": wording.percent(more),
    }
    words = _("%(goal)s: they hope for %(hoped)s; %(target)s is agreed. That is %(share)s of the way more.")
    sentence = _(
        "“I understand that %(hoped)s would be wonderful. With what we agreed, %(target)s is what we can stand for; "
        "let us look together at what more would take.”"
    )
    url = reverse("goal_expectation", args=[goal.agency.slug, goal.key])
    return Gap(goal=goal, more=more, words=words % figures, sentence=sentence % figures, url=url)
