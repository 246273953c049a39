"""To whom of those who were there the summary leaves: the boxes at the foot of the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from clients.models import Contact


class ToForm(forms.Form):
    """A page says which boxes it has shown (`to_shown`), for a browser sends nothing of a box that is not ticked. Who
    was not shown yet is ticked if they get summaries, but gets nothing before their box was seen.
    """

    to = forms.Field(label=gettext_lazy("Who gets it"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: QueryDict | None, *, people: Sequence[Contact]) -> None:
        super().__init__(data)
        self.people = people
        self.asked = data.getlist("to") if data is not None else []
        self.shown = data.getlist("to_shown") if data is not None else []

    def ticked(self) -> list[Contact]:
        return [one for one in self.people if (one.key in self.asked if one.key in self.shown else one.gets_summaries)]

    def readers(self) -> list[dict[str, Any]]:
        ticked = self.ticked()
        return [{"key": one.key, "name": one.person.name, "chosen": one in ticked} for one in self.people]

    def keys(self) -> list[str]:
        """Those who were chosen; [] where no boxes were shown and nobody was named."""
        return [one.key for one in self.people if one.key in self.asked]

    def clean(self) -> dict[str, Any]:
        if self.data.get("do") == "send" and self.shown and self.people and not self.keys():
            self.add_error("to", gettext("Choose who gets it."))
        return super().clean() or {}
