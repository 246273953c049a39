"""What the pages about people show: who is at a client, and everything known of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from agency.permissions import may
from clients.models import Client, Contact, Person, PersonAddress, PortalInvitation
from clients.playbook_pages import shown, ways
from clients.profile import effective_profile
from clients.queries.person_card import boundaries_of, chips, person_card
from clients.queries.playbooks import books, playbook_of
from clients.queries.reach import contacts_of, people_of

MOST_FOUND = 20


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """A contact as the People tab shows them. `portal` says in words how it stands, `portal_state` in one word."""

    contact: Contact
    url: str
    edit_url: str
    initials: str
    role: str
    chips: Sequence[str]
    emails: Sequence[str]
    gets: str
    portal: str
    portal_state: str
    invitation: PortalInvitation | None


def contact_rows(client: Client, member: Membership, now: datetime, *, ended: bool = False) -> list[ContactRow]:
    """The client's contacts, who decides first; with `ended` those who have left. Three queries."""
    waiting = PortalInvitation.objects.filter(accepted_at=None, revoked_at=None).order_by("-invited_at", "-pk")
    rows = (
        Contact.objects.filter(client=client, ended_at__isnull=not ended)
        .select_related("person", "client")
        .prefetch_related(
            Prefetch("person__addresses", PersonAddress.objects.order_by("-first", "email")),
            Prefetch("invitations", waiting, to_attr="waiting"),
        )
        .order_by("-decision_maker", "person__name", "pk")
    )
    return [_row(contact, member, now) for contact in rows]


def person_page(person: Person, member: Membership, now: datetime) -> dict[str, Any]:
    """Everything known of a person: a card for each client where they speak now, and how to treat them."""
    places = list(contacts_of(member).filter(person=person).order_by("ended_at", "client__name"))
    now_at = [contact for contact in places if contact.ended_at is None]
    first = (now_at or places)[0]
    known = books([person.personality_type])
    card, treated = person_card(first, member, now, books=known), playbook_of(person, known)
    name = wording.first_name(person.name)
    return {
        "person": person,
        "card": card,
        "contact": first,
        "places": [_place(contact, member, now) for contact in places],
        "addresses": list(PersonAddress.objects.filter(person=person).order_by("-first", "email")),
        "boundaries": boundaries_of(first),
        "notes": [part for part in card["blocks"] if part.get("text")],
        "book": shown(treated.book, treated.own, member) if treated.book else None,
        "lines": ways(treated.lines, name),
        "silenced": ways(treated.silenced, name),
        "not_for_them": _("Not for %(name)s") % {"name": name},
    }


def strangers_to(client: Client, member: Membership, q: str) -> QuerySet[Person]:
    """People whom the member may see, called or written to like `q`, who do not speak for this client now."""
    there = Contact.objects.filter(client=client, ended_at=None, person=OuterRef("pk"))
    address = PersonAddress.objects.filter(person=OuterRef("pk"), email__icontains=q)
    rows = people_of(member).filter(Q(name__icontains=q) | Exists(address)).exclude(Exists(there))
    return rows.order_by("name", "pk")[:MOST_FOUND]


def found_rows(people: QuerySet[Person], member: Membership) -> list[dict[str, Any]]:
    """Those people with their addresses and where they are known from, in three queries."""
    places = Prefetch("contacts", contacts_of(member).order_by("client__name"), to_attr="places")
    addresses = Prefetch("addresses", PersonAddress.objects.order_by("-first", "email"))
    return [
        {
            "person": person,
            "initials": wording.initials(person.name),
            "emails": ", ".join(row.email for row in person.addresses.all()),
            "add_label": _("Add %(person)s") % {"person": person.name},
            "clients": wording.listing(place.client.name for place in person.places),
        }
        for person in people.prefetch_related(places, addresses)
    ]


def _row(contact: Contact, member: Membership, now: datetime) -> ContactRow:
    slug, invitation = member.agency.slug, next(iter(contact.waiting), None)  # type: ignore[attr-defined]
    profile = effective_profile(contact, contact.client, member.agency)
    state, words = _portal(contact, invitation, ZoneInfo(member.user.zone), now)
    gets = [
        label
        for label, yes in ((_("summaries"), contact.gets_summaries), (_("monthly report"), contact.gets_reports))
        if yes
    ]
    return ContactRow(
        contact=contact,
        url=reverse("person", args=[slug, contact.person.key]),
        edit_url=reverse("contact_edit", args=[slug, contact.key]),
        initials=wording.initials(contact.person.name),
        role=wording.aside((contact.role, _("decides") if contact.decision_maker else "")),
        chips=chips(contact, profile),
        emails=[row.email for row in contact.person.addresses.all()],
        gets=wording.listing(gets) if gets else _("nothing by mail"),
        portal=words,
        portal_state=state,
        invitation=invitation,
    )


def _portal(contact: Contact, invitation: PortalInvitation | None, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    """How it stands with the portal: 'open', 'invited', 'expired', 'closed' or 'never'; and the same in words."""
    if contact.portal_access:
        if contact.last_visit_at is None:
            return "open", _("may open it, has not been there yet")
        return "open", _("last there %(moment)s") % {"moment": wording.moment(contact.last_visit_at, zone, now)}
    if invitation is not None:
        day = {"day": wording.short_day(invitation.expires_at.astimezone(zone).date())}
        if invitation.expires_at > now:
            return "invited", _("invited, the link works until %(day)s") % day
        return "expired", _("invited, the link ran out on %(day)s") % day
    if contact.person.user_id is not None:
        return "closed", _("closed")
    return "never", _("not invited")


def _place(contact: Contact, member: Membership, now: datetime) -> dict[str, Any]:
    ended = contact.ended_at
    about = contact.role
    if ended is not None:
        about = _("until %(day)s") % {"day": wording.short_day(ended.astimezone(ZoneInfo(member.user.zone)).date())}
    return {
        "client": contact.client,
        "about": about,
        "ended": ended is not None,
        "url": reverse("client", args=[member.agency.slug, contact.client.key]),
        "edit_url": reverse("contact_edit", args=[member.agency.slug, contact.key])
        if may(member, "person.edit", contact.client) and ended is None
        else "",
    }
