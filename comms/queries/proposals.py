"""Everything an agenda could be made of, gathered for one meeting in a constant number of queries.

SOURCES is the list of those who propose. Another room or file adds its own by `SOURCES.append(function)`: it gets the
occasion and gives points.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from agency.models import Event
from clients.days import day_of
from clients.domain.goals import progress
from clients.models import Client, Contact, Goal, Task
from clients.profile import effective_profile
from clients.queries.briefing import next_questions
from clients.queries.expectations import expectation_gaps
from clients.shipped import why_words
from comms import proposal_words as words
from comms.models import AgendaItem, Attendee, Interaction, Meeting, Question, Request, ScopeFlag, Summary
from comms.proposing_agenda import (
    Agenda,
    Matter,
    Point,
    Proposal,
    aim_of,
    fitting,
    key_of,
    minutes_of,
    ranked,
    skeleton,
    speakers,
)
from comms.queries.decisions import decisions_due
from comms.queries.questions import PEOPLE

MOST_READ = 40
DUE_SOON = timedelta(days=45)
BEHIND = Decimal(15)
"""A goal is off its track when so many per cent less of the way than of the time are behind us."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """The meeting that an agenda is proposed for, seen from `now`, or from the meeting if that is over. `on` and
    `today` are their days on the agency's calendar: what is late is late today, whenever one meets.
    """

    client: Client
    kind: str
    on: date
    at: datetime
    now: datetime
    today: date


Gatherer = Callable[[Occasion], Iterable[Point]]


def proposals(meeting: Meeting) -> list[Proposal]:
    """What could still be put on the agenda, ranked; what there is time for is marked."""
    now = min(timezone.now(), meeting.starts_at)
    on, today = (day_of(moment, meeting.agency) for moment in (meeting.starts_at, now))
    occasion = Occasion(client=meeting.client, kind=meeting.kind, on=on, at=meeting.starts_at, now=now, today=today)
    agenda = agenda_of(meeting)
    points = ranked((point for source in SOURCES for point in source(occasion)), agenda)
    fits = fitting(points, agenda.free)
    first = [point for point, fit in zip(points, fits, strict=True) if fit]
    who = dict(zip((point.source for point in first), speakers(first, agenda), strict=True))
    rest = [point for point, fit in zip(points, fits, strict=True) if not fit]
    who |= dict(zip((point.source for point in rest), speakers(rest, agenda), strict=True))
    titles = words.titles(points, language_of(meeting.client, agenda.contacts))
    return [
        Proposal(
            key=key_of(point.source, meeting.key),
            title=title, aim=aim_of(point), minutes=minutes_of(point), owner=who[point.source][0],
            contact=who[point.source][1], source_kind=point.source[0], source_id=point.id, why=point.why, fits=fit,
        )
        for point, title, fit in zip(points, titles, fits, strict=True)
    ]  # fmt: skip


def agenda_of(meeting: Meeting) -> Agenda:
    """As it stands: two queries."""
    people = list(
        Attendee.objects.filter(meeting=meeting, removed_at=None).select_related("member__user", "contact__person")
    )
    items = list(AgendaItem.objects.filter(meeting=meeting))
    members = sorted((row.member for row in people if row.member), key=lambda member: member != meeting.organiser)
    return Agenda(
        kind=meeting.kind,
        free=meeting.minutes - sum(item.minutes or 0 for item in items),
        taken={(item.source_kind, item.source_id) for item in items if item.source_id is not None},
        members=members or [meeting.organiser],
        contacts=[row.contact for row in people if row.contact],
        owned=Counter(item.owner_id for item in items if item.owner_id is not None),
    )


def language_of(client: Client, contacts: Sequence[Contact]) -> str:
    """What those who come read: the first of them, else the client's."""
    if contacts:
        return effective_profile(contacts[0], client, client.agency).language.value
    return client.language or client.agency.language


def asked_last(client: Client, until: datetime | None = None) -> list[int]:
    """The briefing questions, by id, on the agenda of the last meeting that had any (before `until`)."""
    rows = AgendaItem.objects.filter(client=client, source_kind=Matter.BRIEFING).exclude(
        meeting__state=Meeting.State.CANCELLED
    )
    if until is not None:
        rows = rows.filter(meeting__starts_at__lt=until)
    rows = rows.order_by("-meeting__starts_at", "-meeting_id", "position")
    found = list(rows.values_list("meeting_id", "source_id")[:9])
    return [source for meeting, source in found if meeting == found[0][0] and source is not None]


# --- who proposes what ------------------------------------------------------------------------------------------------
def standard_points(occasion: Occasion) -> Iterator[Point]:
    for point in skeleton(occasion.kind):
        yield replace(point, why=words.standard_words())


def answers_untold(occasion: Occasion) -> Iterator[Point]:
    """Specialists have answered, and nobody has passed it on."""
    written = Interaction.objects.filter(
        request=OuterRef("request"), direction=Interaction.Direction.OUTBOUND, automatic=False, withdrawn_at=None,
        at__gt=OuterRef("answered_at"),
    )  # fmt: skip
    rows = Question.objects.filter(
        client=occasion.client, state=Question.State.ANSWERED, kind=Question.Kind.QUESTION, used_at=None
    ).exclude(request__state=Request.State.CLOSED)
    rows = rows.exclude(Exists(written)).select_related("request", "interaction", *PEOPLE)
    for question in rows.order_by("answered_at")[:MOST_READ]:
        span = occasion.now - (question.answered_at or question.asked_at)
        yield Point(
            matter=Matter.ANSWER, id=question.pk, text=_came_up_in(question), owner=question.asked_by,
            why=words.answer_words(question.whom, max(span, timedelta(0))), about=question.request_id,
        )  # fmt: skip


def _came_up_in(question: Question) -> str:
    said = question.request or question.interaction
    return said.subject if said else question.text


def requests_open(occasion: Occasion) -> Iterator[Point]:
    rows = Request.objects.filter(
        client=occasion.client, state__in=(Request.State.NEW, Request.State.ACKNOWLEDGED), merged_into=None
    ).select_related("contact__person", "assignee__user")
    for request in rows.order_by("opened_at", "pk")[:MOST_READ]:
        opened = day_of(request.opened_at, occasion.client.agency)
        yield Point(
            matter=Matter.REQUEST, id=request.pk, text=request.subject, owner=request.assignee,
            why=words.open_words(opened, occasion.today, request.contact.person.name), about=request.pk,
        )  # fmt: skip


def promises(occasion: Occasion) -> Iterator[Point]:
    """What we promised and is late; what is open of the last summary; what they took on and are late with."""
    sent = Summary.objects.filter(client=occasion.client).exclude(sent_at=None).order_by("-sent_at")
    last = sent.values_list("interaction_id", flat=True).first()
    rows = Task.objects.filter(client=occasion.client, state=Task.State.OPEN, internal=False)
    for task in rows.select_related("owner__user", "contact__person").order_by("client_due", "pk")[: 5 * MOST_READ]:
        late = task.client_due is not None and task.client_due < occasion.today
        slips = late and task.contact_id is None
        from_last = last is not None and (task.origin_kind, task.origin_id) == ("interaction", last)
        if late or from_last:
            yield Point(
                matter=Matter.SLIP if slips else Matter.ACTION, id=task.pk, text=task.title, owner=task.owner,
                contact=task.contact, day=task.client_due, why=words.task_words(task, occasion.today, slips=slips),
            )  # fmt: skip


def goals_at_stake(occasion: Occasion) -> Iterator[Point]:
    """Due soon or overdue and not reached, or behind the time that has gone since they were set."""
    goals = list(Goal.objects.filter(client=occasion.client)[:MOST_READ])
    events = Event.objects.filter(object_kind="goal", verb="goal.set", object_id__in=[goal.pk for goal in goals])
    began = dict(events.values_list("object_id").annotate(Min("at")).order_by()) if goals else {}
    for goal in goals:
        done = progress(goal)
        if done == 100:
            continue
        since = day_of(began[goal.pk], occasion.client.agency) if goal.pk in began else None
        gone = _time_gone(goal, since, occasion.on)
        behind = done is not None and gone is not None and gone - done > BEHIND
        if behind or goal.due - occasion.on <= DUE_SOON:
            why = words.goal_words(goal, done, gone if behind else None)
            yield Point(matter=Matter.GOAL, id=goal.pk, text=goal.name, day=goal.due, why=why)


def _time_gone(goal: Goal, began: date | None, on: date) -> Decimal | None:
    """In per cent."""
    if began is None or goal.due <= began:
        return None
    return min(max(Decimal((on - began).days) / (goal.due - began).days * 100, Decimal(0)), Decimal(100))


def wishes(occasion: Occasion) -> Iterator[Point]:
    """Flagged as outside the scope, and nobody has decided."""
    rows = ScopeFlag.objects.filter(client=occasion.client, state=ScopeFlag.State.RAISED)
    for flag in rows.select_related("raised_by__user").order_by("raised_at", "pk")[:MOST_READ]:
        raised = day_of(flag.raised_at, occasion.client.agency)
        yield Point(
            matter=Matter.FLAG, id=flag.pk, text=flag.wish, owner=flag.raised_by, why=words.flag_words(raised),
            about=flag.request_id,
        )  # fmt: skip


def briefing_questions(occasion: Occasion) -> Iterator[Point]:
    before = asked_last(occasion.client, occasion.at)
    for question in next_questions(occasion.client, before):
        yield Point(
            matter=Matter.BRIEFING, id=question.pk, text=question,
            why=words.briefing_words(why_words(question), again=question.pk in before),
        )  # fmt: skip


def decisions_to_look_at(occasion: Occasion) -> Iterator[Point]:
    for decision in decisions_due(occasion.client, occasion.on)[:MOST_READ]:
        yield Point(matter=Matter.DECISION, id=decision.pk, text=decision.what)


def hopes(occasion: Occasion) -> Iterator[Point]:
    """Where the client hopes for more than was agreed (practice T8)."""
    for gap in expectation_gaps(occasion.client):
        yield Point(matter=Matter.GAP, id=gap.goal.pk, text=gap.goal.name)


SOURCES: list[Gatherer] = [
    standard_points, promises, answers_untold, requests_open, decisions_to_look_at, goals_at_stake, hopes, wishes,
    briefing_questions,
]  # fmt: skip
