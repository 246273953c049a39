"""What happens by itself while nobody answers: which stages are due, and when to look again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from comms.clock.judgement import SENDING_HOLD, broken, missed, promise_ends
from comms.clock.policy import Stage
from comms.clock.state import Cause, Clock, Promise

UNTIL_A_PERSON_ANSWERS = frozenset({Stage.ARRIVAL, Stage.HALF, Stage.BACKUP, Stage.TARGET})
UNTIL_ANYTHING_IS_ACCEPTED = frozenset({Stage.ALARM, Stage.NOTE, Stage.OWNERS})
KEPT = frozenset({Promise.KEPT_BY_PERSON, Promise.KEPT_BY_NOTE})
ORDER = {stage: number for number, stage in enumerate(Stage)}


def due(clock: Clock, now: datetime) -> tuple[Stage, ...]:
    """The stages that have come by ``now`` and have not fired, earliest first. Empty once the episode is closed."""
    come = [(moment, ORDER[stage], stage) for stage, moment in coming(clock).items() if moment <= now]
    return tuple(stage for _moment, _number, stage in sorted(come))


def next_check(clock: Clock) -> datetime | None:
    """When the sweep has to look again: the column ``next_check_at``. None when nothing is left to happen by itself.

    It has come exactly when ``due`` gives something: a sweep that fires what is due does not find the row again.
    """
    return min(coming(clock).values(), default=None)


def fire(clock: Clock, now: datetime) -> tuple[Clock, tuple[Stage, ...]]:
    """The clock after all that is due at ``now`` has happened, and what that was, earliest first.

    The rows of these stages, their notices, the note and the clock's columns belong into one transaction.
    """
    stages = due(clock, now)
    if Stage.TARGET in stages:
        clock = missed(clock)
    if Stage.BROKEN in stages:
        clock = broken(clock, Cause.UNANSWERED)
    return replace(clock, fired=clock.fired | frozenset(stages)), stages


def coming(clock: Clock) -> dict[Stage, datetime]:
    """When each stage comes, as things stand, that has not fired and still matters."""
    if clock.closed_at:
        return {}
    waiting = {
        stage: _comes(stage, planned, clock) for stage, planned in clock.plan.items() if stage not in clock.fired
    }
    return {stage: moment for stage, moment in waiting.items() if moment is not None}


def _comes(stage: Stage, planned: datetime, clock: Clock) -> datetime | None:
    """When an unfired stage of an open episode comes; None if it no longer matters or waits for a verdict."""
    put_off = clock.leaves_at if clock.leaves_at and clock.leaves_at <= planned else None
    since = min(filter(None, (clock.sending_since, put_off)), default=None)
    if stage in UNTIL_A_PERSON_ANSWERS:
        acted_too_late = stage is Stage.TARGET and since is not None and since > clock.target_at
        return planned if since is None or acted_too_late else None
    if stage in UNTIL_ANYTHING_IS_ACCEPTED:
        if clock.promise is not Promise.PENDING:
            return None
        return planned if since is None else max(planned, since + SENDING_HOLD)
    if stage is Stage.BROKEN and clock.promise in KEPT:
        return None
    return max(planned, promise_ends(clock))
