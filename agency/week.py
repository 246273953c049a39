"""The hours of a week: which spans of each day are worked, as numbers and as they are stored and typed."""

from __future__ import annotations

from itertools import pairwise

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

Span = tuple[int, int]
"""Beginning and end in minutes since local midnight, half-open: 0 <= beginning < end <= 1440."""

Week = tuple[tuple[Span, ...], ...]
"""Seven days from Monday, each with its spans in order. A day without spans is not worked; lunch is a gap."""

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60


def parse_week(stored: object) -> Week:
    """A week from its stored form, ``{"mon": [["09:00", "13:00"], ["14:00", "18:00"]], …}``.

    A missing day is not worked, spans may come in any order, 24:00 is legal.
    Raises ``ValueError`` with a sentence for people that names the day.
    """
    if not isinstance(stored, dict):
        raise ValueError(_("Working hours are given by day, from mon to sun."))
    for key in stored:
        if key not in DAY_NAMES:
            raise ValueError(_("“%(key)s” is not a day; the days are mon to sun.") % {"key": key})
    return tuple(_parse_day(WEEKDAYS[index], stored.get(name, [])) for index, name in enumerate(DAY_NAMES))


def week_as_stored(week: Week) -> dict[str, list[list[str]]]:
    """The stored form of a week; days that are not worked are left out. ``parse_week`` reads it back."""
    return {
        name: [[_clock(begin), _clock(end)] for begin, end in spans]
        for name, spans in zip(DAY_NAMES, week, strict=True)
        if spans
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _parse_day(day: object, stored: object) -> tuple[Span, ...]:
    if not isinstance(stored, list | tuple):
        raise ValueError(_("%(day)s: give each span as a beginning and an end.") % {"day": day})
    spans = sorted(_parse_span(day, span) for span in stored)
    for (begin, end), (later, _end) in pairwise(spans):
        if later < end:
            words = {"day": day, "later": _clock(later), "begin": _clock(begin), "end": _clock(end)}
            raise ValueError(_("%(day)s: a span begins at %(later)s, inside %(begin)s to %(end)s.") % words)
    return tuple(spans)


def _parse_span(day: object, stored: object) -> Span:
    if not isinstance(stored, list | tuple) or len(stored) != 2:
        raise ValueError(_("%(day)s: give each span as a beginning and an end.") % {"day": day})
    begin, end = (_parse_minute(day, text) for text in stored)
    if end <= begin:
        words = {"day": day, "begin": _clock(begin), "end": _clock(end)}
        raise ValueError(_("%(day)s: the span from %(begin)s to %(end)s ends before it has begun.") % words)
    return begin, end


def _parse_minute(day: object, text: object) -> int:
    hour, colon, minute = str(text).strip().partition(":")
    digits = (hour + minute).isascii() and (hour + minute).isdigit()
    if colon and digits and len(hour) in (1, 2) and len(minute) == 2:
        value = int(hour) * 60 + int(minute)
        if int(minute) < 60 and value <= DAY_MINUTES:
            return value
    raise ValueError(_("%(day)s: “%(time)s” is not a time from 00:00 to 24:00.") % {"day": day, "time": text})
