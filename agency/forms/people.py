"""Forms about the staff: inviting several at once, roles and limits, and who takes over."""

import re
from email.utils import parseaddr
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from agency.forms.choices import ZoneField, begun_large, staff_languages
from agency.models import Membership, Role, User

AT_ONCE = 50


class Invited(NamedTuple):
    name: str
    email: str


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        help_text=gettext_lazy(
            "One or many, apart by commas or lines. “Lena Köhler <lena@agency.example>” is understood, too."
        ),
        max_length=8000,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        initial=Role.MANAGER,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Account managers lead clients. Specialists do tasks and read along. Owners see and change everything."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["role"].choices = begun_large(Role.choices)  # type: ignore[attr-defined]

    def clean_addresses(self) -> list[Invited]:
        found, wrong = addresses_in(self.cleaned_data["addresses"])
        if wrong:
            raise ValidationError(
                ngettext("This is no e-mail address: %(list)s", "These are no e-mail addresses: %(list)s", len(wrong))
                % {"list": ", ".join(wrong[:10])}
            )
        if len(found) > AT_ONCE:
            raise ValidationError(_("At most %(count)s at once, please.") % {"count": AT_ONCE})
        return found


def addresses_in(text: str) -> tuple[list[Invited], list[str]]:
    """Names and addresses of a pasted list, each address once, and the parts that are none."""
    found: dict[str, Invited] = {}
    wrong = []
    for part in re.split(r"[,;\n،]+", text):
        if not part.strip():
            continue
        name, email = parseaddr(part.strip())
        try:
            validate_email(email)
        except ValidationError:
            wrong.append(part.strip())
            continue
        found.setdefault(email.lower(), Invited(name.strip()[:120], email.lower()))
    return list(found.values()), wrong


class MemberForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("role", "title", "span_limit")
        widgets = {"role": forms.RadioSelect}
        help_texts = {
            "title": gettext_lazy("As clients read it beneath the name, for instance Senior account manager."),
            "span_limit": gettext_lazy("Empty: as the agency has it."),
        }

    def __init__(self, data: Any = None, *, member: Membership) -> None:
        super().__init__(data, initial={name: getattr(member, name) for name in self.Meta.fields})
        self.fields["span_limit"].widget.attrs["placeholder"] = member.agency.span_limit
        self.fields["role"].choices = begun_large(Role.choices)  # type: ignore[attr-defined]


class SuccessorForm(forms.Form):
    to: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Who takes over?"), queryset=Membership.objects.none()
    )

    def __init__(self, data: Any = None, *, successors: list[Membership]) -> None:
        super().__init__(data)
        keys = [member.pk for member in successors]
        field = self.fields["to"]
        field.queryset = Membership.objects.filter(pk__in=keys).select_related("user")  # type: ignore[attr-defined]
        field.to_field_name = "key"  # type: ignore[attr-defined]
        field.empty_label = _("Choose somebody")  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """A new account for somebody who was invited."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    zone = ZoneField(label=gettext_lazy("Your time zone"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("You may leave it empty: we then send you a code by mail whenever you sign in."),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None, email: str = "") -> None:
        super().__init__(data, initial=initial)
        self.email = email
        self.fields["language"].choices = staff_languages()  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["zone"].widget.attrs["data-guess-zone"] = "true"

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password
