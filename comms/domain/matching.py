"""Who wrote: the contact behind an address, and the thread that it continues."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Lower

from agency.models import Agency, Membership
from clients.models import Contact, PersonAddress
from comms.domain import threads
from comms.mail.parsed import Parsed
from comms.models import InboundMessage, Request
from comms.smtp import on_the_wire


@dataclass(frozen=True, slots=True)
class Match:
    """`why` says how the contact was found: 'only', 'thread' or 'recent'; empty when nobody was."""

    contact: Contact | None = None
    request: Request | None = None
    why: str = ""


def match(agency: Agency, recipient: str, parsed: Parsed) -> Match:
    """The contact whose address wrote; of one person's several, that of the thread's client, else the last in touch."""
    contacts = list(contacts_at(parsed.sender.address))
    if not contacts:
        return Match()
    request = threads.find(agency, recipient, parsed, {contact.client_id for contact in contacts})
    if request is not None:
        return Match(next(c for c in contacts if c.client_id == request.client_id), request, "thread")
    return Match(contacts[0], None, "only" if len(contacts) == 1 else "recent")


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
