"""What a meeting is called that was given no name: by its type, in the language of whoever is invited first."""

from django.utils.translation import gettext as _, override

from clients.models import Contact
from clients.profile import effective_profile
from comms.models import Meeting


def usual(kind: str, contact: Contact) -> str:
    with override(effective_profile(contact, contact.client, contact.agency).language.value):
        named = {
            Meeting.Kind.KICKOFF: _("Kickoff"),
            Meeting.Kind.WEEKLY: _("Weekly call"),
            Meeting.Kind.REVIEW: _("Review"),
            Meeting.Kind.AD_HOC: _("Conversation"),
            Meeting.Kind.VISIT: _("Visit"),
        }
        return named.get(Meeting.Kind(kind), _("Conversation"))
