"""How each language writes days, numbers, money and lists: looked up once in the CLDR (by Babel), then kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.lists import format_list
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol
from babel.units import format_unit
from django.conf import settings
from django.utils.translation import get_language

from agency.locales import locale_of

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT MARK}"
FIRST_STRONG, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

WRITTEN = ("en", "ar", "ru", "zh-hans")
"""The languages that Rapport writes. Everything else is written in English."""

# Name, day in month, month, year; CLDR's own patterns differ from what is written in running text. In Russian a day of
# the month reads well after any preposition, a weekday does not; and no pattern ends in a full stop of its own.
FULL_DAY = {"ru": "{day} {month} ({weekday})", "zh-hans": "{number}月{day}日{weekday}"}
DATED_DAY = {"ru": "{day} {month} {year} года ({weekday})", "zh-hans": "{year}年{number}月{day}日{weekday}"}
SHORT_DAY = {"ar": RIGHT_TO_LEFT + "{day} {short} {year}", "zh-hans": "{year}年{number}月{day}日"}
"""In Arabic with a mark that keeps the day's figure beside its month, after a name in Latin letters too."""
MONTH = {"ru": "{alone} {year}", "zh-hans": "{year}年{number}月"}
COMMA = {"ar": "، ", "zh-hans": "，"}
COLON = {"zh-hans": "："}
PERCENT = {"en": f"{NO_BREAK}%", "ar": "٪", "ru": f"{NO_BREAK}%", "zh-hans": "%"}
MONEY = {"ru": "{amount}{gap}{symbol}", "ar": "{amount}{gap}{symbol}"}
LENGTH_OF_DAYS: dict[str, Literal["short", "long"]] = {"en": "long", "ru": "long"}
"""'12 days' rather than '12 d', where the CLDR has both."""
PLAIN_UNITS = {("en", "hour"): "{} h", ("en", "minute"): "{} min"}
"""The metric signs, where the CLDR is wordier."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words and forms. Lists of names begin with January and with Monday."""

    code: str
    locale: Locale
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    months_alone: tuple[str, ...]
    weekdays: tuple[str, ...]
    full_day: str
    dated_day: str
    short_day: str
    month: str
    percent: str
    money: str
    signs: tuple[str, str]
    """Plus and minus; in Arabic with a mark that keeps them before the figure."""
    group: str
    decimal: str
    joint: str
    """Between hours and minutes, and between sentences."""
    comma: str
    """Between words that stand one after the other."""
    colon: str
    """Between what is announced and what is said, with its blank where one is written."""
    isolate: tuple[str, str]
    """Before and after words of whichever direction, where the text around them runs from right to left."""


def language(code: str | None = None) -> Language:
    """The language of a code like ``zh-hans`` or ``en-gb``; the active one if none is given; else English."""
    return _language(code or get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=64)
def _language(code: str) -> Language:
    wanted = code.lower().replace("_", "-")
    return _written(next((own for own in WRITTEN if f"{wanted}-".startswith(own[:2] + "-")), "en"))


@cache
def _written(code: str) -> Language:
    locale = locale_of(code)
    months, alone, days = locale.months["format"], locale.months["stand-alone"], locale.days["format"]["wide"]
    return Language(
        code=code,
        locale=locale,
        months=tuple(months["wide"][number] for number in range(1, 13)),
        short_months=tuple(months["abbreviated"][number] for number in range(1, 13)),
        months_alone=tuple(alone["wide"][number] for number in range(1, 13)),
        weekdays=tuple(days[number] for number in range(7)),
        full_day=FULL_DAY.get(code, "{weekday} {day} {month}"),
        dated_day=DATED_DAY.get(code, "{weekday} {day} {month} {year}"),
        short_day=SHORT_DAY.get(code, "{day} {short} {year}"),
        month=MONTH.get(code, "{alone} {year}"),
        percent=PERCENT[code],
        money=MONEY.get(code, "{symbol}{gap}{amount}"),
        signs=(LEFT_TO_RIGHT + "+", LEFT_TO_RIGHT + MINUS) if code == "ar" else ("+", MINUS),
        group=get_group_symbol(locale, numbering_system="latn"),
        decimal=get_decimal_symbol(locale, numbering_system="latn"),
        joint="" if code == "zh-hans" else " ",
        comma=COMMA.get(code, ", "),
        colon=COLON.get(code, ": "),
        isolate=(FIRST_STRONG, POP) if locale.text_direction == "rtl" else ("", ""),
    )


def announced(label: str, words: str = "", code: str | None = None) -> str:
    """'To do: send the photos', with the colon of the language; without words, the label and its colon alone."""
    return f"{label}{language(code).colon}{words}".strip()


@lru_cache(maxsize=1024)
def currency_symbol(currency: str, code: str) -> str:
    """'€', 'AED', 'CN¥': how the language of ``code`` writes a currency, an ISO code in capitals. Without the full stop
    that some end in, which would be doubled at the end of a sentence.
    """
    return get_currency_symbol(currency, _written(code).locale).rstrip(RIGHT_TO_LEFT).removesuffix(".")


@lru_cache(maxsize=4096)
def hours_in_words(hours: int, code: str) -> str:
    """'21 h'"""
    return _unit(hours, "hour", code)


@lru_cache(maxsize=4096)
def minutes_in_words(minutes: int, code: str) -> str:
    """'43 min'"""
    return _unit(minutes, "minute", code)


@lru_cache(maxsize=4096)
def days_in_words(days: int, code: str) -> str:
    """'12 days'"""
    return _unit(days, "day", code, LENGTH_OF_DAYS.get(code, "short"))


def list_in_words(items: list[str], code: str) -> str:
    """'a, b and c'"""
    return format_list(items, style="standard", locale=_written(code).locale)


def _unit(amount: int, unit: str, code: str, length: Literal["short", "long"] = "short") -> str:
    if plain := PLAIN_UNITS.get((code, unit)):
        return plain.format(amount)
    words = format_unit(amount, f"duration-{unit}", length, locale=_written(code).locale)
    return words.replace(NO_BREAK, " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
