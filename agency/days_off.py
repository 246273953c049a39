"""The days on which nobody works: public holidays of this year and the next by name, beside one's own closed days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from agency import wording
from agency.calendar import public_holidays
from agency.models import Agency, ClosedDay, WorkedDay
from agency.week import DAY_MINUTES, Week, parse_week


@dataclass(frozen=True, kw_only=True)
class DayOff:
    """One line: a public holiday, or a closed day (with its key). `worked_key` is set where one works all the same;
    `idle` says that nobody would work on that day of the week anyhow.
    """

    iso: str
    day: str
    name: str
    about: str
    closed_key: str = ""
    worked_key: str = ""
    idle: bool = False


def days_off(agency: Agency, today: date) -> list[tuple[str, list[DayOff]]]:
    """(year, its days from today on): public holidays of this year and the next, and all closed days that come, so that
    none is out of sight. Two queries. Needs the agency's scope.
    """
    years = (today.year, today.year + 1)
    week = parse_week(agency.week)
    lines = [
        *((row.day, _closed(row, today)) for row in ClosedDay.objects.filter(day__gte=today)),
        *_public(agency, years, week, today),
    ]
    coming = sorted((pair for pair in lines if pair[0] >= today), key=lambda pair: (pair[0], pair[1].closed_key))
    return [(str(year), [line for _day, line in found]) for year, found in groupby(coming, lambda pair: pair[0].year)]


def _closed(row: ClosedDay, today: date) -> DayOff:
    day = wording.long_day(row.day, today)
    return DayOff(iso=row.day.isoformat(), day=day, name=row.name, about=_("our own"), closed_key=row.key)


def _public(agency: Agency, years: Sequence[int], week: Week, today: date) -> list[tuple[date, DayOff]]:
    worked = dict(WorkedDay.objects.filter(day__year__in=years).values_list("day", "key"))
    return [
        (day, _holiday(day, name, worked.get(day, ""), not week[day.weekday()], today))
        for day, name in public_holidays(agency.country, agency.region, years).items()
    ]


def _holiday(day: date, name: str, worked_key: str, idle: bool, today: date) -> DayOff:
    about = _("we work") if worked_key else _("a day off anyhow") if idle else _("public holiday")
    words = wording.long_day(day, today)
    return DayOff(iso=day.isoformat(), day=words, name=name, about=about, worked_key=worked_key, idle=idle)


def breaks(week: Week) -> str:
    """'13:00 to 14:00' where every worked day has the same lunch; '' without any, or where they differ."""
    gaps = {
        tuple((end, begin) for (_begin, end), (begin, _end) in pairwise(spans) if end < begin)
        for spans in week
        if spans
    }
    if len(gaps) != 1:
        return ""
    words = [_("%(begin)s to %(end)s") % {"begin": _clock(begin), "end": _clock(end)} for begin, end in gaps.pop()]
    return wording.listing(words) if words else ""


def minutes_of(week: Week) -> int:
    """How long one works in a week, in minutes."""
    return sum(end - begin for spans in week for begin, end in spans)


def _clock(minute: int) -> str:
    return f"{minute // 60 % (DAY_MINUTES // 60):02d}:{minute % 60:02d}"
