"""Forms of how an agency's mail leaves: its account, its sender, and the selector of its signature."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from agency.models import Agency
from comms.models import DomainCheck, SendingAccount

Way = SendingAccount.Way
HOUSE = "house"
NEEDED: dict[str, tuple[str, ...]] = {Way.SMTP: ("host",), Way.MAILGUN: ("domain",), Way.MAILJET: ("username",)}
"""What each way cannot do without, beside its secret."""


class SendingForm(forms.ModelForm):
    """The password or key is shown to nobody: left empty, the stored one stays. An account is kept, unused, while mail
    leaves by the server of this Rapport.
    """

    way = forms.ChoiceField(
        label=gettext_lazy("Your mail leaves by"),
        choices=[(HOUSE, gettext_lazy("the server of this Rapport")), *Way.choices],
        help_text=gettext_lazy(
            "With an address at a domain of your own, receivers trust a server or provider of your own more."
        ),
    )
    mail_address = forms.EmailField(
        label=gettext_lazy("Address of the sender"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Clients see it, and answer to it. The account must be allowed to send from it."),
    )
    password = forms.CharField(
        label=gettext_lazy("Password or key"),
        required=False,
        strip=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True),
        help_text=gettext_lazy("With Mailjet the secret key, with Postmark the server’s token."),
    )

    class Meta:
        model = SendingAccount
        fields = (
            *("way", "host", "port", "security", "username", "domain", "european"),
            *("sender_name", "per_minute"),
        )
        labels = {
            "european": gettext_lazy("Mailgun or SendGrid in the European Union"),
            "domain": gettext_lazy("Domain at the provider"),
            "username": gettext_lazy("User name"),
        }
        help_texts = {
            "host": gettext_lazy("For example smtp.example.com. Amazon SES has such a server for each region, too."),
            "username": gettext_lazy("Most often the e-mail address itself; with Mailjet the API key."),
            "domain": gettext_lazy("As it is called at Mailgun. Others need none."),
            "sender_name": gettext_lazy("Empty: the agency’s name."),
            "per_minute": gettext_lazy("Empty: as many as there are. More than your provider takes only wait longer."),
        }

    def __init__(self, data: Any = None, *, agency: Agency, account: SendingAccount | None) -> None:
        super().__init__(
            data,
            instance=copy(account) if account else SendingAccount(agency=agency),
            initial={
                "mail_address": agency.mail_address,
                "way": account.way if account and account.active else HOUSE,
            },
        )
        self.known = account
        if account is not None:
            self.fields["password"].help_text = gettext_lazy("Leave it empty to keep the one that is stored.")
        for name in ("host", "username", "password", "domain", "mail_address"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def clean_port(self) -> int:
        port = int(self.cleaned_data["port"])
        if not 0 < port < 65536:
            raise forms.ValidationError(_("A port lies between 1 and 65535."))
        return port

    def clean_host(self) -> str:
        return str(self.cleaned_data["host"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """What a way needs must be there. A stored secret belongs to its place: at another one it is typed in again."""
        given = super().clean() or {}
        way = str(given.get("way", ""))
        self.instance.active = way != HOUSE
        if way == HOUSE:
            return {**given, "way": self.known.way if self.known else Way.SMTP}
        for name in NEEDED.get(way, ()):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed here."))
        if not given.get("password") and self._needs_secret(given):
            self.add_error("password", _("Type the password or key in."))
        if given.get("username") and given.get("security") == SendingAccount.Security.NONE and way == Way.SMTP:
            self.add_error("security", _("A password does not travel over a line that is not encrypted."))
        return given

    def _needs_secret(self, given: dict[str, Any]) -> bool:
        if given.get("way") == Way.SMTP and not given.get("username"):
            return False
        before = self.known
        moved = before is None or (before.way, before.host) != (given.get("way"), given.get("host"))
        return moved or not before.secret  # type: ignore[union-attr]


class SelectorForm(forms.ModelForm):
    class Meta:
        model = DomainCheck
        fields = ("selector",)

    def __init__(self, data: Any = None, *, check: DomainCheck | None) -> None:
        super().__init__(data, instance=copy(check) if check else None)
        self.fields["selector"].widget.attrs |= {"dir": "ltr", "autocomplete": "off"}
