"""Outcomes that follow from time alone, recorded as a punctual sweep would have recorded them.

Every change of a clock judges first what has passed by then. So no outcome depends on when a sweep came round.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from comms.clock.state import Cause, Clock, Promise, Target

SENDING_HOLD = timedelta(minutes=15)
"""How long a promise waits for the provider's word on an answer that a person gave before it ended."""


def promise_ends(clock: Clock) -> datetime:
    """Until when an acceptance keeps the promise: a little longer if a person acted in time and it is on its way."""
    since = clock.on_its_way_from
    if since is None or since > clock.promise_at:
        return clock.promise_at
    return max(clock.promise_at, since + SENDING_HOLD)


def judge(clock: Clock, now: datetime) -> Clock:
    """With the target missed and the promise broken that ended before ``now``.

    While an answer is on its way that a person gave by ``target_at``, the target waits for the provider's verdict.
    """
    since = clock.on_its_way_from
    on_its_way = since is not None and since <= clock.target_at
    if now > clock.target_at and not on_its_way:
        clock = missed(clock)
    return broken(clock, Cause.UNANSWERED) if now > promise_ends(clock) else clock


def missed(clock: Clock) -> Clock:
    """With its target missed, unless that is already decided."""
    return replace(clock, target=Target.MISSED) if clock.target is Target.PENDING else clock


def broken(clock: Clock, cause: Cause) -> Clock:
    """With its promise broken, unless that is already decided."""
    if clock.promise is not Promise.PENDING:
        return clock
    return replace(clock, promise=Promise.BROKEN, broken_cause=cause)
