"""What follows from a summary that was sent: decisions into the log, action items into tasks, marks into
scope flags.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from agency.domain.events import record
from agency.models import Membership
from clients.domain import tasks
from clients.models import Task
from comms.models import ActionItem, Decision, ScopeFlag, Summary, Topic


@transaction.atomic
def record_all(summary: Summary, topics: Sequence[Topic], *, by: Membership, at: datetime) -> None:
    """Safe to call for a corrected version: what was recorded from an earlier one is superseded or updated, not
    doubled.
    """
    earlier = _standing_decisions(summary)
    for topic in topics:
        if topic.decision.strip():
            record_decision(summary, topic, earlier.get(topic.position), by=by, at=at)
        for action in topic.actions.all():
            record_task(summary, action, by=by, at=at)
        if topic.out_of_scope:
            raise_flag_from_call(summary, topic, by=by, at=at)


def record_decision(
    summary: Summary, topic: Topic, earlier: Decision | None, *, by: Membership, at: datetime
) -> Decision:
    """A decision is never edited: one that says something else supersedes the one before."""
    if earlier and (earlier.what, earlier.why, earlier.decided_by_id) == (
        topic.decision,
        topic.reason,
        topic.decided_by_id,
    ):
        return earlier
    decision = Decision.objects.create(
        client_id=summary.client_id,
        interaction=summary.interaction,
        topic=topic,
        what=topic.decision,
        why=topic.reason,
        decided_by=topic.decided_by,
        decided_by_member=None if topic.decided_by_id else by,
        decided_on=summary.interaction.at.date(),
        recorded_at=at,
        supersedes=earlier,
    )
    record("decision.recorded", decision, by=by, at=at, shown=True, supersedes=earlier.key if earlier else "")
    return decision


def record_task(summary: Summary, action: ActionItem, *, by: Membership, at: datetime) -> Task:
    """An action item becomes a task with both dates; a corrected one changes the task it became before."""
    fields: dict[str, Any] = {
        "title": action.text,
        "owner": action.owner,
        "contact": action.contact,
        "internal_due": action.internal_due or (None if action.contact_id else action.client_due),
        "client_due": action.client_due,
    }
    if earlier := action.task or _task_of_earlier(summary, action):
        task = tasks.change(earlier, by=by, at=at, **fields)
    else:
        origin_id = summary.interaction_id
        task = tasks.create(summary.client, by=by, at=at, origin_kind="interaction", origin_id=origin_id, **fields)
    action.task = task
    action.save(update_fields=["task"])
    return task


def raise_flag_from_call(summary: Summary, topic: Topic, *, by: Membership, at: datetime) -> ScopeFlag:
    """The wish that was spoken of is flagged once per topic title of a call (practice V6)."""
    standing = ScopeFlag.objects.filter(
        client_id=summary.client_id, topic__interaction=summary.interaction, topic__title=topic.title
    ).first()
    if standing:
        return standing
    flag = ScopeFlag.objects.create(
        client_id=summary.client_id,
        topic=topic,
        exclusion=topic.exclusion,
        wish=topic.title,
        raised_by=by,
        raised_at=at,
    )
    record("scope.flagged", flag, by=by, at=at, shown=True)
    return flag


def _task_of_earlier(summary: Summary, action: ActionItem) -> Task | None:
    """The task that an earlier version's action item of the same words became."""
    same = ActionItem.objects.filter(topic__interaction=summary.interaction, text=action.text).exclude(task=None)
    earlier = same.select_related("task__client").order_by("id").first()
    return earlier.task if earlier else None


def _standing_decisions(summary: Summary) -> dict[int, Decision]:
    """Decisions of earlier versions of this call that still stand, by the position of their topic."""
    standing = Decision.objects.filter(interaction=summary.interaction, superseded_by=None).select_related("topic")
    return {decision.topic.position: decision for decision in standing if decision.topic}
