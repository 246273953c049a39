"""Invitations answered by calendar: read back and noted with whoever answered (practice M5).

A bare answer runs no clock; one with words in it is a message like any other, and another time that is proposed is a
request. Who answers is told by the invitation's own signed address or by the sender, within the agency that the
recipient belongs to.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from agency.domain.events import SYSTEM, record
from agency.models import Agency
from clients.domain.changes import lock
from clients.models import PersonAddress
from comms import calendars
from comms.calendars.own_words import own_words
from comms.calendars.reading import Answer, Voice
from comms.domain import filing, matching, meeting_notices
from comms.domain.inviting import key_in
from comms.mail import tokens
from comms.mail.parsed import Parsed
from comms.meeting_shown import when_words
from comms.models import Attendee, InboundMessage, Meeting
from comms.models.meeting import LONGEST, SHORTEST
from comms.queries.meeting_mail import last_announced, moved_last

State = InboundMessage.State
MOST_PARTS = 5
REPLIES = {
    calendars.Standing.NEEDS_ACTION: Attendee.Reply.NONE,
    calendars.Standing.ACCEPTED: Attendee.Reply.ACCEPTED,
    calendars.Standing.TENTATIVE: Attendee.Reply.TENTATIVE,
    calendars.Standing.DECLINED: Attendee.Reply.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer, the attendee whose it is, and whether the mail came from their own address."""

    answer: Answer
    voice: Voice
    attendee: Attendee
    own_address: bool


def heard_in(agency: Agency, message: InboundMessage, parsed: Parsed) -> Heard | None:
    """The answer that this mail brings to an invitation of this agency; None if it brings none, or from somebody who
    was not asked.
    """
    signed = tokens.read_meeting(message.recipient, settings.SECRET_KEY, agency_slug=agency.slug)
    for part in parsed.calendars[:MOST_PARTS]:
        for answer in calendars.read(part.data).answers:
            key = key_in(answer.uid)
            if (signed and key and key != signed) or not (key or signed):
                continue
            meeting = Meeting.objects.select_related("client", "organiser__user").filter(key=signed or key).first()
            heard = _whose(meeting, answer, parsed.sender.address, signed=bool(signed)) if meeting else None
            if heard is not None:
                return heard
    return None


def _whose(meeting: Meeting, answer: Answer, sender: str, *, signed: bool) -> Heard | None:
    """By the sender's address; behind the signed address also by the one that the answer names, for calendars write
    from another than they were asked at.
    """
    asked = Attendee.objects.filter(meeting=meeting, removed_at=None).exclude(invited_sequence=None)
    asked = asked.select_related("contact__person", "contact__client", "member__user")
    rows = {address: attendee for attendee in asked for address in _addresses(attendee)}
    sole = answer.voices[0] if len(answer.voices) == 1 else None
    if (attendee := rows.get(sender.lower())) is not None:
        voice = answer.voice_of(sender) or sole
        named = rows.get(voice.address) if voice else attendee
        if named is None or named.pk == attendee.pk:
            return Heard(answer, voice or Voice(sender, None), attendee, own_address=True)
    if signed and sole is not None and (named := rows.get(sole.address)) is not None:
        return Heard(answer, sole, named, own_address=False)
    return None


def _addresses(attendee: Attendee) -> list[str]:
    if attendee.member is not None:
        return [attendee.member.user.email.lower()] if attendee.member.active else []
    person = attendee.contact.person_id if attendee.contact else None
    return [email.lower() for email in PersonAddress.objects.filter(person=person).values_list("email", flat=True)]


def take(message: InboundMessage, parsed: Parsed, heard: Heard, at: datetime) -> str:
    """Notes the answer; its state, or '' for a message that goes on its way like any other since somebody wrote it."""
    attendee = heard.attendee
    note(attendee, heard.answer, heard.voice, at=message.received_at)
    own = own_words(heard.answer, parsed.subject, parsed.new_text)
    if heard.answer.method == "COUNTER" and attendee.contact is not None and heard.own_address:
        _file_proposal(message, parsed, heard, own, at)
        return State.FILED
    understood = heard.voice.standing is not None or heard.answer.method == "REFRESH"
    if understood and (attendee.member is not None or not own):
        message.wants_answer = False
        return State.NOTED
    return ""


@transaction.atomic
def note(attendee: Attendee, answer: Answer, voice: Voice, *, at: datetime) -> bool:
    """What they answered, unless they have answered later, or it is about a time that does not hold any more. False if
    nothing is noted.
    """
    meeting = attendee.meeting
    lock(attendee)
    sequence, stamp = min(answer.sequence, meeting.sequence), min(answer.stamp or at, at).replace(microsecond=0)
    if meeting.state != Meeting.State.PLANNED or answer.method == "REFRESH" or sequence < moved_last(meeting):
        return False
    if _answered_later(attendee, sequence, stamp):
        return False
    was = attendee.reply
    if answer.method == "COUNTER":
        _propose(attendee, answer)
    elif voice.standing is None:
        return False
    else:
        attendee.reply = REPLIES[voice.standing]
        attendee.proposes_at = attendee.proposes_minutes = None
    attendee.comment = answer.comment or voice.comment
    attendee.replied_at, attendee.replied_sequence, attendee.reply_stamp = at, sequence, stamp
    attendee.save()
    _record(attendee, answer.method, at)
    if attendee.reply == Attendee.Reply.DECLINED != was:
        meeting_notices.declined(attendee, at=at)
    elif attendee.proposes_at is not None and attendee.member is not None:
        meeting_notices.proposed(attendee, at=at)
    return True


def _record(attendee: Attendee, method: str, at: datetime) -> None:
    """With the announcement that was answered."""
    about = last_announced(attendee.meeting)
    if about is not None:
        facts: dict[str, Any] = {
            "meeting": attendee.meeting.key,
            "attendee": attendee.pk,
            "reply": attendee.reply,
            "method": method,
        }
        record("meeting.replied", about, by=attendee.member or attendee.contact or SYSTEM, at=at, **facts)


def _answered_later(attendee: Attendee, sequence: int, stamp: datetime) -> bool:
    if attendee.replied_sequence is None or attendee.reply_stamp is None:
        return False
    return (attendee.replied_sequence, attendee.reply_stamp) > (sequence, stamp)


def _propose(attendee: Attendee, answer: Answer) -> None:
    """Another time counts only if it could be one of ours."""
    attendee.proposes_at, attendee.proposes_minutes = answer.starts_at, None
    if answer.starts_at and answer.ends_at:
        minutes = (answer.ends_at - answer.starts_at) // timedelta(minutes=1)
        attendee.proposes_minutes = minutes if SHORTEST <= minutes <= LONGEST else None


def _file_proposal(message: InboundMessage, parsed: Parsed, heard: Heard, own: str, at: datetime) -> None:
    """A request of theirs that says the time in words, with what they wrote."""
    contact = heard.attendee.contact
    if contact is None:
        return
    found = matching.match(message.agency, message, parsed)
    thread = found.request if found.request and found.request.client_id == contact.client_id else None
    words = "\n\n".join(filter(None, (_proposal(heard), heard.answer.comment, own)))
    filing.take(message, replace(parsed, new_text=words), contact, thread, at=at, why="calendar")


def _proposal(heard: Heard) -> str:
    """'[Proposes another time for “Weekly”: Friday 6 November, 14:00 instead of …]', as the agency reads it."""
    meeting = heard.attendee.meeting
    zone = ZoneInfo(meeting.agency.zone)
    words = {"title": meeting.title}
    with translation.override(meeting.agency.language):
        words["old"] = when_words(meeting.starts_at, zone)
        if heard.answer.starts_at is None:
            return _("[By calendar: another time is proposed for “%(title)s”, in place of %(old)s.]") % words
        words["new"] = when_words(heard.answer.starts_at, zone)
        return _("[By calendar: for “%(title)s”, %(new)s is proposed in place of %(old)s.]") % words
