"""Settling what nobody could match: whose it is, that it is nobody's, and taking that back."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.models import Contact
from comms.domain import filing, forwards, matching, threads
from comms.mail.parse import parse
from comms.models import InboundMessage, Interaction, Request

State = InboundMessage.State
OPEN = (State.UNMATCHED, State.QUARANTINED)
MOST_AT_ONCE = 100


class AlreadySettled(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has settled this message already."), code="settled")


class NotTheirRequest(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This request belongs to another client."), code="other_client")


@transaction.atomic
def attach(
    message: InboundMessage, contact: Contact, *, by: Membership, at: datetime, request: Request | None = None
) -> Interaction:
    """It was written by this contact: it is filed, in that request or by its own thread, and its clock counts from when
    it came. Raises AlreadySettled, NotTheirRequest."""
    message = _open(message)
    if request is not None and request.client_id != contact.client_id:
        raise NotTheirRequest
    parsed = parse(bytes(message.raw))
    if "unreadable" in parsed.problems:
        parsed = replace(parsed, subject=message.subject)
    found = forwards.as_written(message, parsed)
    thread = request or threads.find(message.agency, message.recipient, found.message, {contact.client_id})
    interaction = filing.take(message, found.message, contact, thread, at=at, why="person", by=by)
    handed_on_by = matching.member_at(parsed.sender.address)
    if interaction.request is not None and handed_on_by is not None:
        forwards.remark(interaction.request, found, handed_on_by, at)
    _settle(message, State.FILED, by, at)
    record("inbound.attached", message, by=by, at=at, client_id=contact.client_id, contact=contact.key)
    return interaction


@transaction.atomic
def attach_others_of(message: InboundMessage, contact: Contact, *, by: Membership, at: datetime) -> int:
    """What else waits from the same sender is filed as well, once they are a contact; not if they speak for several
    clients. How many.
    """
    if len({place.client_id for place in matching.contacts_at(message.sender)}) > 1:
        return 0
    rest = InboundMessage.objects.filter(sender=message.sender, state=State.UNMATCHED).exclude(sender="")
    count = 0
    for other in rest.order_by("received_at", "pk"):
        attach(other, contact, by=by, at=at)
        count += 1
    return count


def is_news(message: InboundMessage, contact: Contact) -> bool:
    """Whether the sender's address is one that this person may be known by: not yet, and no member's."""
    known = matching.contacts_at(message.sender).filter(person_id=contact.person_id).exists()
    return not known and matching.member_at(message.sender) is None


@transaction.atomic
def dismiss(message: InboundMessage, *, by: Membership, at: datetime, block: bool = False) -> InboundMessage:
    """'Not a client'. With `block` what this sender writes later is dismissed too. Raises AlreadySettled."""
    message = _open(message)
    message.blocks_sender = block and bool(message.sender) and matching.member_at(message.sender) is None
    _settle(message, State.DISMISSED, by, at)
    record("inbound.dismissed", message, by=by, at=at, blocks=message.blocks_sender)
    return message


@transaction.atomic
def dismiss_all(messages: Iterable[InboundMessage], *, by: Membership, at: datetime, block: bool = False) -> list[str]:
    """The same for several; the keys of those that nobody had settled before."""
    done = []
    for message in messages:
        with suppress(AlreadySettled):
            done.append(dismiss(message, by=by, at=at, block=block).key)
    return done


@transaction.atomic
def undo_dismissal(message: InboundMessage, *, by: Membership, at: datetime) -> InboundMessage:
    """It waits for triage again, and its sender is no longer blocked by it."""
    message = InboundMessage.objects.select_for_update(of=("self",)).defer("raw").get(pk=message.pk)
    if message.state == State.DISMISSED:
        message.state, message.blocks_sender = State.UNMATCHED, False
        message.settled_at = message.settled_by = None
        message.save(update_fields=["state", "blocks_sender", "settled_at", "settled_by"])
        record("inbound.reopened", message, by=by, at=at)
    return message


def _open(message: InboundMessage) -> InboundMessage:
    held = InboundMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    settled = held.state not in OPEN or Interaction.objects.filter(inbound=held).exists()
    if settled:
        raise AlreadySettled
    return held


def _settle(message: InboundMessage, state: str, by: Membership, at: datetime) -> None:
    message.state, message.settled_by, message.settled_at = state, by, at
    message.save(update_fields=["state", "settled_by", "settled_at", "blocks_sender"])
