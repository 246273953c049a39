"""When a summary is chased, when its readers are reminded, and when their silence counts as agreed. Pure.

All of it is working time of the agency's calendar; without any working time at all it is time by the clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.worktime import Hours, NeverOpen, deadline, elapsed, end_of_working_day, working_days_after

WRITER_HAS = timedelta(hours=2)
LONGEST_LOOK = 366
"""Days that are looked through for a worked one, to learn how long a working day is."""


@dataclass(frozen=True, slots=True)
class Chase:
    """`writer`: when the writer of a draft is reminded. `owners`: when it is the owners' business."""

    writer: datetime
    owners: datetime


def chase(ended: datetime, hours: Hours) -> Chase:
    """After two working hours the writer, after a working day the owners, counted from the end of the call."""
    return Chase(_later(ended, WRITER_HAS, hours), _later(ended, a_working_day(ended, hours), hours))


def a_working_day(moment: datetime, hours: Hours) -> timedelta:
    """How long one works on that day, or on the next day that is worked."""
    first = moment.astimezone(hours.zone).date()
    for ahead in range(LONGEST_LOOK):
        worked = sum((end - begin for begin, end in hours.openings(first + timedelta(days=ahead))), timedelta(0))
        if worked:
            return worked
    return timedelta(days=1)


def silence(accepted: datetime, days: int, hours: Hours) -> datetime:
    """The end of the working day on which silence counts as agreed."""
    try:
        return end_of_working_day(working_days_after(accepted.astimezone(hours.zone).date(), days, hours), hours)
    except NeverOpen:
        return accepted + timedelta(days=days)


def halfway(accepted: datetime, until: datetime, hours: Hours) -> datetime:
    """When half of the working time between two moments is over."""
    worked = elapsed(accepted, until, hours)
    return _later(accepted, worked / 2, hours) if worked > timedelta(0) else accepted + (until - accepted) / 2


def _later(start: datetime, needed: timedelta, hours: Hours) -> datetime:
    try:
        return deadline(start, needed, hours)
    except NeverOpen:
        return start + needed
