"""What a manager adds to a report: one sentence, and points, one a line (practice V9, P0)."""

from typing import Any

from django import forms

from agency.forms.meanwhile import Meanwhile
from reports.models import Report


class WordsForm(Meanwhile, forms.ModelForm):
    class Meta:
        model = Report
        fields = ("headline", "went_well", "went_wrong")
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2}),
            "went_well": forms.Textarea(attrs={"rows": 4}),
            "went_wrong": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.watch()
