"""Days away in words. Pure: the present day is passed in."""

from datetime import date

from django.utils.translation import gettext as _

from agency import wording


def days(first: date, last: date, today: date | None = None, language: str | None = None) -> str:
    """'Monday 23 November' or 'Monday 23 November to Friday 4 December'; with the year as `wording.long_day` has it."""
    if first == last:
        return wording.long_day(first, today, language)
    words = {"first": wording.long_day(first, today, language), "last": wording.long_day(last, today, language)}
    return _("%(first)s to %(last)s") % words


def away_until(last: date, today: date | None = None) -> str:
    """'away until Monday 30 November', the last day of the absence; with the year as `wording.long_day` has it."""
    return _("away until %(day)s") % {"day": wording.long_day(last, today)}
