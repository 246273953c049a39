"""Sending the written record of a call for the client's agreement, and what follows from it (practices V4,
T13, M0a).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from agency.calendar import hours_of
from agency.domain.events import SYSTEM, record
from agency.models import Membership
from agency.tenancy.scope import everywhere
from agency.worktime import end_of_working_day, working_days_after
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from clients.models import Contact
from comms import summary_letter, writer
from comms.domain import answers, clocks, follow_ups, links, outbox
from comms.domain.calls import SummaryAlreadySent, topics_of
from comms.models import OutboxMessage, Request, SignedLink, Summary, SummaryCopy, SummaryLine
from comms.spoken import spoken_topics

LINK_GRACE = timedelta(days=60)


class NothingToSay(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Nothing was answered, decided or left to do yet. Write at least one line."))


@transaction.atomic
def send(summary: Summary, *, by: Membership, at: datetime, to: Sequence[Contact]) -> Summary:
    """Freezes the lines, writes each contact's copy, queues the mails, and records decisions, tasks and flags.

    Raises SummaryAlreadySent, NothingToSay, ClientIsArchived, or ValidationError when somebody has no address or nobody
    is chosen.
    """
    require_active(lock(summary).client)
    if summary.state != Summary.State.DRAFT:
        raise SummaryAlreadySent
    topics = topics_of(summary.interaction)
    lines = writer.lines(spoken_topics(topics))
    if not lines:
        raise NothingToSay
    if not to:
        raise ValidationError({"to": _("Choose who gets it.")})
    summary.state, summary.sent_at, summary.written_by = Summary.State.SENT, at, by
    summary.silence_at = silence_at(summary, at)
    summary.save()
    freeze(summary, lines)
    answered = _answered(summary)
    for contact in to:
        send_copy(summary, contact, answered.get(contact.pk), by=by, at=at)
    _retire_older(summary, at)
    follow_ups.record_all(summary, topics, by=by, at=at)
    record("summary.sent", summary, by=by, at=at, shown=True, version=summary.version, lines=len(lines), copies=len(to))
    return summary


def freeze(summary: Summary, lines: Sequence[writer.Line]) -> None:
    SummaryLine.objects.bulk_create(
        SummaryLine(
            client_id=summary.client_id,
            summary=summary,
            number=line.number,
            topic=line.topic,
            kind=line.kind,
            text=line.text,
            reason=line.reason,
            contact_id=line.contact_id,
            due=line.due,
            source_topic_id=line.source_topic,
            source_action_id=line.source_action,
        )
        for line in lines
    )


def send_copy(
    summary: Summary, contact: Contact, asked: Request | None = None, *, by: Membership, at: datetime
) -> SummaryCopy:
    """One contact's copy, byte for byte as they get it, with a signed link of its own; an answer to `asked`."""
    expires = (summary.silence_at or at) + LINK_GRACE
    link, url = links.make(SignedLink.Purpose.SUMMARY, summary, contact, at=at, expires_at=expires)
    letter = summary_letter.letter(summary, contact, by=by, link=url)
    copy = SummaryCopy.objects.create(
        client_id=summary.client_id,
        summary=summary,
        contact=contact,
        text=letter.text,
        html=letter.html,
        content_hash=letter.content_hash,
    )
    link.shown_hash = letter.content_hash
    link.save(update_fields=["shown_hash"])
    reply = (
        answers.by_letter(asked, contact, letter.subject, _what_it_is(summary, letter), by=by, at=at) if asked else None
    )
    outbox.queue(
        purpose_key=f"summary:{summary.key}:v{summary.version}:{contact.key}",
        lane=OutboxMessage.Lane.SUMMARY,
        to=contact,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        at=at,
        request=asked,
        interaction=reply or summary.interaction,
        client=summary.client,
        thing=summary,
        by=by,
        language=letter.language,
    )
    return copy


def _what_it_is(summary: Summary, letter: summary_letter.Copy) -> str:
    """A line for the thread; the letter itself holds a secret link."""
    with translation.override(letter.language):
        return _("Version %(number)d of the summary, with what was corrected.") % {"number": summary.version}


def _answered(summary: Summary) -> dict[int, Request]:
    """The threads that corrections of the older version opened and this version answers, by contact id; locked.

    It answers whoever wanted nothing but corrections, if it says each of them as they wrote it. A remark, a correction
    in other words or one that another's has overtaken waits for a person.
    """
    said = {_plain(text) for text in summary.lines.values_list("text", flat=True)}
    older = SummaryCopy.objects.filter(summary=summary.supersedes_id, remark="")
    found = {}
    for copy in older.prefetch_related("corrections").order_by("request_id"):
        wanted = {_plain(correction.text) for correction in copy.corrections.all()}
        if copy.request_id and wanted and wanted <= said:
            found[copy.contact_id] = clocks.lock(copy.request_id)
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())


def silence_at(summary: Summary, accepted: datetime) -> datetime:
    """The end of the working day on which silence counts as agreed, in the agency's calendar."""
    agency = summary.agency
    hours = hours_of(agency, accepted.date())
    day = working_days_after(accepted.astimezone(hours.zone).date(), agency.silence_days, hours)
    return end_of_working_day(day, hours)


@transaction.atomic
def accepted_by_provider(summary_id: int, *, at: datetime) -> None:
    """The first copy has left: from now on silence counts, never from before (practice V4). Called by the outbox."""
    summary = Summary.objects.select_for_update().get(pk=summary_id)
    if summary.accepted_at is not None or summary.state != Summary.State.SENT:
        return
    summary.accepted_at = at
    summary.silence_at = max(summary.silence_at or at, silence_at(summary, at))
    summary.next_check_at = summary.silence_at
    summary.save(update_fields=["accepted_at", "silence_at", "next_check_at"])


def due_for_silence(limit: int = 200) -> list[tuple[int, int]]:
    """(agency id, summary id) of summaries whose time to answer may be up, by the database's clock."""
    with everywhere():
        due = Summary.objects.filter(next_check_at__isnull=False, next_check_at__lte=Now(), agency__closed_at=None)
        return list(due.order_by("next_check_at").values_list("agency_id", "pk")[:limit])


@transaction.atomic
def settle_by_silence(summary_id: int, *, at: datetime) -> bool:
    """Agreed by silence, if the time is up, nobody has corrected anything, and no copy is still unsent or came back."""
    summary = Summary.objects.select_for_update().get(pk=summary_id)
    if summary.state != Summary.State.SENT or summary.next_check_at is None or summary.next_check_at > at:
        return False
    if summary.accepted_at is None or _undelivered(summary):
        summary.next_check_at = at + timedelta(days=1)
        summary.save(update_fields=["next_check_at"])
        return False
    settle(summary, Summary.State.AGREED_BY_SILENCE, at=at)
    record("summary.agreed_by_silence", summary, by=SYSTEM, at=at, shown=True)
    return True


def settle(summary: Summary, state: str, *, at: datetime) -> None:
    summary.state, summary.settled_at, summary.next_check_at = state, at, None
    summary.save(update_fields=["state", "settled_at", "next_check_at"])


@transaction.atomic
def begin_correction(summary: Summary, *, by: Membership, at: datetime) -> Summary:
    """A new version in draft, beside the one that was sent, which stays as it was. Raises ClientIsArchived, or
    ValidationError if one exists.
    """
    require_active(lock(summary).client)
    if summary.state == Summary.State.DRAFT:
        return summary
    if Summary.objects.filter(supersedes=summary).exists():
        raise ValidationError(_("A newer version of this summary exists already."))
    draft = Summary.objects.create(
        client_id=summary.client_id,
        interaction=summary.interaction,
        version=summary.version + 1,
        written_by=by,
        supersedes=summary,
        subject=summary.subject,
        opening=summary.opening,
        closing=summary.closing,
        language=summary.language,
        detail_level=summary.detail_level,
        tone=summary.tone,
    )
    record("summary.correction_begun", draft, by=by, at=at, version=draft.version)
    return draft


def _retire_older(summary: Summary, at: datetime) -> None:
    """The older version is superseded, its links are revoked; both stay readable. The links come first, as where one is
    used, so that the two do not wait for each other.
    """
    older = summary.supersedes
    if older is None:
        return
    links.revoke_all(SignedLink.Purpose.SUMMARY, older, at=at)
    lock(older)
    older.state, older.next_check_at = Summary.State.SUPERSEDED, None
    older.settled_at = older.settled_at or at
    older.save(update_fields=["state", "next_check_at", "settled_at"])


def _undelivered(summary: Summary) -> bool:
    """Silence never counts after a bounce, or while the server's verdict is unknown."""
    return (
        OutboxMessage.objects.filter(object_kind="summary", object_id=summary.pk)
        .exclude(state__in=[OutboxMessage.State.SENT, OutboxMessage.State.DELIVERED])
        .exists()
    )
