"""What a member wrote to a client from a mail program: seen in copy, or in a folder of sent mail (clock.md)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from agency.domain.events import record
from agency.models import Membership
from clients.domain.clients import touch
from clients.models import Contact
from comms.bell import ring
from comms.domain import acknowledgements, files, filing, forwards, matching, threads, together
from comms.domain.filing import TooEarly
from comms.domain.proofs import vouched_for
from comms.mail.parsed import Parsed
from comms.models import Episode, InboundMessage, Interaction, Request

State = InboundMessage.State
WHAT_IT_ANSWERS_MAY_COME = timedelta(minutes=5)
"""An answer may be seen before the message that it answers was read."""


def from_a_member(message: InboundMessage, parsed: Parsed, member: Membership, at: datetime) -> str:
    """A member's own mail to the client, seen in copy, answers the thread whose signed address it carries, or that its
    references name. What a member forwards is its first writer's. All else is shown to triage.

    It counts only if the receiving server vouches for the sender.
    """
    believed = vouched_for(message, parsed)
    reached = list(matching.reached(parsed))
    thread = _thread(message, parsed, reached)
    if believed and thread is not None:
        return _note(message, parsed, reached, thread, member, at)
    if (found := forwards.original(message, parsed)) is not None:
        if believed:
            return forwards.file(message, found, member, at)
        return forwards.unproven(message, found, member, parsed, at)
    message.wants_answer = False
    return filing.unmatched(message, parsed, at)


def from_a_sent_folder(message: InboundMessage, parsed: Parsed, at: datetime) -> str:
    """Whoever could put it there may sign in to the mailbox. It was written by the member whose address it bears, else
    by whoever looks after the mailbox; it is never a client's message. Raises TooEarly.
    """
    reached = list(matching.reached(parsed))
    if matching.contacts_at(parsed.sender.address).exists() and matching.member_at(parsed.sender.address) is None:
        return State.NOTED
    thread = _thread(message, parsed, reached)
    if thread is None and (parsed.in_reply_to or parsed.references) and _may_come(message, at):
        raise TooEarly
    if not reached or (thread is None and len({contact.client_id for contact in reached}) > 1):
        return State.NOTED
    writer = matching.member_at(parsed.sender.address) or _keeper(message, reached[0])
    return _note(message, parsed, reached, thread, writer, at)


def vouch(known: InboundMessage, put_there_at: datetime | None, at: datetime) -> None:
    """A copy of it that was seen before waits for triage, since nobody vouched for its sender. The folder of sent mail
    does: the copy is read again as what it is.
    """
    waits = InboundMessage.objects.filter(pk=known.pk, state=State.UNMATCHED).exclude(door=InboundMessage.Door.SENT)
    if waits.update(state=State.STORED, door=InboundMessage.Door.SENT, put_there_at=put_there_at, next_attempt_at=at):
        ring("file_message", known.agency_id, known.pk)


def _thread(message: InboundMessage, parsed: Parsed, reached: list[Contact]) -> Request | None:
    return threads.find(message.agency, message.recipient, parsed, {contact.client_id for contact in reached})


def _may_come(message: InboundMessage, at: datetime) -> bool:
    return at - message.received_at < WHAT_IT_ANSWERS_MAY_COME


def _keeper(message: InboundMessage, contact: Contact) -> Membership:
    named = message.mailbox.triage if message.mailbox else None
    return named if named is not None and named.active else contact.client.lead


def _note(
    message: InboundMessage,
    parsed: Parsed,
    reached: list[Contact],
    thread: Request | None,
    member: Membership,
    at: datetime,
) -> str:
    """One interaction, however many copies of it are seen. With a thread it answers the episode that runs there."""
    contact = next(one for one in reached if thread is None or one.client_id == thread.client_id)
    if _seen_before(parsed, contact).exists():
        return State.OURS
    said_at = message.put_there_at or message.received_at
    interaction = Interaction.objects.create(
        client=contact.client,
        request=thread,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.OUTBOUND,
        at=said_at,
        contact=contact,
        member=member,
        subject=parsed.subject,
        text=parsed.new_text,
        quoted=parsed.quoted_text,
        html=parsed.html,
        message_id=parsed.message_id,
        inbound=message,
    )
    filing.note_participants(interaction, parsed)
    files.keep(interaction, parsed.attachments)
    touch(contact.client, said_at)
    if thread is not None:
        Request.objects.filter(pk=thread.pk, last_at__lt=said_at).update(last_at=said_at)
    verb = "message.seen_in_sent" if message.door == InboundMessage.Door.SENT else "message.seen_in_copy"
    own = parsed.sender.address.lower() == member.user.email.lower()
    place = thread.key if thread else None
    record(verb, interaction, by=member, at=said_at, shown=True, own_address=own, request=place)
    for running in together.running(thread) if thread else ():
        if running.opened_at <= said_at or _refers_to(running, parsed):
            acknowledgements.spoken(running, interaction, by=member, at=said_at, known_at=at)
    return State.FILED


def _refers_to(running: Episode, parsed: Parsed) -> bool:
    """What the client wrote after it is not answered by it; but what they wrote before and we stored after is."""
    named = [message_id for message_id in (parsed.in_reply_to, *parsed.references) if message_id]
    said = Interaction.objects.filter(request__in=together.ids(running.request), at__gte=running.opened_at)
    return said.filter(direction=Interaction.Direction.INBOUND, message_id__in=named).exists()


def _seen_before(parsed: Parsed, contact: Contact) -> "QuerySet[Interaction]":
    out = Interaction.objects.filter(client_id=contact.client_id, direction=Interaction.Direction.OUTBOUND)
    return out.filter(message_id=parsed.message_id).exclude(message_id="")
