"""Work for a client: agreed, changed, finished, dropped. Our date comes before the client's (practices T16, M3)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.permissions import Reach, may, reach_of
from clients.domain.changes import lock, set_fields, write
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Task

EDITABLE = frozenset(["title", "details", "owner", "contact", "internal_due", "client_due", "internal"])


class NoBuffer(Refusal):
    """Our own date lies after the one the client was told."""

    field = "internal_due"


class TwoOwners(Refusal):
    """A task is ours or theirs; somebody at another client cannot have it."""

    field = "who"


class NotOpen(Refusal):
    """What was dropped is not done."""


@transaction.atomic
def create(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    title: str,
    origin_kind: str = "",
    origin_id: int | None = None,
    **fields: Any,
) -> Task:
    """Adds a task. `origin_*` name the row it came from, such as a summary's line.

    Raises NoBuffer, TwoOwners, ClientIsArchived.
    """
    require_active(client)
    task = Task(client=client, origin_kind=origin_kind, origin_id=origin_id)
    set_fields(task, {"title": title.strip(), **fields}, EDITABLE)
    _save(task)
    record("task.created", task, by=by, at=at, shown=not task.internal, **_dates(task))
    return task


@transaction.atomic
def change(task: Task, *, by: Membership, at: datetime, **fields: Any) -> Task:
    """Changes a task. Raises NoBuffer, TwoOwners, ClientIsArchived."""
    require_active(lock(task).client)
    before = _dates(task)
    changed = set_fields(task, fields, EDITABLE)
    if changed:
        _save(task, changed)
        moved = {f"{name}_was": value for name, value in before.items() if name in changed}
        record("task.changed", task, by=by, at=at, fields=changed, **moved, **_dates(task))
    return task


@transaction.atomic
def complete(task: Task, *, by: Membership, at: datetime) -> Task:
    """Marks it done. Doing so twice changes nothing. Raises NotOpen for one that was dropped, ClientIsArchived."""
    require_active(lock(task).client)
    if task.state == Task.State.DROPPED:
        raise NotOpen(_("This task was dropped. Open it again before you finish it."))
    if write(task, state=Task.State.DONE, done_at=task.done_at or at):
        record("task.done", task, by=by, at=at, shown=not task.internal)
    return task


@transaction.atomic
def drop(task: Task, *, by: Membership, at: datetime) -> Task:
    """It will not be done."""
    if lock(task).state == Task.State.OPEN:
        write(task, state=Task.State.DROPPED)
        record("task.dropped", task, by=by, at=at, shown=not task.internal)
    return task


@transaction.atomic
def reopen(task: Task, *, by: Membership, at: datetime) -> Task:
    """Takes 'done' or 'dropped' back. Raises ClientIsArchived."""
    require_active(lock(task).client)
    was = task.state
    if write(task, state=Task.State.OPEN, done_at=None):
        record("task.reopened", task, by=by, at=at, shown=not task.internal, was=was)
    return task


def may_complete(member: Membership, task: Task) -> bool:
    """Who leads or backs up the client, every owner, and whoever the task is given to."""
    if may(member, "task.complete", task.client):
        return True
    return reach_of(member, "task.complete") is Reach.OWN and task.owner_id == member.pk


def _save(task: Task, changed: list[str] | None = None) -> None:
    if task.owner is not None and task.contact is not None:
        raise TwoOwners(_("Either one of us does it, or one of them."))
    if task.contact is not None and task.contact.client_id != task.client_id:
        raise TwoOwners(_("That person is not at this client."))
    if task.internal and task.contact is not None:
        raise Refusal(_("What somebody at the client is to do cannot be for us only."), field="internal")
    if task.internal_due and task.client_due and task.internal_due > task.client_due:
        raise NoBuffer(_("Our date is not after the client’s, so that there is a buffer."))
    task.save(update_fields=changed)


def _dates(task: Task) -> dict[str, Any]:
    return {"internal_due": _iso(task.internal_due), "client_due": _iso(task.client_due)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
