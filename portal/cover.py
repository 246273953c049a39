"""Who answers while the client's lead is away: until when, and by name; never why."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from agency import wording
from portal import queries
from portal.doors import Visit


class Cover(NamedTuple):
    """The lead is away until this day; `stand_in` (name, email) answers, if anybody else is here."""

    lead: str
    until: date
    stand_in: queries.Row | None


def cover(visit: Visit, now: datetime) -> Cover | None:
    """None while the lead is here."""
    line = queries.line(visit)
    lead = next((row for row in line if row["id"] == visit.client.lead_id), None)
    if lead is None:
        return None
    away = queries.away(visit, [row["id"] for row in line], now)
    if lead["id"] not in away:
        return None
    return Cover(lead["name"], away[lead["id"]], next((row for row in line if row["id"] not in away), None))


def words(found: Cover | None, today: date) -> dict[str, Any] | None:
    """'Ida Brandt is away until Monday 30 November.' and 'Daniel Whitlock answers you meanwhile.'"""
    if found is None:
        return None
    day = wording.long_day(found.until, today)
    answers = _("%(name)s answers you meanwhile.") % {"name": found.stand_in["name"]} if found.stand_in else ""
    return {"title": _("%(name)s is away until %(day)s.") % {"name": found.lead, "day": day}, "text": answers}
