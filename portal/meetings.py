"""Meetings that the client was told of, as they were told, with the agenda; nothing of what is only planned."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import wording
from comms.models import AgendaItem, Meeting
from portal.doors import Visit

MOST, MOST_READ = 5, 60
AIMS, WAYS = dict(AgendaItem.Aim.choices), dict(Meeting.Way.choices)


def coming(visit: Visit, now: datetime) -> list[dict[str, Any]]:
    """The next ones, the soonest first; one that runs now too. One query."""
    rows = Meeting.objects.filter(client=visit.client, state=Meeting.State.PLANNED).exclude(announced_as=None)
    read = rows.order_by("-announced_at").values_list("announced_as", flat=True)[:MOST_READ]
    told: list[dict[str, Any]] = [meeting for meeting in read if meeting]
    times = [(datetime.fromisoformat(meeting["starts_at"]), meeting) for meeting in told]
    ahead = [pair for pair in times if pair[0] + timedelta(minutes=pair[1]["minutes"]) > now]
    return [_in_words(visit, begins, meeting, now) for begins, meeting in sorted(ahead, key=itemgetter(0))[:MOST]]


def _in_words(visit: Visit, at: datetime, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    begins = at.astimezone(visit.zone)
    ends = begins + timedelta(minutes=row["minutes"])
    place = row["place"]
    times = {"begin": wording.clock_time(begins, visit.zone), "end": wording.clock_time(ends, visit.zone)}
    return {
        "title": row["title"],
        "time": wording.day(begins.date(), now.astimezone(visit.zone).date()),
        "datetime": begins.isoformat(),
        "about": wording.aside((_("%(begin)s to %(end)s") % times, str(WAYS.get(row["way"], "")), _with(row["ours"]))),
        "place": place,
        "place_url": place if place.startswith(("https://", "http://")) else "",
        "items": [_item(item) for item in row["items"]],
    }


def _with(names: list[str]) -> str:
    return _("with %(names)s") % {"names": wording.listing(names)} if names else ""


def _item(item: Mapping[str, Any]) -> dict[str, str]:
    minutes = wording.span(timedelta(minutes=item["minutes"])) if item["minutes"] else ""
    aim = capfirst(str(AIMS.get(item["aim"], "")))
    return {"title": item["title"], "about": wording.aside((aim, item["who"], minutes))}
