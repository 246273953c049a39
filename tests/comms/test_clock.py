"""The acknowledgement clock by example: two times, nine stages, and what happens to a message left alone."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from agency.worktime import Hours
from comms.clock import (
    Cause,
    Policy,
    Promise,
    Stage,
    Target,
    TargetKind,
    due,
    fire,
    next_check,
    plan,
    plan_as_stored,
    plan_from_stored,
    start,
    times,
)

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(BERLIN, (((9 * 60, 18 * 60),),) * 5 + ((), ()))
POLICY = Policy()
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FRIDAY = datetime(2026, 11, 6, 17, 30, tzinfo=BERLIN)
TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=BERLIN)


def test_the_two_times_of_a_message_late_on_friday() -> None:
    both = times(FRIDAY, POLICY, OFFICE)
    assert both.promise_at == datetime(2026, 11, 7, 17, 30, tzinfo=BERLIN)
    assert both.target_at == datetime(2026, 11, 9, 16, 30, tzinfo=BERLIN)


def test_a_promise_is_real_time_over_a_change_of_the_clocks() -> None:
    saturday = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)
    assert times(saturday, POLICY, OFFICE).promise_at == datetime(2026, 10, 25, 11, 0, tzinfo=BERLIN)


def test_each_stage_has_its_moment() -> None:
    planned = plan(TUESDAY, POLICY, OFFICE)
    hours = {stage: (moment - TUESDAY.astimezone(UTC)) / HOUR for stage, moment in planned.items()}
    assert hours == {
        Stage.ARRIVAL: 0,
        Stage.HALF: 4,
        Stage.BACKUP: 6,
        Stage.TARGET: 8,
        Stage.ALARM: 18,
        Stage.NOTE: 20,
        Stage.OWNERS: 22,
        Stage.BROKEN: 24,
        Stage.DIGEST: 24,
    }
    assert plan_from_stored(plan_as_stored(planned)) == planned


def test_fractions_count_in_the_targets_own_kind_of_hours() -> None:
    real = Policy(target=12 * HOUR, target_kind=TargetKind.REAL, warn=Fraction(1, 3), backup=Fraction(1, 2))
    planned = plan(FRIDAY, real, OFFICE)
    assert [planned[stage] - FRIDAY for stage in (Stage.HALF, Stage.BACKUP, Stage.TARGET)] == [
        4 * HOUR,
        6 * HOUR,
        12 * HOUR,
    ]
    working = plan(FRIDAY, POLICY, OFFICE)
    assert working[Stage.HALF] == datetime(2026, 11, 9, 12, 30, tzinfo=BERLIN)


def test_a_calendar_that_never_opens_is_held_to_real_hours() -> None:
    never = Hours(BERLIN, ((),) * 7)
    assert times(TUESDAY, POLICY, never).target_at == TUESDAY + 8 * HOUR
    closed = Hours(BERLIN, OFFICE.week, frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(5000)))
    assert times(TUESDAY, POLICY, closed).target_at == TUESDAY + 8 * HOUR


@pytest.mark.parametrize(
    "wrong",
    [
        {"promise": 25 * HOUR},
        {"promise": timedelta(0)},
        {"promise": 5 * HOUR},
        {"target": timedelta(0)},
        {"warn": Fraction(4, 5)},
        {"backup": Fraction(5, 4)},
        {"note": 7 * HOUR},
        {"owners": timedelta(0)},
        {"target_kind": "lunar"},
    ],
)
def test_a_policy_never_promises_more_than_a_day_nor_contradicts_itself(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Policy(**wrong)  # type: ignore[arg-type]


def test_a_shorter_promise_shrinks_what_comes_before_it() -> None:
    short = Policy.within(4 * HOUR, target=HOUR, target_kind="real")
    assert (short.alarm, short.note, short.owners) == (HOUR, 40 * MINUTE, 20 * MINUTE)
    assert Policy.within(24 * HOUR, target=8 * HOUR) == POLICY


def test_left_alone_a_message_climbs_stage_by_stage() -> None:
    clock, seen = start(TUESDAY, POLICY, OFFICE), []
    while (moment := next_check(clock)) is not None:
        assert due(clock, moment - MINUTE) == ()
        clock, stages = fire(clock, moment)
        seen.append(((moment - TUESDAY) / HOUR, *stages))
    assert seen == [
        (0, Stage.ARRIVAL),
        (4, Stage.HALF),
        (6, Stage.BACKUP),
        (8, Stage.TARGET),
        (18, Stage.ALARM),
        (20, Stage.NOTE),
        (22, Stage.OWNERS),
        (24, Stage.BROKEN, Stage.DIGEST),
    ]
    assert (clock.promise, clock.broken_cause, clock.target) == (Promise.BROKEN, Cause.UNANSWERED, Target.MISSED)
    assert clock.is_open
