"""What this room tells the house: search, the sidebar, what members hold, Today's tasks and silences."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from agency import registry, wording
from agency.addresses import address
from agency.models import Agency, Membership
from agency.permissions import may
from agency.registry import ClientName, FirstStep, Holding, TodayGroup, TodayOutline, TodayRow, TodaySection
from agency.tenancy.scope import current_agency
from agency.today import outlines
from clients.days import day_of
from clients.models import (
    AgencyPlaybook,
    BriefingAnswer,
    BriefingQuestion,
    Client,
    Contact,
    DecisionRight,
    Deliverable,
    Favour,
    GlossaryTerm,
    Goal,
    Person,
    Service,
    Task,
)
from clients.profile import CADENCE_DAYS
from clients.queries.client_list import first_clocks, next_touch_of
from clients.queries.cover import cover_words, stand_ins
from clients.queries.person_card import cadence_words
from clients.queries.reach import tasks_of
from clients.queries.work import late_words, ordered, overdue, task_row
from clients.shipped import question_words

MOST_IN_SIDEBAR = 12
SOON = timedelta(days=2)
"""A task stands in Today from so long before its date (practice T16)."""


def sidebar(member: Membership, now: datetime) -> dict[str, Any]:
    """The clients one leads, with the first clock that runs, and those one backs up."""
    slug = member.agency.slug
    mine = Client.objects.filter(Q(lead=member) | Q(backup=member), archived_at=None).order_by("name")
    clients = list(mine.only("key", "name", "lead_id", "backup_id"))
    led = [client for client in clients if client.lead_id == member.pk][:MOST_IN_SIDEBAR]
    backed = [client for client in clients if client.backup_id == member.pk][:MOST_IN_SIDEBAR]
    clocks = first_clocks([client.pk for client in led], member, now) if led else {}
    away = stand_ins(backed, now)

    def entry(client: Client, **more: Any) -> dict[str, Any]:
        return {"key": client.key, "name": client.name, "url": reverse("client", args=[slug, client.key]), **more}

    return {
        "led": [entry(client, clock=clocks.get(client.pk)) for client in led],
        "backed": [entry(client, note=cover_words(away.get(client.pk), member, now)) for client in backed],
    }


def held_by(member: Membership) -> Iterator[Holding]:
    """What somebody else must take over before a member goes."""
    slug = member.agency.slug
    active = Client.objects.filter(archived_at=None)
    table = reverse("clients", args=[slug])
    work = reverse("work", args=[slug])
    led = active.filter(lead=member).count()
    words = ngettext("%(count)s client led", "%(count)s clients led", led) % {"count": led}
    yield Holding(words, led, f"{table}?whose=all&lead={member.key}")
    backed = active.filter(backup=member).count()
    words = ngettext("%(count)s client backed up", "%(count)s clients backed up", backed) % {"count": backed}
    yield Holding(words, backed, f"{table}?whose=all&sort=backup")
    tasks = Task.objects.filter(owner=member, state=Task.State.OPEN, client__archived_at=None).count()
    words = ngettext("%(count)s open task", "%(count)s open tasks", tasks) % {"count": tasks}
    yield Holding(words, tasks, f"{work}?show=all&owner={member.key}")


def take_on_a_client(agency: Agency) -> Iterator[FirstStep]:
    yield FirstStep(
        30,
        _("Whom you work for"),
        _("A client, who speaks for it, and how they like to be spoken with."),
        _("Take on a client"),
        reverse("client_new", args=[agency.slug]),
        done=Client.objects.exists(),
    )


def clients_led(member_ids: Sequence[int]) -> dict[int, int]:
    """How many active clients each of these members leads, in one query."""
    rows = Client.objects.filter(lead_id__in=member_ids, archived_at=None).values_list("lead_id")
    return dict(rows.annotate(led=Count("pk")).order_by())


def directory() -> Iterator[ClientName]:
    """All clients of the open scope, archived ones too, by name."""
    slug = current_agency().slug
    for pk, key, name in Client.objects.order_by("name").values_list("pk", "key", "name"):
        yield ClientName(pk, key, name, reverse("client", args=[slug, key]))


def tasks_today(member: Membership, now: datetime) -> Iterator[TodayOutline]:
    """The member's own tasks that are late or due within two days; and what is late for the clients they lead."""
    today, rows = day_of(now, member.agency), tasks_of(member)
    near = Q(owner=member) & Q(due__lte=today + SOON)
    promised = Q(client__lead=member, client_due__lt=today, internal=False)
    open_ones = ordered(rows.filter(state=Task.State.OPEN, client__archived_at=None)).filter(near | promised)
    found = open_ones.order_by("due", "key").values_list("pk", "internal_due", "client_due")
    days = ((pk, min(day for day in (ours, theirs) if day is not None)) for pk, ours, theirs in found)
    places = ((pk, TodaySection.TODAY if due <= today else TodaySection.WEEK, now + (due - today)) for pk, due in days)
    return outlines(rows, places, partial(_task_today, member, today), group=TodayGroup.WORK)


def _task_today(member: Membership, today: date, task: Task, place: TodayOutline) -> TodayRow:
    row = task_row(task, member, today)
    late = late_words(task, today)
    words = late or _("due %(day)s") % {"day": row.internal_due or row.client_due}
    return TodayRow(
        row_id=row.row_id,
        section=place.section,
        group=place.group,
        at=place.at,
        lead=task.title,
        about=words if task.owner_id == member.pk else f"{words} · {row.who or _('nobody yet')}",
        client=task.client.name,
        client_url=row.client_url,
        icon="late" if late else "task",
        template="clients/today_task.html",
        data={"row": row},
    )


def silences(member: Membership, now: datetime) -> Iterator[TodayRow]:
    """Clients one leads who have not heard from us for longer than their cadence (practice M0b)."""
    slug, today = member.agency.slug, day_of(now, member.agency)
    for client in Client.objects.filter(lead=member, archived_at=None).order_by("name"):
        due = next_touch_of(client)
        if day_of(due, member.agency) >= today:
            continue
        quiet = now - (client.last_contact_at or client.created_at)
        names = {"client": client.name, "span": wording.span(quiet)}
        yield TodayRow(
            row_id=f"silence-{client.key}",
            section=TodaySection.WEEK,
            group=TodayGroup.SILENCES,
            at=due,
            lead=_("%(client)s has not heard from us for %(span)s.") % names,
            rest="",
            about=_("Rhythm: %(rhythm)s") % {"rhythm": cadence_words(client.cadence_days or CADENCE_DAYS)},
            client=client.name,
            client_url=reverse("client", args=[slug, client.key]),
            icon="chat",
            template="clients/today_silence.html",
            data={
                "call_url": address("client_call_new", slug, client.key) if may(member, "call.log") else "",
                "start_url": address("call_start", slug, client.key),
            },
        )


def late_count(member: Membership, now: datetime) -> int:
    """How many of the member's own tasks are late: the figure beside 'Work'."""
    return Task.objects.filter(overdue(day_of(now, member.agency)), owner=member, client__archived_at=None).count()


def questions_named(ids: Collection[int]) -> Mapping[int, str]:
    return {row.pk: question_words(row) for row in BriefingQuestion.objects.filter(pk__in=ids)}


def answers_named(ids: Collection[int]) -> Mapping[int, str]:
    """An answer is called by its question."""
    rows = BriefingAnswer.objects.filter(pk__in=ids).select_related("question")
    return {row.pk: question_words(row.question) for row in rows}


def _playbooks_called(ids: Collection[int]) -> dict[int, str]:
    return {row.pk: capfirst(str(row)) for row in AgencyPlaybook.objects.filter(pk__in=ids)}


def name_things() -> None:
    registry.call_by("name", Deliverable, Goal, Person, Service)
    registry.thing_names["briefingquestion"] = questions_named
    registry.thing_names["briefinganswer"] = answers_named
    registry.thing_names["agencyplaybook"] = _playbooks_called
    registry.call_by("title", Task)
    registry.call_by("term", GlossaryTerm)
    registry.call_by("person__name", Contact)
    registry.call_by("what", Favour)
    registry.call_by("subject", DecisionRight)
