"""Forms of what clients tell us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from agency.cutting import cut
from agency.forms.days import DayField
from clients.domain.refusals import Refusal
from clients.models import Contact, Task
from comms.domain import insights as verbs
from comms.models import Decision, Insight, ScopeFlag

LONGEST = 90


class InsightFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    unused = forms.BooleanField(label=gettext_lazy("Not used yet"), required=False)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {"words": self.cleaned_data.get("q", ""), "unused": self.cleaned_data.get("unused", False)}


class InsightForm(forms.Form):
    """What they told us, who did, and what it led to."""

    text = forms.CharField(
        label=gettext_lazy("What they told you"),
        max_length=verbs.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("In their words as far as you can: what matters to them, and why."),
    )
    contact = forms.ChoiceField(label=gettext_lazy("Who told you"), required=False)
    heard_on = DayField(label=gettext_lazy("When"))
    shown = forms.BooleanField(
        label=gettext_lazy("The client may see it"),
        required=False,
        help_text=gettext_lazy("It then stands in their portal as what they told us."),
    )
    led_to = forms.MultipleChoiceField(
        label=gettext_lazy("What it led to"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any = None,
        *,
        contacts: Sequence[Contact],
        outcomes: tuple[Sequence[Decision], Sequence[Task], Sequence[ScopeFlag]],
        row: Insight | None = None,
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial={**(_held(row) if row is not None else {}), **(initial or {})})
        self.people = {contact.key: contact for contact in contacts}
        if row is not None and row.contact is not None:
            self.people.setdefault(row.contact.key, row.contact)
        decisions, tasks, flags = list(outcomes[0]), list(outcomes[1]), list(outcomes[2])
        for link in row.links.all() if row is not None else ():
            _keep(link.decision, decisions)
            _keep(link.task, tasks)
            _keep(link.flag, flags)
        self.outcomes: dict[str, verbs.Outcome] = {
            **{f"d:{each.key}": each for each in decisions},
            **{f"t:{each.key}": each for each in tasks},
            **{f"f:{each.key}": each for each in flags},
        }
        fields: Any = self.fields
        people = [(key, contact.person.name) for key, contact in self.people.items()]
        fields["contact"].choices = [("", _("nobody in particular")), *people]
        choices = [
            (_("Decisions"), [(f"d:{each.key}", cut(each.what, LONGEST)) for each in decisions]),
            (_("Tasks"), [(f"t:{each.key}", cut(each.title, LONGEST)) for each in tasks]),
            (_("Scope flags"), [(f"f:{each.key}", cut(each.wish, LONGEST)) for each in flags]),
        ]
        fields["led_to"].choices = [group for group in choices if group[1]]
        if not self.outcomes:
            del self.fields["led_to"]

    def of_insight(self) -> dict[str, Any]:
        """What insights.note and insights.change take."""
        clean = self.cleaned_data
        contact = self.people.get(clean["contact"])
        return {"text": clean["text"], "contact": contact, "heard_on": clean["heard_on"], "shown": clean["shown"]}

    def chosen(self) -> list[verbs.Outcome]:
        return [self.outcomes[key] for key in self.cleaned_data.get("led_to", [])]

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


def _held(row: Insight) -> dict[str, Any]:
    led_to = [
        f"{letter}:{thing.key}"
        for link in row.links.all()
        for letter, thing in (("d", link.decision), ("t", link.task), ("f", link.flag))
        if thing is not None
    ]
    contact = row.contact.key if row.contact else ""
    return {"text": row.text, "contact": contact, "heard_on": row.heard_on, "shown": row.shown, "led_to": led_to}


def _keep(thing: Any, offered: list[Any]) -> None:
    """What it led to stays a choice, however old."""
    if thing is not None and thing not in offered:
        offered.append(thing)
