"""Whom a message is for: the agency and the address, told by the recipient alone, never by From."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db.models import Q, QuerySet

from agency.models import Agency
from agency.tenancy.base import TenantModel
from agency.tenancy.scope import everywhere, within
from comms.domain import senders
from comms.mail import tokens
from comms.mail.parsed import Parsed
from comms.models import Mailbox, Meeting, OutboxMessage, Question, Request, SummaryCopy


class Reader(Protocol):
    """Gives the key that is signed in an address of ours."""

    def __call__(self, address: str, secret: str, *, agency_slug: str | None = None) -> str | None: ...


_READERS: dict[Reader, type[TenantModel]] = {
    tokens.read: Request,
    tokens.read_bounce: OutboxMessage,
    tokens.read_question: Question,
    tokens.read_meeting: Meeting,
    tokens.read_summary: SummaryCopy,
}
"""What our addresses are signed for, and the table that holds the key."""


@dataclass(frozen=True, slots=True)
class Addressee:
    agency: Agency
    recipient: str
    mailbox: Mailbox | None = None


def addressee(address: str) -> Addressee | None:
    """The agency whose mailbox, own address or signed plus-address this is; None if it is nobody's here."""
    written = address.strip().lower()
    if "@" not in written:
        return None
    return _signed(written) or _at_our_domain(written) or _mailbox(written) or _set_as_its_own(written)


def is_account_bounce(address: str) -> bool:
    """Whether bounces of account mail, which is no agency's, come to this address."""
    return tokens.read_bounce(address, settings.SECRET_KEY, agency_slug=senders.ACCOUNTS) is not None


def of_each_agency(addresses: Iterable[str]) -> list[Addressee]:
    """Everybody here whom one delivery is for: one address for each agency, a signed one before any other."""
    found = [one for one in map(addressee, addresses) if one is not None]
    signed_first = sorted(found, key=lambda one: _key_in(one.recipient) is None)
    each: dict[int, Addressee] = {}
    for one in signed_first:
        each.setdefault(one.agency.pk, one)
    return list(each.values())


def _key_in(address: str) -> str | None:
    secret = settings.SECRET_KEY
    return next((key for read in _READERS if (key := read(address, secret)) is not None), None)


def in_mailbox(mailbox: Mailbox, parsed: Parsed) -> Addressee:
    """For a message found in a mailbox: the signed address it was delivered to, else the mailbox itself.

    Only an address that a server wrote down on delivery may name another agency: a mailbox may be shared by several.
    """
    for address in parsed.envelope:
        signed = _signed(address.lower())
        if signed is not None:
            return signed
    for box in (*parsed.to, *parsed.cc):
        signed = _signed(box.address.lower())
        if signed is not None and signed.agency.pk == mailbox.agency_id:
            return Addressee(signed.agency, signed.recipient, mailbox)
    return Addressee(mailbox.agency, mailbox.address.lower(), mailbox)


def _signed(address: str) -> Addressee | None:
    """The agency that signed the address, if the thread or the mail that it names still exists there."""
    secret = settings.SECRET_KEY
    named = next(((read, model) for read, model in _READERS.items() if read(address, secret) is not None), None)
    if named is None:
        return None
    read, model = named
    for agency in Agency.objects.filter(closed_at=None):
        key = read(address, secret, agency_slug=agency.slug)
        if key is None:
            continue
        with within(agency):
            if model.objects.filter(key=key).exists():
                return Addressee(agency, address)
    return None


def _at_our_domain(address: str) -> Addressee | None:
    """The address that an agency has at our domain: it is that agency's, whatever anybody has typed into a form."""
    local, _at, domain = address.rpartition("@")
    if domain != settings.MAIL_DOMAIN.lower():
        return None
    agency = Agency.objects.filter(slug=local.partition("+")[0], closed_at=None).first()
    if agency is None:
        return None
    with within(agency):
        return Addressee(agency, address, _of_this_address(address).first())


def _mailbox(address: str) -> Addressee | None:
    """The mailbox of this address, with or without something behind a plus sign."""
    with everywhere():
        found = _of_this_address(address).values_list("agency_id", "pk").first()
    if found is None:
        return None
    agency = Agency.objects.filter(pk=found[0], closed_at=None).first()
    if agency is None:
        return None
    with within(agency):
        return Addressee(agency, address, Mailbox.objects.get(pk=found[1]))


def _of_this_address(address: str) -> "QuerySet[Mailbox]":
    """The first of these is its mailbox, in the open scope."""
    local, _at, domain = address.rpartition("@")
    bare = f"{local.partition('+')[0]}@{domain}"
    return Mailbox.objects.filter(Q(address__iexact=address) | Q(address__iexact=bare)).order_by("pk")


def _set_as_its_own(address: str) -> Addressee | None:
    """The agency that has set this address as its own."""
    agency = Agency.objects.filter(closed_at=None, mail_address__iexact=address).order_by("pk").first()
    return Addressee(agency, address) if agency else None
