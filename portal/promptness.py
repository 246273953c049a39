"""How fast we answered this client, month by month, and who answers, steps in, and is told at the end, by name."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, ngettext

from agency import wording
from comms.kept import Kept
from comms.queries import promise
from portal import queries
from portal.doors import Visit
from reports.gathering import zone_of
from reports.months import begins, month_of, shifted

MONTHS = 12


def by_month(visit: Visit, now: datetime) -> list[dict[str, Any]]:
    """The months of a year in which the client wrote, the newest first, in the zone of their report."""
    zone = zone_of(visit.client, visit.agency)
    since = begins(shifted(month_of(now.astimezone(zone).date()), 1 - MONTHS), zone)
    found = promise.by_month(promise.counted(since, client=visit.client), zone)
    return [_month(wording.month(month), kept) for month, kept in sorted(found.items(), reverse=True)]


def _month(name: str, kept: Kept) -> dict[str, str]:
    in_time = _("%(part)s of %(whole)s") % {"part": kept.by_person, "whole": kept.settled} if kept.settled else "–"
    half = wording.span(kept.median) if kept.median is not None else "–"
    return {"month": name, "messages": wording.number(kept.messages), "in_time": in_time, "half": half}


def path(visit: Visit) -> dict[str, Any]:
    """{'steps', 'reach'}: who answers, who steps in, who is told at the end, and the address that reaches them all."""
    people = queries.people(visit)
    known = {row["id"] for row in people}
    owners = [row["name"] for row in queries.in_charge(visit) if row["id"] not in known]
    steps = []
    if people:
        steps.append(_("%(name)s answers you.") % {"name": people[0]["name"]})
    if len(people) > 1:
        words = _("%(name)s steps in when %(first)s is away, and is told when an answer takes long.")
        steps.append(words % {"name": people[1]["name"], "first": people[0]["name"]})
    if owners:
        words = ngettext(
            "%(names)s, who runs %(agency)s, is told when an answer is late, and sees to it.",
            "%(names)s, who run %(agency)s, are told when an answer is late, and see to it.",
            len(owners),
        )
        steps.append(words % {"names": wording.listing(owners), "agency": visit.agency.name})
    return {"steps": steps, "reach": _reach(visit)}


def _reach(visit: Visit) -> str:
    email = visit.agency.mail_address
    return _("Write to %(email)s: this address reaches all of them.") % {"email": email} if email else ""
