"""Working time against a minute-by-minute oracle at the changes of the clocks, and its laws for any calendar.

Reduced by default; with RAPPORT_FULL_SIZE=1 every distinct zone rule and every change of ten years.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, strategies as st

from agency.worktime import Hours, Week, deadline, elapsed, is_open, next_open, working_days_after
from tests.zones import CHARACTERS, Change, changes, chosen_changes, distinct_zones

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NOTHING = timedelta(0)

WEEKS: dict[str, Week] = {
    "office": (((540, 780), (840, 1080)),) * 5 + ((), ()),
    "night": (((0, 150), (180, 195), (1350, 1440)),) * 7,
    "in the gap": (((5, 25), (30, 130), (135, 145), (150, 170), (1385, 1430)),) * 7,
    "one day": ((), (), (), (), (), ((0, 1440),), ()),
}


@lru_cache(maxsize=2)
def wall_clock(zone: ZoneInfo, begin: datetime) -> dict[datetime, datetime]:
    """What a clock on the wall shows in each minute of nine days, and when it first does."""
    shown: dict[datetime, datetime] = {}
    for count in range(9 * 24 * 60):
        moment = begin + count * MINUTE
        shown.setdefault(moment.astimezone(zone).replace(tzinfo=None), moment)
    return shown


class MinuteByMinute:
    """Which minutes are worked, found by looking at the wall clock of every minute. Knows nothing of folds."""

    def __init__(self, hours: Hours, middle: datetime) -> None:
        self.hours = hours
        self.shown = wall_clock(hours.zone, middle - 4 * DAY)
        self.worked = self._worked(middle.astimezone(hours.zone).date())
        self.minutes = sorted(self.worked)

    def _worked(self, middle: date) -> set[datetime]:
        worked: set[datetime] = set()
        for away in range(-3, 4):
            day = middle + away * DAY
            spans = () if day in self.hours.closed else self.hours.week[day.weekday()]
            for begin, end in spans:
                moment, last = self.first(day, begin), min(self.first(day, end), self.first(day, 24 * 60))
                while moment < last:
                    worked.add(moment)
                    moment += MINUTE
        return worked

    def first(self, day: date, minute: int) -> datetime:
        """When the wall clock first shows this time; a time that it skips moves forward by what is skipped."""
        wanted = datetime.combine(day, time()) + minute * MINUTE
        if wanted in self.shown:
            return self.shown[wanted]
        before, after = wanted, wanted
        while before not in self.shown:
            before -= MINUTE
        while after not in self.shown:
            after += MINUTE
        return self.shown[wanted + (after - before) - MINUTE]

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        return (bisect_left(self.minutes, end) - bisect_left(self.minutes, start)) * MINUTE

    def deadline(self, start: datetime, needed: int) -> datetime:
        return self.minutes[bisect_left(self.minutes, start) + needed - 1] + MINUTE


@pytest.mark.parametrize("name", WEEKS)
@pytest.mark.parametrize("change", chosen_changes(), ids=str)
def test_every_minute_around_a_change_is_counted_as_the_wall_clock_says(change: Change, name: str) -> None:
    local = change.at.astimezone(ZoneInfo(change.zone)).date()
    hours = Hours(ZoneInfo(change.zone), WEEKS[name], frozenset({local + 2 * DAY}))
    oracle = MinuteByMinute(hours, change.at)
    moments = [change.at + minutes * MINUTE for minutes in (-2000, -150, -61, -30, -1, 0, 1, 29, 45, 60, 125, 1700)]
    for start in moments:
        assert is_open(start, hours) == (start in oracle.worked)
        for end in moments:
            if start <= end:
                assert elapsed(start, end, hours) == oracle.elapsed(start, end)
        for needed in (1, 30, 90, 200):
            if bisect_left(oracle.minutes, start) + needed <= len(oracle.minutes):
                assert deadline(start, needed * MINUTE, hours) == oracle.deadline(start, needed)


def test_the_zones_with_a_character_have_changes_to_look_at() -> None:
    assert len(changes("Europe/Berlin")) == 20
    assert len(changes("Africa/Casablanca")) >= 18
    assert not changes("Asia/Kathmandu")
    assert len(distinct_zones()) > 50


ZONES = st.sampled_from(CHARACTERS).map(ZoneInfo)
QUARTERS = st.lists(st.integers(0, 96), unique=True, max_size=6).map(
    lambda marks: tuple((a * 15, b * 15) for a, b in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
AMOUNTS = st.timedeltas(NOTHING, timedelta(hours=40))


@st.composite
def calendars(draw: st.DrawFn) -> Hours:
    first = draw(st.dates(date(2026, 1, 1), date(2034, 12, 1)))
    closed = draw(st.sets(st.integers(0, 60), max_size=8))
    hours = Hours(draw(ZONES), draw(st.tuples(*[QUARTERS] * 7)), frozenset(first + count * DAY for count in closed))
    assume(sum(end - begin for spans in hours.week for begin, end in spans) >= 120)
    return hours


@given(calendars(), MOMENTS, AMOUNTS)
def test_a_deadline_is_the_earliest_moment_with_enough_time_before_it(
    hours: Hours, start: datetime, needed: timedelta
) -> None:
    end = deadline(start, needed, hours)
    assert elapsed(start, end, hours) == needed
    if needed:
        assert elapsed(start, end - timedelta(microseconds=1), hours) < needed


@given(calendars(), MOMENTS, AMOUNTS, AMOUNTS)
def test_deadlines_add_up_and_never_go_back(hours: Hours, start: datetime, one: timedelta, other: timedelta) -> None:
    both = deadline(start, one + other, hours)
    assert deadline(deadline(start, one, hours), other, hours) == both
    assert deadline(start, one, hours) <= both
    assert deadline(start, one, hours) <= deadline(start + other, one, hours)


@given(calendars(), st.lists(MOMENTS, min_size=3, max_size=3), st.timedeltas(NOTHING, 40 * DAY))
def test_elapsed_time_adds_up_in_any_order(hours: Hours, moments: list[datetime], near: timedelta) -> None:
    one, other, third = moments[0], moments[0] + near, moments[0] + (moments[2] - moments[1]) / 50
    total = elapsed(one, other, hours) + elapsed(other, third, hours)
    assert total == elapsed(one, third, hours) == -elapsed(third, one, hours)
    assert NOTHING <= elapsed(one, other, hours) <= near


@given(ZONES, MOMENTS, AMOUNTS)
def test_round_the_clock_working_time_is_real_time(zone: ZoneInfo, start: datetime, amount: timedelta) -> None:
    always = Hours.always(zone)
    assert deadline(start, amount, always) == start + amount
    assert elapsed(start, start + amount, always) == amount
    assert next_open(start, always) == start


@given(calendars(), MOMENTS)
def test_the_next_opening_is_open_and_nothing_was_before_it(hours: Hours, moment: datetime) -> None:
    opening = next_open(moment, hours)
    assert opening >= moment
    assert is_open(opening, hours)
    assert elapsed(moment, opening, hours) == NOTHING
    assert is_open(moment, hours) == (opening == moment)
    assert deadline(moment, timedelta(microseconds=1), hours) == opening + timedelta(microseconds=1)


@given(calendars(), st.dates(date(2026, 1, 1), date(2034, 12, 1)), st.integers(0, 12))
def test_working_days_are_those_with_an_opening(hours: Hours, day: date, count: int) -> None:
    found = working_days_after(day, count, hours)
    first = day + DAY if count else day
    worked = [first + away * DAY for away in range((found - first).days + 1) if hours.works_on(first + away * DAY)]
    assert worked[-1] == found
    assert len(worked) == max(count, 1)
