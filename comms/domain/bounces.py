"""Delivery reports, complaints and absence notices: they update the mail they speak of and the address, and open no
clock.
"""

import re
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from agency.domain.events import SYSTEM, record
from agency.models import Agency
from agency.tenancy.scope import current_agency
from clients.models import PersonAddress
from comms.bell import ring
from comms.domain import senders, tracking
from comms.domain.filing import TooEarly
from comms.mail import bounce, complaint, tokens
from comms.mail.parse import parse
from comms.mail.parsed import Parsed
from comms.models import AccountMail, InboundMessage, OutboxMessage, TrackingReport

State = OutboxMessage.State
ISO_DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
LONGEST_ABSENCE = timedelta(days=120)


def note_bounce(message: InboundMessage, parsed: Parsed, at: datetime) -> OutboxMessage | None:
    """What bounced is marked, and whoever waits for it is told; an address where nobody is isn't written to again.
    Raises TooEarly for a mail that is just being handed over.
    """
    report = bounce.recognise(parsed)
    outgoing = _outgoing(current_agency(), message.recipient, report.message_id if report else "")
    if report is None or outgoing is None:
        return None
    _require_settled(outgoing)
    reply = "; ".join(filter(None, (recipient.diagnostic for recipient in report.recipients)))[:500]
    if report.action == "failed":
        came_back(outgoing, reply or parsed.subject[:500], at)
        if report.permanent:
            _mark_dead([outgoing.recipient], at)
    elif report.action == "delayed":
        OutboxMessage.objects.filter(pk=outgoing.pk).update(server_reply=reply or parsed.subject[:500])
    return outgoing


def note_complaint(message: InboundMessage, found: complaint.Complaint) -> OutboxMessage | None:
    """As if a provider had reported it: who complains gets nothing regular any more, and a person is told. None if the
    mail is none of ours. Raises TooEarly as `note_bounce`.
    """
    outgoing = _outgoing(current_agency(), found.return_path or message.recipient, found.message_id)
    if outgoing is None:
        return None
    _require_settled(outgoing)
    what, mail = TrackingReport.What.COMPLAINED, outgoing.message_id
    tracking.note(outgoing, provider="", mail=mail, what=what, at=message.received_at, reply=found.kind, lasting=True)
    return outgoing


def _require_settled(outgoing: OutboxMessage) -> None:
    if outgoing.state in OutboxMessage.HELD:
        raise TooEarly


@transaction.atomic
def came_back(outgoing: OutboxMessage, reply: str, at: datetime) -> bool:
    """Marks a mail as bounced, once; its outcome is reported to those who wait for it."""
    sent = OutboxMessage.objects.filter(pk=outgoing.pk, state__in=(State.SENT, State.DELIVERED, State.UNCERTAIN))
    marked = sent.update(
        state=State.BOUNCED, server_reply=reply, settled_at=at, reported_at=None, next_attempt_at=at, claim=""
    )
    if marked:
        record("mail.bounced", outgoing, by=SYSTEM, at=at, lane=outgoing.lane)
        ring("report_outcome", outgoing.agency_id, outgoing.pk)
    return bool(marked)


def note_absence(message: InboundMessage, parsed: Parsed) -> bool:
    """Until when the sender is away: the day that the notice names, else the day it came. False if unknown."""
    received = message.received_at.date()
    until = _day_named(parsed.text, received) or received
    return bool(PersonAddress.objects.filter(email__iexact=parsed.sender.address).update(away_until=until))


def account_mail_came_back(recipient: str, raw: bytes, at: datetime) -> bool:
    """A bounce of account mail: there is no agency to keep it for, so only the row is marked."""
    report = bounce.recognise(parse(raw))
    if report is None or report.action != "failed":
        return False
    sent = AccountMail.objects.filter(return_path=recipient.lower(), state=State.SENT)
    return bool(sent.update(state=State.BOUNCED, settled_at=at))


def _outgoing(agency: Agency, recipient: str, message_id: str) -> OutboxMessage | None:
    """By the return path, which speaks of one mail alone; else by the Message-ID that the report quotes."""
    key = tokens.read_bounce(recipient, settings.SECRET_KEY, agency_slug=agency.slug)
    sent = OutboxMessage.objects.defer("mime")
    if key:
        return sent.filter(key=key).first()
    ours = message_id and tokens.read_message_id(message_id, settings.SECRET_KEY, agency_slug=agency.slug)
    return sent.filter(message_id__iexact=message_id).first() if ours else None


def _mark_dead(addresses: list[str], at: datetime) -> None:
    for address in addresses:
        PersonAddress.objects.filter(email__iexact=address, bounced_at=None).update(bounced_at=at)


def _day_named(text: str, received: date) -> date | None:
    """The last day in ISO form within the next four months."""
    days = []
    for year, month, day in ISO_DAY.findall(text[:4000]):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return max((day for day in days if received <= day <= received + LONGEST_ABSENCE), default=None)


def is_ours(agency: Agency, parsed: Parsed) -> bool:
    """Whether this is a mail of ours that found its way back: its Message-ID bears our signature, or, where a provider
    has given it another, the address that answers go to.
    """
    slugs, secret = (agency.slug, senders.ACCOUNTS), settings.SECRET_KEY
    if any(tokens.read_message_id(parsed.message_id, secret, agency_slug=slug) for slug in slugs):
        return True
    readers = (tokens.read, tokens.read_summary)
    return any(read(box.address, secret, agency_slug=agency.slug) for box in parsed.reply_to for read in readers)
