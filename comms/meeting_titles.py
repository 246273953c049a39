"""What a meeting or a call is called that was given no name, in the language of whoever is asked or was there first."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, override

from agency import wording
from clients.models import Contact
from clients.profile import effective_profile
from comms.models import Meeting


def usual(kind: str, contact: Contact) -> str:
    """By its type."""
    with override(effective_profile(contact, contact.client, contact.agency).language.value):
        named = {
            Meeting.Kind.KICKOFF: _("Kickoff"),
            Meeting.Kind.WEEKLY: _("Weekly call"),
            Meeting.Kind.REVIEW: _("Review"),
            Meeting.Kind.AD_HOC: _("Conversation"),
            Meeting.Kind.VISIT: _("Visit"),
        }
        return named.get(Meeting.Kind(kind), _("Conversation"))


def of_topics(titles: Iterable[str], contact: Contact) -> str:
    """The topics of a call one after the other: its name in the portal and in every list."""
    language = effective_profile(contact, contact.client, contact.agency).language.value
    return wording.aside((title.strip() for title in titles), language)[:500]
