"""Two short questions to the writer before a summary leaves, and the reason for sending it in spite of the check."""

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from comms.forms.topic_more import EITHER_WAY
from comms.models import Summary


class WhyForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("What shall this message do?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=EITHER_WAY),
    )
    value = forms.CharField(
        label=gettext_lazy("What do they gain by reading it?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=EITHER_WAY),
    )
    because = forms.CharField(
        label=gettext_lazy("Send all the same, because …"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=EITHER_WAY),
    )


def why_at_first(summary: Summary | None) -> dict[str, str]:
    """What holds for most summaries, until the writer says something else."""
    return {
        "purpose": (summary.purpose if summary else "") or _("Have in writing what was agreed."),
        "value": (summary.value if summary else "") or _("They see what was decided, and who does what by when."),
        "because": summary.because if summary else "",
    }
