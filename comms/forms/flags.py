"""What becomes of a wish outside the scope: each way with what it needs to be said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from clients.forms.fields import FigureField
from clients.forms.scope import minor
from comms.domain.flags import LONGEST_LINE, in_short
from comms.models import ScopeFlag


class Way(forms.Form):
    """One of several ways in one form of the page: `typed` is what stood in all of them, of which only the way that
    was taken is judged. The others keep theirs.
    """

    def __init__(self, flag: ScopeFlag, currency: str, typed: QueryDict | None = None, *, taken: bool = False) -> None:
        kept = {name: typed[name] for name in self.base_fields if name in typed} if typed is not None else {}
        initial = {**self.proposals(flag), **kept}
        super().__init__(typed if taken else None, auto_id=f"id_{flag.key}_%s", initial=initial)
        self.currency = currency

    def proposals(self, flag: ScopeFlag) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {}

    def of_settlement(self) -> dict[str, Any]:
        """What flags.settle takes."""
        return self.cleaned_data


class InScopeForm(Way):
    """It is agreed work after all: nothing more to say."""


class ParkForm(Way):
    outcome = forms.CharField(
        label=gettext_lazy("When to take it up again"),
        max_length=200,
        help_text=gettext_lazy("Such as: in January, in the weekly call."),
    )


class GiveForm(Way):
    what = forms.CharField(
        label=gettext_lazy("Given free"),
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("The client reads these words in the portal."),
    )
    hours = FigureField(label=gettext_lazy("Hours"), min_value=Decimal("0.01"), max_digits=6, decimal_places=2)
    worth = FigureField(label=gettext_lazy("Worth"), required=False, min_value=0, max_digits=12, decimal_places=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {"currency": self.currency}
        self.fields["worth"].help_text = _("In %(currency)s. What it would have cost.") % named

    def proposals(self, flag: ScopeFlag) -> dict[str, Any]:
        return {"what": in_short(flag)}

    def of_settlement(self) -> dict[str, Any]:
        worth = minor(self.cleaned_data["worth"], self.currency) or 0
        clean = {name: self.cleaned_data[name] for name in ("what", "hours")}
        return {**clean, "worth_minor": worth, "currency": self.currency}


WAYS: dict[str, type[Way]] = {
    ScopeFlag.State.IN_SCOPE: InScopeForm,
    ScopeFlag.State.PARKED: ParkForm,
    ScopeFlag.State.FAVOUR: GiveForm,
}


def ways_out(flag: ScopeFlag, currency: str, typed: QueryDict | None = None, taken: str = "") -> dict[str, Way]:
    """All ways by their state."""
    return {state: form(flag, currency, typed, taken=state == taken) for state, form in WAYS.items()}
