"""The form of who decides what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from clients.domain.refusals import Refusal
from clients.forms.work import members
from clients.models import Client, Contact, DecisionRight

SUBJECTS = (gettext_lazy("Budget"), gettext_lazy("Content"), gettext_lazy("Technical matters"), gettext_lazy("Legal"))
"""What is usually to be decided, as proposals."""


class RightForm(forms.Form):
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=60, widget=forms.TextInput(attrs={"list": "subjects", "dir": "auto"})
    )
    who = forms.ChoiceField(label=gettext_lazy("Who decides"))

    def __init__(self, data: Any = None, *, client: Client, row: DecisionRight | None = None) -> None:
        super().__init__(data, initial={"subject": row.subject, "who": _held(row)} if row is not None else None)
        self.ours = {f"m:{member.key}": member for member in members()}
        there = Contact.objects.filter(client=client, ended_at=None).select_related("person").order_by("person__name")
        self.theirs = {f"c:{contact.key}": contact for contact in there}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (_("At the client"), [(key, contact.person.name) for key, contact in self.theirs.items()]),
            (_("With us"), [(key, str(member.user)) for key, member in self.ours.items()]),
        ]

    def of_right(self) -> dict[str, Any]:
        """What rights.grant and rights.change take."""
        who = self.cleaned_data["who"]
        return {
            "subject": self.cleaned_data["subject"],
            "contact": self.theirs.get(who),
            "member": self.ours.get(who),
        }

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


def _held(row: DecisionRight) -> str:
    return f"c:{row.contact.key}" if row.contact else f"m:{row.member.key}" if row.member else ""
