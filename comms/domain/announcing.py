"""Telling people of a meeting: the invitation with its agenda, what changes, and that it does not take place (practices
M2, M5).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency import wording
from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from comms.domain import inviting, outbox
from comms.domain.announced import PEOPLE, as_it_stands
from comms.meeting_addresses import meeting_path
from comms.meeting_letters import Occasion, Told
from comms.meeting_shown import Gathering, Shown, hash_of, moved, shown_of
from comms.models import Announcement, Attendee, Meeting
from comms.queries.meeting_mail import gathered, last_announced, mails_of

Method = Announcement.Method
LONGEST_REASON = 500


class NotToBeAnnounced(Refusal):
    """The meeting was held or called off, has begun, or lacks what readers need."""


class NothingChanged(Refusal):
    """Readers know all of it already."""


class ReasonNeeded(Refusal):
    field = "reason"


class NothingToTakeBack(Refusal):
    """There is no announcement that still waits."""


def obstacles(gathering: Gathering, *, at: datetime) -> list[str]:
    """Why this meeting cannot be announced, in sentences; empty if it can."""
    meeting = gathering.meeting
    present = [attendee for attendee in gathering.attendees if attendee.removed_at is None]
    theirs = [attendee for attendee in present if attendee.contact is not None]
    book = inviting.book_of(theirs)
    unreached = [str(attendee) for attendee in theirs if attendee.pk not in book]
    reasons = (
        (meeting.state == Meeting.State.HELD, _("The meeting was held already.")),
        (meeting.state == Meeting.State.CANCELLED, _("The meeting was called off.")),
        (meeting.starts_at <= at, _("The meeting has begun already. Choose a time that lies ahead.")),
        (
            meeting.kind == Meeting.Kind.KICKOFF and meeting.readied_at is None,
            _("A kickoff is announced once it is ready: each of us who attends speaks for an item."),
        ),
        (not gathering.items, _("The agenda is empty. Put down what is to be spoken of.")),
        (not theirs, _("Nobody of the client is asked to come yet.")),
        (
            bool(unreached),
            _("There is no e-mail address that works for %(names)s.") % {"names": wording.listing(unreached)},
        ),
    )
    return [words for holds, words in reasons if holds]


@transaction.atomic
def announce(meeting: Meeting, *, by: Membership, at: datetime) -> Announcement:
    """Mails everybody who is asked to come: the agenda with an invitation for their calendar, or what has changed since
    the last one; whoever was taken off the list is told too. Waits twenty seconds, in which it can be taken back.

    Raises NotToBeAnnounced, NothingChanged, ClientIsArchived.
    """
    require_active(lock(meeting).client)
    gathering = gathered(meeting)
    if why := obstacles(gathering, at=at):
        raise NotToBeAnnounced(" ".join(why))
    last, shown = last_announced(meeting), shown_of(gathering)
    if last is not None and last.shown_hash == hash_of(shown):
        raise NothingChanged(_("Nothing has changed since the last announcement."))
    made = _begin(gathering, shown, Method.REQUEST, last, by=by, at=at)
    told = _told(gathering, shown, last.shown if last else None)
    book = inviting.book_of(gathering.attendees)
    _note_invited(gathering, made, book)
    for attendee in gathering.attendees:
        occasion = _occasion(attendee, made)
        if occasion and attendee.pk in book:
            inviting.send(told(occasion), attendee, made, book)
    _leave_out(attendee for attendee in gathering.attendees if attendee.removed_at is not None)
    meeting.sequence, meeting.announced_hash = made.sequence, made.shown_hash
    meeting.announced_at, meeting.announced_as = meeting.announced_at or at, made.told
    meeting.save(update_fields=["sequence", "announced_hash", "announced_at", "announced_as"])
    record("meeting.announced", made, by=by, at=at, shown=True, sequence=made.sequence, meeting=meeting.key)
    return made


@transaction.atomic
def call_off(meeting: Meeting, *, reason: str, by: Membership, at: datetime) -> Announcement:
    """The meeting does not take place; whoever was invited is told why. Raises NotToBeAnnounced, ReasonNeeded,
    ClientIsArchived.
    """
    require_active(lock(meeting).client)
    reason = reason.strip()
    if meeting.state != Meeting.State.PLANNED:
        raise NotToBeAnnounced(_("Only a meeting that is planned can be called off."))
    if not reason and meeting.announced_at is not None:
        raise ReasonNeeded(_("Say why: everybody who was invited reads it."))
    if len(reason) > LONGEST_REASON:
        raise ReasonNeeded(_("Say it in at most %(count)s characters.") % {"count": LONGEST_REASON})
    gathering, last = gathered(meeting), last_announced(meeting)
    shown = last.shown if last else shown_of(gathering)
    made = _begin(gathering, shown, Method.CANCEL, last, by=by, at=at)
    told = Told(gathering, "cancelled", shown, reason=reason)
    book = inviting.book_of(gathering.attendees)
    invited = [attendee for attendee in gathering.attendees if attendee.invited_sequence is not None]
    for attendee in invited:
        if attendee.pk in book:
            inviting.send(told, attendee, made, book)
    meeting.state, meeting.cancelled_at, meeting.cancelled_reason = Meeting.State.CANCELLED, at, reason
    meeting.sequence = made.sequence
    meeting.save(update_fields=["state", "cancelled_at", "cancelled_reason", "sequence"])
    record("meeting.called_off", made, by=by, at=at, shown=bool(invited), sequence=made.sequence, meeting=meeting.key)
    return made


@transaction.atomic
def take_back(meeting: Meeting, *, by: Membership, at: datetime, method: str = "") -> Announcement:
    """Takes the last round of mails back while all of it waits, and with it what it said; with `method`, only one of
    that kind. Raises NothingToTakeBack, TooLate.
    """
    lock(meeting)
    made = last_announced(meeting)
    if made is None or (method and made.method != method):
        raise NothingToTakeBack(_("There is nothing to take back."))
    if at - made.made_at > outbox.HOLD:
        raise outbox.TooLate
    for message in mails_of(made):
        outbox.withdraw(message, by=by, at=at)
    made.withdrawn_at = at
    made.save(update_fields=["withdrawn_at"])
    for attendee in Attendee.objects.filter(meeting=meeting):
        for name, value in made.before.get(attendee.key, {}).items():
            setattr(attendee, name, value)
        attendee.save(update_fields=["invited_sequence", "reply"])
    _as_before(meeting)
    record("meeting.announcement_taken_back", made, by=by, at=at, sequence=made.sequence, meeting=meeting.key)
    return made


def _as_before(meeting: Meeting) -> None:
    last = last_announced(meeting)
    meeting.sequence, meeting.announced_hash = (last.sequence, last.shown_hash) if last else (0, "")
    meeting.announced_at, meeting.announced_as = (meeting.announced_at, last.told) if last else (None, None)
    meeting.state, meeting.cancelled_at, meeting.cancelled_reason = Meeting.State.PLANNED, None, ""
    meeting.save(
        update_fields=[
            *("sequence", "announced_hash", "announced_at", "announced_as"),
            *("state", "cancelled_at", "cancelled_reason"),
        ]
    )


def _begin(
    gathering: Gathering, shown: Shown, method: str, last: Announcement | None, *, by: Membership, at: datetime
) -> Announcement:
    """A number is never used twice, not even one that was taken back: a calendar may have seen it."""
    meeting = gathering.meeting
    used = Announcement.objects.filter(meeting=meeting).order_by("-sequence").values_list("sequence", flat=True).first()
    return Announcement.objects.create(
        client=meeting.client,
        meeting=meeting,
        sequence=0 if used is None else used + 1,
        method=method,
        moved=last is not None and moved(last.shown, shown),
        shown=shown,
        shown_hash=hash_of(shown),
        told=as_it_stands(Meeting.objects.prefetch_related(*PEOPLE).get(pk=meeting.pk)),
        before={each.key: _standing(each) for each in gathering.attendees},
        made_by=by,
        made_at=at,
    )


def _standing(attendee: Attendee) -> dict[str, Any]:
    return {"invited_sequence": attendee.invited_sequence, "reply": attendee.reply}


def _told(gathering: Gathering, shown: Shown, before: Shown | None) -> Any:
    path = meeting_path(gathering.meeting)

    def told(occasion: Occasion) -> Told:
        return Told(gathering, occasion, shown, before if occasion == "changed" else None, meeting_url=path)

    return told


def _occasion(attendee: Attendee, made: Announcement) -> Occasion | None:
    """What this attendee is told; None for one who was taken off the list before they were ever asked."""
    asked_before = made.before[attendee.key]["invited_sequence"] is not None
    if attendee.removed_at is not None:
        return "left_out" if asked_before else None
    return "changed" if asked_before else "first"


def _note_invited(gathering: Gathering, made: Announcement, book: inviting.Book) -> None:
    """Who gets it, before it is written, since the invitations say how each stands. A meeting at another time has been
    answered by nobody; what was proposed is settled by it.
    """
    for attendee in gathering.attendees:
        if attendee.removed_at is not None or attendee.pk not in book:
            continue
        attendee.invited_sequence, attendee.failed_at = made.sequence, None
        attendee.proposes_at = attendee.proposes_minutes = None
        attendee.reply = Attendee.Reply.NONE if made.moved else attendee.reply
        attendee.save(update_fields=["invited_sequence", "failed_at", "proposes_at", "proposes_minutes", "reply"])


def _leave_out(attendees: Iterable[Attendee]) -> None:
    for attendee in attendees:
        if attendee.invited_sequence is not None:
            attendee.invited_sequence = None
            attendee.save(update_fields=["invited_sequence"])
