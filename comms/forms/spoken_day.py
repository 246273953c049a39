"""A day that is chosen in the browser's calendar, or typed as one says it: 'Friday', 'завтра', '12 Nov'."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from agency.forms.days import DayField
from comms.spoken_days import ISO, day_said

LONGEST_DAY = 60


class DayInput(forms.DateInput):
    """The browser's calendar; what is no date yet stands as text, so that it is not lost."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["type"] = "date" if not shown or ISO.match(shown) else "text"
        return context


class SpokenDayField(DayField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput(attrs={"data-day": ""}, format="%Y-%m-%d"), **kwargs)

    def to_python(self, value: Any) -> date | None:
        said = day_said(value, timezone.localdate()) if isinstance(value, str) and len(value) <= LONGEST_DAY else None
        return said or super().to_python(value)
