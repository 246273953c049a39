"""The mails this room writes itself, through Django's mail API. What goes to whom is decided by the verbs."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _, override

from agency import colour, wording
from agency.models import Membership
from agency.tenancy.scope import current_agency
from clients.days import day_in
from clients.models import Person, PortalInvitation
from clients.profile import effective_profile


def send_portal_invitation(invitation: PortalInvitation, token: str, *, by: Membership) -> None:
    """In the contact's language; from the agency, in the name of the member who invites."""
    contact, agency = invitation.contact, current_agency()
    profile = effective_profile(contact, contact.client, agency)
    zone = profile.zone.value
    with override(profile.language.value):
        values = {
            "greeting": _greeting(contact.person),
            "agency": agency.name,
            "client": contact.client.name,
            "member": str(by.user),
            "url": settings.BASE_URL + reverse("portal_invitation", args=[agency.slug, token]),
            "email": invitation.email,
            "expires": wording.long_day(day_in(zone, invitation.expires_at), day_in(zone, invitation.invited_at)),
            "postal_address": agency.postal_address,
            "brand": colour.brand(agency.hue),
        }
        mail = EmailMultiAlternatives(
            subject=" ".join((_("%(agency)s opens its records on %(client)s to you") % values).split()),
            body=render_to_string("clients/mail/portal_invitation.txt", values),
            to=[invitation.email],
            reply_to=[by.user.email],
            headers={"Content-Language": profile.language.value},
        )
        mail.attach_alternative(render_to_string("clients/mail/portal_invitation.html", values), "text/html")
    mail.send()


def _greeting(person: Person) -> str:
    if person.salutation:
        return _("%(salutation)s,") % {"salutation": person.salutation.rstrip(" ,،，:：")}
    return _("Dear %(name)s,") % {"name": person.name}
