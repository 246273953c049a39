"""The rules of a time zone as calendars want them told (VTIMEZONE).

Where a zone changes its clocks by the same rule each year, the rule is told: what Outlook understands best. Else every
change near the dates that matter is told by itself.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

RULE_MUST_HOLD = 6
"""Years: the last Sunday is also the fourth in some, so that fewer would tell too little."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Change(NamedTuple):
    """Clocks are set from one offset to another; `onset` is what they show just before."""

    onset: datetime
    before: timedelta
    after: timedelta
    summer: bool
    name: str


class Rule(NamedTuple):
    """`nth` weekday of the month; -1 is its last."""

    month: int
    nth: int
    weekday: int
    change: Change


@lru_cache(maxsize=256)
def rules_of(key: str, first_year: int, last_year: int) -> Timezone:
    """The zone of this name, right from the beginning of one year to the end of another. Not to be changed."""
    zone = ZoneInfo(key)
    told = Timezone()
    told.add("TZID", key)
    regular = _yearly(list(_changes(zone, first_year - 1, max(last_year, first_year + RULE_MUST_HOLD - 2))))
    for rule in regular:
        part = _part(rule.change)
        part.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": rule.month, "BYDAY": f"{rule.nth}{DAYS[rule.weekday]}"})
        told.add_component(part)
    if not regular:
        begin = datetime(first_year - 1, 1, 1, tzinfo=zone)
        offset = begin.utcoffset() or timedelta(0)
        start = Change(begin.replace(tzinfo=None), offset, offset, bool(begin.dst()), begin.tzname() or "")
        for change in (start, *_changes(zone, first_year - 1, last_year)):
            told.add_component(_part(change))
    return told


def _part(change: Change) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.summer else TimezoneStandard()
    part.add("DTSTART", change.onset)
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    return part


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[Change]:
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        later = moment + timedelta(days=1)
        if _offset(moment, zone) != _offset(later, zone):
            yield _change_between(moment, later, zone)
        moment = later


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> Change:
    before, after = _offset(early, zone), _offset(late, zone)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    local = late.astimezone(zone)
    return Change((late + before).replace(tzinfo=None), before, after, bool(local.dst()), local.tzname() or "")


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _yearly(changes: list[Change]) -> list[Rule]:
    """Two rules that all these changes follow, year by year; none where there are no such rules."""
    spring, autumn = changes[0::2], changes[1::2]
    if len(spring) < RULE_MUST_HOLD or len(spring) != len(autumn):
        return []
    rules = [_rule(turns) for turns in (spring, autumn)]
    return [rule for rule in rules if rule is not None] if all(rules) else []


def _rule(turns: list[Change]) -> Rule | None:
    first = turns[0]
    years = [turn.onset.year for turn in turns]
    if years != list(range(years[0], years[0] + len(turns))):
        return None
    alike = {(t.onset.month, t.onset.weekday(), t.onset.time(), t.before, t.after, t.summer) for t in turns}
    if len(alike) != 1:
        return None
    if all(turn.onset.day + 7 > monthrange(turn.onset.year, turn.onset.month)[1] for turn in turns):
        nth = -1
    elif len({(turn.onset.day - 1) // 7 for turn in turns}) == 1:
        nth = (first.onset.day - 1) // 7 + 1
    else:
        return None
    return Rule(first.onset.month, nth, first.onset.weekday(), first)
