"""Months as pure values: the first day names the month."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from agency.forms.days import YEARS


def month_of(day: date) -> date:
    return day.replace(day=1)


def shifted(month: date, by: int) -> date:
    """The first day of the month so many months later, or earlier if negative."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def begins(month: date, zone: ZoneInfo) -> datetime:
    """The first moment of a month where the client lives, in UTC."""
    return datetime.combine(month, time(0), zone).astimezone(UTC)


def within(month: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Half-open: from the first moment of the month to the first of the next."""
    return begins(month, zone), begins(shifted(month, 1), zone)


def parse(text: str) -> date | None:
    """'2026-10' as the first of October 2026; None for anything else, and for years that nobody can mean."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if month.year in YEARS else None
