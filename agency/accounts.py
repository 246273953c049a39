"""What Rapport asks of django-allauth: who may sign up, what follows, and how secrets of second factors are kept."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.domain import agencies
from agency.forms.accounts import FOUNDING
from agency.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a stranger may found an agency here. Who was invited joins by the link of the invitation."""
        return settings.SIGNUP_OPEN

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names: people sign in with their address."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        found_what_was_asked(request, user)
        return super().post_login(request, user, **kwargs)

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        words = {"base_url": settings.BASE_URL, "signup_open": settings.SIGNUP_OPEN}
        if "timestamp" in context:
            words["timestamp"] = moment_in_words(context["timestamp"])
        return super().render_mail(template_prefix, email, {**context, **words}, headers)


def moment_in_words(at: datetime) -> str:
    """'Sunday 22 November 2026 14:10 (Berlin)': for somebody who reads it later, somewhere else."""
    zone = timezone.get_current_timezone()
    place = wording.zone_place(timezone.get_current_timezone_name())
    return f"{wording.long_day(at.astimezone(zone))} {at.astimezone(zone):%Y %H:%M} ({place})"


def found_what_was_asked(request: HttpRequest, user: User) -> None:
    """The agency that somebody named as they signed up, now that their address is confirmed."""
    wish = request.session.pop(FOUNDING, None)
    if wish is None or wish.pop("user") != user.pk or not settings.SIGNUP_OPEN:
        return
    if not agencies.is_free(wish["slug"]):
        wish["slug"] = agencies.free_slug(wish["name"])
    agencies.found(**wish, by=user, at=timezone.now())


def forget_unproven_password(sender: Any, request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    """Somebody may have signed up with another's address and never confirmed it. When its owner first comes in by a
    code that was mailed to it, the password that was set before is not theirs, and must not open their account.
    """
    user = email_address.user
    others = EmailAddress.objects.filter(user=user, verified=True).exclude(pk=email_address.pk)
    records = get_authentication_records(request, user)
    if records and records[-1]["method"] == "code" and not others.exists() and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])


class MfaAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Rapport"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        return Fernet(settings.FIELD_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return Fernet(settings.FIELD_KEY).decrypt(encrypted_text.encode()).decode()
