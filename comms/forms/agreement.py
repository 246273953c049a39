"""What a contact says to each line: right, or what it should say. A line without an answer counts as right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comms.writer import Line

RIGHT, CORRECT = "right", "correct"


class AgreementForm(forms.Form):
    remark = forms.CharField(
        label=_("Anything we forgot?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line{line.number}"] = forms.ChoiceField(
                choices=[(RIGHT, RIGHT), (CORRECT, CORRECT)], required=False, initial=RIGHT
            )
            self.fields[f"fix{line.number}"] = forms.CharField(
                label=_("What should it say?"), required=False, max_length=4000
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for line in self.lines:
            if cleaned.get(f"line{line.number}") == CORRECT and not cleaned.get(f"fix{line.number}"):
                self.add_error(f"fix{line.number}", _("Tell us what it should say."))
        return cleaned

    def corrections(self) -> dict[int, str]:
        """Line number to what it should say."""
        return {
            line.number: self.cleaned_data[f"fix{line.number}"]
            for line in self.lines
            if self.cleaned_data.get(f"line{line.number}") == CORRECT
        }
