"""Today: one ordered list of what needs the member, gathered from all rooms."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _, ngettext

from agency import registry, wording
from agency.models import Membership
from agency.permissions import may
from agency.registry import FirstStep, TodayGroup, TodayOutline, TodayRow, TodaySection, Wording
from agency.shortcuts import shortcuts

M = TypeVar("M", bound=Model)
ORDER = list(TodaySection)
A_DAY = 24 * 3600
Place = TodayRow | TodayOutline


def places_of(member: Membership, now: datetime) -> list[Place]:
    """Everything that needs the member, most pressing first: rows, and outlines that `rows_at` puts into words."""
    places = [place for provider in registry.today_rows for place in provider(member, now)]
    return sorted(
        places, key=lambda place: (ORDER.index(place.section), place.group is not TodayGroup.CLOCKS, place.at)
    )


def rows_at(drawn: Iterable[Place]) -> list[TodayRow]:
    """The rows of those places that are drawn, in their order; outlines of a kind are put into words at once."""
    places = list(drawn)
    kinds: dict[Wording, list[TodayOutline]] = {}
    for place in places:
        if isinstance(place, TodayOutline):
            kinds.setdefault(place.written, []).append(place)
    worded = {written: written(outlines) for written, outlines in kinds.items()}
    rows = (place if isinstance(place, TodayRow) else worded[place.written].get(place.subject) for place in places)
    return [row for row in rows if row is not None]


def outlines(
    rows: QuerySet[M],
    places: Iterable[tuple[int, TodaySection, datetime]],
    row_of: Callable[[M, TodayOutline], TodayRow],
    *,
    group: TodayGroup,
) -> Iterator[TodayOutline]:
    """An outline for each place (id, section, moment); those that are drawn are read from `rows` in one query."""

    def written(drawn: Sequence[TodayOutline]) -> dict[int, TodayRow]:
        found = rows.in_bulk([place.subject for place in drawn])
        return {place.subject: row_of(found[place.subject], place) for place in drawn if place.subject in found}

    for subject, section, at in places:
        yield TodayOutline(section=section, group=group, at=at, subject=subject, written=written)


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


def tabs(places: Sequence[Place], chosen: str, url: str) -> list[dict[str, Any]]:
    """One tab a kind that is there; 'All' first."""
    labels = {
        TodayGroup.CLOCKS: _("Clocks"),
        TodayGroup.TO_SEND: _("To send"),
        TodayGroup.WORK: _("Work"),
        TodayGroup.REPORTS: _("Reports"),
        TodayGroup.SILENCES: _("Silences"),
        TodayGroup.CARE: _("Care and visits"),
    }
    counts = {group: sum(1 for place in places if place.group is group) for group in TodayGroup}
    found = [{"label": _("All"), "url": url, "count": len(places), "current": not chosen}]
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


def lead(places: Sequence[Place], now: datetime) -> str:
    """'Nine things need you. 3 clocks are running; the first has 40 min left.'"""
    if not places:
        return _("Nothing needs you right now.")
    words = [ngettext("One thing needs you.", "%(count)s things need you.", len(places)) % {"count": len(places)}]
    running = [place for place in places if place.group is TodayGroup.CLOCKS]
    if running:
        words.append(_clocks(len(running), min(place.at for place in running), now))
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
    """How many things need the member, for the navigation."""
    return len(places_of(member, now))
