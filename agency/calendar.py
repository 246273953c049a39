"""When an agency works: its week, the public holidays of its country and region, and its own closed days."""

from datetime import date
from zoneinfo import ZoneInfo

import holidays

from agency.models import Agency, ClosedDay
from agency.shortcuts import shortcuts
from agency.worktime import Hours, parse_week

A_DAY = 24 * 3600


def hours_of(agency: Agency, around: date) -> Hours:
    """The agency's working hours from the year before `around` to the year after. Needs the agency's scope.

    Kept in the cache under the agency and the version of its calendar, which every change of hours or closed days
    raises.
    """
    return Hours(
        zone=ZoneInfo(agency.zone),
        week=parse_week(agency.week),
        closed=frozenset(closed_days(agency, (around.year - 1, around.year, around.year + 1))),
    )


def closed_days(agency: Agency, years: tuple[int, ...]) -> set[date]:
    """Public holidays and own closed days of these years."""
    key = f"calendar:{agency.pk}:{agency.calendar_version}:{agency.country}:{agency.region}:{years[0]}-{years[-1]}"
    days = shortcuts.get(key)
    if days is None:
        own = ClosedDay.objects.filter(day__year__in=years).values_list("day", flat=True)
        days = {*own, *public_holidays(agency.country, agency.region, years)}
        shortcuts.set(key, days, A_DAY)
    return set(days)


def public_holidays(country: str, region: str, years: tuple[int, ...]) -> dict[date, str]:
    """Name by day; empty for a country that the library does not know. An unknown region counts as the whole
    country.
    """
    if not country:
        return {}
    for subdivision in (region or None, None):
        try:
            return dict(holidays.country_holidays(country, subdiv=subdivision, years=years))
        except NotImplementedError:
            continue
    return {}
