"""How fast a deliverable is being used up, in words: shares of the quantity against shares of the time.

Pure: dates and quantities in, a judgement out. Periods are calendar months and quarters, or the life of the scope.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _, ngettext

from agency import wording

Kind = Literal["good", "attention", "late", "info", ""]
"""The signals of the house; '' says nothing of the pace."""

NEARLY_GONE = Decimal("0.75")
AHEAD_OF_TIME = Decimal("0.2")
"""So much more of the quantity than of the time is gone before somebody should look."""
BEHIND_TIME = Decimal("0.4")
TIME_TO_BEGIN = Decimal("0.33")


@dataclass(frozen=True, slots=True)
class Period:
    """From `begin` to `end`, both days included. `end` is None for something without an end."""

    begin: date
    end: date | None

    def share_gone(self, today: date) -> Decimal | None:
        """How much of the time is gone, 0 to 1, counting today as gone; None without an end."""
        if self.end is None:
            return None
        length = (self.end - self.begin).days + 1
        gone = (today - self.begin).days + 1
        return Decimal(min(max(gone, 0), length)) / length

    def days_left(self, today: date) -> int | None:
        return None if self.end is None else max((self.end - today).days, 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """`share` is what is used, in per cent of what was agreed, and may exceed 100."""

    share: float
    kind: Kind
    words: str


def month_of(day: date) -> Period:
    begin = day.replace(day=1)
    return Period(begin, (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def quarter_of(day: date) -> Period:
    begin = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(begin, (begin + timedelta(days=95)).replace(day=1) - timedelta(days=1))


def period_of(kind: str, today: date, starts_on: date, ends_on: date | None) -> Period:
    """The period of a deliverable that `today` lies in: 'month', 'quarter' or 'total' (the whole of the scope)."""
    match kind:
        case "month":
            return month_of(today)
        case "quarter":
            return quarter_of(today)
        case "total":
            return Period(starts_on, ends_on)
    raise ValueError(f"{kind} is not a period")


def pace(used: Decimal, agreed: Decimal, period: Period, today: date, unit: str = "") -> Pace:
    """Judges one deliverable. `agreed` is more than nothing."""
    share = used / agreed
    gone = period.share_gone(today)
    kind, words = _judge(used, agreed, gone, period.days_left(today), unit)
    return Pace(float(round(share * 100, 1)), kind, words)


def _judge(used: Decimal, agreed: Decimal, gone: Decimal | None, days_left: int | None, unit: str) -> tuple[Kind, str]:
    share = used / agreed
    if used > agreed:
        return "late", _("%(amount)s over") % {"amount": amount(used - agreed, unit)}
    if used == agreed:
        return "attention", _("Used up") if not days_left else _with_days(_("Used up"), days_left)
    if gone is None or days_left is None:
        return "", _("%(amount)s left") % {"amount": amount(agreed - used, unit)}
    if share >= NEARLY_GONE and share - gone > AHEAD_OF_TIME:
        left = _("%(amount)s left") % {"amount": amount(agreed - used, unit)}
        return "attention", _with_days(left, days_left)
    if not used:
        return ("info", _("Not begun")) if gone > TIME_TO_BEGIN else ("", _("Not begun yet"))
    if gone - share > BEHIND_TIME:
        return "info", _("Behind: %(share)s of the time is gone") % {"share": wording.percent(gone)}
    return "good", _("On pace")


def _with_days(words: str, days: int) -> str:
    return ngettext("%(words)s, %(count)s day to go", "%(words)s, %(count)s days to go", days) % {
        "words": words,
        "count": wording.number(days),
    }


def amount(quantity: Decimal, unit: str = "") -> str:
    """'1.5 h', '3'"""
    figure = wording.number(quantity)
    return wording.isolated(f"{figure}\N{NO-BREAK SPACE}{unit}") if unit else figure
