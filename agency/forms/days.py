"""Days that somebody can mean: a slip of the finger in the year is told at once, as the API tells it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

YEARS = range(1990, 2101)


def in_our_time(day: date) -> None:
    """Takes a date or a moment. Raises ValidationError outside of 1990 to 2100."""
    if day.year not in YEARS:
        raise ValidationError(_("A day between 1990 and 2100, please."))


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    default_validators = [in_our_time]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)
