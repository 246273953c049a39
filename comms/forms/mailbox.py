"""The form of a mailbox that is read by IMAP: where it is, how to sign in, and what happens with it."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from comms import sealing
from comms.domain.token_sign_ins import TOKEN_URLS
from comms.forms.mailbox_hook import whom
from comms.models import Mailbox, SentFolder, TokenSignIn

BY_PASSWORD = "password"  # noqa: S105 - a choice in the form
SIGN_INS = [
    (BY_PASSWORD, gettext_lazy("a password")),
    (TokenSignIn.Issuer.GOOGLE, gettext_lazy("a token of Google")),
    (TokenSignIn.Issuer.MICROSOFT, gettext_lazy("a token of Microsoft")),
    (TokenSignIn.Issuer.OTHER, gettext_lazy("a token of another provider")),
]


def secret(label: Any, **more: Any) -> forms.CharField:
    """Shown to nobody: left empty, the stored one stays."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}, render_value=True)
    return forms.CharField(label=label, required=False, strip=False, widget=widget, **more)


class MailboxForm(forms.ModelForm):
    """With a token the refresh token stands where the password would."""

    password = secret(
        gettext_lazy("Password"),
        max_length=200,
        help_text=gettext_lazy("Google, iCloud and others want an app password, made in the account’s settings."),
    )
    sign_in = forms.ChoiceField(
        label=gettext_lazy("Signs in with"),
        choices=SIGN_INS,
        required=False,
    )
    client_id = forms.CharField(label=gettext_lazy("Client id"), required=False, max_length=300)
    client_secret = secret(gettext_lazy("Client secret"), max_length=500)
    refresh_token = secret(gettext_lazy("Refresh token"), max_length=4000)
    token_url = forms.URLField(
        label=gettext_lazy("Token endpoint"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("Only for another provider, or where yours gave you one of your own."),
    )
    read_old = forms.BooleanField(
        label=gettext_lazy("Read what lies there already"),
        required=False,
        help_text=gettext_lazy("Each old message would become a request with a clock of its own."),
    )
    follows_sent = forms.BooleanField(
        label=gettext_lazy("Answers from a mail program count"),
        required=False,
        help_text=gettext_lazy("Rapport also looks into the folder of sent mail, at what goes to contacts."),
    )
    sent_name = forms.CharField(
        label=gettext_lazy("Folder of sent mail"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Most servers mark it themselves; then leave this empty."),
    )

    class Meta:
        model = Mailbox
        fields = (
            "address",
            "host",
            "port",
            "tls",
            "username",
            "folder",
            "triage",
            "for_client",
            "takes_plus",
            "active",
        )
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
        self.stored: TokenSignIn | None = getattr(mailbox, "token_sign_in", None)
        sent: SentFolder | None = getattr(mailbox, "sent_folder", None)
        whom(self, mailbox)
        for name in ("host", "username"):
            self.fields[name].required = True
        if mailbox is None:
            del self.fields["active"]
        else:
            del self.fields["read_old"]
            for name in ("password", "client_secret", "refresh_token"):
                self.fields[name].help_text = gettext_lazy("Leave it empty to keep the one that is stored.")
        self.initial.update(follows_sent=sent is not None, sent_name=sent.name if sent else "", sign_in=BY_PASSWORD)
        if self.stored is not None:
            stored = {name: getattr(self.stored, name) for name in ("client_id", "token_url")}
            self.initial.update(stored, sign_in=self.stored.issuer)
        for name in ("address", "host", "username", "password", "folder", "client_id", "token_url", "sent_name"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def clean_port(self) -> int:
        port = int(self.cleaned_data["port"])
        if not 0 < port < 65536:
            raise forms.ValidationError(gettext_lazy("A port lies between 1 and 65535."))
        return port

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).lower()

    def clean_sign_in(self) -> str:
        return str(self.cleaned_data["sign_in"]) or BY_PASSWORD

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sign_in = str(cleaned.get("sign_in"))
        secret = "password" if sign_in == BY_PASSWORD else "refresh_token"
        needed = ["client_id"] if sign_in != BY_PASSWORD else []
        needed += ["token_url"] if sign_in == TokenSignIn.Issuer.OTHER else []
        same_kind = self.known is not None and (self.stored is None) == (sign_in == BY_PASSWORD)
        for name in [*needed, *([] if same_kind else [secret])]:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        if same_kind and not cleaned.get(secret) and self._moved(cleaned):
            self.add_error(secret, gettext_lazy("The stored one was given for another place. Type it in again."))
        return cleaned

    def _moved(self, cleaned: dict[str, Any]) -> bool:
        """Whether a stored secret would go somewhere else than it was given for, or in the open."""
        known, stored = self.known, self.stored
        if known is None or "host" not in cleaned:
            return False
        elsewhere = cleaned["host"].lower() != known.host.lower() or (known.tls and not cleaned.get("tls"))
        return elsewhere or (stored is not None and _endpoint(cleaned) != stored.token_url)

    @property
    def by_token(self) -> bool:
        return bool(self.cleaned_data["sign_in"] != BY_PASSWORD)

    def secret(self) -> str:
        """What signs in, '' for the stored one."""
        return str(self.cleaned_data["refresh_token" if self.by_token else "password"])

    def token(self) -> dict[str, Any]:
        """As `token_sign_ins.use` takes it."""
        names = ("token_url", "client_id", "client_secret")
        return {"issuer": self.cleaned_data["sign_in"], **{name: self.cleaned_data[name] for name in names}}

    def token_row(self) -> TokenSignIn | None:
        """A row for a test of what was typed in; None where a password signs in. A token that was typed in is nothing
        that the stored mailbox knows of yet.
        """
        if not self.by_token:
            return None
        typed = self.token()
        row = TokenSignIn(issuer=typed["issuer"], client_id=typed["client_id"], token_url=_endpoint(self.cleaned_data))
        row.mailbox = copy(self.instance)
        if self.secret():
            row.mailbox.pk = None
        kept = self.stored.client_secret if self.stored and self.stored.token_url == row.token_url else b""
        row.client_secret = sealing.seal(typed["client_secret"]) if typed["client_secret"] else kept
        return row

    def take_over(self, tried: TokenSignIn | None) -> None:
        """A refresh token that the issuer renewed in the test stands in the place of the typed one, which is void."""
        if tried is not None and tried.renewed and self.secret():
            self.cleaned_data["refresh_token"] = tried.renewed
            self.data = {**{name: self.data[name] for name in self.data}, "refresh_token": tried.renewed}

    def sent_folder(self) -> str | None:
        """The typed name, '' for the marked one, None where sent mail is not looked at."""
        return str(self.cleaned_data["sent_name"]).strip() if self.cleaned_data["follows_sent"] else None


def _endpoint(cleaned: dict[str, Any]) -> str:
    """Where tokens are asked for: what was typed in, else the issuer's own."""
    usual = {issuer.value: url for issuer, url in TOKEN_URLS.items()}
    return str(cleaned.get("token_url") or usual.get(str(cleaned.get("sign_in")), ""))
