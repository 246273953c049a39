"""What answers, notes, mails on their way, bounces and dismissals make of a clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agency.worktime import Hours
from comms.clock import (
    SENDING_HOLD,
    By,
    Cause,
    Clock,
    Policy,
    Promise,
    Stage,
    Target,
    acknowledge,
    bounce,
    dismiss,
    due,
    fire,
    next_check,
    postpone_note,
    reinstate,
    sending,
    start,
)

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(BERLIN, (((9 * 60, 18 * 60),),) * 5 + ((), ()))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FRIDAY = datetime(2026, 11, 6, 17, 30, tzinfo=BERLIN)
TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=BERLIN)


def clock_at(opened_at: datetime = TUESDAY) -> Clock:
    return start(opened_at, Policy(), OFFICE)


def swept(clock: Clock, *moments: datetime) -> Clock:
    for moment in moments:
        clock, _stages = fire(clock, moment)
    return clock


def test_a_persons_answer_keeps_both_and_stops_everything() -> None:
    clock = acknowledge(swept(clock_at(), TUESDAY), TUESDAY + 2 * HOUR)
    assert (clock.promise, clock.target) == (Promise.KEPT_BY_PERSON, Target.MET)
    assert clock.closed_at == clock.person_acked_at == clock.rated_at == TUESDAY + 2 * HOUR
    assert next_check(clock) is None
    assert due(clock, TUESDAY + 100 * HOUR) == ()
    assert acknowledge(clock, TUESDAY + 3 * HOUR) is clock


def test_at_the_very_end_an_answer_is_still_in_time() -> None:
    assert acknowledge(clock_at(), TUESDAY + 8 * HOUR).target is Target.MET
    assert acknowledge(clock_at(), TUESDAY + 24 * HOUR).promise is Promise.KEPT_BY_PERSON
    late = acknowledge(clock_at(), TUESDAY + 24 * HOUR + MINUTE)
    assert (late.promise, late.broken_cause, late.target) == (Promise.BROKEN, Cause.UNANSWERED, Target.MISSED)
    assert late.rated_at == TUESDAY + 8 * HOUR


def test_a_note_keeps_the_promise_and_never_meets_the_target() -> None:
    clock = acknowledge(swept(clock_at(), TUESDAY + 20 * HOUR), TUESDAY + 20 * HOUR + MINUTE, by=By.NOTE)
    assert (clock.promise, clock.target, clock.is_open) == (Promise.KEPT_BY_NOTE, Target.MISSED, True)
    clock, stages = fire(clock, TUESDAY + 30 * HOUR)
    assert stages == (Stage.DIGEST,)
    assert clock.promise is Promise.KEPT_BY_NOTE
    assert acknowledge(clock, TUESDAY + 31 * HOUR).promise is Promise.KEPT_BY_NOTE


def test_a_note_leaves_the_target_running() -> None:
    clock = acknowledge(clock_at(FRIDAY), FRIDAY + 20 * HOUR, by=By.NOTE)
    assert clock.target is Target.PENDING
    assert Stage.TARGET in due(clock, clock.target_at)
    assert acknowledge(clock, clock.target_at - MINUTE).target is Target.MET


def test_a_person_who_answers_in_time_keeps_it_even_after_a_note() -> None:
    clock = acknowledge(clock_at(), TUESDAY + 20 * HOUR, by=By.NOTE)
    assert acknowledge(clock, TUESDAY + 23 * HOUR).promise is Promise.KEPT_BY_PERSON


def test_a_note_that_comes_too_late_keeps_nothing() -> None:
    clock = acknowledge(clock_at(), TUESDAY + 25 * HOUR, by=By.NOTE)
    assert (clock.promise, clock.note_accepted_at) == (Promise.BROKEN, TUESDAY + 25 * HOUR)
    assert acknowledge(clock, TUESDAY + 26 * HOUR, by=By.NOTE) is clock


def test_while_an_answer_is_on_its_way_nobody_is_told_that_nobody_answers() -> None:
    acted = TUESDAY + 8 * HOUR - MINUTE
    clock = sending(swept(clock_at(), TUESDAY), acted)
    assert due(clock, TUESDAY + 10 * HOUR) == ()
    accepted = acknowledge(clock, acted, known_at=TUESDAY + 10 * HOUR)
    assert accepted.sending_since is None
    assert (accepted.target, accepted.person_acked_at, accepted.closed_at) == (Target.MET, acted, TUESDAY + 10 * HOUR)
    assert Stage.TARGET in due(sending(clock, None), TUESDAY + 10 * HOUR)


def test_a_promise_waits_a_little_for_the_provider_and_no_longer() -> None:
    acted = TUESDAY + 24 * HOUR - MINUTE
    clock = sending(swept(clock_at(), TUESDAY + 23 * HOUR), acted)
    assert Stage.BROKEN not in due(clock, TUESDAY + 24 * HOUR)
    assert Stage.BROKEN in due(clock, acted + SENDING_HOLD)
    assert acknowledge(clock, acted, known_at=acted + 5 * MINUTE).promise is Promise.KEPT_BY_PERSON
    assert acknowledge(clock, acted, known_at=acted + SENDING_HOLD + MINUTE).promise is Promise.BROKEN
    assert Stage.BROKEN in due(sending(clock_at(), TUESDAY + 23 * HOUR), TUESDAY + 24 * HOUR)


def test_an_answer_on_its_way_that_came_after_the_target_does_not_hide_it() -> None:
    clock = sending(clock_at(), TUESDAY + 9 * HOUR)
    assert due(clock, TUESDAY + 9 * HOUR) == (Stage.TARGET,)


def test_the_note_goes_although_an_answer_is_stuck_on_its_way() -> None:
    clock = sending(clock_at(), TUESDAY + 19 * HOUR)
    assert Stage.NOTE in due(clock, TUESDAY + 20 * HOUR)
    assert Stage.NOTE not in due(sending(clock_at(), TUESDAY + 20 * HOUR - MINUTE), TUESDAY + 20 * HOUR)


def test_a_call_logged_late_keeps_its_own_time_beside_the_breach() -> None:
    clock = acknowledge(clock_at(), TUESDAY + 7 * HOUR, known_at=TUESDAY + 26 * HOUR)
    assert (clock.promise, clock.target) == (Promise.BROKEN, Target.MISSED)
    assert (clock.person_acked_at, clock.closed_at) == (TUESDAY + 7 * HOUR, TUESDAY + 26 * HOUR)


def test_an_answer_cannot_precede_its_message_nor_be_known_before_it_is_given() -> None:
    with pytest.raises(ValueError):
        acknowledge(clock_at(), TUESDAY - MINUTE)
    with pytest.raises(ValueError):
        acknowledge(clock_at(), TUESDAY + 2 * HOUR, known_at=TUESDAY + HOUR)


def test_a_bounce_reopens_with_the_old_times() -> None:
    answered = acknowledge(swept(clock_at(), TUESDAY), TUESDAY + HOUR)
    soon = bounce(answered, TUESDAY + 2 * HOUR)
    assert (soon.is_open, soon.promise, soon.target, soon.person_acked_at) == (
        True,
        Promise.PENDING,
        Target.PENDING,
        None,
    )
    assert (soon.promise_at, soon.target_at, soon.plan) == (answered.promise_at, answered.target_at, answered.plan)
    assert next_check(soon) == TUESDAY + 4 * HOUR

    late = bounce(answered, TUESDAY + 30 * HOUR)
    assert (late.promise, late.broken_cause, late.target) == (Promise.BROKEN, Cause.BOUNCED, Target.MISSED)
    assert due(late, TUESDAY + 30 * HOUR) == (Stage.HALF, Stage.BACKUP, Stage.TARGET, Stage.BROKEN, Stage.DIGEST)


def test_a_note_still_keeps_what_a_bounced_answer_does_not() -> None:
    both = acknowledge(acknowledge(clock_at(), TUESDAY + 20 * HOUR, by=By.NOTE), TUESDAY + 21 * HOUR)
    assert bounce(both, TUESDAY + 30 * HOUR).promise is Promise.KEPT_BY_NOTE
    assert bounce(both, TUESDAY + 30 * HOUR, of=By.NOTE).promise is Promise.KEPT_BY_PERSON
    neither = bounce(bounce(both, TUESDAY + 30 * HOUR), TUESDAY + 31 * HOUR, of=By.NOTE)
    assert (neither.promise, neither.broken_cause) == (Promise.BROKEN, Cause.BOUNCED)


def test_another_answer_that_stands_takes_the_place_of_the_one_that_bounced() -> None:
    answered = acknowledge(clock_at(), TUESDAY + HOUR)
    second = (TUESDAY + 2 * HOUR, TUESDAY + 3 * HOUR)
    kept = bounce(answered, TUESDAY + 30 * HOUR, standing=second)
    assert (kept.promise, kept.target, kept.is_open) == (Promise.KEPT_BY_PERSON, Target.MET, False)
    assert (kept.person_acked_at, kept.closed_at) == second
    late = bounce(answered, TUESDAY + 30 * HOUR, standing=(TUESDAY + 9 * HOUR, TUESDAY + 25 * HOUR))
    assert (late.promise, late.broken_cause, late.target) == (Promise.BROKEN, Cause.BOUNCED, Target.MISSED)
    at_the_end = TUESDAY + 24 * HOUR - MINUTE
    held = bounce(answered, TUESDAY + 30 * HOUR, standing=(at_the_end, at_the_end + 2 * MINUTE))
    assert held.promise is Promise.KEPT_BY_PERSON


def test_a_bounce_of_nothing_changes_nothing() -> None:
    assert bounce(clock_at(), TUESDAY + HOUR) == clock_at()
    assert bounce(clock_at(), TUESDAY + HOUR, of=By.NOTE) == clock_at()


def test_dismissing_stops_the_clock_and_can_be_taken_back() -> None:
    thanks = dismiss(clock_at(), TUESDAY + HOUR)
    assert (thanks.is_open, thanks.promise, thanks.target) == (False, Promise.PENDING, Target.PENDING)
    assert next_check(thanks) is None
    assert dismiss(thanks, TUESDAY + 2 * HOUR) is thanks
    assert bounce(thanks, TUESDAY + 2 * HOUR) is thanks
    again = reinstate(thanks, TUESDAY + 30 * HOUR)
    assert (again.is_open, again.promise, again.target) == (True, Promise.BROKEN, Target.MISSED)
    assert reinstate(again, TUESDAY + 31 * HOUR) is again
    assert dismiss(clock_at(), TUESDAY + 9 * HOUR).target is Target.MISSED


def test_a_closed_clock_cannot_begin_to_send() -> None:
    answered = acknowledge(clock_at(), TUESDAY + HOUR)
    assert sending(answered, TUESDAY + 2 * HOUR) is answered


def test_a_note_can_wait_for_the_limit_of_its_address() -> None:
    later = postpone_note(clock_at(), TUESDAY + 22 * HOUR)
    assert Stage.NOTE not in due(later, TUESDAY + 21 * HOUR)
    assert Stage.NOTE in due(later, TUESDAY + 22 * HOUR)
    gone = swept(clock_at(), TUESDAY + 20 * HOUR)
    assert postpone_note(gone, TUESDAY + 22 * HOUR) is gone
