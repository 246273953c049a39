"""Who answers in place of the client's lead, and until when; that somebody is on leave is the agency's own affair."""

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
    """'Daniel Whitlock answers you until Monday 30 November, in place of Ida Brandt.' None where nobody does."""
    if found is None or found.stand_in is None:
        return None
    said = _("%(name)s answers you until %(day)s, in place of %(lead)s.")
    day = wording.long_day(found.until, today)
    return {"title": said % {"name": found.stand_in["name"], "day": day, "lead": found.lead}}
