"""When a request comes back, and what is done next with it."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.days import DayField
from comms.models import Request

MORNING = time(9)
FRIDAY, A_WEEK = 4, 7


def tomorrow(now: datetime, zone: ZoneInfo) -> datetime:
    """At nine on the next day in that zone."""
    return _morning(now.astimezone(zone), 1, zone)


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """At nine on the first Monday after today."""
    here = now.astimezone(zone)
    return _morning(here, A_WEEK - here.weekday(), zone)


def in_three_hours(now: datetime, zone: ZoneInfo) -> datetime:
    return now + timedelta(hours=3)


def _morning(here: datetime, days: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(here.date() + timedelta(days=days), MORNING, zone)


WISHES = {"hours": in_three_hours, "tomorrow": tomorrow, "monday": next_monday}


class SnoozeForm(forms.Form):
    """One of the usual moments by its word, or a day and a time of one's own."""

    wish = forms.ChoiceField(choices=[(name, name) for name in WISHES], required=False, widget=forms.HiddenInput)
    on = DayField(label=gettext_lazy("Day"), required=False)
    at = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Left open: 9:00."),
    )

    def until(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Needs a valid form. Raises ValidationError for a moment that does not lie ahead, or none."""
        if self.cleaned_data.get("wish"):
            return WISHES[self.cleaned_data["wish"]](now, zone)
        if not self.cleaned_data.get("on"):
            raise ValidationError({"on": _("Say on which day it comes back.")})
        until = datetime.combine(self.cleaned_data["on"], self.cleaned_data.get("at") or MORNING, zone)
        if until <= now:
            raise ValidationError({"on": _("Choose a time that lies ahead.")})
        return until


class NextStepForm(forms.Form):
    step = forms.CharField(
        label=gettext_lazy("What is done next"),
        max_length=Request._meta.get_field("next_step").max_length,
        required=False,
        help_text=gettext_lazy("Left empty, there is none any more."),
    )
    on = DayField(
        label=gettext_lazy("On"), required=False, help_text=gettext_lazy("A day that passes climbs in Today.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("on") and not cleaned.get("step") and "step" not in self.errors:
            self.add_error("step", _("Say what is done on that day."))
        return cleaned


class MergeForm(forms.Form):
    """Which of the client's other requests; a message that becomes one of its own is named by its address."""

    other: Any = forms.ModelChoiceField(
        label=gettext_lazy("Merge it with"), queryset=Request.objects.none(), to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]
