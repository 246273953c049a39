"""Figures as words, in the active language: values, short values for axes, and changes. Pure.

A unit is an ISO 4217 code, "%", "" or a word of the client's own; see reports/snapshot.py.
"""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_compact_currency, format_compact_decimal, get_currency_precision, list_currencies
from django.utils.translation import gettext as _

from agency import wording
from agency.languages import language
from agency.locales import current_locale

_CURRENCIES = frozenset(list_currencies())
_LARGE, _LARGE_IN_SHORT = 1000, 10_000
_TEN_TIMES = 10


def is_money(unit: str) -> bool:
    """Whether the unit is a currency."""
    return unit in _CURRENCIES


def value_words(value: Decimal, unit: str, *, signed: bool = False) -> str:
    """A value with its unit: '€412,300', '€31.20', '41 %', '61 rides'. Cents are left out from a thousand on."""
    if is_money(unit):
        return wording.money(_minor(value, unit), unit, signed=signed)
    if unit == "%":
        return wording.percent(value / 100, digits=1, signed=signed)
    number = wording.number(_short_enough(value), signed=signed)
    return f"{number} {unit}" if unit else number


def minor_words(amount: int, currency: str) -> str:
    """An amount in minor units: '€4,920'."""
    return wording.money(amount, currency)


def axis_words(value: Decimal, unit: str) -> str:
    """A round value beside an axis: '€450K', '25 %', '1.5M'."""
    if abs(value) < _LARGE or unit == "%":
        return value_words(value, unit if is_money(unit) or unit == "%" else "")
    if is_money(unit):
        words = format_compact_currency(abs(value), unit, locale=current_locale(), fraction_digits=2)
    else:
        words = format_compact_decimal(abs(value), locale=current_locale(), fraction_digits=2)
    return _minus(value) + words


def short_words(value: Decimal, unit: str) -> str:
    """A value without its unit, as short as it can be told: '412.3K', '31.20', '41'."""
    if abs(value) >= _LARGE_IN_SHORT:
        return _minus(value) + format_compact_decimal(abs(value), locale=current_locale(), fraction_digits=1)
    if is_money(unit):
        return wording.number(value, digits=get_currency_precision(unit) if abs(value) < _LARGE else 0)
    return wording.number(_short_enough(value))


def change_words(now: Decimal, before: Decimal, unit: str, *, as_share: bool) -> str:
    """A change with its sign: '+14 %', '−€2.10', '+8 points'; '' if nothing changed.

    A share is told only where it says something: from a positive value, to less than ten times of it.
    """
    return _told(now - before, before, unit, as_share=as_share, signed=True)


def change_size(now: Decimal, before: Decimal, unit: str, *, as_share: bool) -> str:
    """The change without its sign, '' if there is none."""
    difference = _told(now - before, before, unit, as_share=as_share, signed=False)
    return difference.replace(language().signs[1], "")


def grain_of(unit: str) -> Decimal:
    """The smallest step on an axis that means something in this unit."""
    if is_money(unit):
        return Decimal(1).scaleb(-get_currency_precision(unit))
    return Decimal("0.1") if unit == "%" else Decimal(1)


def _told(difference: Decimal, before: Decimal, unit: str, *, as_share: bool, signed: bool) -> str:
    if not difference:
        return ""
    if unit == "%":
        return _("%(number)s points") % {"number": wording.number(round(difference, 1), signed=signed)}
    if as_share and 0 <= before + difference < before * _TEN_TIMES:
        return wording.percent(_telling(difference / before), digits=1, signed=signed)
    return value_words(difference, unit, signed=signed)


def _telling(share: Decimal) -> Decimal:
    """Whole per cents, except that a small change keeps a digit and never becomes none."""
    if abs(share) >= Decimal("0.01"):
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return share.quantize(Decimal("0.001"), ROUND_HALF_UP) or Decimal("0.001").copy_sign(share)


def _minor(value: Decimal, currency: str) -> int:
    digits = get_currency_precision(currency)
    kept = 0 if abs(value) >= _LARGE else digits
    return int(value.quantize(Decimal(1).scaleb(-kept), ROUND_HALF_UP).scaleb(digits))


def _short_enough(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1) if abs(value) >= _LARGE else Decimal("0.01"), ROUND_HALF_UP)


def _minus(value: Decimal) -> str:
    return language().signs[1] if value < 0 else ""
