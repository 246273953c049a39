"""Words for people, made of moments, spans, numbers and names, in the active language unless another is given.

Pure: the present and the zone are passed in. Fast enough to be called for each row of a list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from django.utils.translation import get_language, gettext as _, override

from agency.languages import (
    NO_BREAK,
    Language,
    currency_symbol,
    days_in_words,
    hours_in_words,
    language as written_in,
    list_in_words,
    minutes_in_words,
)

MINUTES_COUNT_BELOW = 12
"""From so many hours on, minutes are left out: '13 h', but '3 h 20 min'."""
HOURS_COUNT_BELOW = 48
"""From so many hours on, only whole days are said."""
WEEKDAY_IS_CLEAR = 6
"""So many days ahead or back a weekday alone says which day is meant."""


def span(length: timedelta, language: str | None = None) -> str:
    """'43 min', '3 h 20 min', '21 h', '12 days'. Rounded down, never negative."""
    minutes = int(abs(length).total_seconds()) // 60
    if minutes == 0:
        with _speaking(language):
            return _("less than a minute")
    hours, rest = divmod(minutes, 60)
    spoken = written_in(language)
    if hours >= HOURS_COUNT_BELOW:
        return days_in_words(hours // 24, spoken.code)
    if hours >= MINUTES_COUNT_BELOW or (hours and not rest):
        return hours_in_words(hours, spoken.code)
    if not hours:
        return minutes_in_words(rest, spoken.code)
    return hours_in_words(hours, spoken.code) + spoken.joint + minutes_in_words(rest, spoken.code)


def left(deadline: datetime, now: datetime, language: str | None = None) -> str:
    """'3 h left', or 'Missed by 3 h 20 min' once it has passed."""
    with _speaking(language):
        words = _("Missed by %(span)s") if now > deadline else _("%(span)s left")
    return words % {"span": span(deadline - now, language)}


def clock_time(when: datetime, zone: tzinfo) -> str:
    """'14:10' on a clock in ``zone``."""
    local = when.astimezone(zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def moment(when: datetime, zone: tzinfo, now: datetime, language: str | None = None) -> str:
    """'today 09:40', 'yesterday 14:10', 'Thursday 17:48' within a week, else '14 Jul 2026 14:10'; as in ``zone``."""
    local, today = when.astimezone(zone), now.astimezone(zone).date()
    away = (local.date() - today).days
    if -1 <= away <= 1:
        with _speaking(language):
            day_words = (_("yesterday"), _("today"), _("tomorrow"))[away + 1]
    elif abs(away) <= WEEKDAY_IS_CLEAR:
        day_words = weekday(local, language)
    else:
        day_words = short_day(local, language)
    return f"{day_words} {local.hour:02d}:{local.minute:02d}"


def weekday(when: date, language: str | None = None) -> str:
    """'Thursday'"""
    return written_in(language).weekdays[when.weekday()]


def short_day(when: date, language: str | None = None) -> str:
    """'14 Jul 2026'"""
    spoken = written_in(language)
    return _filled(spoken.short_day, when, spoken)


def long_day(when: date, today: date | None = None, language: str | None = None) -> str:
    """'Friday 6 November'; with its year if ``today`` is given and lies in another one."""
    spoken = written_in(language)
    same_year = today is None or today.year == when.year
    return _filled(spoken.full_day if same_year else spoken.dated_day, when, spoken)


def day(when: date, today: date, language: str | None = None) -> str:
    """A heading: 'Today', 'Yesterday, Monday 2 November', 'Friday 6 November'."""
    away = (when - today).days
    words = long_day(when, today, language)
    if abs(away) > 1:
        return words
    with _speaking(language):
        if away == 0:
            return _("Today")
        return (_("Tomorrow, %(day)s") if away > 0 else _("Yesterday, %(day)s")) % {"day": words}


def month(when: date, language: str | None = None) -> str:
    """'October 2026'"""
    spoken = written_in(language)
    return _filled(spoken.month, when, spoken)


def both_zones(
    when: datetime,
    ours: ZoneInfo,
    theirs: ZoneInfo,
    our_place: str | None = None,
    their_place: str | None = None,
    *,
    now: datetime,
    language: str | None = None,
) -> str:
    """'Due today 14:10 in Berlin, 13:10 in London'; one place only if both clocks show the same.

    A place that is not given is the zone's city. Where it is another day over there, its weekday is said.
    """
    here, there = when.astimezone(ours), when.astimezone(theirs)
    words = {"ours": moment(when, ours, now, language), "place": our_place or zone_place(ours.key, language)}
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        with _speaking(language):
            return _("Due %(ours)s in %(place)s") % words
    words["theirs"] = clock_time(when, theirs)
    if here.date() != there.date():
        words["theirs"] = f"{weekday(there, language)} {words['theirs']}"
    words["their_place"] = their_place or zone_place(theirs.key, language)
    with _speaking(language):
        return _("Due %(ours)s in %(place)s, %(theirs)s in %(their_place)s") % words


def zone_place(zone: str, language: str | None = None) -> str:
    """'Berlin' of 'Europe/Berlin': the city that a zone is named after."""
    return _zone_place(zone, written_in(language).code)


def number(
    value: Decimal | int, digits: int | None = None, *, signed: bool = False, language: str | None = None
) -> str:
    """'18,240', '13.5', '−3'; with ``signed`` also '+14'. Rounded half up to ``digits``, else as exact as it comes."""
    return _number(Decimal(value), digits, signed, written_in(language))


def percent(share: Decimal | float, digits: int = 0, *, signed: bool = False, language: str | None = None) -> str:
    """'94.1 %' of 0.941 with one digit; '100 %' has none. ``share`` is a fraction of one."""
    spoken = written_in(language)
    hundredth = Decimal(1).scaleb(-digits)
    rounded = (Decimal(str(share)) * 100).quantize(hundredth, ROUND_HALF_UP)
    return _number(rounded, None, signed, spoken) + spoken.percent


def money(minor: int, currency: str, *, signed: bool = False, language: str | None = None) -> str:
    """'€4,800', '€31.20', 'AED 12,000', '−£3': an amount of minor units; whole amounts without decimals."""
    spoken = written_in(language)
    digits = _minor_digits(currency)
    amount = Decimal(minor).scaleb(-digits)
    whole = amount == amount.to_integral_value()
    words = _number(abs(amount), 0 if whole else digits, False, spoken)
    symbol = currency_symbol(currency, spoken.code)
    suffixed = spoken.money.startswith("{amount}")
    gap = NO_BREAK if suffixed or symbol[-1:].isalpha() else ""
    return _sign(amount, signed, spoken) + spoken.money.format(amount=words, gap=gap, symbol=symbol)


def listing(items: Iterable[str], language: str | None = None) -> str:
    """'a, b and c'"""
    return list_in_words([str(item) for item in items], written_in(language).code)


def sentences(said: Iterable[str], language: str | None = None) -> str:
    """Whole sentences one after the other; empty ones are left out. In Chinese no blank stands between them."""
    return written_in(language).joint.join(filter(None, said))


def aside(words: Iterable[str], language: str | None = None) -> str:
    """'head of marketing, decides': what is known, with commas; empty ones are left out."""
    return written_in(language).comma.join(filter(None, words))


def isolated(words: str, language: str | None = None) -> str:
    """Words of whichever direction, such as '20 h', kept together where they stand in a text from right to left."""
    return words.join(written_in(language).isolate)


TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "miss", "sir", "dame", "herr", "frau", "sr", "sra", "d-r"})


def first_name(name: str) -> str:
    """'Inés' of 'Dr. Inés Duero': the first word that is no title; all of a name that has no other."""
    words = name.split()
    return next((word for word in words if not word.endswith(".") and word.lower() not in TITLES), name)


def initials(name: str) -> str:
    """'IB' of 'Ida Brandt': first and last word, titles like 'Dr.' left out; '?' of nothing."""
    words = [letters for word in name.split() if (letters := _from_first_letter(word))]
    words = [word for word in words if not word.endswith(".")] or words
    if not words:
        return "?"
    first, last = _first_letter(words[0]), _first_letter(words[-1]) if len(words) > 1 else ""
    apart = "\N{ZERO WIDTH NON-JOINER}" if last and unicodedata.bidirectional(first[0]) == "AL" else ""
    return first + apart + last


def _speaking(language: str | None) -> AbstractContextManager[object]:
    return nullcontext() if language is None or language == get_language() else override(language)


def _filled(pattern: str, when: date, spoken: Language) -> str:
    index = when.month - 1
    return pattern.format(
        weekday=spoken.weekdays[when.weekday()],
        day=when.day,
        month=spoken.months[index],
        short=spoken.short_months[index],
        alone=spoken.months_alone[index],
        number=when.month,
        year=when.year,
    )


def _number(value: Decimal, digits: int | None, signed: bool, spoken: Language) -> str:
    if digits is not None:
        value = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    words = f"{abs(value):,f}"
    if digits is None and "." in words:
        words = words.rstrip("0").rstrip(".")
    whole, point, rest = words.partition(".")
    return _sign(value, signed, spoken) + whole.replace(",", spoken.group) + (spoken.decimal + rest if point else "")


def _sign(value: Decimal, signed: bool, spoken: Language) -> str:
    plus, minus = spoken.signs
    return minus if value < 0 else plus if signed and value > 0 else ""


@lru_cache(maxsize=512)
def _minor_digits(currency: str) -> int:
    return get_currency_precision(currency)


@lru_cache(maxsize=2048)
def _zone_place(zone: str, code: str) -> str:
    named = written_in(code).locale.time_zones.get(zone, {}).get("city")
    return named or zone.rpartition("/")[2].replace("_", " ")


def _from_first_letter(word: str) -> str:
    """The word without the brackets and quotes before its first letter or digit."""
    return next((word[index:] for index, sign in enumerate(word) if sign.isalnum()), "")


def _first_letter(word: str) -> str:
    composed = unicodedata.normalize("NFC", word)
    marks = next((i for i, sign in enumerate(composed[1:], 1) if not unicodedata.combining(sign)), len(composed))
    return composed[:marks].upper()
