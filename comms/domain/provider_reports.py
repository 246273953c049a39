"""What a provider reports of mails that left: delivered, came back, delayed, or unwanted; each counts once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from comms.domain import tracking
from comms.mail import tokens
from comms.models import AccountMail, OutboxMessage, TrackingReport
from comms.posts.reports import Fate, Report

State, What = OutboxMessage.State, TrackingReport.What
KINDS = {
    Fate.DELIVERED: What.DELIVERED,
    Fate.CAME_BACK: What.BOUNCED,
    Fate.REJECTED: What.REJECTED,
    Fate.DELAYED: What.DEFERRED,
    Fate.COMPLAINED: What.COMPLAINED,
}
LATEST_REPORT = timedelta(days=10)
"""How long after it left a mail is still looked for by the provider's own name of it."""


class NotYet(Exception):
    """The mail is just being handed over. Its provider is to say it again later, when that has been written down."""


def settle(agency: Agency, report: Report, at: datetime) -> bool:
    """Writes down what became of one mail; False for one that is not this agency's. Raises NotYet.

    In whichever order reports come and however often: what came back has come back (`tracking`). What is told of a
    mail by a name that only the provider's answer gives is kept, while a mail to that address is about to leave.
    """
    with within(agency), transaction.atomic():
        message = _found(agency, report, at)
        if message is None and not _is_about_to_leave(report):
            return False
        if message is not None and message.state in OutboxMessage.HELD:
            raise NotYet
        tracking.note(
            message,
            provider=report.provider,
            mail=message.message_id if message is not None else report.ids[0],
            what=KINDS[report.fate],
            at=report.at or at,
            reply=report.reply,
            lasting=report.gone,
        )
        return True


def _is_about_to_leave(report: Report) -> bool:
    states = (*OutboxMessage.WAITING, *OutboxMessage.HELD)
    return (
        bool(report.ids) and OutboxMessage.objects.filter(state__in=states, recipient__iexact=report.recipient).exists()
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
    if found := sent.filter(provider_id__in=report.ids).first():
        return found
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
    fates = {Fate.DELIVERED: State.DELIVERED, Fate.CAME_BACK: State.BOUNCED, Fate.REJECTED: State.BOUNCED}
    named = [f"<{name.strip('<>')}>" for name in report.ids]
    sent = AccountMail.objects.filter(message_id__in=named, state__in=(State.SENT, State.DELIVERED))
    return report.fate in fates and bool(sent.update(state=fates[report.fate], settled_at=at))
