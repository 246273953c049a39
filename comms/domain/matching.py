"""Who wrote: the contact behind an address, and the thread that it continues."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Lower

from agency.models import Agency, Membership
from clients.models import Contact, PersonAddress
from comms.domain import threads
from comms.mail import addresses
from comms.mail.parsed import Parsed
from comms.models import InboundMessage, Request
from comms.smtp import on_the_wire


@dataclass(frozen=True, slots=True)
class Match:
    """`why` says how the contact was found: 'only', 'thread', 'mailbox' or 'open'; empty when nobody was. `among` are
    the places of somebody who speaks for several clients, of whom a person must choose.
    """

    contact: Contact | None = None
    request: Request | None = None
    why: str = ""
    among: tuple[Contact, ...] = ()


def match(agency: Agency, message: InboundMessage, parsed: Parsed) -> Match:
    """The contact whose address wrote. Of one person's several it is that of the thread's client; else of the client
    whose mailbox it is; else of the only client who has something open. Else a person chooses.
    """
    contacts = list(contacts_at(parsed.sender.address))
    if not contacts:
        return Match()
    request = threads.find(agency, message.recipient, parsed, {contact.client_id for contact in contacts})
    if request is not None:
        return Match(next(c for c in contacts if c.client_id == request.client_id), request, "thread")
    present = [contact for contact in contacts if contact.client.archived_at is None] or contacts
    if len({contact.client_id for contact in present}) == 1:
        return Match(present[0], None, "only")
    of_mailbox = message.mailbox.for_client_id if message.mailbox else None
    at_the_mailbox = next((contact for contact in present if contact.client_id == of_mailbox), None)
    if at_the_mailbox is not None:
        return Match(at_the_mailbox, None, "mailbox")
    open_at = _only_client_with_something_open(present)
    if open_at is not None:
        return Match(next(contact for contact in present if contact.client_id == open_at), None, "open")
    return Match(among=tuple(present))


def _only_client_with_something_open(contacts: list[Contact]) -> int | None:
    """The id of the only client for whom this person waits for an answer; else of the only one with a request of theirs
    that is not closed.
    """
    theirs = Request.objects.filter(contact__in=contacts).exclude(state=Request.State.CLOSED)
    for rows in (theirs.exclude(state=Request.State.ANSWERED), theirs):
        clients = set(rows.values_list("client_id", flat=True))
        if clients:
            return next(iter(clients)) if len(clients) == 1 else None
    return None


def reached(parsed: Parsed) -> "QuerySet[Contact]":
    """The contacts on a message's To, Cc and Bcc lines."""
    hidden = addresses.mailboxes(", ".join(parsed.all_headers("Bcc")))
    people = people_at(box.address for box in (*parsed.to, *parsed.cc, *hidden))
    return Contact.objects.filter(person_id__in=people, ended_at=None).select_related("client__lead").order_by("pk")


def contacts_at(address: str) -> "QuerySet[Contact]":
    """The contacts with this address: those of present clients first, among them the one last in touch."""
    if not address:
        return Contact.objects.none()
    written = Q(email__iexact=address) | Q(email__iexact=on_the_wire(address))
    people = PersonAddress.objects.filter(written).values("person_id")
    found = Contact.objects.filter(person_id__in=people, ended_at=None).select_related("client", "person")
    present_first = F("client__archived_at").asc(nulls_first=True)
    recent_first = F("last").desc(nulls_last=True)
    return found.annotate(last=Max("interactions__at")).order_by(present_first, recent_first, "pk")


def people_at(addresses: Iterable[str]) -> "QuerySet[PersonAddress, Any]":
    """Ids of the people with one of these addresses, in whichever case they are written."""
    small = {address.lower() for address in addresses if address}
    return PersonAddress.objects.annotate(small=Lower("email")).filter(small__in=small).values("person_id")


def member_at(address: str) -> Membership | None:
    """The active member who signs in with this address."""
    found = Membership.objects.filter(user__email__iexact=address, deactivated_at=None) if address else None
    return found.select_related("user").first() if found is not None else None


def is_blocked(address: str) -> bool:
    """Whether somebody said of this sender: not a client, and neither is what they write later."""
    return bool(address) and InboundMessage.objects.filter(sender=address.lower(), blocks_sender=True).exists()
