"""The filter of the list of summaries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from comms.queries.summary_list import Standing

STANDING_WORDS = {
    Standing.UNSENT: _("Unsent for a day"),
    Standing.DRAFT: _("Drafts"),
    Standing.WAITING: _("Awaiting their word"),
    Standing.TO_READ: _("Answered, to be read"),
    Standing.CORRECTED: _("Corrected"),
    Standing.AGREED: _("Agreed"),
}


class SummaryFilter(forms.Form):
    """The standing is chosen by the tabs above, and kept when something else changes."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "placeholder": _("Subject, topic or client.")}
        ),
    )
    writer: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Written by"),
        queryset=Membership.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("Anybody"),
    )
    state = forms.ChoiceField(
        required=False, choices=[("", ""), *((one.value, one.value) for one in Standing)], widget=forms.HiddenInput
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        people = Membership.objects.select_related("user").order_by("user__name", "pk")
        self.fields["writer"].queryset = people  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What is chosen; something unknown in the address counts as nothing."""
        self.is_valid()
        writer = self.cleaned_data.get("writer")
        return {
            "q": self.cleaned_data.get("q", ""),
            "state": self.cleaned_data.get("state", ""),
            "writer": writer.key if writer else "",
        }
