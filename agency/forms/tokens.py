"""The form for a new API token."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agency.forms.choices import begun_large
from agency.models import ApiToken

DAYS = [
    ("30", gettext_lazy("after 30 days")),
    ("90", gettext_lazy("after 90 days")),
    ("365", gettext_lazy("after a year")),
]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=80,
        help_text=gettext_lazy("For instance: nightly metrics import."),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("It may"),
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
    )
    days = forms.ChoiceField(
        label=gettext_lazy("It expires"), choices=[*DAYS, ("", gettext_lazy("never"))], initial="90", required=False
    )

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["scope"].choices = begun_large(ApiToken.Scope.choices)  # type: ignore[attr-defined]

    def expires_at(self, at: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return at + timedelta(days=int(days)) if days else None
