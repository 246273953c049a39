"""From what the server said to what becomes of the row. Pure: the promises of docs/mail.md can be read here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom

from comms.models import AccountMail, OutboxMessage, Outgoing
from comms.smtp import Outcome, Verdict

State, Lane = Outgoing.State, OutboxMessage.Lane

LADDER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440))
"""Between the attempts that a server refused for now: three days in all."""
SHORT_LADDER = LADDER[:6]
"""For what is worth nothing later: automatic notes, notices and account mail; about four hours."""
UNREACHED = timedelta(minutes=2)
"""Between attempts while the server cannot be talked to: no mail is to blame, so none uses up its ladder."""
JITTER = 0.2
LATE_AFTER = timedelta(hours=1)

_chance = SystemRandom()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is written into the row. `settled`: nothing more happens by itself."""

    state: str
    reply: str
    attempts: int
    next_attempt_at: datetime | None
    at: datetime
    settled: bool = False
    address_is_dead: bool = False
    late: bool = False


def settlement(message: OutboxMessage | AccountMail, outcome: Outcome, at: datetime) -> Settlement:
    """The row's next state. Account mail is sent at least once, like what people write."""

    def settled(state: str) -> Settlement:
        dead = outcome.no_such_person and state == State.DEAD
        return Settlement(state, outcome.reply, message.attempts, at, at, settled=True, address_is_dead=dead)

    match outcome.verdict:
        case Verdict.ACCEPTED:
            return settled(State.SENT)
        case Verdict.REFUSED_FOR_GOOD:
            return settled(State.DEAD)
        case Verdict.UNKNOWN if at_most_once(message):
            return settled(State.UNCERTAIN)
    late = at - _meant_for(message) > LATE_AFTER
    if not outcome.reached:
        return Settlement(
            State.RETRY, outcome.reply, max(message.attempts - 1, 0), at + jittered(UNREACHED), at, late=late
        )
    steps = ladder(message)
    if message.attempts > len(steps):
        return settled(State.DEAD)
    wait = jittered(steps[max(message.attempts, 1) - 1])
    return Settlement(State.RETRY, outcome.reply, message.attempts, at + wait, at, late=late)


def _meant_for(message: OutboxMessage | AccountMail) -> datetime:
    """When it should have left."""
    put_off = message.leaves_at if isinstance(message, OutboxMessage) else None
    return put_off or message.queued_at


def at_most_once(message: OutboxMessage | AccountMail) -> bool:
    return isinstance(message, OutboxMessage) and message.lane in OutboxMessage.AT_MOST_ONCE


def ladder(message: OutboxMessage | AccountMail) -> tuple[timedelta, ...]:
    short = isinstance(message, AccountMail) or message.lane in (Lane.AUTOMATIC, Lane.NOTICE)
    return SHORT_LADDER if short else LADDER


def jittered(wait: timedelta) -> timedelta:
    """Up to a fifth more or less, so that what was refused together does not come back together."""
    return wait * (1 + _chance.uniform(-JITTER, JITTER))
