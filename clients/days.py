"""Which day it is in a place, and how one says it. Pure: the moment is passed in."""

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agency import wording


class Placed(Protocol):
    """Whatever has a time zone of its own: an agency."""

    zone: str


def day_in(zone: str, at: datetime) -> date:
    """The date in a zone, such as 'Europe/Berlin', at a moment."""
    return at.astimezone(ZoneInfo(zone)).date()


def day_of(at: datetime, agency: Placed) -> date:
    """The date on the agency's calendar at a moment. Due dates are dates of that calendar."""
    return day_in(agency.zone, at)


def near_day(day: date, today: date) -> str:
    """A date as one says it: 'today', 'tomorrow', 'Thursday' within the week ahead, else '14 Jul 2026'."""
    away = (day - today).days
    if away in (0, 1):
        return (_("today"), _("tomorrow"))[away]
    return wording.weekday(day) if 1 < away <= wording.WEEKDAY_IS_CLEAR else wording.short_day(day)
