"""What is done, decided and agreed, in the client's words: tasks, decisions, the scope of work."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agency import wording
from clients import pace
from portal import queries
from portal.doors import Visit


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
            later.append({"time": wording.short_day(due), "datetime": due.isoformat(), "title": row["title"]})
    return now, later


def _task(row: Mapping[str, Any], kind: str, sign: str, when: str, today: date) -> dict[str, Any]:
    due = row["client_due"]
    about = when % {"day": wording.long_day(due, today)} if due else ""
    icons = {"late": "late", "attention": "warning", "info": "task"}
    return {"sign_kind": kind, "sign": sign, "sign_icon": icons[kind], "title": row["title"], "about": about}


def scope(visit: Visit, today: date) -> dict[str, Any] | None:
    row = queries.scope(visit)
    if row is None:
        return None
    quarter = pace.quarter_of(today)
    facts = _used(visit, row, today)
    facts += [
        {"term": _("Given free: %(what)s") % {"what": favour["what"]}, "value": pace.amount(favour["hours"], _("h"))}
        for favour in queries.favours(visit, quarter.begin)
    ]
    fee = wording.money(row["fee_minor"], row["currency"]) if row["fee_minor"] else ""
    accepted = wording.long_day(row["accepted_at"].date(), today) if row["accepted_at"] else ""
    words = [_("Scope of work %(version)s.") % {"version": row["version"]}]
    if accepted and row["by"]:
        words.append(_("Accepted by %(name)s on %(day)s.") % {"name": row["by"], "day": accepted})
    if fee:
        words.append(_("%(fee)s a month.") % {"fee": fee})
    return {
        "words": wording.sentences(words),
        "facts": facts,
        "exclusions": row["exclusions"],
        "assumptions": [line for line in row["assumptions"].splitlines() if line.strip()],
        "success_metrics": [line for line in row["success_metrics"].splitlines() if line.strip()],
    }


def _used(visit: Visit, scope: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """'Creative sets: 11 of 12', for each deliverable in the period that it is counted by."""
    periods = [
        (item, pace.period_of(item["period"], today, scope["starts_on"], scope["ends_on"]))
        for item in scope["deliverables"]
    ]
    uses = queries.uses(visit, min((period.begin for _item, period in periods), default=today))
    return [{"term": item["name"], "value": _of_agreed(item, period, uses, today)} for item, period in periods]


def _of_agreed(item: Mapping[str, Any], period: pace.Period, uses: Iterable[Mapping[str, Any]], today: date) -> str:
    name, end = item["name"].casefold(), period.end or today
    used = sum(use["quantity"] for use in uses if use["name"].casefold() == name and period.begin <= use["day"] <= end)
    return _("%(used)s of %(agreed)s") % {
        "used": pace.amount(Decimal(used)),
        "agreed": pace.amount(item["quantity"], item["unit"]),
    }
