"""Tasks in lists: whose, how late, in which order; in words, paged by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Least, Lower
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.models import Membership
from agency.permissions import may
from clients.days import near_day
from clients.domain.tasks import may_complete
from clients.keyset import Order, Page, page_of
from clients.models import Client, Task
from clients.queries.reach import tasks_of

PAGE = 40
LAST = "\uffff"
"""After every name."""
FAR_AWAY = date(9999, 12, 31)
SHOWN = ("mine", "all", "late", "done")
ORDERS: dict[str, Order] = {
    "due": [("due", False)],
    "client": [("of_client", False), ("due", False)],
    "person": [("of_person", False), ("due", False)],
}
State = Task.State


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What to show: one of SHOWN, of one client, of one member; in an order of ORDERS."""

    show: str = "mine"
    client_id: int | None = None
    owner_id: int | None = None
    by: str = "due"


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    task: Task
    url: str
    client_url: str
    completion_url: str
    drop_url: str
    who: str
    theirs: bool
    internal_due: str
    client_due: str
    late: str
    may_complete: bool
    may_edit: bool

    @property
    def row_id(self) -> str:
        return f"task-{self.task.key}"

    @property
    def done(self) -> bool:
        return self.task.state == State.DONE

    @property
    def open(self) -> bool:
        return self.task.state == State.OPEN


def chosen(member: Membership, choice: Choice, today: date) -> QuerySet[Task]:
    """The tasks of a choice, with what they are ordered by."""
    rows = ordered(tasks_of(member).filter(client__archived_at=None))
    rows = rows.filter(state=State.DONE if choice.show == "done" else State.OPEN)
    if choice.show == "mine":
        rows = rows.filter(owner=member)
    if choice.show == "late":
        rows = rows.filter(overdue(today))
    if choice.client_id is not None:
        rows = rows.filter(client_id=choice.client_id)
    if choice.owner_id is not None:
        rows = rows.filter(owner_id=choice.owner_id)
    return rows


def of_client(client: Client, *, done: bool) -> QuerySet[Task]:
    """A client's tasks that are open, or those that are done."""
    rows = Task.objects.filter(client=client).select_related("client", "owner__user", "contact__person")
    return ordered(rows.filter(state=State.DONE if done else State.OPEN))


def ordered(rows: QuerySet[Task]) -> QuerySet[Task]:
    """With `due` (our date, or else the client's), `of_client` and `of_person` to sort by."""
    far = Value(FAR_AWAY, output_field=DateField())
    ours, theirs = Coalesce("internal_due", far), Coalesce("client_due", far)
    name = Coalesce(
        Lower("owner__user__name"), Lower("contact__person__name"), Value("\uffff"), output_field=CharField()
    )
    return rows.annotate(due=Least(ours, theirs), of_client=Lower("client__name"), of_person=name)


def overdue(today: date) -> Q:
    """Open, and past our date or the client's."""
    return Q(state=State.OPEN) & (Q(internal_due__lt=today) | Q(client_due__lt=today))


def task_page(rows: QuerySet[Task], choice: Choice, *, after: str = "", before: str = "") -> Page[Task]:
    if choice.show == "done":
        rows = rows.annotate(finished=Coalesce("done_at", F("created_at")))
        return page_of(rows, [("finished", True)], size=PAGE, after=after, before=before)
    return page_of(rows, ORDERS.get(choice.by, ORDERS["due"]), size=PAGE, after=after, before=before)


def task_row(task: Task, member: Membership, today: date) -> TaskRow:
    """A task, read with client, owner and contact, in words."""
    slug = member.agency.slug
    who = str(task.owner.user) if task.owner else task.contact.person.name if task.contact else ""
    return TaskRow(
        task=task,
        url=reverse("task", args=[slug, task.key]),
        client_url=reverse("client", args=[slug, task.client.key]),
        completion_url=reverse("task_completion", args=[slug, task.key]),
        drop_url=reverse("task_drop", args=[slug, task.key]),
        who=who,
        theirs=task.contact is not None,
        internal_due=near_day(task.internal_due, today) if task.internal_due else "",
        client_due=near_day(task.client_due, today) if task.client_due else "",
        late=late_words(task, today),
        may_complete=may_complete(member, task),
        may_edit=may(member, "task.edit", task.client),
    )


def late_words(task: Task, today: date) -> str:
    """'3 days late for the client', '1 day late for us', or ''."""
    if task.state != State.OPEN:
        return ""
    if task.client_due is not None and task.client_due < today:
        days = (today - task.client_due).days
        words = ngettext("%(count)s day late for the client", "%(count)s days late for the client", days)
        return words % {"count": wording.number(days)}
    if task.internal_due is not None and task.internal_due < today:
        days = (today - task.internal_due).days
        words = ngettext("%(count)s day late for us", "%(count)s days late for us", days)
        return words % {"count": wording.number(days)}
    return ""


def grouped(rows: Sequence[TaskRow], by: str) -> list[dict[str, Any]]:
    """Rows under the names of clients or people; one group without a name when ordered by date."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        name, url = "", ""
        if by == "client":
            name, url = row.task.client.name, row.client_url
        elif by == "person":
            name = row.who or _("Nobody yet")
        if not groups or groups[-1]["name"] != name:
            groups.append({"name": name, "url": url, "rows": []})
        groups[-1]["rows"].append(row)
    return groups


def open_count(client: Client) -> int:
    return Task.objects.filter(client=client, state=State.OPEN).count()
