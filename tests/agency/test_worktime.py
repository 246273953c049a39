"""Working time by example: lunch, weekends, holidays, changes of the clocks, and calendars that never open."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agency.worktime import (
    Hours,
    NeverOpen,
    Week,
    close_of_business,
    deadline,
    elapsed,
    end_of_working_day,
    is_open,
    next_open,
    working_days_after,
)

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE_DAY = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
OFFICE_WEEK: Week = (OFFICE_DAY,) * 5 + ((), ())
OFFICE = Hours(BERLIN, OFFICE_WEEK)
THROUGHOUT = Hours(BERLIN, (((9 * 60, 18 * 60),),) * 5 + ((), ()))
HOUR = timedelta(hours=1)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def every_day(*spans: tuple[int, int], zone: str = "Europe/Berlin") -> Hours:
    return Hours(ZoneInfo(zone), (spans,) * 7)


def test_a_message_late_on_friday_is_due_on_monday() -> None:
    assert deadline(berlin("2026-11-06T17:30"), 8 * HOUR, THROUGHOUT) == berlin("2026-11-09T16:30")


def test_lunch_is_not_worked() -> None:
    assert deadline(berlin("2026-11-03T12:30"), HOUR, OFFICE) == berlin("2026-11-03T14:30")
    assert elapsed(berlin("2026-11-03T12:30"), berlin("2026-11-03T14:30"), OFFICE) == HOUR


def test_work_that_fills_a_day_is_due_at_its_end() -> None:
    assert deadline(berlin("2026-11-03T09:00"), 8 * HOUR, OFFICE) == berlin("2026-11-03T18:00")
    assert deadline(berlin("2026-11-03T08:00"), 4 * HOUR, OFFICE) == berlin("2026-11-03T13:00")


def test_a_closed_day_is_left_out() -> None:
    closed = Hours(BERLIN, OFFICE_WEEK, frozenset({date(2026, 11, 4)}))
    assert deadline(berlin("2026-11-03T17:00"), 2 * HOUR, closed) == berlin("2026-11-05T10:00")


def test_nothing_needed_is_due_at_once_even_at_night() -> None:
    assert deadline(berlin("2026-11-07T03:00"), timedelta(0), OFFICE) == berlin("2026-11-07T03:00")


def test_midnight_ends_a_day_and_begins_the_next() -> None:
    late = every_day((20 * 60, 24 * 60))
    assert deadline(berlin("2026-11-03T23:00"), HOUR, late) == berlin("2026-11-04T00:00")
    assert deadline(berlin("2026-11-03T23:00"), 2 * HOUR, late) == berlin("2026-11-04T21:00")
    assert not is_open(berlin("2026-11-04T00:00"), late)


def test_a_night_over_the_spring_change_is_an_hour_shorter() -> None:
    night = every_day((0, 6 * 60))
    assert elapsed(berlin("2027-03-28T00:00"), berlin("2027-03-28T06:00"), night) == 5 * HOUR
    assert deadline(berlin("2027-03-28T00:00"), 5 * HOUR, night) == berlin("2027-03-28T06:00")


def test_a_night_over_the_autumn_change_is_an_hour_longer() -> None:
    night = every_day((0, 6 * 60))
    assert elapsed(berlin("2026-10-25T00:00"), berlin("2026-10-25T06:00"), night) == 7 * HOUR


def test_a_beginning_in_the_spring_gap_moves_forward() -> None:
    early = every_day((2 * 60 + 30, 5 * 60))
    assert next_open(berlin("2027-03-28T00:00"), early) == berlin("2027-03-28T03:30")
    assert elapsed(berlin("2027-03-28T00:00"), berlin("2027-03-28T06:00"), early) == 1.5 * HOUR


def test_a_beginning_in_the_autumn_fold_is_its_first_occurrence() -> None:
    early = every_day((2 * 60 + 30, 5 * 60))
    assert next_open(berlin("2026-10-25T00:00"), early) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert elapsed(berlin("2026-10-25T00:00"), berlin("2026-10-25T06:00"), early) == 3.5 * HOUR


def test_spans_that_a_gap_pushes_together_count_once() -> None:
    crossing = every_day((60, 150), (160, 170), (180, 240))
    assert elapsed(berlin("2027-03-28T00:00"), berlin("2027-03-28T12:00"), crossing) == 2 * HOUR
    assert crossing.openings(date(2027, 3, 28)) == [
        (datetime(2027, 3, 28, 0, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, 0, tzinfo=UTC))
    ]


def test_a_gap_does_not_carry_work_into_the_next_day() -> None:
    nuuk = ZoneInfo("America/Nuuk")
    saturdays = Hours(nuuk, ((),) * 5 + (((20 * 60, 23 * 60 + 30),), ()))
    midnight = datetime(2027, 3, 28, tzinfo=nuuk)
    assert elapsed(midnight - 12 * HOUR, midnight + 12 * HOUR, saturdays) == 3 * HOUR
    assert not is_open(midnight, saturdays)


def test_a_date_that_a_zone_left_out_is_no_working_day() -> None:
    apia = ZoneInfo("Pacific/Apia")
    office = Hours(apia, OFFICE_WEEK)
    assert not office.works_on(date(2011, 12, 30))
    assert working_days_after(date(2011, 12, 29), 1, office) == date(2012, 1, 2)
    around = (datetime(2011, 12, 29, 18, tzinfo=apia), datetime(2011, 12, 31, tzinfo=apia))
    assert elapsed(*around, Hours.always(apia)) == 6 * HOUR


def test_a_fold_over_midnight_begins_the_next_day_before_the_old_one_is_shown_again() -> None:
    """St John's, 7 November 2010: at 00:01 on Sunday the clocks went back to 23:01 on Saturday."""
    sundays = Hours(ZoneInfo("America/St_Johns"), ((),) * 6 + (((0, 1440),),))
    saturday_again = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)
    assert saturday_again.astimezone(sundays.zone).isoformat() == "2010-11-06T23:30:00-03:30"
    assert is_open(saturday_again, sundays)
    assert elapsed(saturday_again - 12 * HOUR, saturday_again, sundays) == 0.5 * HOUR


def test_a_gap_over_midnight_leaves_the_rest_of_its_hour_to_the_old_day() -> None:
    """Toronto, 30 March 1919: at 23:30 on Sunday the clocks went on to 00:30 on Monday."""
    sundays = Hours(ZoneInfo("America/Toronto"), ((),) * 6 + (((0, 1440),),))
    early = datetime(1919, 3, 31, 4, 45, tzinfo=UTC)
    assert early.astimezone(sundays.zone).isoformat() == "1919-03-31T00:45:00-04:00"
    assert next_open(early, sundays) == early
    assert elapsed(early, early + 12 * HOUR, sundays) == 0.25 * HOUR


@pytest.mark.parametrize("week", [((),) * 7, (OFFICE_DAY, *((),) * 6)], ids=["no hours", "Mondays, all closed"])
def test_a_calendar_that_never_opens_says_so(week: Week) -> None:
    mondays = frozenset(date(2026, 11, 2) + timedelta(weeks=week) for week in range(600))
    never, now = Hours(BERLIN, week, mondays), berlin("2026-11-03T12:00")
    for search in (
        lambda: deadline(now, HOUR, never),
        lambda: next_open(now, never),
        lambda: close_of_business(now, never),
        lambda: working_days_after(now.date(), 1, never),
        lambda: end_of_working_day(now.date(), never),
    ):
        with pytest.raises(NeverOpen):
            search()
    assert elapsed(now, now + timedelta(days=900), never) == timedelta(0)
    assert not is_open(now, never)


def test_too_much_work_for_ten_years_is_refused() -> None:
    with pytest.raises(NeverOpen, match="missing after ten years"):
        deadline(berlin("2026-11-03T12:00"), timedelta(days=2000), OFFICE)


def test_working_days_are_counted_without_weekends_and_holidays() -> None:
    closed = Hours(BERLIN, OFFICE_WEEK, frozenset({date(2026, 11, 9)}))
    friday, saturday = date(2026, 11, 6), date(2026, 11, 7)
    assert working_days_after(friday, 1, OFFICE) == date(2026, 11, 9)
    assert working_days_after(friday, 1, closed) == date(2026, 11, 10)
    assert working_days_after(friday, 5, OFFICE) == date(2026, 11, 13)
    assert working_days_after(friday, 0, OFFICE) == friday
    assert working_days_after(saturday, 0, OFFICE) == date(2026, 11, 9)


def test_the_end_of_a_working_day() -> None:
    assert end_of_working_day(date(2026, 11, 6), OFFICE) == berlin("2026-11-06T18:00")
    assert end_of_working_day(date(2026, 11, 7), OFFICE) == berlin("2026-11-09T18:00")
    assert close_of_business(berlin("2026-11-06T13:30"), OFFICE) == berlin("2026-11-06T18:00")
    assert close_of_business(berlin("2026-11-06T18:00"), OFFICE) == berlin("2026-11-09T18:00")


def test_opening_is_half_open() -> None:
    assert is_open(berlin("2026-11-03T09:00"), OFFICE)
    assert not is_open(berlin("2026-11-03T13:00"), OFFICE)
    assert next_open(berlin("2026-11-03T13:00"), OFFICE) == berlin("2026-11-03T14:00")
    assert next_open(berlin("2026-11-03T14:30"), OFFICE) == berlin("2026-11-03T14:30")


def test_what_makes_no_sense_is_refused() -> None:
    now = berlin("2026-11-03T12:00")
    with pytest.raises(ValueError, match="negative"):
        deadline(now, -HOUR, OFFICE)
    with pytest.raises(ValueError, match="without a zone"):
        deadline(datetime(2026, 11, 3, 12), HOUR, OFFICE)
    with pytest.raises(ValueError, match="counted forward"):
        working_days_after(now.date(), -1, OFFICE)
    with pytest.raises(ValueError, match="seven days"):
        Hours(BERLIN, OFFICE_WEEK[:6])
    for spans in (((600, 540),), ((600, 600),), ((540, 700), (650, 800)), ((0, 1441),), ((-5, 10),)):
        with pytest.raises(ValueError, match="not in order"):
            Hours(BERLIN, (spans,) + ((),) * 6)
