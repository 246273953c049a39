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
    st.tuples(
        st.integers(1, 60 * 20), st.sampled_from(["person", "note", "person back", "spare back", "note back", "sweep"])
    ),
    max_size=12,
)


class Story:
    """A clock, and the history that it was told. Nothing falls on a full minute."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.history: list[Acceptance] = []
        self.now = timedelta(seconds=30)

    def standing(self, by: By) -> list[Acceptance]:
        return [each for each in self.history if each.by is by and each.bounced == NEVER]

    def step(self, minutes: int, step: str) -> None:
        self.now += timedelta(minutes=minutes)
        match step:
            case "sweep":
                self.clock, _stages = fire(self.clock, OPENED + self.now)
            case "person":
                self.accept(By.PERSON)
            case "note" if not self.standing(By.NOTE):
                self.accept(By.NOTE)
            case "note back" if notes := self.standing(By.NOTE):
                notes[0].bounced = self.now
                self.clock = bounce(self.clock, OPENED + self.now, of=By.NOTE)
            case "person back" if answers := self.standing(By.PERSON):
                self.answer_comes_back(*answers)
            case "spare back" if len(answers := self.standing(By.PERSON)) > 1:
                answers[-1].bounced = self.now

    def accept(self, by: By) -> None:
        self.clock = acknowledge(self.clock, OPENED + self.now, by=by)
        self.history.append(Acceptance(by, self.now))

    def answer_comes_back(self, counted: Acceptance, *others: Acceptance) -> None:
        counted.bounced = self.now
        other = (OPENED + others[0].at, OPENED + others[0].at) if others else None
        self.clock = bounce(self.clock, OPENED + self.now, standing=other)


@settings(max_examples=max(400, settings().max_examples))
@given(POLICIES, STEPS)
def test_outcomes_are_what_their_definitions_say(policy: Policy, steps: list[tuple[int, str]]) -> None:
    opened = start(OPENED, policy, OFFICE)
    story = Story(opened)
    for minutes, step in steps:
        story.step(minutes, step)
    now = story.now + timedelta(seconds=1)
    clock, _stages = fire(story.clock, OPENED + now)
    promise, target = opened.promise_at - OPENED, opened.target_at - OPENED
    assert (clock.promise, clock.broken_cause) == expected_promise(story.history, promise, now)
    assert clock.target is expected_target(story.history, target, now)
    assert clock.is_open == (not story.standing(By.PERSON))
