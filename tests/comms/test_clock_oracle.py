"""The outcomes of an episode against their definitions, read off its whole history afterwards.

The oracle knows nothing of clocks, stages or sweeps: it asks what stood at ``promise_at`` and at ``target_at``, and
what of it still stands.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st

from agency.worktime import Hours
from comms.clock import By, Cause, Clock, Policy, Promise, Target, acknowledge, bounce, fire, start
from tests.comms.clocks import POLICIES

OPENED = datetime(2026, 11, 6, 17, 30, tzinfo=ZoneInfo("Europe/Berlin"))
OFFICE = Hours(ZoneInfo("Europe/Berlin"), (((9 * 60, 18 * 60),),) * 5 + ((), ()))
NEVER = timedelta(days=999)


@dataclass
class Acceptance:
    """Something that the provider accepted, and when it came back; both since the opening."""

    by: By
    at: timedelta
    bounced: timedelta = NEVER

    def stands(self, at: timedelta) -> bool:
        return self.at < at < self.bounced


def expected_promise(history: list[Acceptance], promise: timedelta, now: timedelta) -> tuple[Promise, Cause | None]:
    stood = [each for each in history if each.stands(min(promise, now))]
    if now > promise and not stood:
        return Promise.BROKEN, Cause.UNANSWERED
    standing = {each.by for each in stood if each.stands(now)}
    if By.PERSON in standing:
        return Promise.KEPT_BY_PERSON, None
    if By.NOTE in standing:
        return Promise.KEPT_BY_NOTE, None
    return (Promise.BROKEN, Cause.BOUNCED) if now > promise else (Promise.PENDING, None)


def expected_target(history: list[Acceptance], target: timedelta, now: timedelta) -> Target:
    answers = [each for each in history if each.by is By.PERSON and each.stands(min(target, now))]
    if any(each.stands(now) for each in answers):
        return Target.MET
    return Target.MISSED if now > target else Target.PENDING


STEPS = st.lists(
    st.tuples(st.integers(1, 60 * 20), st.sampled_from(["person", "note", "person back", "note back", "sweep"])),
    max_size=12,
)


def live(clock: Clock, steps: list[tuple[int, str]]) -> tuple[Clock, list[Acceptance], timedelta]:
    """The clock after these steps, the history that they make, and how long it took. Nothing falls on a full minute."""
    history: list[Acceptance] = []
    now = timedelta(seconds=30)
    for minutes, step in steps:
        now += timedelta(minutes=minutes)
        if step == "sweep":
            clock, _stages = fire(clock, OPENED + now)
            continue
        by = By(step.split()[0])
        standing = [each for each in history if each.by is by and each.bounced == NEVER]
        if step.endswith("back"):
            clock = bounce(clock, OPENED + now, of=by)
            for each in standing:
                each.bounced = now
        elif not standing:
            clock = acknowledge(clock, OPENED + now, by=by)
            history.append(Acceptance(by, now))
    return clock, history, now


@settings(max_examples=max(400, settings().max_examples))
@given(POLICIES, STEPS)
def test_outcomes_are_what_their_definitions_say(policy: Policy, steps: list[tuple[int, str]]) -> None:
    opened = start(OPENED, policy, OFFICE)
    clock, history, took = live(opened, steps)
    now = took + timedelta(seconds=1)
    clock, _stages = fire(clock, OPENED + now)
    promise, target = opened.promise_at - OPENED, opened.target_at - OPENED
    assert (clock.promise, clock.broken_cause) == expected_promise(history, promise, now)
    assert clock.target is expected_target(history, target, now)
    assert clock.is_open == (not any(each.by is By.PERSON and each.bounced == NEVER for each in history))
