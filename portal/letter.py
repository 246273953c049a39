"""The portal's pages in words: from rows that portal.queries gives to what the templates show. The client's language is active."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from agency import wording
from clients import pace
from comms import writer
from comms.models import Summary, SummaryCopy
from portal import queries
from portal.doors import Visit

PROMISE_DAYS = 90


def frame(visit: Visit) -> dict[str, Any]:
    """Context of templates/frames/letter.html."""
    return {
        "letter": {
            "agency": {"name": visit.agency.name, "hue": visit.agency.hue},
            "client": visit.client.name,
            "zone_words": _("Times are those of %(place)s.") % {"place": wording.zone_place(visit.zone.key)},
            "home_url": address(visit, "portal"),
            "languages": [],
            "sign_out_url": "" if visit.preview else reverse("account_logout"),
            "viewing_words": _("You see this as %(name)s does.") % {"name": visit.preview} if visit.preview else "",
        },
        "visit": visit,
    }


def address(visit: Visit, name: str, *keys: str) -> str:
    """An address in the portal; a member who looks as a contact stays in that view."""
    if visit.preview:
        return reverse(f"{name}_preview", args=[visit.agency.slug, visit.client.key, visit.contact_key, *keys])
    return reverse(name, args=[visit.agency.slug, visit.client.key, *keys])


def greeting(visit: Visit, now: datetime) -> str:
    hour = now.astimezone(visit.zone).hour
    first = visit.name.split(" ")[0] if visit.tone == "friendly" or " " not in visit.name else visit.name
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": first}
    return (_("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")) % {"name": first}


def lead(visit: Visit, now: datetime, waiting: int) -> str:
    day = wording.long_day(now.astimezone(visit.zone).date())
    words = [_("This is where things stand on %(day)s.") % {"day": day}]
    if new := queries.new_since(visit):
        words.append(
            ngettext(
                "%(count)s thing is new since your last visit.", "%(count)s things are new since your last visit.", new
            )
            % {"count": new}
        )
    if waiting:
        words.append(
            ngettext("%(count)s awaits your word.", "%(count)s await your word.", waiting) % {"count": waiting}
        )
    return " ".join(words)


def tasks(visit: Visit, today: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(now, coming up): what is late, waits for the client or is due within a week; then what is due later."""
    now, later = [], []
    for row in queries.open_tasks(visit):
        due = row["client_due"]
        if row["contact_id"]:
            now.append(_task(row, "attention", _("Waits for you"), _("By %(day)s, please."), today))
        elif due and due < today:
            now.append(_task(row, "late", _("Late"), _("Promised for %(day)s."), today))
        elif due is None or due <= today + timedelta(days=14):
            now.append(_task(row, "info", _("In work"), _("With you on %(day)s."), today))
        else:
            later.append({"time": wording.day(due, today), "datetime": due.isoformat(), "title": row["title"]})
    return now, later


def _task(row: dict[str, Any], kind: str, sign: str, when: str, today: date) -> dict[str, Any]:
    due = row["client_due"]
    about = when % {"day": wording.day(due, today)} if due else ""
    icons = {"late": "late", "attention": "warning", "info": "task"}
    return {"sign_kind": kind, "sign": sign, "sign_icon": icons[kind], "title": row["title"], "about": about}


def decisions(visit: Visit, today: date, most: int = 5) -> list[dict[str, Any]]:
    return [
        {
            "time": wording.day(row["decided_on"], today),
            "datetime": row["decided_on"].isoformat(),
            "title": row["what"],
            "about": " ".join(
                filter(
                    None, (_("Because: %(why)s") % {"why": row["why"]} if row["why"] else "", _decided_by(visit, row))
                )
            ),
        }
        for row in queries.decisions(visit, most)
    ]


def _decided_by(visit: Visit, row: dict[str, Any]) -> str:
    if row["decided_by_id"] == visit.contact_id:
        return _("Decided by you.")
    return _("Decided by %(name)s.") % {"name": row["by"] or visit.agency.name}


def summaries(visit: Visit, now: datetime, most: int = 6) -> list[dict[str, Any]]:
    return [_summary(visit, row, now) for row in queries.summaries(visit, most)]


def _summary(visit: Visit, row: dict[str, Any], now: datetime) -> dict[str, Any]:
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


def summary_state(visit: Visit, row: dict[str, Any], now: datetime) -> tuple[str, str]:
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


def summary_blocks(visit: Visit, row: dict[str, Any]) -> list[dict[str, Any]]:
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
                    "label": writer.label(line, reader),
                    "text": writer.told(line, reader.detail),
                    "fix": _fix(fixes.get(line.number)),
                }
                for line in block.lines
            ],
        }
        for block in writer.blocks(lines)
    ]


def _fix(correction: dict[str, Any] | None) -> str:
    return _("%(name)s: “%(text)s”") % correction if correction else ""


def requests(visit: Visit, now: datetime, most: int = 6) -> list[dict[str, Any]]:
    words = {
        "new": ("info", _("We have it")),
        "acknowledged": ("info", _("We are on it")),
        "answered": ("good", _("Answered")),
        "closed": ("", _("Done")),
    }
    found = []
    for row in queries.requests(visit, most):
        kind, state = words[row["state"]]
        found.append(
            {
                "time": wording.moment(row["opened_at"], visit.zone, now),
                "datetime": row["opened_at"].isoformat(),
                "title": row["subject"] or _("A message without a subject"),
                "url": address(visit, "portal_request", row["key"]) if row["on_it"] else "",
                "about": _("From %(name)s") % {"name": row["by"]},
                "state_kind": kind,
                "state": state,
            }
        )
    return found


def messages(visit: Visit, row: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
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


def scope(visit: Visit, today: date) -> dict[str, Any] | None:
    row = queries.scope(visit)
    if row is None:
        return None
    quarter = pace.quarter_of(today)
    facts = [{"term": item["name"], "value": _used(visit, row, item, today)} for item in row["deliverables"]]
    facts += [
        {"term": _("Given free: %(what)s") % {"what": favour["what"]}, "value": pace.amount(favour["hours"], _("h"))}
        for favour in queries.favours(visit, quarter.begin)
    ]
    fee = wording.money(row["fee_minor"], row["currency"]) if row["fee_minor"] else ""
    accepted = wording.long_day(row["accepted_at"].date(), today) if row["accepted_at"] else ""
    words = [_("Scope of work %(version)s") % {"version": row["version"]}]
    if accepted and row["by"]:
        words.append(_("accepted by %(name)s on %(day)s") % {"name": row["by"], "day": accepted})
    if fee:
        words.append(_("%(fee)s a month") % {"fee": fee})
    return {
        "words": ", ".join(words) + ".",
        "facts": facts,
        "exclusions": row["exclusions"],
        "assumptions": [line for line in row["assumptions"].splitlines() if line.strip()],
        "success_metrics": [line for line in row["success_metrics"].splitlines() if line.strip()],
    }


def _used(visit: Visit, scope: dict[str, Any], item: dict[str, Any], today: date) -> str:
    period = pace.period_of(item["period"], today, scope["starts_on"], scope["ends_on"])
    used = queries.used(visit, item["id"], period.begin, period.end or today)
    return _("%(used)s of %(agreed)s") % {
        "used": pace.amount(used),
        "agreed": pace.amount(item["quantity"], item["unit"]),
    }


def promise(visit: Visit, now: datetime) -> str:
    """How fast we answered, in a sentence (lessons.md: the kept rate shown to the client)."""
    since = now - timedelta(days=PROMISE_DAYS)
    found = queries.answers(visit, since)
    if not found["messages"]:
        return _("You have not written to us in the last three months.")
    words = [
        ngettext(
            "In the last three months you wrote to us once.",
            "In the last three months you wrote to us %(count)s times.",
            found["messages"],
        )
        % {"count": found["messages"]}
    ]
    if found["by_person"] == found["messages"]:
        words.append(_("A person answered every message within 24 hours."))
    else:
        words.append(_("A person answered %(count)s of them within 24 hours.") % {"count": found["by_person"]})
    if found["broken"]:
        words.append(
            ngettext("We were late with one.", "We were late with %(count)s.", found["broken"])
            % {"count": found["broken"]}
        )
    if found["median_minutes"] is not None:
        words.append(
            _("Half were answered within %(span)s.")
            % {"span": wording.span(timedelta(minutes=found["median_minutes"]))}
        )
    return " ".join(words)


def colophon(visit: Visit) -> str:
    """Who to write to: the lead, and the backup if the lead is away."""
    people = queries.people(visit)
    here = _("This page shows what your team at %(agency)s sees. Nothing can be changed here.") % {
        "agency": visit.agency.name
    }
    if not people:
        return here
    if len(people) == 1:
        return f"{here} " + _("To answer, write to %(name)s (%(email)s).") % people[0]
    words = _("To answer, write to %(name)s (%(email)s) or, if they are away, to %(other)s (%(other_email)s).")
    return f"{here} " + words % {**people[0], "other": people[1]["name"], "other_email": people[1]["email"]}


def goals(visit: Visit) -> list[dict[str, Any]]:
    found = []
    for row in queries.goals(visit):
        words = _("%(now)s of %(target)s") if row["current"] is not None else _("goal %(target)s")
        share = float(min(row["current"] / row["target"] * 100, 100)) if row["current"] and row["target"] else 0
        shown = words % {"now": wording.number(row["current"] or 0), "target": wording.number(row["target"])}
        term = f"{row['name']}, {row['unit']}" if row["unit"] else row["name"]
        found.append({"term": term, "words": shown, "share": round(share), "label": shown})
    return found


def reports(visit: Visit) -> list[dict[str, Any]]:
    return [
        {"label": wording.month(row["month"]), "url": address(visit, "portal_report", row["key"])}
        for row in queries.reports(visit)
    ]
