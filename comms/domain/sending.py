"""The account by which an agency's mail leaves: setting it up, opening a line to it, and what becomes of one that
cannot be used. See docs/mail.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agency.domain.events import SYSTEM, record
from agency.models import Agency, Membership
from agency.tenancy.scope import everywhere, within
from comms import sealing
from comms.domain import notices, responsibility
from comms.instants import database_time
from comms.models import OutboxMessage, Outgoing, SendingAccount
from comms.provider_line import ProviderLine
from comms.smtp import Conversation, Outcome

Way, Security = SendingAccount.Way, SendingAccount.Security
Line = Conversation | ProviderLine

SOONEST, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
A_MINUTE = timedelta(minutes=1)
EUROPEAN = {Way.MAILGUN: "https://api.eu.mailgun.net/v3", Way.SENDGRID: "https://api.eu.sendgrid.com/v3/"}
"""Where those providers that have two regions keep the European one."""


class Unusable(Exception):
    """The account cannot be used, in a sentence for its owner."""


@dataclass(frozen=True, slots=True)
class Road:
    """A line and the word for it that rows keep; an empty word is the installation's server."""

    line: Line
    via: str = ""
    per_minute: int | None = None


def account_of(agency: Agency) -> SendingAccount | None:
    """The account that the agency's mail leaves by; None is the installation's server. Needs its scope."""
    return SendingAccount.objects.filter(agency=agency, active=True).first()


def agencies_with_due() -> list[int]:
    """Ids of agencies with an account that can be used now and mail that waits for it."""
    now = database_time()
    with everywhere():
        ready = SendingAccount.objects.filter(active=True, agency__closed_at=None).exclude(paused_until__gt=now)
        waiting = OutboxMessage.objects.filter(state__in=Outgoing.WAITING, next_attempt_at__lte=now)
        due = waiting.filter(agency__in=ready.values("agency")).order_by("agency_id")
        return list(due.values_list("agency_id", flat=True).distinct())


def has_own(agency: Agency) -> bool:
    with within(agency):
        return account_of(agency) is not None


def road_of(agency: Agency) -> Road | None:
    """The agency's own line, not opened yet; None when it has none, or it is waited with. A secret that cannot be read
    any more counts as an account that does not work.
    """
    with within(agency):
        account = account_of(agency)
        if account is None or (account.paused_until and account.paused_until > database_time()):
            return None
        try:
            line = line_of(account)
        except Unusable as reason:
            _failed(account, str(reason))
            return None
        return Road(line, account.way, account.per_minute)


def line_of(account: SendingAccount, secret: str = "", seconds: float | None = None) -> Line:
    """A line by this account, not opened yet. Raises Unusable when its secret cannot be read any more.

    `seconds`: for all of it, however slow the server.
    """
    try:
        secret = secret or (sealing.unseal(account.secret) if account.secret else "")
    except sealing.Unreadable:
        raise Unusable(_("The stored password cannot be read any more. Type it in again.")) from None
    if account.way == Way.SMTP:
        return Conversation(
            {
                "host": account.host,
                "port": account.port,
                "user": account.username,
                "password": secret,
                "tls": account.security == Security.TLS,
                "starttls": account.security == Security.STARTTLS,
            },
            timeout=settings.SMTP_TIMEOUT,
            hello=settings.MAIL_DOMAIN,
            trusted=False,
            seconds=seconds,
        )
    return ProviderLine(account.way, _access(account, secret), timeout=seconds or settings.SMTP_TIMEOUT)


def _access(account: SendingAccount, secret: str) -> dict[str, Any]:
    """What anymail's backend of this provider asks for."""
    match account.way:
        case Way.POSTMARK:
            access = {"server_token": secret}
        case Way.MAILJET:
            access = {"api_key": account.username, "secret_key": secret}
        case Way.MAILGUN:
            access = {"api_key": secret, **({"sender_domain": account.domain} if account.domain else {})}
        case _:
            access = {"api_key": secret}
    if account.european and (place := EUROPEAN.get(Way(account.way))):
        access["api_url"] = place
    return access


def envelope_sender(message: Outgoing, via: str) -> str:
    """The return path. A server of the agency's own takes mail from its own address alone, and its bounces come back
    to the mailbox, where the Message-ID that they quote says which mail it was.
    """
    return message.sender if via == Way.SMTP else message.return_path


def room_left(agency: Agency, road: Road, most: int) -> int:
    """How many mails may go now: no more than the account takes in a minute."""
    if road.per_minute is None:
        return most
    with within(agency):
        lately = OutboxMessage.objects.filter(handed_at__gt=database_time() - A_MINUTE, via=road.via).count()
    return max(min(most, road.per_minute - lately), 0)


def note_outcome(agency: Agency, last: Outcome | None) -> None:
    """Writes down how the account stands after a round."""
    if last is None:
        return
    with within(agency), transaction.atomic():
        account = account_of(agency)
        if account is None:
            return
        if last.reached:
            _worked(account)
        else:
            _failed(account, last.trouble or last.reply)


def _worked(account: SendingAccount) -> None:
    now = database_time()
    if account.problem_since is not None:
        record("sending.worked_again", account, by=SYSTEM, at=now)
    SendingAccount.objects.filter(pk=account.pk).update(
        worked_at=now, problem="", problem_since=None, paused_until=None
    )


def _failed(account: SendingAccount, problem: str) -> None:
    """Tried again after half the time that it has been failing, at least every quarter of an hour. Owners are told at
    the second failure in a row: the first may be a hiccup.
    """
    now = database_time()
    since = account.problem_since or now
    wait = min(max(SOONEST, (now - since) / 2), LONGEST_WAIT)
    SendingAccount.objects.filter(pk=account.pk).update(
        problem=problem[:300], problem_since=since, paused_until=now + wait
    )
    if account.problem_since is None:
        record("sending.failed", account, by=SYSTEM, at=now)
    else:
        _tell_owners(account, problem, since, now)


def _tell_owners(account: SendingAccount, problem: str, since: datetime, at: datetime) -> None:
    for owner in responsibility.owners():
        notices.tell(
            owner,
            kind="sending.problem",
            facts={"account": str(account), "problem": problem, "since": since.isoformat()},
            urgent=True,
            purpose_key=f"sending:{account.key}:{since.isoformat()}",
            at=at,
            path=reverse("sending", args=[account.agency.slug]),
        )


@transaction.atomic
def save(account: SendingAccount, *, secret: str = "", by: Membership, at: datetime) -> SendingAccount:
    """Sets the agency's account up, or changes it; an empty secret keeps the stored one. What waits is tried soon.

    Raises ValidationError when mail is to leave by a server that nobody has named.
    """
    if account.active and account.way == Way.SMTP and not account.host:
        raise ValidationError({"host": _("This is needed here.")})
    before = SendingAccount.objects.select_for_update().filter(agency=account.agency).first()
    if before is not None:
        account.pk, account.key = before.pk, before.key
    account._state.adding = before is None
    if secret:
        account.secret = sealing.seal(secret)
    elif before is not None:
        account.secret = before.secret
    account.problem, account.problem_since, account.paused_until = "", None, None
    account.save()
    record("sending.changed", account, by=by, at=at, way=account.way, active=account.active)
    return account


@transaction.atomic
def stop(account: SendingAccount, *, by: Membership, at: datetime) -> SendingAccount:
    """From now on mail leaves by the installation's server; what is stored stays, so that it can be used again."""
    if SendingAccount.objects.filter(pk=account.pk, active=True).update(active=False, problem="", problem_since=None):
        record("sending.stopped", account, by=by, at=at)
    account.refresh_from_db()
    return account
