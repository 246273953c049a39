"""Today: one ordered list of what needs the member, gathered from all rooms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, ngettext

from agency import registry, wording
from agency.models import Membership
from agency.permissions import may
from agency.registry import FirstStep, TodayGroup, TodayRow, TodaySection
from agency.shortcuts import shortcuts

ORDER = list(TodaySection)
COUNT_SECONDS = 30
A_DAY = 24 * 3600


def rows_of(member: Membership, now: datetime) -> list[TodayRow]:
    """Everything that needs the member, most pressing first."""
    rows = [row for provider in registry.today_rows for row in provider(member, now)]
    return sorted(rows, key=lambda row: (ORDER.index(row.section), row.group is not TodayGroup.CLOCKS, row.at))


def sections(rows: Sequence[TodayRow]) -> list[dict[str, Any]]:
    """Rows under their headings; the very first row is open if it can be done in place."""
    headings = {
        TodaySection.NOW: _("Now"),
        TodaySection.TODAY: _("Before you leave today"),
        TodaySection.WEEK: _("This week"),
    }
    return [
        {"heading": headings[section], "rows": found}
        for section in TodaySection
        if (found := [row for row in rows if row.section is section])
    ]


def tabs(rows: Sequence[TodayRow], chosen: str, url: str) -> list[dict[str, Any]]:
    """One tab a kind that has rows; 'All' first."""
    labels = {
        TodayGroup.CLOCKS: _("Clocks"),
        TodayGroup.TO_SEND: _("To send"),
        TodayGroup.WORK: _("Work"),
        TodayGroup.REPORTS: _("Reports"),
        TodayGroup.SILENCES: _("Silences"),
        TodayGroup.CARE: _("Care and visits"),
    }
    counts = {group: sum(1 for row in rows if row.group is group) for group in TodayGroup}
    found = [{"label": _("All"), "url": url, "count": len(rows), "current": not chosen}]
    return found + [
        {
            "label": labels[group],
            "url": f"{url}?show={group.value}",
            "count": counts[group],
            "current": chosen == group.value,
        }
        for group in TodayGroup
        if counts[group] or chosen == group.value
    ]


def lead(rows: Sequence[TodayRow], now: datetime) -> str:
    """'Nine things need you. Three clocks are running; the first ends at 14:10.'"""
    if not rows:
        return _("Nothing needs you right now.")
    words = [ngettext("One thing needs you.", "%(count)s things need you.", len(rows)) % {"count": len(rows)}]
    running = [row for row in rows if row.group is TodayGroup.CLOCKS]
    if running:
        count = ngettext("One clock is running", "%(count)s clocks are running", len(running)) % {"count": len(running)}
        first = min(running, key=lambda row: row.at)
        left = wording.left(first.at, now)
        words.append(_("%(count)s; the first: %(left)s.") % {"count": count, "left": left})
    return " ".join(words)


def first_steps(member: Membership) -> list[FirstStep]:
    """For who may set the agency up, until it is: then for ever nothing, and nothing is asked for a day."""
    key = f"set-up:{member.agency_id}"
    if not may(member, "agency.settings") or shortcuts.get(key):
        return []
    steps = sorted(step for provider in registry.first_steps for step in provider(member.agency))
    if all(step.done for step in steps if step.needed):
        shortcuts.set(key, True, A_DAY)
        return []
    return steps


def count(member: Membership, now: datetime) -> int:
    """For the navigation of every page; at most half a minute old."""
    key = f"today-count:{member.agency_id}:{member.pk}"
    found = shortcuts.get(key)
    if found is None:
        found = len(rows_of(member, now))
        shortcuts.set(key, found, COUNT_SECONDS)
    return int(found)
