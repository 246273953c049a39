"""When an expert is reminded: pure, in working time (practices M8, T19)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from agency.week import parse_week
from agency.worktime import Hours, is_open
from comms import asking
from comms.asking import Stage

NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS = Hours(ZoneInfo("Europe/Berlin"), parse_week({**NINE_TO_FIVE, "sat": [], "sun": []}))
NEVER = Hours(ZoneInfo("UTC"), ((),) * 7)
FRIDAY = datetime(2026, 11, 6, 13, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


def test_it_is_due_at_the_end_of_the_next_working_day() -> None:
    assert asking.usual_due(FRIDAY, HOURS) == datetime(2026, 11, 9, 16, 0, tzinfo=UTC)
    assert asking.usual_due(FRIDAY, NEVER) == FRIDAY + timedelta(days=1)


def test_before_due_and_then_once_each_working_day() -> None:
    due = asking.usual_due(FRIDAY, HOURS)
    moments, at = [], FRIDAY
    for _each in range(5):
        at = asking.next_reminder(FRIDAY, due, at, HOURS)
        moments.append(f"{at:%a %H:%M}")
    assert moments == ["Mon 08:00", "Mon 16:00", "Tue 08:00", "Wed 08:00", "Thu 08:00"]


def test_the_owners_hear_of_it_once_and_only_after_long() -> None:
    due = asking.usual_due(FRIDAY, HOURS)
    plans = {day: asking.plan(due, due + timedelta(days=day), HOURS, owners_told=False) for day in (-1, 0, 1, 2, 3)}
    assert [plan.stage for plan in plans.values()] == [Stage.BEFORE, Stage.DUE, *[Stage.SILENT] * 3]
    assert [day for day, plan in plans.items() if plan.owners] == [3]
    assert not asking.plan(due, due + timedelta(days=30), HOURS, owners_told=True).owners


@given(MOMENTS, st.integers(1, 30 * 24), st.integers(0, 60 * 24))
def test_the_next_reminder_always_lies_ahead_and_never_at_night_once_due(
    asked_at: datetime, span: int, later: int
) -> None:
    due, at = asked_at + timedelta(hours=span), asked_at + timedelta(hours=later)
    for hours in (HOURS, NEVER):
        moment = asking.next_reminder(asked_at, due, at, hours)
        assert moment > at
        if at >= due and hours is HOURS:
            assert is_open(moment, hours)


def test_nobody_outside_is_pestered_for_ever() -> None:
    assert [asking.may_mail(sent) for sent in (0, asking.MOST_MAILS - 1, asking.MOST_MAILS)] == [True, True, False]
