"""Which templates a member has: the agency's, their own, and those that come with Rapport and were not changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext as _

from agency.models import Membership
from clients.models import Contact, PersonalityType, Tone
from clients.profile import effective_profile
from comms.models import Purpose, Template
from comms.shipped import SHIPPED, Shipped

PURPOSES = list(Purpose.values)
ANSWERING = frozenset({Purpose.ACKNOWLEDGEMENT, Purpose.ANSWER, Purpose.DELAY, Purpose.THANKS})
"""What these are for is to answer something."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A template as it is offered, whoever wrote it. `whose` is 'own', 'agency' or 'shipped'."""

    key: str
    name: str
    purpose: str
    language: str
    tone: str
    text: str
    whose: str
    personality_type: str = ""

    @property
    def purpose_words(self) -> str:
        return capfirst(str(Purpose(self.purpose).label))


def templates_of(member: Membership) -> QuerySet[Template]:
    """The agency's and the member's own, also those that were put away."""
    return Template.objects.filter(Q(member=None) | Q(member=member))


def offered(member: Membership) -> list[Offered]:
    """By purpose, then own before the agency's before those that come with Rapport: one query."""
    rows = list(templates_of(member).filter(retired_at=None).order_by("name", "pk"))
    changed = {row.shipped for row in rows if row.member_id is None and row.shipped}
    found = [_row(row) for row in rows]
    found += [
        Offered(
            *(one.key, shipped_name(one), one.purpose, one.language, one.tone, one.text, "shipped"),
            one.personality_type,
        )
        for one in SHIPPED.values()
        if one.key not in changed
    ]
    return sorted(found, key=lambda one: (PURPOSES.index(one.purpose), ("own", "agency", "shipped").index(one.whose)))


def _row(row: Template) -> Offered:
    whose = "own" if row.member_id else "agency"
    return Offered(row.key, row.name, row.purpose, row.language, row.tone, row.text, whose, row.personality_type)


def shipped_name(one: Shipped) -> str:
    """'Thanks, friendly'; 'Bad news, choleric'"""
    how = PersonalityType(one.personality_type).label if one.personality_type else Tone(one.tone).label
    return _("%(purpose)s, %(tone)s") % {"purpose": capfirst(str(Purpose(one.purpose).label)), "tone": str(how)}


def one_offered(member: Membership, key: str) -> Offered | None:
    """By its key, if the member may use it."""
    return next((one for one in offered(member) if one.key == key), None)


def fitting(rows: Iterable[Offered], contact: Contact) -> list[Offered]:
    """Those in the contact's language and not in another tone, nor for another type, than theirs; within a purpose the
    ones for their type first.
    """
    profile = effective_profile(contact, contact.client, contact.agency)
    language, tone, kind = profile.language.value, profile.tone.value, profile.personality_type
    fits = [one for one in rows if one.language == language and one.tone in ("", tone)]
    theirs = [one for one in fits if one.personality_type in ("", kind)]
    return sorted(theirs, key=lambda one: (PURPOSES.index(one.purpose), not one.personality_type))


def language_words(code: str) -> str:
    """The language's name in the language of the page."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
