"""What a provider reports of mails that left: delivered, came back, delayed, or unwanted; each counts once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from agency.domain.events import SYSTEM, record
from agency.models import Agency, Event
from agency.tenancy.scope import everywhere, within
from comms.bell import ring
from comms.domain import bounces, notices, outcomes
from comms.mail import tokens
from comms.models import AccountMail, OutboxMessage
from comms.posts.reports import Fate, Report

State = OutboxMessage.State
LATEST_REPORT = timedelta(days=10)
"""How long after it left a mail is still looked for by the provider's own name of it."""


class NotYet(Exception):
    """The mail is just being handed over. Its provider is to say it again later, when that has been written down."""


def settle(agency: Agency, report: Report, at: datetime) -> bool:
    """Writes down what became of one mail; False for one that is not this agency's. Raises NotYet.

    In whichever order reports come and however often: what came back has come back.
    """
    with within(agency), transaction.atomic():
        message = _found(agency, report, at)
        if message is None:
            return False
        if message.state in OutboxMessage.HELD:
            raise NotYet
        _write(message, report, at)
        return True


def _write(message: OutboxMessage, report: Report, at: datetime) -> None:
    match report.fate:
        case Fate.DELIVERED:
            arrived(message, at)
        case Fate.CAME_BACK:
            bounces.came_back(message, report.reply, at)
            if report.gone:
                outcomes.address_is_dead(message, at)
        case Fate.DELAYED:
            OutboxMessage.objects.filter(pk=message.pk, state=State.SENT).update(server_reply=report.reply)
        case Fate.COMPLAINED:
            arrived(message, at)
            _tell_of_complaint(message, at)


def arrived(message: OutboxMessage, at: datetime) -> bool:
    """Also what was perhaps sent, and what would be tried again only because the server's answer was lost."""
    doubtful = OutboxMessage.objects.filter(pk=message.pk, state__in=(State.UNCERTAIN, State.RETRY))
    known = OutboxMessage.objects.filter(pk=message.pk, state=State.SENT)
    if doubtful.exclude(handed_at=None).update(
        state=State.DELIVERED, settled_at=at, claim="", reported_at=None, next_attempt_at=at
    ):
        record("mail.delivered", message, by=SYSTEM, at=at, lane=message.lane)
        ring("report_outcome", message.agency_id, message.pk)
        return True
    return bool(known.update(state=State.DELIVERED))


def _tell_of_complaint(message: OutboxMessage, at: datetime) -> None:
    """Whoever wrote it is told, once."""
    if Event.objects.filter(verb="mail.complained", object_id=message.pk, object_kind="outboxmessage").exists():
        return
    record("mail.complained", message, by=SYSTEM, at=at, lane=message.lane)
    member = outcomes.responsible_for(message, at)
    if member is not None:
        notices.tell(
            member,
            kind="mail.complained",
            facts={"subject": message.subject, "recipient": message.recipient},
            purpose_key=f"mail:{message.key}:complained",
            at=at,
            client=message.client,
            path=reverse("outbox", args=[message.agency.slug]),
        )


def _found(agency: Agency, report: Report, at: datetime) -> OutboxMessage | None:
    """By our own Message-ID, which bears our signature; else by the name that the provider gave the mail when it took
    it, among what went to this recipient lately.
    """
    sent = OutboxMessage.objects.select_for_update(of=("self",)).defer("mime")
    for name in report.ids:
        bracketed = f"<{name.strip('<>')}>"
        if tokens.read_message_id(bracketed, settings.SECRET_KEY, agency_slug=agency.slug):
            return sent.filter(message_id__iexact=bracketed).first()
    lately = sent.filter(queued_at__gt=at - LATEST_REPORT, recipient__iexact=report.recipient)
    for name in report.ids:
        if len(name) >= SHORTEST_NAME and (found := lately.filter(server_reply__contains=name).first()):
            return found
    return None


SHORTEST_NAME = 12
"""Characters: a shorter one could stand in any server's answer."""


def settle_for_whomever(report: Report, at: datetime) -> bool:
    """For the account that all agencies' mail leaves by: finds whose mail it was first. Raises NotYet."""
    agency = _whose(report, at)
    return settle(agency, report, at) if agency is not None else _settle_account_mail(report, at)


def _whose(report: Report, at: datetime) -> Agency | None:
    named = [f"<{name.strip('<>')}>" for name in report.ids]
    for agency in Agency.objects.filter(closed_at=None):
        if any(tokens.read_message_id(name, settings.SECRET_KEY, agency_slug=agency.slug) for name in named):
            return agency
    with everywhere():
        lately = OutboxMessage.objects.filter(queued_at__gt=at - LATEST_REPORT, recipient__iexact=report.recipient)
        names = [name for name in report.ids if len(name) >= SHORTEST_NAME]
        owners = [lately.filter(server_reply__contains=name).values_list("agency_id", flat=True)[:1] for name in names]
        found = next((pk for owner in owners for pk in owner), None)
    return Agency.objects.filter(pk=found, closed_at=None).first() if found else None


def _settle_account_mail(report: Report, at: datetime) -> bool:
    """Nobody's but whoever signs in with it: only the row is marked."""
    fates = {Fate.DELIVERED: State.DELIVERED, Fate.CAME_BACK: State.BOUNCED}
    named = [f"<{name.strip('<>')}>" for name in report.ids]
    sent = AccountMail.objects.filter(message_id__in=named, state__in=(State.SENT, State.DELIVERED))
    return report.fate in fates and bool(sent.update(state=fates[report.fate], settled_at=at))
