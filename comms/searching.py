"""What of this room can be found: messages, meetings, summaries, decisions, what clients told us, questions and the
knowledge base.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from agency import wording
from agency.commands import Command, commands
from agency.cutting import cut
from agency.models import Event, Membership
from agency.search.kinds import Found, Kind, Text, register
from clients.queries.reach import seen_by
from comms.models import (
    Decision,
    Insight,
    Interaction,
    KnowledgeEntry,
    Meeting,
    Question,
    Summary,
    SummaryLine,
)
from comms.queries.calls import decisions_of, summaries_of
from comms.queries.decisions import unsettled
from comms.queries.insights import insights_of
from comms.queries.knowledge import entries_of
from comms.queries.meetings import meetings_of
from comms.queries.questions import questions_of

LONGEST_TITLE = 90
WRITTEN = (Interaction.Kind.EMAIL, Interaction.Kind.CHAT, Interaction.Kind.LETTER, Interaction.Kind.NOTE)


def put_in() -> None:
    register(
        Kind(
            model=Decision, family="decisions", label=gettext_lazy("Decisions"), icon="decision", verb="decision.read",
            position=30, texts=_decisions, rows=_decisions_seen, shown=_decision,
        ),
        Kind(
            model=Summary, family="summaries", label=gettext_lazy("Summaries"), icon="summary", verb="summary.read",
            position=40, texts=_summaries, rows=_summaries_seen, shown=_summary,
            touched={"interaction": _summaries_of_call},
        ),
        Kind(
            model=Interaction, family="messages", label=gettext_lazy("Requests and messages"), icon="mail",
            verb="request.read", position=50, texts=_messages, rows=_messages_seen, shown=_message,
            touched={"request": _messages_of_request},
        ),
        Kind(
            model=Meeting, family="meetings", label=gettext_lazy("Meetings"), icon="calendar", verb="meeting.read",
            position=45, texts=_meetings, rows=meetings_of, shown=_meeting,
        ),
        Kind(
            model=Insight, family="insights", label=gettext_lazy("What clients told us"), icon="quote",
            verb="insight.read", position=60, texts=_insights, rows=insights_of, shown=_insight,
        ),
        Kind(
            model=Question, family="questions", label=gettext_lazy("Questions"), icon="quote", verb="question.read",
            position=80, texts=_questions, rows=questions_of, shown=_question,
        ),
        Kind(
            model=KnowledgeEntry, family="knowledge", label=gettext_lazy("Knowledge base"), icon="document",
            verb="knowledge.read", position=90, texts=_entries, rows=_entries_seen, shown=_entry,
        ),
    )  # fmt: skip
    _offer()


def _offer() -> None:
    """What can be done from anywhere."""
    commands[:0] = [
        Command(
            label=gettext_lazy("Log a call with %(client)s"), icon="phone", url_name="client_call_new",
            verb="call.log", of_client=True,
        ),
        Command(
            label=gettext_lazy("Log a call"), icon="phone", url_name="call_new", verb="call.log",
            also=gettext_lazy("meeting, visit"),
        ),
        Command(
            label=gettext_lazy("Plan a meeting with %(client)s"), icon="meeting", url_name="meeting_new",
            verb="meeting.plan", of_client=True,
        ),
        Command(label=gettext_lazy("Plan a meeting"), icon="meeting", url_name="meeting_whom", verb="meeting.plan"),
        Command(
            label=gettext_lazy("Record a decision of %(client)s"), icon="decision", url_name="decision_new",
            verb="decision.record", of_client=True,
        ),
        Command(
            label=gettext_lazy("Note what %(client)s told us"), icon="quote", url_name="insight_new",
            verb="insight.note", of_client=True,
        ),
        Command(
            label=gettext_lazy("What %(client)s told us"), icon="quote", url_name="client_insights",
            verb="insight.read", of_client=True, also=gettext_lazy("insights"),
        ),
        Command(
            label=gettext_lazy("Decisions of all clients"), icon="decision", url_name="decisions",
            verb="decision.read", also=gettext_lazy("decision log"),
        ),
        Command(
            label=gettext_lazy("Summaries of all clients"), icon="summary", url_name="summaries", verb="summary.read",
        ),
        Command(label=gettext_lazy("Knowledge base"), icon="document", url_name="knowledge", verb="knowledge.read"),
        Command(label=gettext_lazy("Templates"), icon="document", url_name="templates", verb="template.read"),
        Command(
            label=gettext_lazy("Outgoing mail"), icon="send", url_name="outbox", verb="outbox.read",
            also=gettext_lazy("outbox"),
        ),
    ]  # fmt: skip


def _decisions(ids: Collection[int]) -> Iterator[Text]:
    for row in Decision.objects.filter(pk__in=ids):
        yield Text(row.pk, row.recorded_at, row.what, row.why, (row.client_id,))


def _decisions_seen(member: Membership) -> QuerySet[Decision]:
    return decisions_of(member).annotate(corrected=unsettled())


def _decision(row: Decision, member: Membership) -> Found:
    """What no longer holds is found too, and says so."""
    url = reverse("decision", args=[member.agency.slug, row.key])
    state = ""
    if getattr(row, "superseded_by", None) is not None:
        state = _("replaced by a later decision")
    elif row.withdrawn_at is not None:
        state = _("withdrawn")
    elif getattr(row, "corrected", False):
        state = _("corrected by the client, not settled yet")
    about = wording.aside((row.client.name, wording.day(row.decided_on, timezone.localdate()), state))
    return Found(row.what, url, about, row.why)


def _summaries(ids: Collection[int]) -> Iterator[Text]:
    """As it was sent, by its lines; a draft by its title alone."""
    rows = Summary.objects.filter(pk__in=ids).select_related("interaction").prefetch_related(_lines())
    for row in rows:
        yield Text(row.pk, row.interaction.at, row.subject or row.interaction.subject, _said(row), (row.client_id,))


def _lines() -> "Prefetch[str]":
    return Prefetch("lines", SummaryLine.objects.order_by("number"))


def _said(row: Summary) -> str:
    words = [part for line in row.lines.all() for part in (line.topic, line.text, line.reason) if part]
    return "\n".join(dict.fromkeys(words))


def _summaries_seen(member: Membership) -> QuerySet[Summary]:
    return summaries_of(member).prefetch_related(_lines())


def _summary(row: Summary, member: Membership) -> Found:
    when = wording.moment(row.interaction.at, timezone.get_current_timezone(), timezone.now())
    about = wording.aside((row.client.name, when, str(row.get_state_display())))
    url = reverse("summary", args=[member.agency.slug, row.key])
    title = row.subject or row.interaction.subject
    return Found(title, url, about, _said(row), same=f"call-{row.interaction_id}")


def _summaries_of_call(event: Event) -> Collection[int]:
    if not event.verb.startswith(("call.", "meeting.")):
        return ()
    return list(Summary.objects.filter(interaction=event.object_id).values_list("pk", flat=True))


def _messages(ids: Collection[int]) -> Iterator[Text]:
    """What somebody wrote; what we sent by itself or took back is not looked for."""
    rows = Interaction.objects.filter(pk__in=ids, kind__in=WRITTEN, automatic=False, withdrawn_at=None)
    for row in rows.select_related("request"):
        yield Text(row.pk, row.at, _subject(row), row.text, (row.client_id,))


def _subject(row: Interaction) -> str:
    return row.subject or (row.request.subject if row.request else "")


def _messages_seen(member: Membership) -> QuerySet[Interaction]:
    rows = Interaction.objects.filter(kind__in=WRITTEN, automatic=False, withdrawn_at=None)
    people = ("contact__person", "member__user", "client", "request__merged_into")
    return seen_by(member, rows.select_related(*people).defer("html", "quoted"))


def _message(row: Interaction, member: Membership) -> Found:
    who = row.member.user if row.direction != Interaction.Direction.INBOUND and row.member else row.contact
    when = wording.moment(row.at, timezone.get_current_timezone(), timezone.now())
    inside = _("among us") if row.internal else ""
    about = wording.aside((row.client.name, str(who or ""), when, inside))
    slug, thread = member.agency.slug, row.request
    if thread is None:
        return Found(_subject(row), reverse("client", args=[slug, row.client.key]), about, row.text)
    thread = thread.merged_into or thread
    url = reverse("request", args=[slug, thread.key]) + f"#{row.key}"
    return Found(_subject(row), url, about, row.text, same=f"request-{thread.pk}")


def _messages_of_request(event: Event) -> Collection[int]:
    """The message that an event of its request tells of; all of a request that has just been opened."""
    key = event.facts.get("interaction")
    if not key and event.verb != "request.opened":
        return ()
    rows = Interaction.objects.filter(key=key) if key else Interaction.objects.filter(request=event.object_id)
    return list(rows.values_list("pk", flat=True))


def _meetings(ids: Collection[int]) -> Iterator[Text]:
    """By title and agenda; what stands there for us alone is found too, since only we search."""
    for row in Meeting.objects.filter(pk__in=ids).prefetch_related("items"):
        agenda = "\n".join(filter(None, (words for item in row.items.all() for words in (item.title, item.note))))
        yield Text(row.pk, row.starts_at, row.title, agenda, (row.client_id,))


def _meeting(row: Meeting, member: Membership) -> Found:
    when = wording.moment(row.starts_at, timezone.get_current_timezone(), timezone.now())
    state = "" if row.state == Meeting.State.PLANNED else str(row.get_state_display())
    url = reverse("meeting", args=[member.agency.slug, row.key])
    return Found(row.title, url, wording.aside((row.client.name, when, state)))


def _insights(ids: Collection[int]) -> Iterator[Text]:
    for row in Insight.objects.filter(pk__in=ids):
        at = datetime.combine(row.heard_on, time(12), UTC)
        yield Text(row.pk, at, "", row.text, (row.client_id,))


def _insight(row: Insight, member: Membership) -> Found:
    who = row.contact.person.name if row.contact else ""
    about = wording.aside((row.client.name, who, wording.day(row.heard_on, timezone.localdate())))
    return Found(cut(row.text, LONGEST_TITLE), reverse("insight", args=[member.agency.slug, row.key]), about, row.text)


def _questions(ids: Collection[int]) -> Iterator[Text]:
    for row in Question.objects.filter(pk__in=ids).prefetch_related("answers"):
        yield Text(row.pk, row.asked_at, "", _asked_and_answered(row), (row.client_id,))


def _asked_and_answered(row: Question) -> str:
    return "\n".join([row.text, *(answer.text for answer in row.answers.all())])


def _question(row: Question, member: Membership) -> Found:
    url = reverse("question", args=[member.agency.slug, row.key])
    when = wording.moment(row.asked_at, timezone.get_current_timezone(), timezone.now())
    return Found(str(row), url, wording.aside((row.client.name, row.whom, when)), row.text)


def _entries(ids: Collection[int]) -> Iterator[Text]:
    for row in KnowledgeEntry.objects.filter(pk__in=ids, retired_at=None):
        texts = [getattr(row, name) for name in KnowledgeEntry.TEXTS if name not in ("title", "links")]
        yield Text(row.pk, row.written_at, row.title, "\n".join(texts))


def _entries_seen(member: Membership) -> QuerySet[KnowledgeEntry]:
    return entries_of().filter(retired_at=None)


def _entry(row: KnowledgeEntry, member: Membership) -> Found:
    url = reverse("entry", args=[member.agency.slug, row.key])
    return Found(row.title, url, row.subject.name if row.subject else "", f"{row.question}\n{row.answer}")
