"""The form that sets up a mailbox."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agency.models import Membership
from comms.models import Mailbox


class MailboxForm(forms.ModelForm):
    """The password is shown to nobody: left empty, the stored one stays."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True),
    )
    read_old = forms.BooleanField(
        label=gettext_lazy("Read what lies there already"),
        required=False,
        help_text=gettext_lazy("Each old message would become a request with a clock of its own."),
    )

    class Meta:
        model = Mailbox
        fields = ("address", "host", "port", "tls", "username", "folder", "triage", "takes_plus", "active")
        labels = {
            "takes_plus": gettext_lazy("Mail to name+anything@… arrives here too"),
            "active": gettext_lazy("Rapport reads it"),
        }
        help_texts = {
            "host": gettext_lazy("As your provider calls it, for example imap.example.com."),
            "username": gettext_lazy("Most often the e-mail address itself."),
            "triage": gettext_lazy("Mail from addresses that no contact has waits under their name."),
        }

    def __init__(self, data: Any = None, *, mailbox: Mailbox | None = None) -> None:
        super().__init__(data, instance=copy(mailbox) if mailbox else None)
        self.known = mailbox
        members = Membership.objects.filter(deactivated_at=None).select_related("user").order_by("user__name")
        self.fields["triage"].queryset = members  # type: ignore[attr-defined]
        self.fields["triage"].to_field_name = "key"  # type: ignore[attr-defined]
        self.initial["triage"] = mailbox.triage if mailbox else None
        for name in ("host", "username"):
            self.fields[name].required = True
        self.fields["password"].required = mailbox is None
        if mailbox is None:
            del self.fields["active"]
        else:
            del self.fields["read_old"]
            self.fields["password"].help_text = gettext_lazy("Leave it empty to keep the one that is stored.")
        for name in ("address", "host", "username", "password", "folder"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def clean_port(self) -> int:
        port = int(self.cleaned_data["port"])
        if not 0 < port < 65536:
            raise forms.ValidationError(gettext_lazy("A port lies between 1 and 65535."))
        return port

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).lower()
