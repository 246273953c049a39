"""The clauses of a draft, one a row: deliverables and exclusions. What somebody else has saved of them meanwhile is
neither lost nor written over in silence.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, astuple
from decimal import Decimal
from textwrap import shorten
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.meanwhile import SHOWN, mark_of
from clients.domain.scopes import exclusions_of, promises_of
from clients.forms.fields import FigureField, trimmed
from clients.models import Deliverable, ScopeOfWork
from clients.scope_changes import LeftOut, Promise

MOST_CLAUSES = 100


class PromiseForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Deliverable"), max_length=120)
    quantity = FigureField(label=gettext_lazy("Quantity"), min_value=Decimal("0.01"), max_digits=10, decimal_places=2)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, required=False)
    period = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=Deliverable.Period.choices, initial=Deliverable.Period.MONTH
    )


class LeftOutForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number"), max_length=10, required=False)
    what = forms.CharField(label=gettext_lazy("What we do not do"), max_length=200)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


class Clauses(forms.BaseFormSet):
    """Rows of a draft, filled from those it holds. A row left empty does not count, a row ticked away is gone.

    A mark of the rows as they were shown travels with them. If only somebody else has changed them since, theirs stay;
    if both have, it is told, and saved once more the typed rows count.
    """

    def __init__(self, data: QueryDict | None = None, *, held: Sequence[Any], prefix: str) -> None:
        filled = [self.as_typed(row) for row in held] if data is None else None
        super().__init__(data, prefix=prefix, initial=filled)
        self.held, self.kept = held, False
        self.mark_name = f"{prefix}-{SHOWN}"
        self.mark = _mark(held) if data is None else data.get(self.mark_name, "")

    @abstractmethod
    def as_row(self, cleaned: dict[str, Any]) -> Any: ...

    @abstractmethod
    def told(self, missing: str) -> str:
        """That somebody has changed the rows, to what is not among those typed."""

    def as_typed(self, row: Any) -> dict[str, Any]:
        return asdict(row)

    def initial_form_count(self) -> int:
        """What comes back from the browser is compared with nothing: every row with something in it counts."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take out")

    def clean(self) -> None:
        if not self.mark or not self.management_form.is_valid() or any(self.errors):
            return
        typed, held = self._typed(), _mark(self.held)
        if held in {self.mark, _mark(typed)}:
            return
        if _mark(typed) == self.mark:
            self.kept = True
            return
        self.mark = held
        missing = "; ".join(str(row) for row in self.held if _mark([row]) not in {_mark([each]) for each in typed})
        raise forms.ValidationError(self.told(shorten(missing, 400, placeholder="…")))

    def rows(self) -> list[Any]:
        """What the draft is to hold."""
        return list(self.held) if self.kept else self._typed()

    def _typed(self) -> list[Any]:
        counted = [form for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE")]
        return [self.as_row(form.cleaned_data) for form in counted]


class Promises(Clauses):
    def as_row(self, cleaned: dict[str, Any]) -> Promise:
        return Promise(**{key: cleaned[key] for key in ("name", "quantity", "unit", "period")})

    def as_typed(self, row: Promise) -> dict[str, Any]:
        return {**asdict(row), "quantity": trimmed(row.quantity)}

    def told(self, missing: str) -> str:
        if not missing:
            return _("Somebody has taken out deliverables meanwhile. Keep the draft again to put yours in their place.")
        words = _(
            "Somebody has changed the deliverables meanwhile. Not among yours: “%(rows)s”. "
            "Add what should stay, then keep the draft again."
        )
        return words % {"rows": missing}


class Exclusions(Clauses):
    def as_row(self, cleaned: dict[str, Any]) -> LeftOut:
        return LeftOut(**{key: cleaned[key] for key in ("number", "what", "reason")})

    def told(self, missing: str) -> str:
        if not missing:
            return _("Somebody has taken out exclusions meanwhile. Keep the draft again to put yours in their place.")
        words = _(
            "Somebody has changed the exclusions meanwhile. Not among yours: “%(rows)s”. "
            "Add what should stay, then keep the draft again."
        )
        return words % {"rows": missing}


def _clauses(form: type[forms.Form], formset: type[Clauses]) -> Any:
    return forms.formset_factory(
        form, formset=formset, extra=2, can_delete=True, max_num=MOST_CLAUSES, validate_max=True, absolute_max=200
    )


PromiseSet = _clauses(PromiseForm, Promises)
LeftOutSet = _clauses(LeftOutForm, Exclusions)


def clause_sets(scope: ScopeOfWork, data: QueryDict | None) -> tuple[Clauses, Clauses]:
    """The formsets of deliverables and exclusions, filled from the draft or from what was typed."""
    return (
        PromiseSet(data, held=list(promises_of(scope)), prefix="promises"),
        LeftOutSet(data, held=list(exclusions_of(scope)), prefix="exclusions"),
    )


def with_more_rows(data: QueryDict, prefix: str) -> QueryDict:
    """What was typed, with two more empty rows in one of the formsets."""
    grown = data.copy()
    total = grown.get(f"{prefix}-TOTAL_FORMS", "")
    if total.isdigit():
        grown[f"{prefix}-TOTAL_FORMS"] = str(min(int(total) + 2, MOST_CLAUSES))
    return grown


def _mark(rows: Sequence[Any]) -> str:
    """Of what stands in the rows, in their order."""
    return mark_of([astuple(row) for row in rows])
