"""What becomes of a wish outside the scope: each way with what it needs to be said."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms.fields import FigureField
from comms.models import ScopeFlag


class InScopeForm(forms.Form):
    """It is agreed work after all: nothing more to say."""


class ParkForm(forms.Form):
    outcome = forms.CharField(
        label=_("When to take it up again"), max_length=200, help_text=_("Such as: in January, in the weekly call.")
    )


class GiveForm(forms.Form):
    hours = FigureField(label=_("Hours"), min_value=Decimal("0.01"), max_digits=6, decimal_places=2)


WAYS: dict[str, type[forms.Form]] = {
    ScopeFlag.State.IN_SCOPE: InScopeForm,
    ScopeFlag.State.PARKED: ParkForm,
    ScopeFlag.State.FAVOUR: GiveForm,
}
