"""Forms of a month's talking points: each point's words, and when its call takes place."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from agency.forms.days import DayField
from clients.domain.refusals import Refusal
from clients.models import Contact
from reports.domain.talking import LONGEST, Edit
from reports.queries.talking import TalkingPoint

SHORTEST_CALL, LONGEST_CALL = 5, 480


class PointsForm(forms.Form):
    """A box for each point that is said, and its words."""

    def __init__(self, data: Any = None, *, points: Sequence[TalkingPoint]) -> None:
        super().__init__(data)
        self.points = points
        for point in points:
            self.fields[f"say-{point.slot}"] = forms.BooleanField(
                required=False, initial=not point.left_out, label=point.text
            )
            self.fields[f"text-{point.slot}"] = forms.CharField(
                required=False, initial=point.text, max_length=LONGEST, label=_("In other words"),
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
                help_text=_("Empty it to have the words of the records again."),
            )  # fmt: skip

    def edits(self) -> dict[str, Edit]:
        """Needs a valid form."""
        said = self.cleaned_data
        return {p.slot: Edit(said[f"text-{p.slot}"], not said[f"say-{p.slot}"]) for p in self.points}

    def refused(self, refusal: Refusal) -> None:
        field = f"text-{refusal.at_field}"
        self.add_error(field if field in self.fields else None, refusal.words)


class CallForm(forms.Form):
    """When the month's call is, in the member's own zone, and who is asked to come."""

    on = DayField(label=_("Day"))
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(
        label=_("Minutes"), validators=[MinValueValidator(SHORTEST_CALL), MaxValueValidator(LONGEST_CALL)]
    )
    contacts: Any = forms.MultipleChoiceField(label=_("Who is asked to come"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, contacts: Sequence[Contact], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.there = {contact.key: contact for contact in contacts}
        self.fields["contacts"].choices = [  # type: ignore[attr-defined]
            (contact.key, contact.person.name) for contact in contacts
        ]

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Needs a valid form."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], zone)

    def invited(self) -> list[Contact]:
        return [self.there[key] for key in self.cleaned_data["contacts"]]

    def refused(self, refusal: Refusal) -> None:
        field = {"starts_at": "on"}.get(refusal.at_field, refusal.at_field)
        self.add_error(field if field in self.fields else None, refusal.words)
