"""What was decided, in the client's words: what holds, what held before, and kindly what holds no more (tenancy.md,
wall 5: fields are named).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from agency import wording
from comms.corrected_words import not_settled
from comms.models import Decision
from comms.queries.decisions import corrected_by
from portal.doors import Visit

STANDING = Q(superseded_by=None, withdrawn_at=None)
CORRECTED = Q(superseded_by__topic__isnull=False, superseded_by__interaction=F("interaction"))
"""Said anew in a corrected summary of the same call: it never held by itself."""


def rows_of(visit: Visit, most: int, *, past: bool) -> list[Mapping[str, Any]]:
    """What holds, newest first; with `past` also what held once. Each with what it replaced and what replaced it."""
    rows = Decision.objects.filter(client=visit.client).exclude(CORRECTED)
    if not past:
        rows = rows.filter(STANDING)
    fields = ("id", "key", "what", "why", "decided_on", "decided_by_id", "withdrawn_at", "interaction_id")
    beside = {
        "by": F("decided_by__person__name"),
        "before": F("supersedes__what"),
        "before_on": F("supersedes__decided_on"),
        "before_at": F("supersedes__interaction_id"),
        "later": F("superseded_by__what"),
        "later_on": F("superseded_by__decided_on"),
    }
    return list(rows.order_by("-decided_on", "-id").values(*fields, **beside)[:most])


def decisions(visit: Visit, today: date, most: int = 5, *, past: bool = False) -> list[dict[str, Any]]:
    """What holds, or is corrected and not settled; with `past` also what held once, and what became of it."""
    rows = rows_of(visit, most, past=past)
    corrected = corrected_by([row["id"] for row in rows])
    return [
        {
            "time": wording.short_day(row["decided_on"]),
            "datetime": row["decided_on"].isoformat(),
            "title": row["what"],
            "about": wording.sentences((_because(row), _decided_by(visit, row), _before(row, today))),
            "state": _became(visit, row, today) or not_settled(corrected.get(row["id"], {}), visit.contact_id),
            "state_icon": "undo" if row["later"] else "close" if row["withdrawn_at"] else "edit",
        }
        for row in rows
    ]


def _before(row: Mapping[str, Any], today: date) -> str:
    """What held before; an earlier version of the same summary never did."""
    if not row["before"] or (row["before_at"] is not None and row["before_at"] == row["interaction_id"]):
        return ""
    said = {"day": wording.long_day(row["before_on"], today), "what": wording.isolated(row["before"].rstrip(" .。"))}
    return _("Decided before, on %(day)s: “%(what)s”.") % said


def _became(visit: Visit, row: Mapping[str, Any], today: date) -> str:
    if row["later"]:
        said = {"day": wording.long_day(row["later_on"], today), "what": wording.isolated(row["later"].rstrip(" .。"))}
        return _("Decided anew on %(day)s: “%(what)s”") % said
    if row["withdrawn_at"]:
        day = wording.long_day(row["withdrawn_at"].astimezone(visit.zone).date(), today)
        return _("Held until %(day)s; it does not hold any more") % {"day": day}
    return ""


def _because(row: Mapping[str, Any]) -> str:
    return _("Because: %(why)s.") % {"why": row["why"].rstrip(" .。")} if row["why"] else ""


def _decided_by(visit: Visit, row: Mapping[str, Any]) -> str:
    if row["decided_by_id"] == visit.contact_id:
        return _("Decided by you.")
    return _("Decided by %(name)s.") % {"name": row["by"] or visit.agency.name}
