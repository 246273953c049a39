"""Action items of a call become tasks with both dates; a corrected summary changes them, or drops those it no longer
names (practices V4, T16).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from agency.models import Membership
from clients.domain import tasks
from clients.models import Task
from comms.domain import notices
from comms.models import ActionItem, Summary, Topic
from comms.predecessors import Ways, predecessors


def record_tasks(summary: Summary, topics: Sequence[Topic], *, by: Membership, at: datetime) -> dict[int, list[Task]]:
    """By topic. Whoever of us has one to do is told of it, and of its new day."""
    actions = [action for topic in topics for action in topic.actions.all()]
    became = _newest_by_task(summary)
    earlier = predecessors(actions, became, SAME_ACTION)
    found: dict[int, list[Task]] = {}
    for action, before in zip(actions, earlier, strict=True):
        task = record_task(summary, action, before.task if before else None, by=by, at=at)
        found.setdefault(action.topic_id, []).append(task)
    kept = {before.task_id for before in earlier if before is not None}
    left = [before.task for before in became if before.task is not None and before.task_id not in kept]
    for task in left:
        if task.state == Task.State.OPEN:
            _drop(task, by=by, at=at)
    return found


def _drop(task: Task, *, by: Membership, at: datetime) -> None:
    """Nothing goes on from it: should a later version name the same again, that is another task."""
    tasks.drop(task, by=by, at=at)
    ActionItem.objects.filter(task=task).update(task=None)


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
        known = (earlier.owner_id, earlier.internal_due)
        task = tasks.change(earlier, by=by, at=at, **fields)
    else:
        known = (None, None)
        origin_id = summary.interaction_id
        task = tasks.create(summary.client, by=by, at=at, origin_kind="interaction", origin_id=origin_id, **fields)
    action.task = task
    action.save(update_fields=["task"])
    if (task.owner_id, task.internal_due) != known and task.state == Task.State.OPEN:
        _tell_owner(summary, task, moved=known[0] == task.owner_id, by=by, at=at)
    return task


def _tell_owner(summary: Summary, task: Task, *, moved: bool, by: Membership, at: datetime) -> None:
    if task.owner is None or task.owner_id == by.pk or not task.owner.active:
        return
    notices.tell(
        task.owner,
        kind="task.moved" if moved else "task.given",
        facts={
            "by": str(by.user),
            "task": task.title,
            "day": task.internal_due.isoformat() if task.internal_due else "",
            "subject": summary.interaction.subject[:200],
        },
        purpose_key=f"task:{task.key}:v{summary.version}",
        at=at,
        client=summary.client,
        path=f"/{summary.agency.slug}/tasks/{task.key}/",
    )


def _newest_by_task(summary: Summary) -> list[ActionItem]:
    """The last action item behind each task that earlier versions became."""
    rows = ActionItem.objects.filter(topic__interaction=summary.interaction).exclude(task=None)
    newest: dict[int | None, ActionItem] = {}
    for item in rows.select_related("topic", "task__client", "task__owner__user").order_by("-id"):
        newest.setdefault(item.task_id, item)
    return sorted(newest.values(), key=lambda item: (item.topic_id, item.position))


def _who_does_what(action: ActionItem) -> tuple[str, int | None, int | None]:
    return action.text, action.owner_id, action.contact_id


def _topic_of_open(action: ActionItem) -> str | None:
    """Where nothing else is alike, an open task goes on as the reworded to-do of the same topic; a done one never."""
    return action.topic.title if action.task is not None and action.task.state == Task.State.OPEN else None


SAME_ACTION: Ways[ActionItem, ActionItem] = (
    (lambda action: action.task_id, lambda before: before.task_id),
    (lambda action: (action.topic.title, _who_does_what(action)), lambda b: (b.topic.title, _who_does_what(b))),
    (_who_does_what, _who_does_what),
    (lambda action: action.text, lambda before: before.text),
    (lambda action: action.topic.title, _topic_of_open),
)
