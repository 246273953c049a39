"""The form of a mailbox whose mail a provider posts."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from agency.models import Membership
from clients.models import Client
from comms.models import Mailbox, MailHook
from comms.posts.providers import PROVIDERS


class MailboxHookForm(forms.ModelForm):
    """The key is shown to nobody: left empty, the stored one stays."""

    provider = forms.ChoiceField(label=gettext_lazy("Provider"), choices=MailHook.Provider.choices)
    signing_key = forms.CharField(
        label=gettext_lazy("Key of its signature"),
        required=False,
        strip=True,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}, render_value=True),
        help_text=gettext_lazy("Mailgun calls it HTTP webhook signing key, MailerSend secret. Others have none."),
    )

    class Meta:
        model = Mailbox
        fields = ("address", "triage", "for_client", "takes_plus", "active")
        labels = {
            "takes_plus": gettext_lazy("Mail to name+anything@… arrives here too"),
            "active": gettext_lazy("Rapport takes what is posted"),
        }
        help_texts = {"triage": gettext_lazy("Mail from addresses that no contact has waits under their name.")}

    def __init__(self, data: Any = None, *, mailbox: Mailbox | None = None, hook: MailHook | None = None) -> None:
        super().__init__(data, instance=copy(mailbox) if mailbox else None)
        whom(self, mailbox)
        self.hook = hook
        self.initial["provider"] = hook.provider if hook else MailHook.Provider.MAILGUN
        self.fields["address"].widget.attrs["dir"] = "ltr"
        if mailbox is None:
            del self.fields["active"]

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).lower()

    def clean_signing_key(self) -> str:
        """Only what a signature can be made with."""
        key = str(self.cleaned_data["signing_key"])
        if not key.isascii():
            raise forms.ValidationError(gettext_lazy("A key has only plain letters, digits and signs."))
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        provider = PROVIDERS.get(str(cleaned.get("provider")))
        kept = self.hook is not None and self.hook.provider == cleaned.get("provider") and bool(self.hook.signing_key)
        if provider and provider.signs and "signing_key" in cleaned and not (cleaned["signing_key"] or kept):
            words = gettext_lazy("This provider signs what it posts. Its key tells that it is really theirs.")
            self.add_error("signing_key", words)
        return cleaned


def whom(form: forms.ModelForm, mailbox: Mailbox | None) -> None:
    """Fields of a mailbox's form that name people and clients: ours, by their keys."""
    members = Membership.objects.filter(deactivated_at=None).select_related("user").order_by("user__name")
    rows = {"triage": members, "for_client": Client.objects.filter(archived_at=None).order_by("name")}
    for name, queryset in rows.items():
        form.fields[name].queryset = queryset  # type: ignore[attr-defined]
        form.fields[name].to_field_name = "key"  # type: ignore[attr-defined]
        form.initial[name] = getattr(mailbox, name) if mailbox else None
    form.fields["triage"].empty_label = _("Choose somebody")  # type: ignore[attr-defined]
    form.fields["for_client"].empty_label = _("Any client")  # type: ignore[attr-defined]
