"""What people, providers and settings do to a clock. Each function takes one and a moment, and gives the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agency.worktime import Hours
from comms.clock.judgement import broken, judge, promise_ends
from comms.clock.policy import Policy, Stage, plan
from comms.clock.state import By, Cause, Clock, Promise, Target

OF_THE_PROMISE = frozenset({Stage.ALARM, Stage.NOTE, Stage.OWNERS, Stage.BROKEN, Stage.DIGEST})
FLOOR = timedelta(hours=1)
"""What a change of rules leaves at least until a deadline that it brings forward."""


def start(opened_at: datetime, policy: Policy, hours: Hours) -> Clock:
    """The clock of a message that was stored at ``opened_at``, by the rules of the agency that got it."""
    planned = plan(opened_at, policy, hours)
    return Clock(
        opened_at=planned[Stage.ARRIVAL],
        promise_at=planned[Stage.BROKEN],
        target_at=planned[Stage.TARGET],
        plan=planned,
    )


def sending(clock: Clock, since: datetime | None) -> Clock:
    """A person has acted at ``since``, which is now, and the provider has not yet accepted.

    None: nothing is on its way any more, after an undo or because the provider refused for good. With several answers
    on their way it is the earliest of them. Changes nothing on a closed clock.
    """
    return clock if clock.closed_at else replace(clock, sending_since=since)


def put_off(clock: Clock, leaves_at: datetime | None) -> Clock:
    """A person has written an answer that leaves later, at ``leaves_at``; the earliest of several; None: none waits.

    It counts as given when it leaves: nothing that comes before is held up by it. Changes nothing on a closed clock.
    """
    return clock if clock.closed_at else replace(clock, leaves_at=leaves_at)


def acknowledge(clock: Clock, at: datetime, *, by: By = By.PERSON, known_at: datetime | None = None) -> Clock:
    """The client is answered: the provider accepted it, it stands in the channel, or it was spoken on a logged call.

    ``at`` is when the person acted; ``known_at`` is when that became a fact here (acceptance, logging), by default the
    same. A mail goes through ``sending`` first. A person's answer closes the episode, and later ones change nothing; it
    counts as a person's even if a note had kept the promise before. A note keeps the promise, leaves the episode open
    and never meets the target. Raises ``ValueError`` unless opened_at <= at <= known_at.
    """
    known_at = known_at or at
    if not clock.opened_at <= at <= known_at:
        raise ValueError("An answer comes after its message, and is not known before it is given.")
    if By(by) is By.NOTE:
        return _note_accepted(clock, known_at)
    if clock.closed_at:
        return clock
    in_time = known_at <= promise_ends(clock)
    clock = judge(clock, known_at)
    promise, target = clock.promise, clock.target
    if in_time and promise is not Promise.BROKEN:
        promise = Promise.KEPT_BY_PERSON
    if target is Target.PENDING:
        target = Target.MET if at <= clock.target_at else Target.MISSED
    clock = replace(clock, promise=promise, target=target, person_acked_at=at, closed_at=known_at)
    return replace(clock, sending_since=None, leaves_at=None)


def bounce(
    clock: Clock, now: datetime, *, of: By = By.PERSON, standing: tuple[datetime, datetime] | None = None
) -> Clock:
    """What was accepted came back at ``now``: the episode is as open as before it, with its old times. Tell a person.

    If ``promise_at`` has passed and nothing else kept the promise, it is broken, cause 'bounced'. ``standing`` is
    another answer of a person that was accepted and has not come back, as (at, known_at) of ``acknowledge``: it takes
    the place of the one that did, and the episode stays closed.
    """
    if By(of) is By.NOTE:
        clock = replace(clock, note_accepted_at=None)
        return _unkept(clock, now) if clock.promise is Promise.KEPT_BY_NOTE else clock
    if clock.person_acked_at is None:
        return clock
    if standing is not None:
        return _answered_by_another(clock, now, *standing)
    clock = replace(clock, closed_at=None, person_acked_at=None)
    if clock.target is Target.MET:
        clock = replace(clock, target=Target.PENDING if now < clock.target_at else Target.MISSED)
    return _unkept(clock, now) if clock.promise is Promise.KEPT_BY_PERSON else clock


def dismiss(clock: Clock, at: datetime) -> Clock:
    """A person says that no answer is needed: the episode closes. What was missed or broken by then stays recorded."""
    if clock.closed_at:
        return clock
    return replace(judge(clock, at), closed_at=at, dismissed_at=at, sending_since=None, leaves_at=None)


def reinstate(
    clock: Clock,
    now: datetime,
    *,
    since: datetime | None = None,
    leaves_at: datetime | None = None,
    standing: tuple[datetime, datetime] | None = None,
) -> Clock:
    """The dismissal is taken back: the episode is open again, with its old times.

    What people of ours have said nevertheless counts: an answer on its way `since` then, one that `leaves_at` a moment,
    or one that was accepted, as (at, known_at) of ``acknowledge``, which closes it.
    """
    if clock.dismissed_at is None:
        return clock
    clock = replace(clock, closed_at=None, dismissed_at=None, sending_since=since, leaves_at=leaves_at)
    if standing is None:
        return judge(clock, now)
    at, known_at = standing
    return acknowledge(replace(clock, sending_since=at), at, known_at=known_at)


def replan(clock: Clock, policy: Policy, hours: Hours, now: datetime) -> Clock:
    """The clock after a change of zone, calendar or policy.

    target = min(old, max(recomputed, now + 1 h)), and the same for a promise that became shorter: no deadline is ever
    lengthened, and one that has passed or was kept stays as it is. Stages that fired stay fired, the others come no
    later than they would have.
    """
    if clock.closed_at:
        return clock
    fresh, floor = plan(clock.opened_at, policy, hours), now.astimezone(UTC) + FLOOR
    target_at, promise_at = min(clock.target_at, max(fresh[Stage.TARGET], floor)), clock.promise_at
    if clock.promise is Promise.PENDING:
        promise_at = min(promise_at, max(fresh[Stage.BROKEN], floor))
    fresh |= {
        Stage.TARGET: target_at,
        Stage.ALARM: promise_at - policy.alarm,
        Stage.NOTE: promise_at - policy.note,
        Stage.OWNERS: promise_at - policy.owners,
        Stage.BROKEN: promise_at,
        Stage.DIGEST: promise_at,
    }
    planned = {stage: min(old, fresh[stage]) for stage, old in clock.plan.items()}
    return replace(clock, target_at=target_at, promise_at=promise_at, plan=planned)


def hurried(clock: Clock, earlier: Clock) -> Clock:
    """The clock with the promise of an earlier one that is still to be kept."""
    sooner = {stage: min(moment, earlier.plan.get(stage, moment)) for stage, moment in clock.plan.items()}
    plan = {stage: sooner[stage] if stage in OF_THE_PROMISE else moment for stage, moment in clock.plan.items()}
    return replace(clock, promise_at=min(clock.promise_at, earlier.promise_at), plan=plan)


def begun_earlier(clock: Clock, earlier: Clock) -> Clock:
    """The clock of a message that opened it, once one turns up that came before: the earlier one's times hold.

    A note that came too late for that one has not kept it.
    """
    plan = {stage: min(moment, earlier.plan.get(stage, moment)) for stage, moment in clock.plan.items()}
    clock = replace(
        clock,
        opened_at=min(clock.opened_at, earlier.opened_at),
        promise_at=min(clock.promise_at, earlier.promise_at),
        target_at=min(clock.target_at, earlier.target_at),
        plan=plan,
    )
    in_vain = clock.note_accepted_at is not None and clock.note_accepted_at > clock.promise_at
    return replace(clock, promise=Promise.PENDING) if in_vain and clock.promise is Promise.KEPT_BY_NOTE else clock


def postpone_note(clock: Clock, until: datetime) -> Clock:
    """The clock whose automatic note goes at ``until`` (see ``loops.note_time``). Changes nothing once it fired."""
    if Stage.NOTE in clock.fired or Stage.NOTE not in clock.plan:
        return clock
    return replace(clock, plan={**clock.plan, Stage.NOTE: until})


def _note_accepted(clock: Clock, at: datetime) -> Clock:
    if clock.note_accepted_at:
        return clock
    in_time = clock.promise is Promise.PENDING and at <= clock.promise_at
    if not clock.closed_at:
        clock = judge(clock, at)
    return replace(clock, note_accepted_at=at, promise=Promise.KEPT_BY_NOTE if in_time else clock.promise)


def _answered_by_another(clock: Clock, now: datetime, at: datetime, known_at: datetime) -> Clock:
    ends = promise_ends(replace(clock, sending_since=at, leaves_at=None))
    clock = replace(clock, person_acked_at=at, closed_at=known_at)
    if clock.target is Target.MET and at > clock.target_at:
        clock = replace(clock, target=Target.MISSED)
    return _unkept(clock, now) if clock.promise is Promise.KEPT_BY_PERSON and known_at > ends else clock


def _unkept(clock: Clock, now: datetime) -> Clock:
    """What had kept the promise came back: a note keeps it still, or it is pending again, or it is broken."""
    if clock.note_accepted_at and clock.note_accepted_at <= clock.promise_at:
        return replace(clock, promise=Promise.KEPT_BY_NOTE)
    clock = replace(clock, promise=Promise.PENDING)
    return broken(clock, Cause.BOUNCED) if now >= clock.promise_at else clock
