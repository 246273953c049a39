"""Forms of a conversation: an acknowledgement, whose it is, and what becomes of an unknown sender."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from clients.models import Client, Contact
from comms.forms.composer import LONGEST


class AcknowledgementForm(forms.Form):
    """Left empty, the words are made for whoever wrote."""

    text = forms.CharField(label=_("Your acknowledgement"), max_length=LONGEST, required=False)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class AssignForm(forms.Form):
    """Who looks after it. Nobody named: it goes back to the client's lead."""

    member: forms.ModelChoiceField[Membership] = forms.ModelChoiceField(
        label=_("Who"), queryset=Membership.objects.none(), to_field_name="key", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Membership.objects.filter(deactivated_at=None)  # type: ignore[attr-defined]


class AttachForm(forms.Form):
    """An unknown sender becomes a contact: of an existing person, or a new one at a client."""

    client: forms.ModelChoiceField[Client] = forms.ModelChoiceField(
        label=_("Client"), queryset=Client.objects.none(), to_field_name="key", required=False, empty_label=_("Choose…")
    )
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Contact.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("Somebody new"),
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=120, help_text=_("For somebody new."))

    def __init__(self, *args: Any, clients: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        contacts = Contact.objects.filter(client__in=clients, ended_at=None).select_related("person", "client")
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["contact"].label_from_instance = lambda c: f"{c.client.name}: {c.person.name}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        contact, client = cleaned.get("contact"), cleaned.get("client")
        if contact and client and contact.client_id != client.pk:
            self.add_error("contact", _("This person belongs to another client."))
        if contact and not client and "client" not in self.errors:
            cleaned["client"] = contact.client
        if not contact and not client and "client" not in self.errors:
            self.add_error("client", _("Choose the client."))
        if not contact and not cleaned.get("name"):
            self.add_error("name", _("Choose somebody, or say who it is."))
        return cleaned
