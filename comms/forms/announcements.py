"""Why a meeting does not take place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.domain.refusals import Refusal
from comms.domain.announcing import LONGEST_REASON


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it does not take place"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Everybody who was invited reads it, as you write it."),
    )

    def refused(self, refusal: Refusal) -> None:
        """Shows a verb's refusal beside its field."""
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)
