"""The zone rules of the coming ten years, each once, and their changes of the clocks, found by looking at clocks."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

FULL = bool(os.environ.get("RAPPORT_FULL_SIZE") or os.environ.get("RAPPORT_PROVE"))
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2036, 1, 1, tzinfo=UTC)
STRIDE = timedelta(days=10)
"""Shorter than the shortest stretch between two changes (Morocco keeps Ramadan's four weeks)."""

CHARACTERS = (
    "Europe/Berlin",
    "America/New_York",
    "America/Nuuk",
    "America/Havana",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "UTC",
)
"""Gaps at midnight and before it, half an hour, twice a year around Ramadan, odd offsets, none at all."""


@dataclass(frozen=True)
class Change:
    """The clocks of a zone change at a moment."""

    zone: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.zone} {self.at:%Y-%m-%d}"


@cache
def changes(zone: str) -> tuple[Change, ...]:
    """Every change between ``BEGINNING`` and ``END``, to the minute."""
    info, found, early = ZoneInfo(zone), [], BEGINNING
    while early < END:
        late = early + STRIDE
        if _offset(early, info) != _offset(late, info):
            found.append(Change(zone, _between(early, late, info)))
        early = late
    return tuple(found)


@cache
def distinct_zones() -> tuple[str, ...]:
    """One zone for each rule: those that always show the same time are one."""
    rules: dict[object, str] = {}
    for zone in sorted(available_timezones() - {"localtime", "posixrules", "Factory"}):
        info = ZoneInfo(zone)
        steps = tuple((change.at, _offset(change.at, info)) for change in changes(zone))
        rules.setdefault((_offset(BEGINNING, info), steps), zone)
    return tuple(rules.values())


def chosen_changes() -> list[Change]:
    """Every change of every rule in full size; else the first two years of the zones with a character of their own."""
    if FULL:
        return [change for zone in distinct_zones() for change in changes(zone)]
    early = datetime(2027, 7, 1, tzinfo=UTC)
    return [change for zone in CHARACTERS for change in changes(zone) if change.at < early]


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    minute = timedelta(minutes=1)
    while late - early > minute:
        middle = early + (late - early) // 2 // minute * minute
        if _offset(middle, zone) == _offset(early, zone):
            early = middle
        else:
            late = middle
    return late
