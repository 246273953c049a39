"""One mail to one attendee, with the invitation that their calendar reads (RFC 6047)."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from comms import calendars
from comms.calendars.event import Status
from comms.domain import outbox, senders
from comms.mail.compose import Invitation
from comms.mail.parsed import Mailbox as Address
from comms.meeting_letters import OVER, Mail, Told, letter, link_of
from comms.meeting_shown import key_of
from comms.models import Announcement, Attendee, Meeting, OutboxMessage

Lane = OutboxMessage.Lane
STANDING = {
    Attendee.Reply.NONE: calendars.Standing.NEEDS_ACTION,
    Attendee.Reply.ACCEPTED: calendars.Standing.ACCEPTED,
    Attendee.Reply.TENTATIVE: calendars.Standing.TENTATIVE,
    Attendee.Reply.DECLINED: calendars.Standing.DECLINED,
}


def uid_of(meeting: Meeting) -> str:
    """What calendars know the meeting by, for ever."""
    return f"{meeting.key}@{settings.MAIL_DOMAIN}"


def key_in(uid: str) -> str:
    """The meeting's key in a UID of ours; '' in others."""
    key, at, domain = uid.strip().lower().partition("@")
    return key if at and domain == settings.MAIL_DOMAIN.lower() else ""


Book = Mapping[int, Address]
"""Name and address of each attendee who can be written to, by the attendee's id."""


def book_of(attendees: Iterable[Attendee]) -> Book:
    """Without contacts who have no address that works, and members who have left."""
    book = {}
    for attendee in attendees:
        if attendee.member is not None and not attendee.member.active:
            continue
        with suppress(senders.NoAddress):
            book[attendee.pk] = senders.recipient(attendee.contact or attendee.member or "")
    return book


def send(told: Told, attendee: Attendee, announcement: Announcement, book: Book) -> OutboxMessage:
    """Waits its twenty seconds, as all that people write. Raises NoAddress."""
    meeting, mail = told.gathering.meeting, letter(told, attendee)
    answers_to = senders.reply_address(meeting.agency, meeting)
    return outbox.queue(
        purpose_key=f"meeting:{meeting.key}:{announcement.sequence}:{key_of(attendee)}",
        lane=Lane.NOTICE if attendee.member else Lane.PERSON,
        to=attendee.contact or attendee.member or "",
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        at=announcement.made_at,
        client=meeting.client,
        thing=meeting,
        by=announcement.made_by,
        hold=outbox.HOLD,
        language=mail.language,
        reply_to=answers_to,
        invitation=_invitation(told, attendee, mail, announcement, answers_to, book),
    )


def _invitation(
    told: Told, attendee: Attendee, mail: Mail, announcement: Announcement, answers_to: str, book: Book
) -> Invitation:
    meeting, over = told.gathering.meeting, told.occasion in OVER
    place = told.shown["place"]
    readers = [each for each in _shown_to(told, attendee, over=over) if each.pk in book]
    event = calendars.Event(
        uid=uid_of(meeting),
        sequence=announcement.sequence,
        stamp=announcement.made_at,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        summary=mail.summary,
        description=mail.description,
        location=place or _way(told, mail.language),
        url=link_of(place),
        organiser=calendars.Person(str(meeting.organiser.user), answers_to),
        sent_by=senders.sender_of(meeting.agency).address,
        attendees=tuple(_person(each, meeting, book[each.pk]) for each in readers),
        status=Status.CANCELLED if over else Status.CONFIRMED,
    )
    method = calendars.Method.CANCEL if over else calendars.Method.REQUEST
    return Invitation(method.value, calendars.invitation(event, ZoneInfo(meeting.agency.zone), method))


def _way(told: Told, language: str) -> str:
    with translation.override(language):
        return str(dict(Meeting.Way.choices)[told.shown["way"]])


def _shown_to(told: Told, reader: Attendee, *, over: bool) -> list[Attendee]:
    """Colleagues see each other. Clients' copies name ours in the words alone: the addresses by which our people sign
    in stay with us, and so do answers.
    """
    if over:
        return [reader]
    present = [attendee for attendee in told.gathering.attendees if attendee.removed_at is None]
    return present if reader.member else [attendee for attendee in present if attendee.contact]


def _person(attendee: Attendee, meeting: Meeting, address: Address) -> calendars.Person:
    chairs = attendee.member_id == meeting.organiser_id
    standing = calendars.Standing.ACCEPTED if chairs else STANDING[Attendee.Reply(attendee.reply)]
    return calendars.Person(address.name, address.address, standing, chairs)
