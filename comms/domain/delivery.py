"""The way of a mail out: claimed under a lease, sent outside any transaction, settled by its claimer only.

    queued -> claimed (lease, token) -> sending -> sent | retry | dead | uncertain

*sending* is committed before the server gets the message, so that after a crash it is known which mails it may have.
Whatever happens, a mail is sent, or tried again, or a person is told.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now

from agency.keys import new_token
from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from comms.domain import outcomes
from comms.domain.verdicts import Settlement, settlement
from comms.instants import database_time
from comms.models import AccountMail, OutboxMessage, Outgoing
from comms.smtp import Conversation, Letter, Outcome, Verdict

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)
"""Longer than a worker may run (CELERY_TASK_TIME_LIMIT): whoever is alive still holds it."""

State = Outgoing.State


@dataclass(frozen=True, slots=True)
class Errand:
    """One row to be delivered: a tenant's under its scope, an account mail under none."""

    kind: type[OutboxMessage] | type[AccountMail]
    pk: int
    agency: Agency | None = None

    @contextmanager
    def row(self) -> Iterator["models.QuerySet[Any]"]:
        """The row as a queryset, inside one transaction."""
        with ExitStack() as stack:
            if self.agency is not None:
                stack.enter_context(within(self.agency))
            stack.enter_context(transaction.atomic())
            yield self.kind.objects.filter(pk=self.pk)


@dataclass(frozen=True, slots=True)
class Claim:
    token: str
    letter: Letter


def open_line() -> Conversation:
    """A conversation with the SMTP server of the settings."""
    return Conversation(settings.SMTP, timeout=settings.SMTP_TIMEOUT, hello=settings.MAIL_DOMAIN)


def deliver(errand: Errand, line: Conversation) -> Outcome | None:
    """Sends one mail if it is due and nobody else has it. None when it is not ours to send."""
    claimed = claim(errand)
    if claimed is None:
        return None
    begun = False

    def begin() -> bool:
        nonlocal begun
        begun = _begin(errand, claimed.token)
        return begun

    try:
        outcome = line.deliver(claimed.letter, before_data=begin)
    except Exception as reason:
        logger.exception("a mail could not be handed over", extra={"outbox": errand.pk})
        verdict = Verdict.UNKNOWN if begun else Verdict.REFUSED_TEMPORARILY
        outcome = Outcome(verdict, f"{type(reason).__name__}")
    if outcome.verdict is not Verdict.NOT_OURS:
        settle(errand, claimed.token, outcome)
    return outcome


def deliver_due(limit: int = 200, *, seconds: float = 60) -> int:
    """Sends what is due, until the time is used up or the server cannot be reached. How many mails were tried.

    With the slowest server one mail more takes four minutes: together less than a task's time limit.
    """
    ends, tried = monotonic() + seconds, 0
    with open_line() as line:
        for errand in due(limit):
            outcome = deliver(errand, line)
            tried += outcome is not None
            if monotonic() > ends or (outcome is not None and not outcome.reached):
                break
    return tried


def claim(errand: Errand) -> Claim | None:
    """Takes a due row under a lease, by a conditional update; passes by a row that somebody else is taking."""
    token = new_token()
    with errand.row() as row:
        due = row.select_for_update(skip_locked=True).filter(state__in=Outgoing.WAITING, next_attempt_at__lte=Now())
        found = due.first()
        taken = found and due.update(
            state=State.CLAIMED,
            claim=token,
            lease_until=database_time() + LEASE,
            attempts=models.F("attempts") + 1,
        )
        if not (found and taken):
            return None
        return Claim(token, Letter(found.return_path, found.recipient, bytes(found.mime)))


def _begin(errand: Errand, token: str) -> bool:
    """Commits 'sending' just before the message is handed over. False when the lease was lost in between."""
    with errand.row() as row:
        ours = row.filter(state=State.CLAIMED, claim=token)
        now = database_time()
        return bool(ours.update(state=State.SENDING, lease_until=now + LEASE, handed_at=now))


def settle(errand: Errand, token: str, outcome: Outcome) -> None:
    """Writes down the verdict, if the token is still the row's, and lets those know who wait for it.

    A claimer whose lease ran out may still say that its mail was accepted, as long as nobody has claimed it since.
    """
    with errand.row() as row:
        states = [State.CLAIMED, State.SENDING]
        if outcome.verdict is Verdict.ACCEPTED:
            states += [State.RETRY, State.UNCERTAIN]
        found = row.select_for_update().defer("mime").filter(claim=token, state__in=states).first()
        if found is None:
            logger.warning("a mail was settled by somebody else", extra={"outbox": errand.pk})
            return
        result = settlement(found, outcome, database_time())
        _write(found, result)
    _spread(errand, result)


def _write(found: OutboxMessage | AccountMail, result: Settlement) -> None:
    found.state, found.server_reply = result.state, result.reply
    found.attempts, found.next_attempt_at = result.attempts, result.next_attempt_at
    found.settled_at = result.at if result.settled else None
    found.lease_until = None
    fields = ["state", "server_reply", "attempts", "next_attempt_at", "settled_at", "lease_until"]
    if isinstance(found, AccountMail) and result.settled:
        found.mime, found.subject = b"", ""
        fields += ["mime", "subject"]
    found.save(update_fields=fields)
    if isinstance(found, OutboxMessage) and result.address_is_dead:
        outcomes.address_is_dead(found, result.at)


def _spread(errand: Errand, result: Settlement) -> None:
    """Whoever waits for the outcome hears of it, in a transaction of their own: the verdict stands whatever they do."""
    if errand.agency is None:
        if result.state == State.DEAD:
            logger.error("an account mail could not be sent", extra={"account_mail": errand.pk})
    elif result.settled:
        outcomes.report_outcome(errand.agency, errand.pk)
    elif result.late:
        outcomes.report_delay(errand.agency, errand.pk)


def due(limit: int) -> list[Errand]:
    """What waits and may go now, the longest waiting first."""
    return _errands(
        lambda rows: rows.filter(state__in=Outgoing.WAITING, next_attempt_at__lte=Now()), "next_attempt_at", limit
    )


def release_expired(limit: int) -> int:
    """Gives back what a claimer held who is gone. How many rows."""
    held = _errands(lambda rows: rows.filter(state__in=Outgoing.HELD, lease_until__lt=Now()), "lease_until", limit)
    return sum(_release(errand) for errand in held)


def _release(errand: Errand) -> bool:
    """A row that was only claimed is queued again. One that was being sent has an unknown verdict."""
    with errand.row() as row:
        expired = row.select_for_update(skip_locked=True).filter(state__in=Outgoing.HELD, lease_until__lt=Now())
        found = expired.defer("mime").first()
        if found is None:
            return False
        if found.state == State.CLAIMED:
            result = Settlement(State.QUEUED, "", found.attempts, database_time(), database_time())
        else:
            lost = Outcome(Verdict.UNKNOWN, "the worker ended before the server's answer was written down")
            result = settlement(found, lost, database_time())
        _write(found, result)
    _spread(errand, result)
    return True


def unreported(limit: int) -> list[Errand]:
    """Settled rows whose outcome those who wait for it have not heard yet."""
    with everywhere():
        rows = OutboxMessage.objects.filter(
            reported_at=None, state__in=OutboxMessage.SETTLED, next_attempt_at__lte=Now()
        )
        pairs = list(rows.order_by("next_attempt_at").values_list("pk", "agency_id")[:limit])
    agencies = Agency.objects.in_bulk({agency_id for _pk, agency_id in pairs})
    return [Errand(OutboxMessage, pk, agencies[agency_id]) for pk, agency_id in pairs]


def _errands(
    choose: Callable[["models.QuerySet[Any]"], "models.QuerySet[Any]"], order: str, limit: int
) -> list[Errand]:
    accounts = choose(AccountMail.objects.all()).order_by(order).values_list("pk", flat=True)[:limit]
    with everywhere():
        rows = (
            choose(OutboxMessage.objects.filter(agency__closed_at=None))
            .order_by(order)
            .values_list("pk", "agency_id")[:limit]
        )
        pairs = list(rows)
    agencies = Agency.objects.in_bulk({agency_id for _pk, agency_id in pairs})
    return [Errand(AccountMail, pk) for pk in accounts] + [
        Errand(OutboxMessage, pk, agencies[agency_id]) for pk, agency_id in pairs
    ]
