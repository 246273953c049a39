"""The clock under everything that may happen, in any order: crashes, outages, two schedulers, stuck mail, bounces.

A machine of rules drives one episode with a virtual clock. Beside it runs a twin that hears the same news and is swept
at exactly the right moments: whatever the real schedulers missed, the outcomes must come out the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from agency.worktime import Hours
from comms.clock import (
    SENDING_HOLD,
    By,
    Clock,
    Policy,
    Promise,
    Stage,
    Target,
    acknowledge,
    bounce,
    catch_up,
    dismiss,
    due,
    fire,
    next_check,
    put_off,
    reinstate,
    replan,
    sending,
    start,
)
from tests.comms.clocks import AUTUMN, POLICIES

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TICK = timedelta(microseconds=1)

MINUTES = st.integers(0, 90) | st.integers(0, 60 * 30)


@dataclass
class Row:
    """What the database holds: the clock, a version that every commit raises, and the unique rows of stages."""

    clock: Clock
    version: int
    stages: list[Stage]
    notes: int


class Schedulers(RuleBasedStateMachine):
    @initialize(opened=st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 4)), policy=POLICIES, hours=AUTUMN)
    def open(self, opened: datetime, policy: Policy, hours: Hours) -> None:
        self.now = opened.replace(second=0, microsecond=0, tzinfo=UTC)
        self.policy, self.hours = policy, hours
        self.row = Row(start(self.now, policy, hours), 0, [], 0)
        self.twin = self.row.clock
        self.first = self.row.clock
        self.seen: list[tuple[Clock, int]] = []
        self.acts: list[datetime] = []
        self.waits: datetime | None = None
        self.note_on_its_way = False
        self.swept = False

    def pass_time(self, span: timedelta) -> None:
        """Each step takes at least a microsecond, so that no two things happen at the very same moment."""
        self.now += span + TICK
        self.swept = False
        while (moment := next_check(self.twin)) is not None and moment <= self.now:
            self.twin, stages = fire(self.twin, moment)
            assert stages

    def commit(self, clock: Clock) -> None:
        self.row = replace(self.row, clock=clock, version=self.row.version + 1)

    def sweep(self, clock: Clock, version: int) -> bool:
        """One transaction: a scheduler that read an older version finds the row changed and leaves it."""
        if version != self.row.version or (moment := next_check(clock)) is None or moment > self.now:
            return False
        after, stages = fire(clock, self.now)
        assert stages
        assert len(set(self.row.stages) | set(stages)) == len(self.row.stages) + len(stages)
        self.note_on_its_way |= catch_up(stages).note
        self.row = Row(after, version + 1, [*self.row.stages, *stages], self.row.notes + catch_up(stages).note)
        return True

    @rule(minutes=MINUTES)
    def wait(self, minutes: int) -> None:
        self.pass_time(minutes * MINUTE)

    @rule(days=st.integers(1, 6))
    def outage(self, days: int) -> None:
        self.pass_time(days * timedelta(days=1))

    @rule(minutes=st.integers(0, 5))
    def a_scheduler_sweeps(self, minutes: int) -> None:
        self.pass_time(minutes * MINUTE)
        self.sweep(self.row.clock, self.row.version)
        self.swept = True
        assert not self.sweep(self.row.clock, self.row.version)

    @rule()
    def a_scheduler_crashes_before_it_commits(self) -> None:
        self.pass_time(MINUTE)
        fire(self.row.clock, self.now)

    @rule()
    def a_scheduler_reads(self) -> None:
        self.seen.append((self.row.clock, self.row.version))

    @precondition(lambda self: self.seen)
    @rule()
    def and_writes_later(self) -> None:
        self.pass_time(MINUTE)
        self.sweep(*self.seen.pop(0))

    @precondition(lambda self: self.row.clock.is_open)
    @rule()
    def a_person_acts(self) -> None:
        self.pass_time(MINUTE)
        self.acts.append(self.now)
        self.hear(lambda clock: sending(clock, self.acts[0]))

    @precondition(lambda self: self.row.clock.is_open and self.waits is None)
    @rule(minutes=MINUTES)
    def a_person_puts_an_answer_off(self, minutes: int) -> None:
        self.pass_time(MINUTE)
        self.waits = self.now + minutes * MINUTE
        self.hear(lambda clock: put_off(clock, self.waits))

    @precondition(lambda self: self.waits)
    @rule()
    def and_takes_it_back(self) -> None:
        self.pass_time(MINUTE)
        self.waits = None
        self.hear(lambda clock: put_off(clock, None))

    @precondition(lambda self: self.waits)
    @rule(minutes=st.integers(0, 200))
    def it_leaves_and_is_accepted(self, minutes: int) -> None:
        left = self.waits
        assert left is not None
        self.pass_time(max(left - self.now, timedelta(0)) + minutes * MINUTE)
        self.acts, self.waits = [], None
        self.hear(lambda clock: acknowledge(clock, left, known_at=self.now))

    @precondition(lambda self: self.acts)
    @rule(minutes=st.integers(0, 200))
    def the_provider_accepts(self, minutes: int) -> None:
        self.pass_time(minutes * MINUTE)
        acted, self.acts, self.waits = self.acts[0], [], None
        self.hear(lambda clock: acknowledge(clock, acted, known_at=self.now))

    @precondition(lambda self: self.acts)
    @rule(minutes=st.integers(0, 200))
    def the_provider_refuses(self, minutes: int) -> None:
        self.pass_time(minutes * MINUTE)
        self.acts.pop(0)
        self.hear(lambda clock: sending(clock, self.acts[0] if self.acts else None))

    @rule(ago=st.integers(0, 300))
    def a_call_is_logged(self, ago: int) -> None:
        self.pass_time(MINUTE)
        spoken = max(self.now - ago * MINUTE, self.row.clock.opened_at)
        self.acts, self.waits = [], None
        self.hear(lambda clock: acknowledge(clock, spoken, known_at=self.now))

    @precondition(lambda self: self.note_on_its_way)
    @rule(minutes=st.integers(0, 400))
    def the_note_is_accepted(self, minutes: int) -> None:
        self.pass_time(minutes * MINUTE)
        self.note_on_its_way = False
        self.hear(lambda clock: acknowledge(clock, self.now, by=By.NOTE))

    @rule()
    def a_note_for_another_request_names_this_one(self) -> None:
        self.pass_time(MINUTE)
        self.hear(lambda clock: acknowledge(clock, self.now, by=By.NOTE))

    @rule(of=st.sampled_from(By), minutes=MINUTES)
    def something_bounces(self, of: By, minutes: int) -> None:
        self.pass_time(minutes * MINUTE)
        self.hear(lambda clock: bounce(clock, self.now, of=of))

    @rule()
    def a_person_dismisses(self) -> None:
        self.pass_time(MINUTE)
        self.acts, self.waits = [], None
        self.hear(lambda clock: dismiss(clock, self.now))

    @rule()
    def and_thinks_again(self) -> None:
        self.pass_time(MINUTE)
        self.hear(lambda clock: reinstate(clock, self.now))

    @rule(policy=POLICIES, hours=AUTUMN)
    def the_rules_change(self, policy: Policy, hours: Hours) -> None:
        self.pass_time(MINUTE)
        self.policy, self.hours = policy, hours
        self.hear(lambda clock: replan(clock, policy, hours, self.now))

    def hear(self, change: Callable[[Clock], Clock]) -> None:
        before = self.row.clock
        self.commit(change(self.row.clock))
        self.twin = change(self.twin)
        self.swept = False
        self.nothing_is_taken_back(before, self.row.clock)

    @staticmethod
    def nothing_is_taken_back(before: Clock, after: Clock) -> None:
        assert after.promise_at <= before.promise_at
        assert after.target_at <= before.target_at
        assert after.fired >= before.fired
        if before.promise is Promise.BROKEN:
            assert (after.promise, after.broken_cause) == (Promise.BROKEN, before.broken_cause)
        if before.target is Target.MISSED:
            assert after.target is Target.MISSED

    @invariant()
    def outcomes_do_not_depend_on_the_schedulers(self) -> None:
        real, _stages = fire(self.row.clock, self.now)
        twin, _stages = fire(self.twin, self.now)
        for name in ("promise", "target", "broken_cause", "promise_at", "target_at", "closed_at", "person_acked_at"):
            assert getattr(real, name) == getattr(twin, name), name

    @invariant()
    def each_stage_happens_once_and_one_note_goes(self) -> None:
        assert len(set(self.row.stages)) == len(self.row.stages)
        assert frozenset(self.row.stages) == self.row.clock.fired
        assert self.row.notes <= 1

    @invariant()
    def the_sweep_finds_a_row_exactly_when_something_is_due(self) -> None:
        clock = self.row.clock
        moment = next_check(clock)
        assert bool(due(clock, self.now)) == (moment is not None and moment <= self.now)
        if moment is not None and moment > self.now:
            assert due(clock, moment - TICK) == ()
            assert due(clock, moment)

    @invariant()
    def no_clock_is_silently_late(self) -> None:
        clock = self.row.clock
        if not (self.swept and clock.is_open):
            return
        if self.now > clock.promise_at + SENDING_HOLD:
            assert clock.promise is not Promise.PENDING
            assert Stage.DIGEST in clock.fired
            if clock.promise is Promise.BROKEN:
                assert Stage.BROKEN in clock.fired
        since = clock.on_its_way_from
        on_its_way = since is not None and since <= clock.target_at
        if self.now > clock.target_at and not on_its_way:
            assert clock.target is Target.MISSED
            assert Stage.TARGET in clock.fired

    @invariant()
    def each_outcome_has_its_ground(self) -> None:
        clock = self.row.clock
        assert clock.sending_since == (self.acts[0] if self.acts else None)
        assert clock.leaves_at == self.waits
        if clock.promise is Promise.KEPT_BY_NOTE:
            assert clock.note_accepted_at
            assert clock.note_accepted_at <= clock.promise_at
        if clock.promise is Promise.KEPT_BY_PERSON:
            assert clock.closed_at
            assert clock.closed_at <= clock.promise_at + SENDING_HOLD
        if clock.target is Target.MET:
            assert clock.person_acked_at
            assert clock.person_acked_at <= clock.target_at
        if clock.promise is Promise.BROKEN:
            assert self.now >= clock.promise_at


TestSchedulers = Schedulers.TestCase
TestSchedulers.settings = settings(stateful_step_count=40)
