"""Meetings that the client was told of, as they were told, with the agenda; nothing of what is only planned."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import wording
from comms.models import AgendaItem, Attendee, Meeting
from portal.doors import Visit

MOST = 5
AIMS, WAYS = dict(AgendaItem.Aim.choices), dict(Meeting.Way.choices)


def coming(visit: Visit, now: datetime) -> list[dict[str, Any]]:
    """The next ones, the soonest first; one that runs now too. Three queries at most."""
    told = [_as_told(row) for row in _rows(visit)]
    there = [row for row in told if row["starts_at"] + timedelta(minutes=row["minutes"]) > now]
    there.sort(key=lambda row: row["starts_at"])
    live = [row["id"] for row in there[:MOST] if "items" not in row]
    items, names = _items(live), _names(live)
    return [
        _in_words(visit, {"items": items.get(row["id"], []), "ours": names.get(row["id"], []), **row}, now)
        for row in there[:MOST]
    ]


def _rows(visit: Visit) -> list[dict[str, Any]]:
    rows = Meeting.objects.filter(client=visit.client, state=Meeting.State.PLANNED).exclude(announced_at=None)
    fields = ("id", "key", "title", "starts_at", "minutes", "way", "place", "sequence")
    return list(rows.order_by("-starts_at").values(*fields, "announced_as", "announced_as_of")[:60])


def _as_told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept when something else was planned since, else what stands."""
    kept = row["announced_as"]
    if not kept or row["announced_as_of"] != row["sequence"]:
        return dict(row)
    return {**row, **kept, "starts_at": datetime.fromisoformat(kept["starts_at"])}


def _items(ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = AgendaItem.objects.filter(meeting_id__in=ids).order_by("position", "id")
    names = ("owner__user__name", "contact__person__name")
    for row in rows.values("meeting_id", "title", "aim", "minutes", *names) if ids else ():
        who = row["owner__user__name"] or row["contact__person__name"] or ""
        found.setdefault(row["meeting_id"], []).append({**row, "who": who})
    return found


def _names(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Attendee.objects.filter(meeting_id__in=ids, removed_at=None).exclude(member=None)
    ordered = rows.order_by("member__user__name").values_list("meeting_id", "member__user__name")
    for meeting_id, name in ordered if ids else ():
        found.setdefault(meeting_id, []).append(name)
    return found


def _in_words(visit: Visit, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    begins = row["starts_at"].astimezone(visit.zone)
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
