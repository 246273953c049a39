"""The days that figures are of, as pure values: both ends included, on the agency's calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reports.months import month_of, shifted

A_DAY = timedelta(days=1)
MONTHS_BACK = 12
FOUR_WEEKS = 28


class Period(StrEnum):
    """Periods that end today, or with the last month."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    LAST_MONTH = "last_month"


@dataclass(frozen=True)
class Days:
    """From the first day to the last one; the last is not before the first."""

    first: date
    last: date

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Half-open: from the first moment of the first day to the first one after the last."""
        return tuple(datetime.combine(day, time(0), zone) for day in (self.first, self.last + A_DAY))  # type: ignore[return-value]

    def a_year_before(self) -> "Days":
        return Days(_year_back(self.first), _year_back(self.last + A_DAY) - A_DAY)

    def of_month(self, month: date) -> "Days":
        """The part of these days that lies in a month of theirs."""
        return Days(max(month, self.first), min(shifted(month, 1) - A_DAY, self.last))

    def months(self) -> list[date]:
        """The first of each month that they touch, in order."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return [shifted(month_of(self.first), number) for number in range(count)]


def days_of(period: Period, today: date) -> Days:
    """A year is this month with the twelve before, so that it holds the same month of last year, too."""
    this = month_of(today)
    match period:
        case Period.MONTH:
            return Days(this, today)
        case Period.LAST_MONTH:
            return Days(shifted(this, -1), this - A_DAY)
        case Period.QUARTER:
            return Days(shifted(this, -((today.month - 1) % 3)), today)
        case _:
            return Days(shifted(this, -MONTHS_BACK), today)


def days_between(first: date | None, last: date | None, today: date) -> Days:
    """From one day to another; a day that is missing is the year's, or today. ValueError if they are turned round."""
    if first and last and last < first:
        raise ValueError("The last day lies before the first one.")
    year = days_of(Period.YEAR, today)
    if first:
        return Days(first, last or max(today, first))
    return Days(min(year.first, last), last) if last else year


def four_weeks(today: date) -> Days:
    """Today and the 27 days before."""
    return Days(today - timedelta(days=FOUR_WEEKS - 1), today)


def _year_back(day: date) -> date:
    """The same day a year before; of 29 February it is the 28th."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)
