"""What was said and asked, in the client's words: summaries with their state, requests and their messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from agency import wording
from agency.languages import announced
from comms import writer
from comms.models import Request, Summary, SummaryCopy
from portal import queries
from portal.doors import Visit
from portal.letter import address


def summaries(visit: Visit, now: datetime, most: int = 6) -> list[dict[str, Any]]:
    return [_summary(visit, row, now) for row in queries.summaries(visit, most)]


def _summary(visit: Visit, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    kind, state = summary_state(visit, row, now)
    return {
        "time": wording.moment(row["at"], visit.zone, now),
        "datetime": row["at"].isoformat(),
        "title": row["subject"] or row["about"] or _("Our call"),
        "url": address(visit, "portal_summary", row["key"]),
        "state_kind": kind,
        "state": state,
        "waits": kind == "attention",
    }


def summary_state(visit: Visit, row: Mapping[str, Any], now: datetime) -> tuple[str, str]:
    """(kind of signal, words) for a summary as this contact should read it."""

    def when(moment: datetime | None) -> str:
        return wording.moment(moment, visit.zone, now) if moment else ""

    mine = row.get("mine")
    if mine and mine["verdict"] == SummaryCopy.Verdict.CORRECTED:
        return "", _("You corrected it, %(when)s") % {"when": when(mine["answered_at"])}
    if mine and mine["verdict"] == SummaryCopy.Verdict.AGREED:
        return "good", _("You agreed, %(when)s") % {"when": when(mine["answered_at"])}
    match row["state"]:
        case Summary.State.CONFIRMED:
            return "good", _("Agreed, %(when)s") % {"when": when(row["settled_at"])}
        case Summary.State.AGREED_BY_SILENCE:
            return "", _("Agreed, as nothing was heard")
        case Summary.State.DISPUTED:
            return "", _("Corrected; a new version follows")
        case Summary.State.SUPERSEDED:
            return "", _("Replaced by a newer version")
    if mine is None:
        return "", _("Sent to your colleagues")
    return "attention", _("Awaits your word until %(when)s; the link is in our mail") % {
        "when": when(row["silence_at"])
    }


def summary_blocks(visit: Visit, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The frozen lines, told as this contact likes it, with corrections beside them."""
    reader = writer.Reader(name=visit.name, contact_id=visit.contact_id, detail=visit.detail, agency=visit.agency.name)
    fixes = {line["number"]: row["fixes"][line["id"]] for line in row["lines"] if line["id"] in row["fixes"]}
    lines = [
        writer.Line(
            number=line["number"],
            kind=writer.Kind(line["kind"]),
            topic=line["topic"],
            text=line["text"],
            reason=line["reason"],
            name=line["name"] or "",
            contact_id=line["contact_id"],
            due=line["due"],
        )
        for line in row["lines"]
    ]
    return [
        {
            "title": block.title,
            "lines": [
                {
                    "kind": line.kind.value,
                    "label": announced(writer.label(line, reader)),
                    "text": writer.told(line, reader.detail),
                    "fix": _fix(fixes.get(line.number)),
                }
                for line in block.lines
            ],
        }
        for block in writer.blocks(lines)
    ]


def _fix(correction: Mapping[str, Any] | None) -> str:
    isolated = {key: wording.isolated(str(words)) for key, words in (correction or {}).items()}
    return _("%(name)s: “%(text)s”") % isolated if isolated else ""


def request_state(row: Mapping[str, Any]) -> tuple[str, str]:
    """(kind of signal, words) for a request. One to which nobody of us had to say anything is not called answered."""
    if row["state"] == Request.State.ANSWERED and row["begun_by_us"]:
        return "", _("We wrote")
    if row["state"] == Request.State.ANSWERED and not row["spoken_to"]:
        return "", _("Read; nothing is open")
    return {
        Request.State.NEW: ("info", _("We have it")),
        Request.State.ACKNOWLEDGED: ("info", _("We are on it")),
        Request.State.ANSWERED: ("good", _("Answered")),
        Request.State.CLOSED: ("", _("Done")),
    }[Request.State(row["state"])]


def requests(visit: Visit, now: datetime, most: int = 6) -> list[dict[str, Any]]:
    found = []
    for row in queries.requests(visit, most):
        kind, state = request_state(row)
        found.append(
            {
                "time": wording.moment(row["last_at"], visit.zone, now),
                "datetime": row["last_at"].isoformat(),
                "title": row["subject"] or _("A message without a subject"),
                "url": address(visit, "portal_request", row["key"]) if row["on_it"] else "",
                "about": (_("To %(name)s") if row["begun_by_us"] else _("From %(name)s")) % {"name": row["by"]},
                "state_kind": kind,
                "state": state,
            }
        )
    return found


def messages(visit: Visit, row: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "author": found["contact_name"]
            if found["direction"] == "in"
            else (found["member_name"] or visit.agency.name),
            "initials": wording.initials(
                found["contact_name"] if found["direction"] == "in" else (found["member_name"] or visit.agency.name)
            ),
            "ours": found["direction"] != "in",
            "when": wording.moment(found["at"], visit.zone, now),
            "role": _("automatic") if found["automatic"] else "",
            "text": found["text"],
            "key": found["key"],
        }
        for found in row["messages"]
    ]
