"""Sending the written record of a call for the client's agreement, and what follows from it (practices V4,
T13, M0a).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from agency.domain.events import SYSTEM, record
from agency.models import Membership
from agency.tenancy.scope import everywhere
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from clients.models import Contact
from clients.promise import silence_days
from comms import summary_times, writer
from comms.domain import chasing, follow_ups, line_locks, links, proposals, summary_copies
from comms.domain.calls import SummaryAlreadySent, topics_of
from comms.domain.clocks import hours_at
from comms.models import OutboxMessage, SignedLink, Summary
from comms.spoken import spoken_topics

LOOK_AGAIN = timedelta(days=1)


class NothingToSay(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Nothing was answered, decided or left to do yet. Write at least one line."))


@transaction.atomic
def send(summary: Summary, *, by: Membership, at: datetime, to: Sequence[Contact]) -> Summary:
    """Freezes the lines, writes each contact's copy, queues the mails, and records decisions, tasks and flags.

    Raises SummaryAlreadySent, NothingToSay, LineIsLocked, ClientIsArchived, or ValidationError when somebody has no
    address or nobody is chosen.
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
    line_locks.require_kept(summary, lines)
    summary.state, summary.sent_at, summary.written_by = Summary.State.SENT, at, by
    summary.silence_at, summary.next_check_at = silence_at(summary, at), None
    summary.save()
    summary_copies.freeze(summary, lines)
    answered = summary_copies.answered_threads(summary)
    for contact in to:
        summary_copies.send_copy(summary, contact, answered.get(contact.pk), by=by, at=at)
    _retire_older(summary, at)
    follow_ups.record_all(summary, topics, by=by, at=at)
    if meeting := getattr(summary.interaction, "meeting", None):
        proposals.answers_from(meeting, topics, by=by, at=at)
    record("summary.sent", summary, by=by, at=at, shown=True, version=summary.version, lines=len(lines), copies=len(to))
    return summary


@transaction.atomic
def accepted_by_provider(summary_id: int, *, at: datetime) -> None:
    """The first copy has left: from now on silence counts, never from before (practice V4). Called by the outbox."""
    summary = Summary.objects.select_for_update().get(pk=summary_id)
    if summary.accepted_at is not None or summary.state != Summary.State.SENT:
        return
    summary.accepted_at = at
    summary.silence_at = max(summary.silence_at or at, silence_at(summary, at))
    summary.remind_at = summary_times.halfway(at, summary.silence_at, hours_at(summary.agency, at))
    summary.next_check_at = summary.remind_at
    summary.save(update_fields=["accepted_at", "silence_at", "remind_at", "next_check_at"])


def silence_at(summary: Summary, accepted: datetime) -> datetime:
    """The end of the working day on which silence counts as agreed, in the agency's calendar."""
    return summary_times.silence(accepted, silence_days(summary.client), hours_at(summary.agency, accepted))


def due_for_silence(limit: int = 200) -> list[tuple[int, int]]:
    """(agency id, summary id) of summaries with which something is to happen, by the database's clock."""
    with everywhere():
        due = Summary.objects.filter(next_check_at__isnull=False, next_check_at__lte=Now(), agency__closed_at=None)
        return list(due.order_by("next_check_at").values_list("agency_id", "pk")[:limit])


@transaction.atomic
def settle_by_silence(summary_id: int, *, at: datetime) -> bool:
    """Agreed by silence, if the time is up, nobody has corrected anything, no copy is still unsent or came back, and no
    mail in answer to it waits to be read.
    """
    summary = Summary.objects.select_for_update().select_related("client").get(pk=summary_id)
    if summary.state != Summary.State.SENT or summary.next_check_at is None or summary.next_check_at > at:
        return False
    if summary.silence_at is None or summary.silence_at > at:
        summary.next_check_at = summary.silence_at
        summary.save(update_fields=["next_check_at"])
        return False
    if summary.accepted_at is None or undelivered(summary) or any(copy.to_read for copy in summary.copies.all()):
        summary.next_check_at = at + LOOK_AGAIN
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
    chasing.plan(draft, at)
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


def undelivered(summary: Summary) -> bool:
    """Silence never counts after a bounce, or while the server's verdict is unknown."""
    return (
        OutboxMessage.objects.filter(object_kind="summary", object_id=summary.pk)
        .exclude(state__in=[OutboxMessage.State.SENT, OutboxMessage.State.DELIVERED])
        .exists()
    )
