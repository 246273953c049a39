"""The way of a mail out: claimed under a lease, sent outside any transaction, settled by its claimer only.

    queued -> claimed (lease, token) -> sending -> sent | retry | dead | uncertain

*sending* is committed before the server gets the message, so that after a crash it is known which mails it may have.
Whatever happens, a mail is sent, or tried again, or a person is told.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from agency.keys import new_token
from agency.models import Agency
from comms.domain import outcomes, sending, tracking
from comms.domain.errands import Errand, due, due_of, expired, unreported
from comms.domain.sending import Line, Road
from comms.domain.verdicts import Settlement, ladder, settlement
from comms.instants import database_time
from comms.models import AccountMail, DeliveryAttempt, OutboxMessage, Outgoing
from comms.smtp import Conversation, Letter, Outcome, Verdict

__all__ = ["Errand", "claim", "deliver", "deliver_due", "deliver_own", "due", "release_expired", "settle", "unreported"]

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)
"""Longer than a worker may run (CELERY_TASK_TIME_LIMIT): whoever is alive still holds it."""
LOSSES = 5
"""Workers that end with one mail before a server has it, until a person decides: it may be the mail that ends them."""
LOST = "the worker ended each time before the mail was handed over"

State = Outgoing.State


@dataclass(frozen=True, slots=True)
class Claim:
    token: str
    letter: Letter


def open_line() -> Conversation:
    """A conversation with the SMTP server of the settings."""
    return Conversation(settings.SMTP, timeout=settings.SMTP_TIMEOUT, hello=settings.MAIL_DOMAIN)


def deliver(errand: Errand, line: Line, via: str = "") -> Outcome | None:
    """Sends one mail if it is due and nobody else has it. None when it is not ours to send. `via`: by which way, empty
    for the installation's server.
    """
    claimed = claim(errand, via)
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
    """Sends what is due by the installation's server, until the time is used up or the server cannot be reached. How
    many mails were tried.

    With the slowest server one mail more takes three minutes: together less than a task's time limit.
    """
    with open_line() as line:
        return _round(due(limit), Road(line), seconds)[0]


def deliver_own(agency: Agency, limit: int = 200, *, seconds: float = 60) -> int:
    """The same for an agency with an account of its own. While it cannot be used its mails wait, nobody else's."""
    road = sending.road_of(agency)
    if road is None:
        return 0
    with road.line:
        tried, last = _round(due_of(agency, sending.room_left(agency, road, limit)), road, seconds)
    sending.note_outcome(agency, last)
    return tried


def _round(errands: list[Errand], road: Road, seconds: float) -> tuple[int, Outcome | None]:
    """How many mails were tried, and what came of the last of them."""
    ends, tried, last = monotonic() + seconds, 0, None
    for errand in errands:
        outcome = deliver(errand, road.line, road.via)
        if outcome is not None:
            tried, last = tried + 1, outcome
        if monotonic() > ends or (outcome is not None and not outcome.reached):
            break
    return tried, last


def claim(errand: Errand, via: str = "") -> Claim | None:
    """Takes a due row under a lease, by a conditional update; passes by a row that somebody else is taking."""
    token = new_token()
    with errand.row() as row:
        due = row.select_for_update(skip_locked=True).filter(state__in=Outgoing.WAITING, next_attempt_at__lte=Now())
        found = due.first()
        way = {"via": via} if errand.kind is OutboxMessage else {}
        taken = found and due.update(
            state=State.CLAIMED,
            claim=token,
            lease_until=database_time() + LEASE,
            attempts=models.F("attempts") + 1,
            **way,
        )
        if not (found and taken):
            return None
        return Claim(token, Letter(sending.envelope_sender(found, via), found.recipient, bytes(found.mime)))


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
        _write(found, result, outcome)
    _spread(errand, result)


def _write(found: OutboxMessage | AccountMail, result: Settlement, outcome: Outcome | None = None) -> None:
    found.state, found.server_reply = result.state, result.reply
    found.attempts, found.next_attempt_at = result.attempts, result.next_attempt_at
    found.settled_at = result.at if result.settled else None
    found.lease_until = None
    fields = ["state", "server_reply", "attempts", "next_attempt_at", "settled_at", "lease_until"]
    if isinstance(found, AccountMail) and result.settled:
        found.mime, found.subject = b"", ""
        fields += ["mime", "subject"]
    if isinstance(found, OutboxMessage) and outcome is not None:
        found.provider_id = outcome.provider_id
        fields += ["provider_id"]
        _tell_story(found, result, outcome)
    found.save(update_fields=fields)
    if isinstance(found, OutboxMessage):
        if result.address_is_dead:
            outcomes.address_is_dead(found, result.at)
        if result.state == State.SENT:
            tracking.settle_early_reports(found, at=result.at)


def _tell_story(found: OutboxMessage, result: Settlement, outcome: Outcome) -> None:
    DeliveryAttempt.objects.create(
        message=found,
        number=result.attempts,
        at=result.at,
        verdict=outcome.verdict.value,
        reply=outcome.reply,
        via=found.via,
        next_attempt_at=None if result.settled else result.next_attempt_at,
    )


def _spread(errand: Errand, result: Settlement) -> None:
    """Whoever waits for the outcome hears of it, in a transaction of their own: the verdict stands whatever they do."""
    if errand.agency is None:
        if result.state == State.DEAD:
            logger.error("an account mail could not be sent", extra={"account_mail": errand.pk})
    elif result.settled:
        outcomes.report_outcome(errand.agency, errand.pk)
    elif result.late:
        outcomes.report_delay(errand.agency, errand.pk)


def release_expired(limit: int) -> int:
    """Gives back what a claimer held who is gone. How many rows."""
    return sum(_release(errand) for errand in expired(limit))


def _release(errand: Errand) -> bool:
    """A row that was only claimed is given back. One that was being sent has an unknown verdict."""
    with errand.row() as row:
        expired = row.select_for_update(skip_locked=True).filter(state__in=Outgoing.HELD, lease_until__lt=Now())
        found = expired.defer("mime").first()
        if found is None:
            return False
        if found.state == State.CLAIMED:
            result = _given_back(found, database_time())
        else:
            lost = Outcome(Verdict.UNKNOWN, "the worker ended before the server's answer was written down")
            result = settlement(found, lost, database_time())
        _write(found, result, None if found.state == State.CLAIMED else lost)
    _spread(errand, result)
    return True


def _given_back(found: OutboxMessage | AccountMail, at: datetime) -> Settlement:
    """Queued again, until it was lost too often. Attempts are counted when they begin; of a row that a server has
    refused most were none of this kind, so its whole ladder is the bound.
    """
    refused = found.server_reply not in ("", LOST)
    if found.attempts < (len(ladder(found)) + 1 if refused else LOSSES):
        return Settlement(State.QUEUED, found.server_reply, found.attempts, at, at)
    return Settlement(State.DEAD, LOST, found.attempts, at, at, settled=True)
