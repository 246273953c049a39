"""What changes of rules do to a running clock; who is told, once after an outage too, and when it may disturb them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from agency.worktime import Hours, is_open
from comms.clock import (
    EVERYONE,
    FLOOR,
    By,
    CatchUp,
    Policy,
    Promise,
    Stage,
    Target,
    TargetKind,
    Tier,
    acknowledge,
    catch_up,
    due,
    fire,
    notice_at,
    notice_time,
    replan,
    speaks_of,
    start,
)
from tests.comms.clocks import POLICIES

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(BERLIN, (((9 * 60, 18 * 60),),) * 5 + ((), ()))
HOUR = timedelta(hours=1)
TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=BERLIN)
FRIDAY = datetime(2026, 11, 6, 17, 30, tzinfo=BERLIN)
OPENED = start(TUESDAY, Policy(), OFFICE)


def test_a_longer_target_changes_nothing() -> None:
    longer = replan(OPENED, Policy(target=16 * HOUR), OFFICE, TUESDAY + HOUR)
    assert (longer.target_at, longer.plan) == (OPENED.target_at, OPENED.plan)


def test_a_shorter_target_leaves_an_hour() -> None:
    shorter = replan(OPENED, Policy(target=2 * HOUR), OFFICE, TUESDAY + 5 * HOUR)
    assert shorter.target_at == TUESDAY + 5 * HOUR + FLOOR
    in_time = replan(OPENED, Policy(target=6 * HOUR), OFFICE, TUESDAY + HOUR)
    assert in_time.target_at == TUESDAY + 6 * HOUR


def test_a_promise_is_shortened_like_a_target_and_never_lengthened() -> None:
    short = Policy(promise=8 * HOUR)
    shorter = replan(OPENED, short, OFFICE, TUESDAY + 10 * HOUR)
    assert shorter.promise_at == TUESDAY + 11 * HOUR
    assert shorter.plan[Stage.OWNERS] == TUESDAY + 9 * HOUR
    assert replan(shorter, Policy(), OFFICE, TUESDAY + 10 * HOUR).promise_at == shorter.promise_at


def test_what_fired_does_not_fire_again_and_what_is_decided_stays() -> None:
    fired, _stages = fire(OPENED, TUESDAY + 9 * HOUR)
    again = replan(fired, Policy(target=HOUR, target_kind=TargetKind.REAL), OFFICE, TUESDAY + 9 * HOUR)
    assert due(again, TUESDAY + 17 * HOUR) == ()
    assert (again.target_at, again.target) == (fired.target_at, Target.MISSED)
    kept = acknowledge(OPENED, TUESDAY + 20 * HOUR, by=By.NOTE)
    assert replan(kept, Policy(promise=8 * HOUR), OFFICE, TUESDAY + 21 * HOUR).promise_at == kept.promise_at
    closed = acknowledge(OPENED, TUESDAY + HOUR)
    assert replan(closed, Policy(target=HOUR), OFFICE, TUESDAY + 2 * HOUR) is closed


@given(POLICIES, POLICIES, st.integers(0, 80), st.integers(0, 60))
def test_no_change_of_rules_ever_gives_more_time(old: Policy, new: Policy, after: int, swept: int) -> None:
    clock, _stages = fire(start(FRIDAY, old, OFFICE), FRIDAY + min(after, swept) * HOUR)
    now = FRIDAY + after * HOUR
    changed = replan(clock, new, OFFICE, now)
    assert changed.target_at <= clock.target_at
    assert changed.promise_at <= clock.promise_at
    assert all(changed.plan[stage] <= clock.plan[stage] for stage in clock.plan)
    for before, later in ((clock.target_at, changed.target_at), (clock.promise_at, changed.promise_at)):
        assert later == before or later >= now + FLOOR
    assert changed.fired == clock.fired
    assert changed.plan[Stage.HALF] <= changed.plan[Stage.BACKUP] <= changed.plan[Stage.TARGET] == changed.target_at


def test_after_an_outage_there_is_one_notice_and_one_note() -> None:
    clock, stages = fire(OPENED, TUESDAY + 21 * HOUR)
    assert len(stages) == 6
    assert catch_up(stages) == CatchUp(Stage.ALARM, EVERYONE, note=True)
    clock, stages = fire(clock, TUESDAY + 200 * HOUR)
    assert catch_up(stages) == CatchUp(Stage.BROKEN, EVERYONE, note=False)
    assert fire(clock, TUESDAY + 900 * HOUR)[1] == ()


@pytest.mark.parametrize(
    ("stage", "tells"),
    [
        (Stage.ARRIVAL, {Tier.RESPONSIBLE}),
        (Stage.HALF, {Tier.RESPONSIBLE}),
        (Stage.BACKUP, {Tier.BACKUP}),
        (Stage.TARGET, {Tier.OWNERS}),
        (Stage.ALARM, EVERYONE),
        (Stage.OWNERS, {Tier.OWNERS}),
        (Stage.BROKEN, EVERYONE),
    ],
)
def test_each_stage_tells_its_own(stage: Stage, tells: set[Tier]) -> None:
    assert catch_up([stage]) == CatchUp(stage, frozenset(tells), note=False)


def test_the_alarm_leaves_out_whom_a_notice_has_reached() -> None:
    assert catch_up([Stage.ALARM], told=[Tier.RESPONSIBLE]).tells == {Tier.BACKUP, Tier.OWNERS}
    assert catch_up([Stage.ALARM], told=EVERYONE) == CatchUp(None, frozenset(), note=False)
    assert catch_up([Stage.NOTE]) == CatchUp(None, frozenset(), note=True)
    assert catch_up([Stage.DIGEST]) == catch_up([]) == CatchUp(None, frozenset(), note=False)


def test_a_notice_waits_for_working_hours_unless_its_deadline_comes_first() -> None:
    monday = datetime(2026, 11, 9, 9, 0, tzinfo=BERLIN)
    night = FRIDAY + 5 * HOUR
    assert notice_at(FRIDAY, monday, OFFICE) == FRIDAY
    assert notice_at(night, monday + HOUR, OFFICE) == monday
    assert notice_at(night, None, OFFICE) == monday
    assert notice_at(night, monday, OFFICE) == night
    assert notice_at(night, night - HOUR, OFFICE) == night
    assert notice_at(night, None, Hours(BERLIN, ((),) * 7)) == night


def test_each_notice_speaks_of_the_deadline_that_is_next() -> None:
    clock = start(FRIDAY, Policy(), OFFICE)
    assert speaks_of(Stage.ARRIVAL, clock) == speaks_of(Stage.BACKUP, clock) == clock.target_at
    assert speaks_of(Stage.TARGET, clock) == speaks_of(Stage.BROKEN, clock) == clock.promise_at
    assert speaks_of(Stage.DIGEST, clock) is None
    kept = acknowledge(clock, FRIDAY + HOUR, by=By.NOTE)
    assert kept.promise is Promise.KEPT_BY_NOTE
    assert speaks_of(Stage.TARGET, kept) is None


def test_what_threatens_the_promise_is_told_at_any_hour() -> None:
    clock = start(FRIDAY, Policy(), OFFICE)
    night = FRIDAY + 12 * HOUR
    monday = datetime(2026, 11, 9, 9, 0, tzinfo=BERLIN)
    for stage in (Stage.ALARM, Stage.OWNERS, Stage.BROKEN):
        assert notice_time(stage, clock, night, OFFICE) == night
    assert notice_time(Stage.ARRIVAL, clock, night, OFFICE) == monday
    assert notice_time(Stage.TARGET, clock, night, OFFICE) == night


@given(st.integers(0, 200), st.integers(-50, 200) | st.none())
def test_a_notice_is_never_later_than_needed(after: int, deadline_after: int | None) -> None:
    moment = FRIDAY + after * HOUR
    deadline = None if deadline_after is None else FRIDAY + deadline_after * HOUR
    told = notice_at(moment, deadline, OFFICE)
    assert told >= moment
    if told > moment:
        assert is_open(told, OFFICE)
        assert deadline is None or told < deadline
