"""Forms of signing in and up, in our words. What they do is django-allauth's."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _, gettext_lazy

from agency.domain.agencies import free_slug, is_free
from agency.forms.choices import ZoneField, staff_languages
from agency.models import User
from agency.models.agency import SLUG

EMAIL = gettext_lazy("E-mail address")
PASSWORD = gettext_lazy("Password")
CODE = gettext_lazy("Code")
FOUNDING = "founding"
"""Under this name the session keeps what somebody wants to found, until their address is confirmed."""


def say(form: forms.Form, **labels: Any) -> None:
    """Our labels instead of placeholders."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]
        if name == "code":
            field.widget.attrs.update({"class": "input--code", "dir": "ltr", "spellcheck": "false"})
        if isinstance(field, forms.EmailField):
            field.widget.attrs.update({"autocomplete": "email", "dir": "ltr"})


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, login=EMAIL, password=PASSWORD)
        self.fields["password"].help_text = ""
        self.fields["login"].initial = self.request.GET.get("email", "") if self.request else ""


class CodeRequestForm(allauth.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, email=EMAIL)
        self.fields["email"].help_text = _("We send you a code; no password is needed.")


class SignInCodeForm(allauth.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, code=CODE)


class AddressCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, code=CODE)


class AgencyFields(forms.Form):
    """What a new agency begins with. An empty address is made from the name."""

    agency_name = forms.CharField(
        label=gettext_lazy("Name of the agency"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    slug = forms.CharField(
        label=gettext_lazy("Its address here"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("Small letters, digits and hyphens. Empty: made from the name. It stays as it is."),
    )
    zone = ZoneField(label=gettext_lazy("Where it works: the time zone"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = staff_languages()  # type: ignore[attr-defined]
        self.fields["zone"].widget.attrs["data-guess-zone"] = "true"

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip().lower()
        if not slug:
            return free_slug(self.cleaned_data.get("agency_name", ""))
        SLUG(slug)
        if not is_free(slug):
            proposed = free_slug(slugify(slug))
            raise forms.ValidationError(_("This address is taken. %(proposed)s is free.") % {"proposed": proposed})
        return slug

    def founding(self) -> dict[str, str]:
        return {
            "name": self.cleaned_data["agency_name"],
            "slug": self.cleaned_data["slug"],
            "zone": self.cleaned_data["zone"],
            "language": self.cleaned_data["language"],
        }


class SignUpForm(AgencyFields, allauth.SignupForm):
    """A person and their agency at once. The agency is founded when the address is confirmed."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    field_order = ("name", "email", "password1", "agency_name", "slug", "zone", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, email=EMAIL, password1=PASSWORD)
        self.fields["password1"].help_text = _("Ten characters or more. Empty: a code by mail whenever you sign in.")

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.name, user.zone, user.language = (self.cleaned_data[name] for name in ("name", "zone", "language"))
        user.save(update_fields=["name", "zone", "language"])
        request.session[FOUNDING] = {"user": user.pk, **self.founding()}


class StartForm(AgencyFields):
    """A further agency, or a first one, for somebody who has an account."""


class ResetForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, email=EMAIL)


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password1=_("New password"), password2=_("The same once more"))
        self.fields["password1"].help_text = _("Ten characters or more.")


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password1=PASSWORD, password2=_("The same once more"))
        self.fields["password1"].help_text = _("Ten characters or more.")


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, oldpassword=_("Present password"), password1=_("New password"), password2=_("The same once more"))
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = _("Ten characters or more.")


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password=PASSWORD)
        self.fields["password"].help_text = ""


class AddAddressForm(allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, email=_("A further address"))


class SecondFactorForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, code=_("Code of the app, or a recovery code"))


class SecondFactorAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, code=_("Code of the app, or a recovery code"))


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, code=_("The code that the app shows now"))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, name=_("What you call it"), passwordless=_("Sign in with it alone"))
        self.fields["name"].help_text = _("For instance: laptop, telephone, the key in the safe.")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _("It then asks for your finger, face or PIN each time.")


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, name=_("What you call it"))
