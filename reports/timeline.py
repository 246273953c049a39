"""The time axis of a chart: days or months to places from 0 to 1, and the words beneath. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _

from agency.locales import current_locale

Points = Sequence[tuple[date, Decimal | None]]
Stretch = list[tuple[float, Decimal]]

MOST_MONTHS, MOST_DAYS = 13, 7
_LONG_NAME, _FEW_NAMES = 5, 6
_LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True)
class Timeline:
    """An axis from `first` to `last`: in months if `monthly` (then both are the first of a month), else in days."""

    first: date
    last: date
    monthly: bool

    @classmethod
    def of(cls, days: Sequence[date]) -> "Timeline":
        """The axis that holds these days."""
        return cls(min(days), max(days), all(day.day == 1 for day in days))

    @property
    def length(self) -> int:
        """Steps between the first and the last place."""
        return self._steps_to(self.last)

    def share(self, day: date) -> float | None:
        """Where a day stands from 0 to 1, a day within a month between two months; None outside the axis.

        An axis of a single place has it at the end, where the value's label stands.
        """
        end = _month_after(self.last, 1) if self.monthly else self.last + timedelta(days=1)
        if not self.first <= day < end:
            return None
        if not self.length:
            return 1.0
        month_begins = date(day.year, day.month, 1)
        days_in_month = (_month_after(month_begins, 1) - month_begins).days
        part = (day.day - 1) / days_in_month if self.monthly else 0.0
        return min((self._steps_to(month_begins if self.monthly else day) + part) / self.length, 1.0)

    def stretches(self, points: Points, *, years_later: int = 0) -> list[Stretch]:
        """Unbroken runs of known values as (place, value); a None or a place left out by a None parts them."""
        runs: list[Stretch] = [[]]
        for day, value in points:
            place = self.share(self.a_year_later(day) if years_later else day)
            if value is None:
                runs.append([])
            elif place is not None:
                runs[-1].append((place, value))
        return [run for run in runs if run]

    def a_year_later(self, day: date) -> date:
        """The same day in the next year; 29 February becomes the 28th."""
        return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == _LEAP_DAY else day.day)

    def ticks(self) -> list[str]:
        """Evenly spread words beneath the axis, first to last, few enough to stand side by side."""
        most = MOST_MONTHS if self.monthly else MOST_DAYS
        if not self.length:
            return ["", self.short(self.last)]
        pace = next(
            (pace for pace in range(1, self.length + 1) if self.length % pace == 0 and self.length // pace < most),
            self.length,
        )
        if pace == self.length > most:
            pace = -(-self.length // (most - 1))
        count = -(-self.length // pace)
        days = [self._day_at(round(position * self.length / count)) for position in range(count + 1)]
        names = [self.short(day) for day in days]
        if self.monthly and len(names) > _FEW_NAMES and max(map(len, names)) > _LONG_NAME:
            return [format_date(day, "L", locale=current_locale()) for day in days]
        return names

    def short(self, day: date) -> str:
        """A day or month as it stands beneath the axis: 'Oct', or '3 Nov'."""
        if self.monthly:
            return format_date(day, "LLL", locale=current_locale())
        return format_skeleton("MMMd", day, locale=current_locale())

    def name(self, day: date) -> str:
        """A day or month as it stands in the table: 'Oct 2025', or '3 Nov 2025'."""
        return format_skeleton("yMMM" if self.monthly else "yMMMd", day, locale=current_locale())

    def word(self) -> str:
        """The head of the table's first column."""
        return _("Month") if self.monthly else _("Day")

    def _steps_to(self, day: date) -> int:
        if self.monthly:
            return (day.year - self.first.year) * 12 + day.month - self.first.month
        return (day - self.first).days

    def _day_at(self, step: int) -> date:
        return _month_after(self.first, step) if self.monthly else self.first + timedelta(days=step)


def _month_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
