"""When a month's call is proposed: on the first working day after the month that still lies ahead, at the hour of the
last one, within the hours in which the contact takes calls. Pure.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agency.worktime import Hours, is_open

USUAL = time(10)
FIRST_DAYS = 5
"""So many working days of a month are its first."""
LOOKED_THROUGH = 31


def first_days(month: date, hours: Hours) -> list[date]:
    """The first working days of a month."""
    days = (month + timedelta(days=ahead) for ahead in range(LOOKED_THROUGH))
    worked = (day for day in days if day.month == month.month and hours.works_on(day))
    return [day for day, _number in zip(worked, range(FIRST_DAYS), strict=False)]


def proposed(
    month: date,
    *,
    now: datetime,
    hours: Hours,
    zone: ZoneInfo,
    last: datetime | None = None,
    calls_from: time | None = None,
    calls_until: time | None = None,
    minutes: int = 30,
) -> datetime:
    """`month` is the one in which the call takes place, `zone` where the contact lives."""
    tomorrow = now.astimezone(hours.zone).date() + timedelta(days=1)
    first = max(month, tomorrow)
    for ahead in range(LOOKED_THROUGH):
        day = first + timedelta(days=ahead)
        if hours.works_on(day):
            clocks = _clocks(last.astimezone(zone).time() if last else None, calls_from, calls_until, minutes)
            for clock in clocks:
                moment = datetime.combine(day, clock, zone).astimezone(UTC)
                if is_open(moment, hours) and is_open(moment + timedelta(minutes=minutes - 1), hours):
                    return moment
    return datetime.combine(first, _clocks(None, calls_from, calls_until, minutes).__next__(), zone).astimezone(UTC)


def _clocks(last: time | None, begins: time | None, ends: time | None, minutes: int) -> Iterator[time]:
    """The hours to try, the best first: as the last time, then ten, then every half an hour of their day."""
    every = (time(hour, half) for hour in range(8, 19) for half in (0, 30))
    wanted = [*([last.replace(second=0, microsecond=0)] if last else []), USUAL, *every]
    inside = [clock for clock in dict.fromkeys(wanted) if _inside(clock, begins, ends, minutes)]
    yield from inside or [begins or USUAL]


def _inside(clock: time, begins: time | None, ends: time | None, minutes: int) -> bool:
    over = (datetime.combine(date.min, clock) + timedelta(minutes=minutes)).time()
    return (begins is None or clock >= begins) and (ends is None or clock < over <= ends)
