"""Who decides what, in words, and whose a decision should have been (practice M0a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agency.models import Membership
from clients.models import Client, Contact, DecisionRight
from clients.queries.reach import seen_by


@dataclass(frozen=True)
class Noted:
    """What was written down with a person, where no right says it yet."""

    name: str
    about: str


def rights_of(member: Membership) -> QuerySet[DecisionRight]:
    rows = DecisionRight.objects.select_related("client", "contact__person", "member__user")
    return seen_by(member, rows)


def rights_at(client: Client) -> list[DecisionRight]:
    rows = DecisionRight.objects.filter(client=client)
    return list(rows.select_related("contact__person", "member__user"))


def right_rows(client: Client, slug: str) -> list[dict[str, Any]]:
    return [
        {
            "subject": right.subject,
            "name": right.name,
            "theirs": right.contact is not None,
            "gone": right.contact.ended_at is not None if right.contact else not (right.member and right.member.active),
            "url": reverse("right", args=[slug, right.key]),
            "removal_url": reverse("right_removal", args=[slug, right.key]),
        }
        for right in rights_at(client)
    ]


def noted_with_people(client: Client) -> list[Noted]:
    """What people are said to decide about on their own cards, for those who have no right written down."""
    rows = Contact.objects.filter(client=client, ended_at=None).exclude(decides_about="")
    rows = rows.exclude(decision_rights__isnull=False).select_related("person").order_by("person__name")
    return [Noted(contact.person.name, contact.decides_about) for contact in rows]


def whose(rights: Sequence[DecisionRight], about: str) -> DecisionRight | None:
    """The right that a subject falls under."""
    wanted = " ".join(about.split()).casefold()
    return next((right for right in rights if wanted and right.subject.casefold() == wanted), None)


def not_theirs(rights: Sequence[DecisionRight], about: str, contact_id: int | None, member_id: int | None) -> str:
    """'Budget is Maria Holm's to decide.' where somebody else decided it; else ''."""
    right = whose(rights, about)
    if right is None or (right.contact_id, right.member_id) == (contact_id, None if contact_id else member_id):
        return ""
    return _("%(subject)s is for %(name)s to decide.") % {"subject": right.subject, "name": right.name}
