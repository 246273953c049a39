"""What follows from a summary that was sent: decisions into the log, action items into tasks, marks into
scope flags.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from agency.domain.events import record
from agency.models import Membership
from clients.days import day_of
from clients.domain import tasks
from clients.models import Task
from comms.models import ActionItem, Decision, ScopeFlag, Summary, Topic
from comms.predecessors import Ways, predecessors


@transaction.atomic
def record_all(summary: Summary, topics: Sequence[Topic], *, by: Membership, at: datetime) -> None:
    """Safe to call for a corrected version: what was recorded from an earlier one is superseded, withdrawn, or updated,
    not doubled.
    """
    _record_decisions(summary, [topic for topic in topics if topic.decision.strip()], by=by, at=at)
    actions = [action for topic in topics for action in topic.actions.all()]
    for action, task in zip(actions, _tasks_of_earlier(summary, actions), strict=True):
        record_task(summary, action, task, by=by, at=at)
    for topic in topics:
        if topic.out_of_scope:
            raise_flag_from_call(summary, topic, by=by, at=at)


def _record_decisions(summary: Summary, topics: Sequence[Topic], *, by: Membership, at: datetime) -> None:
    """Each goes on from one that stands; what stands of this call and is decided no more is withdrawn."""
    rows = Decision.objects.filter(interaction=summary.interaction, superseded_by=None, withdrawn_at=None)
    standing = list(rows.exclude(topic=None).select_related("topic").order_by("id"))
    earlier = predecessors(topics, standing, SAME_DECISION)
    for topic, before in zip(topics, earlier, strict=True):
        record_decision(summary, topic, before, by=by, at=at)
    for decision in standing:
        if decision not in earlier:
            withdraw_decision(decision, by=by, at=at)


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
        decided_on=day_of(summary.interaction.at, summary.agency),
        recorded_at=at,
        supersedes=earlier,
    )
    record("decision.recorded", decision, by=by, at=at, shown=True, supersedes=earlier.key if earlier else "")
    return decision


def withdraw_decision(decision: Decision, *, by: Membership, at: datetime) -> None:
    """The corrected summary of the call decides it no more. It stays in the log, as what was once recorded."""
    decision.withdrawn_at = at
    decision.save(update_fields=["withdrawn_at"])
    record("decision.withdrawn", decision, by=by, at=at, shown=True)


def record_task(summary: Summary, action: ActionItem, earlier: Task | None, *, by: Membership, at: datetime) -> Task:
    """An action item becomes a task with both dates; a corrected one changes the task it became before."""
    fields: dict[str, Any] = {
        "title": action.text,
        "owner": action.owner,
        "contact": action.contact,
        "internal_due": action.internal_due or (None if action.contact_id else action.client_due),
        "client_due": action.client_due,
    }
    if earlier is not None:
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


def _tasks_of_earlier(summary: Summary, actions: Sequence[ActionItem]) -> list[Task | None]:
    """For each action item the task that it, or the one it goes on from, became with an earlier version."""
    rows = ActionItem.objects.filter(topic__interaction=summary.interaction).exclude(task=None)
    newest: dict[int | None, ActionItem] = {}
    for item in rows.select_related("topic", "task__client").order_by("-id"):
        newest.setdefault(item.task_id, item)
    earlier = sorted(newest.values(), key=lambda item: (item.topic_id, item.position))
    return [before.task if before else None for before in predecessors(actions, earlier, SAME_ACTION)]


def _who_does_what(action: ActionItem) -> tuple[str, int | None, int | None]:
    return action.text, action.owner_id, action.contact_id


def _topic_of_open(action: ActionItem) -> str | None:
    """Where nothing else is alike, an open task goes on as the reworded to-do of the same topic; a done one never."""
    return action.topic.title if action.task is not None and action.task.state == Task.State.OPEN else None


def _title(decision: Decision) -> str | None:
    return decision.topic.title if decision.topic else None


SAME_DECISION: Ways[Topic, Decision] = (
    (lambda topic: (topic.title, topic.decision), lambda decision: (_title(decision), decision.what)),
    (lambda topic: topic.decision, lambda decision: decision.what),
    (lambda topic: topic.title, _title),
)
SAME_ACTION: Ways[ActionItem, ActionItem] = (
    (lambda action: action.task_id, lambda before: before.task_id),
    (lambda action: (action.topic.title, _who_does_what(action)), lambda b: (b.topic.title, _who_does_what(b))),
    (_who_does_what, _who_does_what),
    (lambda action: action.text, lambda before: before.text),
    (lambda action: action.topic.title, _topic_of_open),
)
