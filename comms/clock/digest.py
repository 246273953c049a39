"""When what is told once a day is told."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from agency.worktime import Hours, NeverOpen, next_open
from comms.clock.notices import notice_at

A_DAY = timedelta(days=1)


def digest_at(told: datetime, deadline: datetime | None, hours: Hours) -> datetime:
    """The first opening of a day that is not over yet: this morning's or the next one's, never after lunch.

    What speaks of a deadline that comes before then is told as if it were not put off. Without any opening: at once.
    """
    local = told.astimezone(hours.zone)
    midnight = datetime.combine(local.date(), time(), tzinfo=hours.zone)
    try:
        morning = next_open(midnight, hours)
        if morning < told:
            morning = next_open(datetime.combine(local.date() + A_DAY, time(), tzinfo=hours.zone), hours)
    except NeverOpen:
        return told
    return notice_at(told, deadline, hours) if deadline is not None and deadline <= morning else morning
