"""What the audit log shows: the form whose values stand in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agency import registry
from agency.audit import Filter, words_of
from agency.forms.days import DayField
from agency.models import Membership


class AuditForm(forms.Form):
    """Fields that are typed wrongly filter nothing: an address that was cut off still shows the log."""

    verb = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    member = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    client = forms.ChoiceField(label=gettext_lazy("Client"), required=False)
    begins = DayField(label=gettext_lazy("From"), required=False)
    ends = DayField(label=gettext_lazy("To"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        anything = ("", gettext_lazy("Anything"))
        members = Membership.objects.select_related("user").order_by("user__name")
        self.members = {member.key: member for member in members}
        self.clients = {entry.key: entry for provide in registry.client_directory for entry in provide()}
        verbs = sorted(((verb, words_of(verb)) for verb in registry.verb_words), key=lambda pair: pair[1])
        self._choose("verb", [anything, *verbs])
        self._choose("member", [("", gettext_lazy("Anybody")), *((key, str(m)) for key, m in self.members.items())])
        self._choose("client", [("", gettext_lazy("Any")), *((key, c.name) for key, c in self.clients.items())])
        if not self.clients:
            del self.fields["client"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> Filter:
        self.is_valid()
        typed = self.cleaned_data
        member, client = self.members.get(typed.get("member", "")), self.clients.get(typed.get("client", ""))
        return Filter(
            verb=typed.get("verb", ""),
            member_id=member.pk if member else None,
            client_id=client.id if client else None,
            begins=typed.get("begins"),
            ends=typed.get("ends"),
        )
