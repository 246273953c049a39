"""Today: one ordered list of what needs the member, gathered from all rooms."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from agency import registry, wording
from agency.models import Membership
from agency.permissions import may
from agency.registry import FirstStep, TodayGroup, TodayRow, TodaySection
from agency.shortcuts import shortcuts

ORDER = list(TodaySection)
FRESH = timedelta(seconds=30)
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
    """'Nine things need you. 3 clocks are running; the first has 40 min left.'"""
    if not rows:
        return _("Nothing needs you right now.")
    words = [ngettext("One thing needs you.", "%(count)s things need you.", len(rows)) % {"count": len(rows)}]
    running = [row for row in rows if row.group is TodayGroup.CLOCKS]
    if running:
        words.append(_clocks(len(running), min(row.at for row in running), now))
    return " ".join(words)


def _clocks(count: int, first: datetime, now: datetime) -> str:
    if now > first:
        words = ngettext(
            "One clock is running; its promise was missed by %(span)s.",
            "%(count)s clocks are running; the first promise was missed by %(span)s.",
            count,
        )
    else:
        words = ngettext(
            "One clock is running, with %(span)s left.",
            "%(count)s clocks are running; the first has %(span)s left.",
            count,
        )
    return words % {"count": count, "span": wording.span(first - now)}


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


def group_named(name: str) -> str:
    """The tab of that name; '' is All, and so is a name that no tab has."""
    return name if name in {group.value for group in TodayGroup} else ""


def count(member: Membership, now: datetime) -> int:
    """How many there were when they were last counted, for the navigation of every page: no page waits for a count."""
    return int(shortcuts.get(_count_key(member), (0, None))[0])


def count_address(member: Membership, now: datetime) -> str:
    """Where a page asks for the number once it stands; '' while it is less than half a minute old, and the member has
    done nothing since.
    """
    _found, counted = shortcuts.get(_count_key(member), (0, None))
    is_fresh = counted is not None and now - counted < FRESH
    return "" if is_fresh else f"{reverse('today', args=[member.agency.slug])}?count"


def keep_count(member: Membership, found: int, at: datetime) -> None:
    shortcuts.set(_count_key(member), (found, at), A_DAY)


def forget_count(member: Membership) -> None:
    """It is shown as it was until it has been counted again."""
    found, _counted = shortcuts.get(_count_key(member), (0, None))
    shortcuts.set(_count_key(member), (found, None), A_DAY)


def _count_key(member: Membership) -> str:
    return f"today-count:{member.agency_id}:{member.pk}"
