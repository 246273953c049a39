"""Forms of the scope of work: the terms of a draft, its acceptance, use of a deliverable, and favours."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.days import DayField
from agency.languages import language
from clients.domain.refusals import Refusal
from clients.forms.fields import FigureField, ModelFields, trimmed
from clients.models import Client, Contact, Deliverable, DeliverableUse, Favour, ScopeOfWork
from clients.queries.client_page import people_at


class CurrencyField(forms.CharField):
    """An ISO 4217 code in capitals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Currency"), max_length=3, min_length=3, **kwargs)

    def clean(self, value: Any) -> str:
        code = str(super().clean(value)).upper()
        if code and code not in language("en").locale.currencies:
            raise forms.ValidationError(_("There is no currency of this code. EUR, USD, GBP or AED are."))
        return code


def minor(amount: Decimal | None, currency: str) -> int | None:
    """An amount in minor units of its currency: 12.50 EUR is 1250, 300 JPY is 300."""
    return None if amount is None else int((amount.scaleb(get_currency_precision(currency))).to_integral_value())


def major(minor_units: int | None, currency: str) -> Decimal | None:
    return None if minor_units is None else Decimal(minor_units).scaleb(-get_currency_precision(currency))


class DraftForm(ModelFields):
    """A draft's own fields. The fee is left out for who may not read money, and stays as it is."""

    model = ScopeOfWork
    names = ("starts_on", "ends_on", "assumptions", "success_metrics", "changes")
    fee = FigureField(label=gettext_lazy("Fee a month"), required=False, min_value=0, max_digits=14, decimal_places=3)
    currency = CurrencyField(required=False)

    def __init__(self, *args: Any, row: ScopeOfWork, may_read_money: bool, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["changes"].help_text = _("In a sentence, for the history. If empty, it is told from the clauses.")
        self.initial.update(fee=trimmed(major(row.fee_minor, row.currency)), currency=row.currency)
        if not may_read_money:
            del self.fields["fee"], self.fields["currency"]

    def of_scope(self) -> dict[str, Any]:
        """What scopes.revise takes."""
        fields = {name: self.cleaned_data[name] for name in self.names}
        if "fee" in self.fields:
            currency = self.cleaned_data["currency"] or "EUR"
            fields |= {"fee_minor": minor(self.cleaned_data["fee"], currency), "currency": currency}
        return fields


class AcceptForm(forms.Form):
    """Who at the client agreed, when and how: 'by e-mail of 3 November'."""

    accepted_by: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who agreed"), queryset=Contact.objects.none(), to_field_name="key"
    )
    accepted_on = DayField(label=gettext_lazy("On"))
    how = forms.CharField(
        label=gettext_lazy("How"), max_length=120, help_text=gettext_lazy("For example: by e-mail of 3 November")
    )

    def __init__(self, data: Any = None, *, client: Client, today: date) -> None:
        super().__init__(data, initial={"accepted_on": today})
        self.fields["accepted_by"].queryset = people_at(client)  # type: ignore[attr-defined]

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


class UseForm(ModelFields):
    model = DeliverableUse
    names = ("what", "day")
    deliverable: Any = forms.ModelChoiceField(
        label=gettext_lazy("Deliverable"), queryset=Deliverable.objects.none(), to_field_name="key"
    )
    quantity = FigureField(label=gettext_lazy("How much"), min_value=Decimal("0.01"), max_digits=10, decimal_places=2)

    def __init__(self, data: Any = None, *, scope: ScopeOfWork, today: date) -> None:
        super().__init__(data, initial={"day": today, "quantity": Decimal(1)})
        self.fields["deliverable"].queryset = scope.deliverables.all()  # type: ignore[attr-defined]
        self.fields["deliverable"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]
        self.order_fields(("deliverable", "what", "quantity", "day"))


class FavourForm(ModelFields):
    model = Favour
    names = ("what", "day")
    hours = FigureField(label=gettext_lazy("Hours"), min_value=Decimal("0.01"), max_digits=6, decimal_places=2)
    worth = FigureField(label=gettext_lazy("Worth"), required=False, min_value=0, max_digits=12, decimal_places=2)

    def __init__(self, data: Any = None, *, today: date, currency: str) -> None:
        super().__init__(data, initial={"day": today})
        self.currency = currency
        self.fields["worth"].help_text = _("In %(currency)s. What it would have cost.") % {"currency": currency}
        self.order_fields(("what", "hours", "worth", "day"))

    def of_favour(self) -> dict[str, Any]:
        """What favours.give takes."""
        clean = self.cleaned_data
        worth = minor(clean["worth"], self.currency) or 0
        return {**{n: clean[n] for n in ("what", "day", "hours")}, "worth_minor": worth, "currency": self.currency}
