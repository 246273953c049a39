"""The mail that asks somebody onto the staff: in the agency's name and language, plain text first."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from agency import colour, wording
from agency.models import Invitation


def send(invitation: Invitation, token: str) -> None:
    """Queues the mail that carries the token. Answers go to whoever invited."""
    agency, inviter = invitation.agency, invitation.invited_by.user
    language = agency.language if agency.language in settings.STAFF_LANGUAGES else "en"
    with translation.override(language):
        words = {
            "agency": agency.name,
            "inviter": str(inviter),
            "name": invitation.name,
            "role": invitation.get_role_display(),
            "link": f"{settings.BASE_URL}{reverse('invitation', args=[agency.slug, token])}",
            "until": wording.long_day(invitation.expires_at.date(), invitation.invited_at.date()),
            "language": language,
            "rtl": translation.get_language_info(language)["bidi"],
            "colours": {**colour.neutrals(), **colour.brand(agency.hue)},
        }
        subject = _("%(inviter)s invites you to %(agency)s") % words
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("agency/mail/invitation.txt", words),
            to=[invitation.email],
            reply_to=[inviter.email],
        )
        mail.attach_alternative(render_to_string("agency/mail/invitation.html", words), "text/html")
        mail.send()
