"""What comes in: the door commits the raw bytes alone; a second transaction reads and files them. Nothing is lost."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from agency.models import Agency, Membership
from agency.tenancy.scope import everywhere, within
from comms.bell import ring
from comms.domain import bounces, calendar_replies, chatting, expert_post, filing, matching, seen_answers
from comms.instants import database_time
from comms.mail import automatic, complaint
from comms.mail.parse import fingerprint, parse
from comms.mail.parsed import Parsed
from comms.models import ChatChannel, InboundMessage, Mailbox

logger = logging.getLogger(__name__)

TRIES = 5
BACK_OFF = timedelta(minutes=1)
EXCERPT = 300

State = InboundMessage.State


def receive(
    raw: bytes,
    *,
    agency: Agency,
    recipient: str,
    door: str,
    at: datetime,
    mailbox: Mailbox | None = None,
    channel: ChatChannel | None = None,
    put_there_at: datetime | None = None,
) -> InboundMessage:
    """Stores the bytes as they came, in a transaction of their own, and rings for somebody to read them.

    Once it returns, the door may say 'accepted': the message outlives any crash. The same bytes for the same recipient
    are one row. Raises what the database raises; then nothing is stored and the door must not accept.
    """
    digest, recipient = hashlib.sha256(raw).hexdigest(), recipient.strip().lower()[:320]
    with within(agency), transaction.atomic():
        same = InboundMessage.objects.filter(raw_digest=digest, recipient=recipient)
        known = same.defer("raw").first()
        if known is not None:
            return known
        message = InboundMessage(
            door=door,
            mailbox=mailbox,
            channel=channel,
            recipient=recipient,
            raw=raw,
            raw_digest=digest,
            received_at=at,
            put_there_at=put_there_at,
            next_attempt_at=at,
        )
        try:
            with transaction.atomic():
                message.save(force_insert=True)
        except IntegrityError:
            return same.get()
        ring("file_message", agency.pk, message.pk)
        return message


def waiting(limit: int = 200) -> list[tuple[int, int]]:
    """(agency id, message id) of what is stored and not yet read, the oldest first."""
    with everywhere():
        stored = InboundMessage.objects.filter(state=State.STORED, next_attempt_at__lte=Now())
        return list(stored.order_by("next_attempt_at").values_list("agency_id", "pk")[:limit])


def file(agency: Agency, message_id: int) -> str:
    """Reads one stored message and files it; its new state. What fails is tried again, and quarantined at last: the try
    is counted before it begins, since a message may end the worker that reads it.
    """
    tries = _count_try(agency, message_id)
    if not tries or tries > TRIES:
        return _give_up(agency, message_id) if tries else ""
    try:
        with within(agency), transaction.atomic():
            return file_at(agency, message_id, database_time())
    except filing.TooEarly:
        with within(agency):
            waits = InboundMessage.objects.filter(pk=message_id, state=State.STORED)
            waits.update(attempts=0, next_attempt_at=database_time() + BACK_OFF)
        return State.STORED
    except Exception as reason:
        logger.exception("a message could not be filed", extra={"inbound": message_id, "agency": agency.pk})
        return _put_off(agency, message_id, f"{type(reason).__name__}: {reason}")


def _count_try(agency: Agency, message_id: int) -> int:
    """Which try this is; 0 when the message was read, or somebody else is reading it."""
    with within(agency), transaction.atomic():
        free = InboundMessage.objects.select_for_update(skip_locked=True, of=("self",)).defer("raw")
        message = free.filter(pk=message_id, state=State.STORED).first()
        if message is None:
            return 0
        message.attempts += 1
        message.save(update_fields=["attempts"])
        return message.attempts


def file_at(agency: Agency, message_id: int, at: datetime) -> str:
    """Reads and files one stored message in the running transaction; its new state. Raises whatever goes wrong."""
    stored = InboundMessage.objects.select_for_update(skip_locked=True, of=("self",))
    message = stored.filter(pk=message_id, state=State.STORED).first()
    if message is None:
        return ""
    if message.channel is not None:
        return chatting.file(message, message.channel, at)
    parsed = parse(bytes(message.raw))
    mark = fingerprint(parsed, bytes(message.raw))
    known = _came_before(message, parsed, mark)
    if known is not None:
        if message.door == InboundMessage.Door.SENT:
            seen_answers.vouch(known, message.put_there_at, at)
        message.delete()
        return "repeated"
    _describe(message, parsed, mark)
    message.next_attempt_at, message.problem = None, ""
    message.state = _place(agency, message, parsed, at)
    message.save()
    return message.state


def _came_before(message: InboundMessage, parsed: Parsed, mark: str) -> InboundMessage | None:
    """The same message by another way or a second time: one row stands for all."""
    same = InboundMessage.objects.filter(message_id=parsed.message_id, fingerprint=mark).exclude(pk=message.pk)
    return same.defer("raw").first()


def _describe(message: InboundMessage, parsed: Parsed, mark: str) -> None:
    others = InboundMessage.objects.filter(message_id=parsed.message_id).exclude(pk=message.pk)
    message.message_id, message.fingerprint = parsed.message_id, mark
    message.same_id_as_another = bool(parsed.message_id) and others.exists()
    message.sender, message.sender_name = parsed.sender.address.lower()[:320], parsed.sender.name[:320]
    message.subject, message.excerpt = parsed.subject, parsed.new_text[:EXCERPT]
    message.wants_answer = parsed.kind == "message" and not automatic.is_bulk(parsed)


def _place(agency: Agency, message: InboundMessage, parsed: Parsed, at: datetime) -> str:
    """Where the message belongs; each place does its own work and says the state."""
    if "unreadable" in parsed.problems:
        return filing.quarantine(message, parsed, at)
    if bounces.is_ours(agency, parsed):
        return State.OURS
    if message.door == InboundMessage.Door.SENT:
        return seen_answers.from_a_sent_folder(message, parsed, at)
    if (complained := complaint.recognise(parsed)) is not None:
        noted = bounces.note_complaint(message, complained) is not None
        return State.NOTED if noted else filing.unmatched(message, parsed, at)
    member = matching.member_at(parsed.sender.address)
    if parsed.kind == "bounce":
        noted = bounces.note_bounce(message, parsed, at) is not None
        return State.NOTED if noted else filing.unmatched(message, parsed, at)
    if state := _as_an_answer(agency, message, parsed, member, at):
        return state
    if parsed.kind == "vacation":
        noted = bounces.note_absence(message, parsed) or member is not None
        return State.NOTED if noted else filing.unmatched(message, parsed, at)
    if member is not None:
        return seen_answers.from_a_member(message, parsed, member, at)
    found = matching.match(agency, message, parsed)
    if found.contact is not None:
        filing.take(message, parsed, found.contact, found.request, at=at, why=found.why)
        return State.FILED
    return filing.unmatched(message, parsed, at, among=found.among)


def _as_an_answer(
    agency: Agency, message: InboundMessage, parsed: Parsed, member: Membership | None, at: datetime
) -> str:
    """What an expert says to a question of ours, or a calendar to an invitation; '' for what is neither."""
    if (asked := expert_post.asked_in(agency, message, parsed)) is not None:
        return expert_post.take(message, parsed, asked, member, at)
    heard = calendar_replies.heard_in(agency, message, parsed)
    return calendar_replies.take(message, parsed, heard, at) if heard is not None else ""


def _put_off(agency: Agency, message_id: int, problem: str) -> str:
    """The row waits, longer each time; after five tries it is quarantined, where a person sees it as it came."""
    with within(agency), transaction.atomic():
        row = InboundMessage.objects.filter(pk=message_id, state=State.STORED)
        row.update(problem=problem[:500])
        message = row.defer("raw").first()
        if message is None:
            return ""
        if message.attempts < TRIES:
            row.update(next_attempt_at=database_time() + BACK_OFF * 3**message.attempts)
            return State.STORED
    return _give_up(agency, message_id)


def _give_up(agency: Agency, message_id: int) -> str:
    """Quarantined with its clock, if the sender can be known; if even that fails, without, and triage is told."""
    for with_clock in (True, False):
        try:
            with within(agency), transaction.atomic():
                message = InboundMessage.objects.get(pk=message_id)
                at = database_time()
                bare = filing.bare(message)
                message.state = filing.quarantine(message, bare, at) if with_clock else filing.set_aside(message, at)
                message.next_attempt_at = None
                message.save()
                return message.state
        except Exception:
            logger.exception("a message could not be quarantined", extra={"inbound": message_id})
    return State.STORED
