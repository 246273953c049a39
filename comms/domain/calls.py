"""Logging a call (or meeting, visit, chat): what was spoken of, topic by topic, and the summary that follows
from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.search import indexing
from clients.domain.changes import lock
from clients.domain.clients import touch
from clients.domain.refusals import require_active
from clients.models import Client, Contact, Exclusion
from comms import writer
from comms.domain import chasing, line_locks, meetings
from comms.meeting_titles import of_topics
from comms.models import (
    ActionItem,
    AgendaItem,
    Decision,
    Expert,
    Interaction,
    Meeting,
    OurParticipant,
    Participant,
    Summary,
    Topic,
)
from comms.spoken import spoken_topics

SPOKEN = (Interaction.Kind.CALL, Interaction.Kind.MEETING, Interaction.Kind.VISIT, Interaction.Kind.CHAT)


@dataclass(frozen=True, kw_only=True)
class ActionNotes:
    text: str
    owner: Membership | None = None
    contact: Contact | None = None
    internal_due: date | None = None
    client_due: date | None = None


@dataclass(frozen=True, kw_only=True)
class TopicNotes:
    """`replaces` is the decision that this one takes the place of, `insight` what they told us about themselves, `ask`
    the specialist whom `question` goes to. All of it follows when the summary is sent.
    """

    title: str
    answer: str = ""
    decision: str = ""
    reason: str = ""
    decided_by: Contact | None = None
    out_of_scope: bool = False
    exclusion: Exclusion | None = None
    replaces: Decision | None = None
    insight: str = ""
    ask: Expert | None = None
    question: str = ""
    actions: Sequence[ActionNotes] = ()
    agenda_item: AgendaItem | None = None


@dataclass(frozen=True, kw_only=True)
class CallNotes:
    """What the writer typed: `at` is when the call began (aware), `minutes` how long it took, `members` who of us was
    there beside the writer, `meeting` the one that had been planned.
    """

    kind: str
    at: datetime
    contacts: Sequence[Contact]
    topics: Sequence[TopicNotes]
    minutes: int | None = None
    members: Sequence[Membership] = ()
    meeting: Meeting | None = None


class LedToSomething(ValidationError):
    """Something was asked, noted or decided from the call, and would lose where it comes from."""

    def __init__(self) -> None:
        super().__init__(_("Something was already asked, noted or decided from this call. Keep it."))


class SummaryAlreadySent(ValidationError):
    """What was sent is never edited; it is superseded (product.md, 5)."""

    def __init__(self) -> None:
        super().__init__(_("This summary was sent. Correct it with a new version instead."))


@transaction.atomic
def log_call(client: Client, notes: CallNotes, *, by: Membership, at: datetime) -> Summary:
    """Puts a call on the timeline and drafts its summary. Raises ValidationError for a call in the future or with
    nobody, ClientIsArchived.
    """
    require_active(client)
    _check(client, notes, at)
    interaction = Interaction.objects.create(
        client=client,
        kind=notes.kind,
        direction=Interaction.Direction.OUTBOUND,
        at=notes.at,
        minutes=notes.minutes,
        contact=notes.contacts[0],
        member=by,
        subject=of_topics((topic.title for topic in notes.topics), notes.contacts[0]),
    )
    _write_participants(interaction, notes, by)
    _write_topics(interaction, notes.topics)
    if notes.meeting is not None:
        meetings.held(notes.meeting, interaction, by=by, at=at)
    summary = Summary.objects.create(client=client, interaction=interaction, written_by=by)
    chasing.plan(summary, chasing.end_of(interaction))
    touch(client, notes.at)
    record(
        "call.logged",
        interaction,
        by=by,
        at=at,
        shown=True,
        kind=notes.kind,
        minutes=notes.minutes,
        topics=len(notes.topics),
    )
    return summary


@transaction.atomic
def rewrite_call(summary: Summary, notes: CallNotes, *, by: Membership, at: datetime) -> Summary:
    """Changes the notes of a call whose summary has not been sent. Raises SummaryAlreadySent, LineIsLocked,
    ClientIsArchived, or what logging it would.
    """
    require_active(lock(summary).client)
    if summary.state != Summary.State.DRAFT:
        raise SummaryAlreadySent
    interaction = lock(summary.interaction)
    _check(summary.client, notes, at)
    interaction.kind, interaction.at, interaction.minutes = notes.kind, notes.at, notes.minutes
    interaction.contact, interaction.subject = (
        notes.contacts[0],
        of_topics((topic.title for topic in notes.topics), notes.contacts[0]),
    )
    interaction.save(update_fields=["kind", "at", "minutes", "contact", "subject"])
    interaction.participants.all().delete()
    interaction.our_participants.all().delete()
    _write_participants(interaction, notes, interaction.member or by)
    _retire_topics(interaction, at)
    _write_topics(interaction, notes.topics)
    line_locks.require_kept(summary, writer.lines(spoken_topics(topics_of(interaction))))
    if summary.version == 1:
        chasing.plan(summary, chasing.end_of(interaction))
    touch(summary.client, notes.at)
    record("call.rewritten", interaction, by=by, at=at, topics=len(notes.topics))
    return summary


@transaction.atomic
def discard_call(summary: Summary, *, by: Membership, at: datetime) -> None:
    """Takes back a call that was logged by mistake, while nothing was sent.

    Raises SummaryAlreadySent, LedToSomething.
    """
    if lock(summary).state != Summary.State.DRAFT or summary.version > 1:
        raise SummaryAlreadySent
    interaction = summary.interaction
    if any(rows.exists() for rows in (interaction.questions, interaction.insights, interaction.decisions)):
        raise LedToSomething
    Meeting.objects.filter(interaction=interaction).update(state=Meeting.State.PLANNED, interaction=None)
    record("call.discarded", interaction, by=by, at=at)
    indexing.forget(summary)
    summary.delete()
    interaction.topics.all().delete()
    interaction.delete()


def topics_of(interaction: Interaction) -> list[Topic]:
    """The topics in force, with their action items, clauses and deciders, in two queries."""
    return list(
        interaction.topics.filter(dropped_at=None)
        .select_related("exclusion", "decided_by__person", "replaces", "ask__member__user", "agenda_item")
        .prefetch_related("actions__contact__person", "actions__owner__user")
    )


def _check(client: Client, notes: CallNotes, at: datetime) -> None:
    if notes.kind not in SPOKEN:
        raise ValidationError({"kind": _("Choose how you spoke.")})
    if notes.at > at:
        raise ValidationError({"at": _("This lies in the future. Log a call when it is over.")})
    if not notes.contacts:
        raise ValidationError({"contacts": _("Say who was there.")})
    if any(contact.client_id != client.pk for contact in notes.contacts):
        raise ValidationError({"contacts": _("Everyone on the call must be a contact of this client.")})
    if notes.meeting is not None and notes.meeting.client_id != client.pk:
        raise ValidationError({"meeting": _("This meeting is another client’s.")})
    for topic in notes.topics:
        _check_topic(client, topic)


def _check_topic(client: Client, topic: TopicNotes) -> None:
    if topic.replaces is not None:
        if topic.replaces.client_id != client.pk:
            raise ValidationError({"replaces": _("That decision is another client’s.")})
        if not topic.decision.strip():
            raise ValidationError({"decision": _("It replaces a decision, but nothing is decided.")})
    if topic.question.strip() and topic.ask is None:
        raise ValidationError({"ask": _("Choose whom to ask.")})
    if topic.ask is not None and not topic.question.strip():
        raise ValidationError({"question": _("Write what you want to know.")})


def _write_participants(interaction: Interaction, notes: CallNotes, writer: Membership) -> None:
    for contact in dict.fromkeys(notes.contacts):
        Participant.objects.create(client_id=interaction.client_id, interaction=interaction, contact=contact)
    OurParticipant.objects.bulk_create(
        OurParticipant(client_id=interaction.client_id, interaction=interaction, member=member)
        for member in dict.fromkeys(notes.members)
        if member != writer
    )


def _write_topics(interaction: Interaction, topics: Sequence[TopicNotes]) -> None:
    for position, notes in enumerate(topics, 1):
        topic = Topic.objects.create(
            client_id=interaction.client_id,
            interaction=interaction,
            position=position,
            title=notes.title,
            answer=notes.answer,
            decision=notes.decision,
            reason=notes.reason,
            decided_by=notes.decided_by,
            out_of_scope=notes.out_of_scope,
            exclusion=notes.exclusion,
            replaces=notes.replaces,
            insight=notes.insight.strip(),
            ask=notes.ask,
            question=notes.question.strip(),
        )
        if notes.agenda_item is not None:
            AgendaItem.objects.filter(pk=notes.agenda_item.pk).update(topic=topic)
        for place, action in enumerate(notes.actions):
            ActionItem.objects.create(
                client_id=interaction.client_id,
                topic=topic,
                position=place,
                text=action.text,
                owner=action.owner,
                contact=action.contact,
                internal_due=action.internal_due,
                client_due=action.client_due,
            )


def _retire_topics(interaction: Interaction, at: datetime) -> None:
    """Before anything was sent, topics are simply written anew; afterwards the old ones stay, for the lines that quote
    them.
    """
    if interaction.summaries.exclude(state=Summary.State.DRAFT).exists():
        interaction.topics.filter(dropped_at=None).update(dropped_at=at)
    else:
        interaction.topics.all().delete()
