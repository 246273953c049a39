"""The form that filters mail that left."""

from django import forms
from django.utils.translation import gettext_lazy

from comms.models import OutboxMessage
from comms.queries.outbox import Standing

LANES = [lane for lane in OutboxMessage.Lane if lane != OutboxMessage.Lane.NOTICE]


class OutboxForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("How it stands"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            (Standing.WAITING.value, gettext_lazy("waiting")),
            (Standing.FAILED.value, gettext_lazy("failed or came back")),
            (Standing.UNCERTAIN.value, gettext_lazy("perhaps sent")),
            (Standing.SENT.value, gettext_lazy("sent")),
            (Standing.WITHDRAWN.value, gettext_lazy("withdrawn")),
        ],
    )
    lane = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("all")), *((lane.value, lane.label) for lane in LANES)],
    )

    def chosen(self) -> dict[str, str]:
        """What is chosen; something unknown in the address counts as nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
