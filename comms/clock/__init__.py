"""The acknowledgement clock (practice M4): every message answered within 24 hours, no clock ever silently late.

Pure: no database and no wall clock. A ``Clock`` is a value; each function takes one and the moment at which something
became known, and gives the next.

    clock = start(opened_at, policy, hours)         a client has spoken
    clock, stages = fire(clock, now)                the sweep: what is due, each stage at most once
    catch_up(stages)                                the one notice and the one note that stand for them
    clock = sending(clock, now)                     a person acted; the provider has not yet accepted
    clock = put_off(clock, leaves_at)               a person wrote an answer that leaves later
    clock = acknowledge(clock, at, known_at=…)      it was accepted, or was spoken: the episode closes
    clock = acknowledge(clock, at, by=By.NOTE)      the automatic note was accepted: the promise is kept, no more
    clock = bounce(clock, now, of=By.PERSON)        it came back: the same episode is open, with its old times
    clock = dismiss(clock, at)                      no answer was needed
    clock = reinstate(clock, now)                   one was needed after all: open again, with its old times
    clock = begun_earlier(clock, earlier)           a message turned up that came before the one that opened it
    clock = replan(clock, policy, hours, now)       zone, calendar or policy changed
    coming(clock)                                   what is still to happen by itself, and when
    next_check(clock)                               the column next_check_at, after each of these

**Promise**: kept by whatever was accepted by ``promise_at``; by a person, if one answered in time, even after a note.
**Target**: met by a person who acted by ``target_at``; a note never meets it.
What was once recorded as broken or missed stays so. An answer and a sweep at the very same microsecond are judged in
the order in which they commit.

While a person's answer is on its way, the stages of the target wait for the provider's verdict: the person has done
their part. Those of the promise wait at most ``SENDING_HOLD`` after the person acted: the client has nothing yet.
An answer that was put off holds up nothing that was planned before it leaves, however late the sweep comes.
"""

from comms.clock.episode import (
    FLOOR,
    acknowledge,
    begun_earlier,
    bounce,
    dismiss,
    hurried,
    postpone_note,
    put_off,
    reinstate,
    replan,
    sending,
    start,
)
from comms.clock.judgement import SENDING_HOLD, judge
from comms.clock.notices import (
    AT_ANY_HOUR,
    EVERYONE,
    GRAVITY,
    TELLS,
    CatchUp,
    Tier,
    catch_up,
    notice_at,
    notice_time,
    speaks_of,
)
from comms.clock.policy import (
    LONGEST_PROMISE,
    Policy,
    Stage,
    TargetKind,
    Times,
    plan,
    plan_as_stored,
    plan_from_stored,
    times,
)
from comms.clock.state import By, Cause, Clock, Promise, Target
from comms.clock.sweep import coming, due, fire, next_check

__all__ = [
    "AT_ANY_HOUR",
    "EVERYONE",
    "FLOOR",
    "GRAVITY",
    "LONGEST_PROMISE",
    "SENDING_HOLD",
    "TELLS",
    "By",
    "CatchUp",
    "Cause",
    "Clock",
    "Policy",
    "Promise",
    "Stage",
    "Target",
    "TargetKind",
    "Tier",
    "Times",
    "acknowledge",
    "begun_earlier",
    "bounce",
    "catch_up",
    "coming",
    "dismiss",
    "due",
    "fire",
    "hurried",
    "judge",
    "next_check",
    "notice_at",
    "notice_time",
    "plan",
    "plan_as_stored",
    "plan_from_stored",
    "postpone_note",
    "put_off",
    "reinstate",
    "replan",
    "sending",
    "speaks_of",
    "start",
    "times",
]
