"""The form of an absence. It checks what is typed; `agency/domain/absences.py` decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agency.forms.days import DayField
from agency.models import Absence


class AbsenceForm(forms.Form):
    first = DayField(label=gettext_lazy("First day away"))
    last = DayField(label=gettext_lazy("Last day away"), help_text=gettext_lazy("The day itself included."))
    note = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For you and the owners. Colleagues and clients only learn until when."),
    )

    def __init__(self, data: Any = None, *, absence: Absence | None = None, begun: bool = False) -> None:
        initial = {name: getattr(absence, name) for name in ("first", "last", "note")} if absence else {}
        super().__init__(data, initial=initial)
        self.fields["first"].disabled = begun
