"""What follows from a summary that was sent: decisions into the log, action items into tasks, marks into scope flags,
what they told us into insights, what nobody could answer to a specialist.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agency.models import Membership
from clients.days import day_of
from clients.models import Task
from comms.domain import call_flags, call_questions, call_tasks, decisions, insights
from comms.models import Decision, ScopeFlag, Summary, Topic
from comms.predecessors import Ways, predecessors


@transaction.atomic
def record_all(summary: Summary, topics: Sequence[Topic], *, by: Membership, at: datetime) -> None:
    """Safe to call for a corrected version: what was recorded from an earlier one is superseded, withdrawn, dropped or
    updated, not doubled.
    """
    decided = _record_decisions(summary, [topic for topic in topics if topic.decision.strip()], by=by, at=at)
    tasks = call_tasks.record_tasks(summary, topics, by=by, at=at)
    flags = call_flags.raise_flags(summary, topics, by=by, at=at)
    for topic in topics:
        if topic.insight.strip():
            led_to = [*decided.get(topic.pk, ()), *tasks.get(topic.pk, ()), *flags.get(topic.pk, ())]
            _note_insight(topic, led_to, by=by, at=at)
        if topic.ask is not None and topic.question.strip():
            call_questions.ask_from(topic, by=by, at=at)


def _note_insight(topic: Topic, led_to: Sequence[Decision | Task | ScopeFlag], *, by: Membership, at: datetime) -> None:
    """What stands in one topic belongs together: what they told us led to what was decided there."""
    insight = insights.note_from(topic, by=by, at=at)
    for outcome in led_to:
        insights.led_to(insight, outcome, by=by, at=at)


def _record_decisions(
    summary: Summary, topics: Sequence[Topic], *, by: Membership, at: datetime
) -> dict[int, list[Decision]]:
    """By topic. Each goes on from one that stands; what stands of this call and is decided no more is withdrawn first,
    so that what it replaced can be replaced by another.
    """
    rows = Decision.objects.filter(interaction=summary.interaction, superseded_by=None, withdrawn_at=None)
    standing = list(rows.exclude(topic=None).select_related("topic").order_by("id"))
    earlier = predecessors(topics, standing, SAME_DECISION)
    for decision in standing:
        if decision not in earlier:
            decisions.withdraw(decision, by=by, at=at)
    return {
        topic.pk: [record_decision(summary, topic, before, by=by, at=at)]
        for topic, before in zip(topics, earlier, strict=True)
    }


def record_decision(
    summary: Summary, topic: Topic, earlier: Decision | None, *, by: Membership, at: datetime
) -> Decision:
    """A decision is never edited: one that says something else supersedes the one before. What the topic says it
    replaces from elsewhere stays replaced, once for all that this call decided about it.
    """
    replaced = topic.replaces
    if earlier is not None:
        if replaced is not None and not Decision.objects.filter(supersedes=replaced).exists():
            decisions.supersede(replaced, _first_of_call(earlier), by=by, at=at)
        if (earlier.what, earlier.why, earlier.decided_by_id) == (
            topic.decision.strip(),
            topic.reason.strip(),
            topic.decided_by_id,
        ):
            return earlier
    return decisions.record(
        summary.client,
        by=by,
        at=at,
        what=topic.decision,
        why=topic.reason,
        decided_by=topic.decided_by,
        decided_on=day_of(summary.interaction.at, summary.agency),
        interaction=summary.interaction,
        topic=topic,
        supersedes=earlier or replaced,
    )


def _first_of_call(decision: Decision) -> Decision:
    """The decision of an earlier version that this one goes on from, at the beginning of the chain."""
    first = decision
    while first.supersedes is not None and first.supersedes.interaction_id == decision.interaction_id:
        first = first.supersedes
    return first


def _title(decision: Decision) -> str | None:
    return decision.topic.title if decision.topic else None


SAME_DECISION: Ways[Topic, Decision] = (
    (lambda topic: (topic.title, topic.decision.strip()), lambda decision: (_title(decision), decision.what)),
    (lambda topic: topic.decision.strip(), lambda decision: decision.what),
    (lambda topic: topic.title, _title),
)
