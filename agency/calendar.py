"""When an agency works: its week, the public holidays of its country and region but for those on which it works all the
same, and its own closed days."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import holidays

from agency.languages import language
from agency.models import Agency, ClosedDay, WorkedDay
from agency.shortcuts import shortcuts
from agency.worktime import Hours, parse_week

A_DAY = 24 * 3600


def hours_of(agency: Agency, around: date) -> Hours:
    """The agency's working hours from the year before `around` to the year after. Needs the agency's scope.

    Kept in the cache under the agency and the version of its calendar, which every change of hours, closed days or
    worked days raises.
    """
    return Hours(
        zone=ZoneInfo(agency.zone),
        week=parse_week(agency.week),
        closed=frozenset(closed_days(agency, (around.year - 1, around.year, around.year + 1))),
    )


def closed_days(agency: Agency, years: tuple[int, ...]) -> set[date]:
    """Public holidays and own closed days of these years, without the holidays on which the agency works."""
    key = f"calendar:{agency.pk}:{agency.calendar_version}:{agency.country}:{agency.region}:{years[0]}-{years[-1]}"
    days = shortcuts.get(key)
    if days is None:
        own = ClosedDay.objects.filter(day__year__in=years).values_list("day", flat=True)
        worked = WorkedDay.objects.filter(day__year__in=years).values_list("day", flat=True)
        days = {*own, *(public_holidays(agency.country, agency.region, years).keys() - set(worked))}
        shortcuts.set(key, days, A_DAY)
    return set(days)


def public_holidays(country: str, region: str, years: Sequence[int]) -> dict[date, str]:
    """Name by day, in the active language or else in English, where it is known in them.

    Empty for a country that the library does not know. An unknown region counts as the whole country.
    """
    if not country:
        return {}
    for subdivision in (region or None, None):
        try:
            known = holidays.country_holidays(country, subdiv=subdivision, years=years, language=_spoken_in(country))
            return dict(known)
        except NotImplementedError:
            continue
    return {}


def regions_known(country: str) -> list[str] | None:
    """The regions of a country that have holidays of their own; None for a country that the library does not know."""
    return holidays.list_supported_countries().get(country)


def _spoken_in(country: str) -> str | None:
    """The library's name for the active language, else for English, else for the country's own."""
    kind = getattr(holidays, country, None)
    names = sorted(getattr(kind, "supported_languages", ()), reverse=True)
    found = (name for wanted in (language().code[:2], "en") for name in names if name[:2] == wanted)
    return next(found, getattr(kind, "default_language", None))
