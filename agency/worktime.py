"""Working time: when a shop that keeps hours has worked for so long, and how long it worked between two moments.

Pure arithmetic: no database and no wall clock; every moment is passed in and is aware. Results are in UTC.

What the words mean (the rules of the acknowledgement clock, practice M4):

* Intervals are half-open: 09:00 to 13:00 holds 09:00 and no longer 13:00. 24:00 is legal and is the next midnight.
* A local time in a spring gap moves forward by the length of the gap (02:30 becomes 03:30); in an autumn fold it means
  its first occurrence. These are the readings of RFC 5545 and of Python's ``fold=0``.
* A day's hours lie within that day: what a gap would push past its midnight is cut off, and a date that a zone left out
  altogether has none. Spans that a gap pushes over one another count once.
* Durations are real elapsed time: a night shift over a change of the clocks is an hour shorter or longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from agency.week import DAY_MINUTES, DAY_NAMES, Span, Week, parse_week, week_as_stored

__all__ = [
    "HORIZON",
    "Hours",
    "NeverOpen",
    "Opening",
    "Span",
    "Week",
    "close_of_business",
    "deadline",
    "elapsed",
    "end_of_working_day",
    "is_open",
    "next_open",
    "parse_week",
    "week_as_stored",
    "working_days_after",
]

Opening = tuple[datetime, datetime]
"""Beginning and end in UTC, half-open."""

ONE_DAY = timedelta(days=1)
HORIZON = timedelta(days=3653)
"""How far a search looks ahead before it gives up: ten years."""


class NeverOpen(Exception):
    """The calendar holds no working time, or too little of it, within ten years."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works: a zone, a week, and the days on which they do not (holidays, closed days).

    Raises ``ValueError`` when the week has not seven days, or a day's spans are out of order, empty or overlapping.
    """

    zone: ZoneInfo
    week: Week
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != len(DAY_NAMES):
            raise ValueError(f"A week has seven days, not {len(self.week)}.")
        for name, spans in zip(DAY_NAMES, self.week, strict=True):
            limits = [minute for span in spans for minute in span]
            in_order = limits == sorted(limits) and all(begin < end for begin, end in spans)
            if not in_order or not all(0 <= minute <= DAY_MINUTES for minute in limits):
                raise ValueError(f"The spans of {name} are not in order within the day: {spans!r}.")

    @classmethod
    def always(cls, zone: ZoneInfo | None = None) -> Hours:
        """Round the clock, every day: working time is real time."""
        return cls(zone or ZoneInfo("UTC"), (((0, DAY_MINUTES),),) * len(DAY_NAMES))

    def openings(self, day: date) -> list[Opening]:
        """The working time of one local day, in order, apart from one another, in UTC. Empty when it is not worked."""
        spans = self.week[day.weekday()]
        if not spans or day in self.closed:
            return []
        midnight = _instant(day, DAY_MINUTES, self.zone)
        found = [(_instant(day, begin, self.zone), _instant(day, end, self.zone)) for begin, end in spans]
        return _tidy([(begin, min(end, midnight)) for begin, end in found])

    def works_on(self, day: date) -> bool:
        """Whether the local day holds any working time."""
        return bool(self.openings(day))


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    if minute == DAY_MINUTES:
        day, minute = day + ONE_DAY, 0
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone).astimezone(UTC)


def _tidy(openings: list[Opening]) -> list[Opening]:
    """In order, joined where they touch or overlap, without the empty ones."""
    tidy: list[Opening] = []
    for begin, end in sorted(openings):
        if begin >= end:
            continue
        if tidy and begin <= tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], max(end, tidy[-1][1]))
        else:
            tidy.append((begin, end))
    return tidy


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone says nothing.")
    return moment.astimezone(UTC)


def _day_before(moment: datetime, hours: Hours) -> date:
    """Early enough to begin a search: no opening of an earlier day can reach ``moment``."""
    return moment.astimezone(hours.zone).date() - ONE_DAY


def _working_days(first: date, hours: Hours) -> Iterator[tuple[date, list[Opening]]]:
    """Each worked day from ``first`` on with its openings, as far as the horizon."""
    for ahead in range(HORIZON.days if any(hours.week) else 0):
        day = first + timedelta(days=ahead)
        if openings := hours.openings(day):
            yield day, openings


def _openings_after(moment: datetime, hours: Hours) -> Iterator[Opening]:
    """What is left of each opening from ``moment`` on, as far as the horizon."""
    for _day, openings in _working_days(_day_before(moment, hours), hours):
        for begin, end in openings:
            if end > moment:
                yield max(begin, moment), end


def deadline(start: datetime, needed: timedelta, hours: Hours) -> datetime:
    """The earliest moment at which ``needed`` working time has passed since ``start``, in UTC.

    Work that fills a day exactly is due at its end, not on the next morning. Nothing needed is due at ``start``.
    Raises ``ValueError`` for a negative amount or a naive moment, ``NeverOpen`` if ten years do not hold it.
    """
    moment = _utc(start)
    if needed < timedelta(0):
        raise ValueError("Working time that is needed cannot be negative.")
    if not needed:
        return moment
    for begin, end in _openings_after(moment, hours):
        if end - begin >= needed:
            return begin + needed
        needed -= end - begin
    raise NeverOpen(f"{needed} of working time are missing after ten years.")


def elapsed(start: datetime, end: datetime, hours: Hours) -> timedelta:
    """The working time between two moments, as real elapsed time. Negative when ``end`` lies before ``start``."""
    begin, finish = _utc(start), _utc(end)
    if finish < begin:
        return -elapsed(finish, begin, hours)
    first = _day_before(begin, hours)
    last = finish.astimezone(hours.zone).date() + ONE_DAY
    worked = timedelta(0)
    for ahead in range((last - first).days + 1):
        for opens, closes in hours.openings(first + timedelta(days=ahead)):
            worked += max(min(closes, finish) - max(opens, begin), timedelta(0))
    return worked


def is_open(moment: datetime, hours: Hours) -> bool:
    """Whether ``moment`` lies in working time."""
    instant = _utc(moment)
    before = _day_before(instant, hours)
    days = (before, before + ONE_DAY, before + 2 * ONE_DAY)
    return any(begin <= instant < end for day in days for begin, end in hours.openings(day))


def next_open(moment: datetime, hours: Hours) -> datetime:
    """``moment`` itself if it lies in working time, else the next beginning of some, in UTC. Raises ``NeverOpen``."""
    for begin, _end in _openings_after(_utc(moment), hours):
        return begin
    raise NeverOpen("Nobody opens within ten years.")


def working_days_after(day: date, count: int, hours: Hours) -> date:
    """The ``count``-th worked day after ``day``; for 0 the day itself if it is worked, else the next one.

    Raises ``ValueError`` for a negative count, ``NeverOpen`` if ten years do not hold so many.
    """
    if count < 0:
        raise ValueError("Working days are counted forward.")
    first = day + ONE_DAY if count else day
    for number, (worked, _openings) in enumerate(_working_days(first, hours), start=1):
        if number >= count:
            return worked
    raise NeverOpen(f"There are not {count} working days within ten years.")


def end_of_working_day(day: date, hours: Hours) -> datetime:
    """When work ends on ``day``, or on the next worked day if this one is not, in UTC. Raises ``NeverOpen``.

    'Silence for five working days counts as agreed' ends at
    ``end_of_working_day(working_days_after(day, 5, hours), hours)``.
    """
    for _worked, openings in _working_days(day, hours):
        return openings[-1][1]
    raise NeverOpen("No day is worked within ten years.")


def close_of_business(moment: datetime, hours: Hours) -> datetime:
    """When the working day ends in which ``moment`` lies, or the next one if it is over, in UTC: 'before you leave'.

    Raises ``NeverOpen``.
    """
    instant = _utc(moment)
    for _worked, openings in _working_days(_day_before(instant, hours), hours):
        if openings[-1][1] > instant:
            return openings[-1][1]
    raise NeverOpen("No day is worked within ten years.")
