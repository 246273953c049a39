"""When somebody's next working morning begins, where they are. Pure: the present, their zone and days are passed in."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from agency.calendar import public_holidays

BEGINS = time(9)
"""Where nobody has said from when on they like to be spoken with."""
WEEKEND = frozenset({5, 6})
LOOKS_AHEAD = 30
"""Days. Whoever has no working day within these is written to on the first of them."""


def next_morning(
    now: datetime,
    zone: ZoneInfo,
    *,
    begins: time = BEGINS,
    weekend: Collection[int] = WEEKEND,
    closed: Collection[date] = (),
) -> datetime:
    """The first moment after `now`, in UTC, at which their clocks show `begins` on a day that they work.

    `weekend` are weekdays, Monday being 0. A time that a change of the clocks leaves out is the one that follows it.
    """
    today = now.astimezone(zone).date()
    mornings = []
    for ahead in range(LOOKS_AHEAD):
        day = today + timedelta(days=ahead)
        moment = datetime.combine(day, begins, zone).astimezone(UTC)
        if moment <= now:
            continue
        mornings.append(moment)
        if day.weekday() not in weekend and day not in closed:
            return moment
    return mornings[0]


def weekend_of(country: str) -> frozenset[int]:
    """The weekdays on which a country rests; Saturday and Sunday where it is not known."""
    try:
        return frozenset(holidays.country_holidays(country).weekend) if country else WEEKEND
    except NotImplementedError:
        return WEEKEND


def holidays_of(country: str, around: date) -> frozenset[date]:
    """Public holidays of a whole country, this year's and next year's."""
    return frozenset(public_holidays(country, "", (around.year, around.year + 1)))
