"""Who decides what, and what the client told us where we show it (tenancy.md, wall 5: fields are named)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from agency import wording
from clients.models import DecisionRight
from comms.models import Insight
from portal.doors import Visit

MOST = 5


def rights(visit: Visit) -> list[dict[str, str]]:
    """Each subject with who decides it, as components/facts.html takes them."""
    rows = DecisionRight.objects.filter(client=visit.client).order_by("subject", "id")
    named = rows.values("subject", "contact_id", theirs=F("contact__person__name"), ours=F("member__user__name"))
    return [{"term": row["subject"], "value": _who(visit, row)} for row in named]


def _who(visit: Visit, row: Mapping[str, Any]) -> str:
    if row["contact_id"] == visit.contact_id:
        return _("you")
    if row["theirs"]:
        return str(row["theirs"])
    return _("%(name)s of %(agency)s") % {"name": row["ours"], "agency": visit.agency.name}


def insights(visit: Visit, today: date) -> list[dict[str, Any]]:
    """What they told us and we show them, the newest first."""
    rows = Insight.objects.filter(client=visit.client, shown=True).order_by("-heard_on", "-id")
    named = rows.values("text", "heard_on", "contact_id", name=F("contact__person__name"))
    return [
        {
            "time": wording.short_day(row["heard_on"]),
            "datetime": row["heard_on"].isoformat(),
            "title": row["text"],
            "about": _("Told by you.") if row["contact_id"] == visit.contact_id else _told_by(row["name"]),
        }
        for row in named[:MOST]
    ]


def _told_by(name: str | None) -> str:
    return _("Told by %(name)s.") % {"name": name} if name else ""
