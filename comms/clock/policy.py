"""What an agency promises about its answers, and the moments that follow from it for one message.

Two times, never mixed: **promise_at**, by when the client has heard anything at all (at most 24 hours of real time,
practice M4), and **target_at**, by when a person should have answered (in working or in real hours).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from agency.worktime import HORIZON, Hours, NeverOpen, deadline

LONGEST_PROMISE = timedelta(hours=24)


class Stage(StrEnum):
    """What can happen while nobody answers. A set, not a sequence: each at most once in an episode."""

    ARRIVAL = "arrival"
    """The responsible person is told."""
    HALF = "half"
    """Half of the target has passed: the responsible person is warned."""
    BACKUP = "backup"
    """Three quarters of the target have passed: the backup is told."""
    TARGET = "target"
    """No person answered in time: the target is missed, the owners are told."""
    ALARM = "alarm"
    """Six hours before the promise: everyone in the chain who was not yet told, at any hour."""
    NOTE = "note"
    """Four hours before the promise: the automatic note to the client."""
    OWNERS = "owners"
    """Two hours before the promise: the owners, because nothing was accepted."""
    BROKEN = "broken"
    """The promise has passed and nothing was accepted."""
    DIGEST = "digest"
    """From now on the episode stands in the daily digest, until it is answered."""


class TargetKind(StrEnum):
    WORKING = "working"
    REAL = "real"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules for a client's messages. The defaults are those of the specification.

    ``warn`` and ``backup`` are fractions of the target, in the target's own kind of hours; ``alarm``, ``note`` and
    ``owners`` are real time before the promise. Raises ``ValueError`` when the promise is longer than 24 hours, or
    when the parts do not lie within one another.
    """

    promise: timedelta = LONGEST_PROMISE
    target: timedelta = timedelta(hours=8)
    target_kind: TargetKind = TargetKind.WORKING
    warn: Fraction = Fraction(1, 2)
    backup: Fraction = Fraction(3, 4)
    alarm: timedelta = timedelta(hours=6)
    note: timedelta = timedelta(hours=4)
    owners: timedelta = timedelta(hours=2)

    def __post_init__(self) -> None:
        object.__setattr__(self, "target_kind", TargetKind(self.target_kind))
        nothing = timedelta(0)
        if not nothing < self.promise <= LONGEST_PROMISE:
            raise ValueError("A promise lasts at most 24 hours.")
        if self.target <= nothing:
            raise ValueError("A target needs some time.")
        if not 0 < self.warn <= self.backup <= 1:
            raise ValueError("The warning comes before the backup is told, both within the target.")
        if not nothing < self.owners <= self.note <= self.alarm <= self.promise:
            raise ValueError("Alarm, note and owners follow one another, all within the promise.")

    @classmethod
    def within(cls, promise: timedelta, **rules: Any) -> Policy:
        """Rules with a promise that is shorter: six, four and two hours shrink as 24 hours do.

        `rules` are the target, its kind and its fractions.
        """
        share = promise / LONGEST_PROMISE
        return cls(
            promise=promise,
            **rules,
            alarm=cls().alarm * share,
            note=cls().note * share,
            owners=cls().owners * share,
        )


@dataclass(frozen=True, slots=True)
class Times:
    """The two times of an episode, in UTC."""

    promise_at: datetime
    target_at: datetime


def reckon(opened_at: datetime, amount: timedelta, kind: TargetKind, hours: Hours) -> datetime:
    """``amount`` of the given kind of hours after ``opened_at``, in UTC.

    A calendar that never opens is held to real hours instead: storing a message must not fail for it, nor may its clock
    stand still.
    """
    if kind is TargetKind.WORKING:
        try:
            return deadline(opened_at, amount, hours)
        except NeverOpen:
            pass
    return opened_at.astimezone(UTC) + min(amount, HORIZON)


def times(opened_at: datetime, policy: Policy, hours: Hours) -> Times:
    """``promise_at`` and ``target_at`` of a message that was stored at ``opened_at``."""
    promise_at = opened_at.astimezone(UTC) + policy.promise
    return Times(promise_at, reckon(opened_at, policy.target, policy.target_kind, hours))


def plan(opened_at: datetime, policy: Policy, hours: Hours) -> dict[Stage, datetime]:
    """When each stage comes, in UTC, if nobody answers. The digest begins with the promise's end, and goes on daily."""
    both = times(opened_at, policy, hours)
    kind = policy.target_kind
    return {
        Stage.ARRIVAL: opened_at.astimezone(UTC),
        Stage.HALF: reckon(opened_at, _part(policy.target, policy.warn), kind, hours),
        Stage.BACKUP: reckon(opened_at, _part(policy.target, policy.backup), kind, hours),
        Stage.TARGET: both.target_at,
        Stage.ALARM: both.promise_at - policy.alarm,
        Stage.NOTE: both.promise_at - policy.note,
        Stage.OWNERS: both.promise_at - policy.owners,
        Stage.BROKEN: both.promise_at,
        Stage.DIGEST: both.promise_at,
    }


def plan_as_stored(planned: Mapping[Stage, datetime]) -> dict[str, str]:
    """A plan for a JSON column: ``{"arrival": "2026-11-03T10:10:00+00:00", …}``."""
    return {stage.value: moment.astimezone(UTC).isoformat() for stage, moment in planned.items()}


def plan_from_stored(stored: Mapping[str, str]) -> dict[Stage, datetime]:
    """The plan that ``plan_as_stored`` wrote. Raises ``ValueError`` for a stage that does not exist."""
    return {Stage(stage): datetime.fromisoformat(moment) for stage, moment in stored.items()}


def _part(span: timedelta, fraction: Fraction) -> timedelta:
    return span * fraction.numerator // fraction.denominator
