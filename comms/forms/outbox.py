"""Forms of the pages about mail that left: filtering it, and the right address for what did not arrive."""

from django import forms
from django.utils.translation import gettext_lazy

from comms.models import OutboxMessage
from comms.queries.outbox import Standing

LANES = [lane for lane in OutboxMessage.Lane if lane != OutboxMessage.Lane.NOTICE]

STANDING_WORDS = {
    Standing.WAITING: gettext_lazy("Waiting"),
    Standing.LEAVING: gettext_lazy("On its way"),
    Standing.FAILED: gettext_lazy("Failed"),
    Standing.BOUNCED: gettext_lazy("Came back"),
    Standing.UNCERTAIN: gettext_lazy("Perhaps sent"),
    Standing.SENT: gettext_lazy("Sent"),
    Standing.WITHDRAWN: gettext_lazy("Withdrawn"),
}


class OutboxForm(forms.Form):
    """The standing is chosen by the tabs above, and kept when something else changes."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "placeholder": gettext_lazy("Recipient, subject or client."),
            }
        ),
    )
    lane = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("all")), *((lane.value, lane.label) for lane in LANES)],
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", ""), *((group.value, group.value) for group in Standing)],
        widget=forms.HiddenInput,
    )

    def chosen(self) -> dict[str, str]:
        """What is chosen; something unknown in the address counts as nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("The right address"),
        max_length=254,
        help_text=gettext_lazy("It is kept for this person, and the same mail goes there."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
