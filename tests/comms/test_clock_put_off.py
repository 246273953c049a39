"""An answer that leaves later holds up nothing that comes before it, and is an answer like any other from then on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from agency.worktime import Hours
from comms.clock import (
    Clock,
    Policy,
    Promise,
    Stage,
    Target,
    acknowledge,
    due,
    fire,
    judge,
    next_check,
    put_off,
    sending,
    start,
)
from tests.comms.clocks import AUTUMN, HOUR, POLICIES

OPENED = st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 4)).map(lambda moment: moment.replace(tzinfo=UTC))
LATER = st.integers(1, 90 * 60).map(lambda minutes: timedelta(minutes=minutes))


def swept(clock: Clock, until: datetime) -> Clock:
    """As a punctual sweep leaves it."""
    while (moment := next_check(clock)) is not None and moment <= until:
        clock, stages = fire(clock, moment)
        assert stages
    return clock


@given(opened=OPENED, policy=POLICIES, hours=AUTUMN, wait=LATER, look=LATER)
def test_what_comes_before_it_leaves_comes_as_if_it_were_not_there(
    opened: datetime, policy: Policy, hours: Hours, wait: timedelta, look: timedelta
) -> None:
    clock = start(opened, policy, hours)
    leaves_at, now = opened + wait, opened + look
    put = put_off(clock, leaves_at)
    before = {stage for stage in due(clock, now) if clock.plan[stage] < leaves_at}
    assert before <= set(due(put, now)), "no stage is late because an answer waits, however late the sweep comes"
    if now < leaves_at:
        assert due(put, now) == due(clock, now)
        assert judge(put, now) == replace(judge(clock, now), leaves_at=leaves_at)
    assert bool(due(put, now)) == ((moment := next_check(put)) is not None and moment <= now)


@given(opened=OPENED, policy=POLICIES, hours=AUTUMN, wait=LATER, accepted=LATER)
def test_from_its_moment_on_it_is_on_its_way_like_any_other(
    opened: datetime, policy: Policy, hours: Hours, wait: timedelta, accepted: timedelta
) -> None:
    leaves_at = opened + wait
    put = swept(put_off(start(opened, policy, hours), leaves_at), leaves_at)
    at_once = sending(replace(put, leaves_at=None), leaves_at)
    assert next_check(put) == next_check(at_once) or put.closed_at
    known = leaves_at + accepted
    as_written_then = acknowledge(swept(at_once, known), leaves_at, known_at=known)
    assert acknowledge(swept(put, known), leaves_at, known_at=known) == as_written_then


@given(opened=OPENED, policy=POLICIES, hours=AUTUMN, late=LATER)
def test_what_leaves_after_the_deadlines_keeps_neither(
    opened: datetime, policy: Policy, hours: Hours, late: timedelta
) -> None:
    clock = start(opened, policy, hours)
    leaves_at = max(clock.promise_at, clock.target_at) + late
    answered = acknowledge(swept(put_off(clock, leaves_at), leaves_at), leaves_at, known_at=leaves_at)
    assert (answered.promise, answered.target) == (Promise.BROKEN, Target.MISSED)
    assert {Stage.TARGET, Stage.NOTE, Stage.BROKEN} <= answered.fired


def test_one_that_is_taken_back_leaves_the_clock_as_it_was() -> None:
    clock = start(datetime(2026, 11, 3, 10, tzinfo=UTC), Policy(), Hours.always())
    assert put_off(put_off(clock, clock.opened_at + 9 * HOUR), None) == clock
    answered = acknowledge(clock, clock.opened_at + HOUR)
    assert put_off(answered, clock.opened_at + 9 * HOUR) is answered
