"""Who is told at a stage, what one notice stands for after an outage, and when it may disturb a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agency.worktime import Hours, NeverOpen, next_open
from comms.clock.policy import Stage
from comms.clock.state import Clock, Promise


class Tier(StrEnum):
    """The chain: lead, backup, owners. The responsible person is the lead, or whom the episode was handed over to."""

    RESPONSIBLE = "responsible"
    BACKUP = "backup"
    OWNERS = "owners"


EVERYONE = frozenset(Tier)

TELLS: dict[Stage, frozenset[Tier]] = {
    Stage.ARRIVAL: frozenset({Tier.RESPONSIBLE}),
    Stage.HALF: frozenset({Tier.RESPONSIBLE}),
    Stage.BACKUP: frozenset({Tier.BACKUP}),
    Stage.TARGET: frozenset({Tier.OWNERS}),
    Stage.ALARM: EVERYONE,
    Stage.OWNERS: frozenset({Tier.OWNERS}),
    Stage.BROKEN: EVERYONE,
}
"""Whom each stage tells. The alarm leaves out those told before; the note and the digest tell nobody at once."""

GRAVITY = (Stage.ARRIVAL, Stage.HALF, Stage.BACKUP, Stage.TARGET, Stage.ALARM, Stage.OWNERS, Stage.BROKEN)
"""The stages that tell somebody, the gravest last."""
AT_ANY_HOUR = frozenset({Stage.ALARM, Stage.OWNERS, Stage.BROKEN})


@dataclass(frozen=True, slots=True)
class CatchUp:
    """The one notice and the one note that stand for all stages that are due together."""

    stage: Stage | None
    """What the notice speaks of: the gravest of the stages. None: no notice."""
    tells: frozenset[Tier]
    """Who gets it, each person once, whatever the tiers they stand in."""
    note: bool
    """Whether the automatic note to the client is to go."""


def catch_up(stages: Iterable[Stage], told: Iterable[Tier] = ()) -> CatchUp:
    """What to send for the stages that ``fire`` gave: at most one notice a person and one note, after an outage too.

    ``told`` are the tiers to whom a notice about this episode has already gone out; one that still waits for working
    hours has not. The alarm does not repeat itself to them.
    """
    fired = frozenset(stages)
    tells: frozenset[Tier] = frozenset()
    for stage in fired & TELLS.keys():
        tells |= TELLS[stage] - frozenset(told) if stage is Stage.ALARM else TELLS[stage]
    gravest = max(fired & TELLS.keys(), key=GRAVITY.index, default=None) if tells else None
    return CatchUp(gravest, tells, Stage.NOTE in fired)


def speaks_of(stage: Stage, clock: Clock) -> datetime | None:
    """The deadline that a stage's notice speaks of: the target until it is missed, then the promise if pending."""
    if stage in (Stage.ARRIVAL, Stage.HALF, Stage.BACKUP):
        return clock.target_at
    return clock.promise_at if stage in TELLS and clock.promise is Promise.PENDING else None


def notice_at(stage_time: datetime, deadline: datetime | None, recipient_hours: Hours) -> datetime:
    """When a person is told: in their working hours, or at once if the deadline it speaks of would come before those.

    A recipient whose calendar never opens is told at once.
    """
    try:
        opening = next_open(stage_time, recipient_hours)
    except NeverOpen:
        return stage_time
    return stage_time if deadline is not None and deadline <= opening else opening


def notice_time(stage: Stage, clock: Clock, now: datetime, recipient_hours: Hours) -> datetime:
    """When a person is told of ``stage``, which fired at ``now``. What threatens the promise is told at any hour."""
    return now if stage in AT_ANY_HOUR else notice_at(now, speaks_of(stage, clock), recipient_hours)
