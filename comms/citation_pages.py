"""Citations in words: as offers beside the composer, on their page for us, and behind their link for the reader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Event, Membership
from agency.permissions import may, require
from agency.registry import TimelineLine
from clients.models import Contact
from clients.profile import EffectiveProfile
from comms import quotable, sheet
from comms.domain import citations
from comms.models import Citation, Summary, SummaryLine
from comms.queries.citations import quoted
from comms.quotable import Quotable
from comms.quoting import Offer
from comms.spoken import frozen_lines
from comms.timeline import excerpt, tell

ICONS = {"decision": "decision", "summary": "summary", "interaction": "mail"}


def offer(found: Offer, contact: Contact, now: datetime) -> dict[str, Any]:
    thing = found.thing
    return {
        "thing": f"{thing.kind}:{thing.key}",
        "icon": ICONS.get(thing.kind, "report"),
        "passage": found.marked or found.passage,
        "about": thing.lead,
        "afterwards": thing.afterwards,
    }


def require_reach(citation: Citation, member: Membership) -> None:
    """Raises Refused for a client whom the member does not look after."""
    require(member, "request.answer", citation.client)


def page(citation: Citation, member: Membership, now: datetime) -> dict[str, Any]:
    zone, slug = timezone.get_current_timezone(), member.agency.slug
    sent = citation.interaction if citation.interaction and citation.interaction.withdrawn_at is None else None
    thread = citation.request
    return {
        "citation": citation,
        "made": wording.moment(citation.made_at, zone, now),
        "sent": wording.moment(sent.at, zone, now) if sent else "",
        "message_url": reverse("request", args=[slug, thread.key]) + f"#{sent.key}" if sent and thread else "",
        "client_url": reverse("client", args=[slug, citation.client.key]),
        "link_state": _link_words(citation, now),
        "revoked": citation.revoked_at is not None,
        "may_revoke": may(member, "request.answer", citation.client),
    }


def _link_words(citation: Citation, now: datetime) -> str:
    zone = timezone.get_current_timezone()
    if citation.revoked_at is not None:
        return _("closed %(when)s") % {"when": wording.moment(citation.revoked_at, zone, now)}
    until = wording.short_day(citation.expires_at.astimezone(zone).date())
    return (
        _("open until %(day)s") % {"day": until} if citation.expires_at > now else _("expired %(day)s") % {"day": until}
    )


def lines(kind: str, ids: Sequence[int], member: Membership, now: datetime) -> dict[int, list[dict[str, str]]]:
    """'Quoted to Maria Holm, Tuesday 14:10', each with its page, by the id of the thing; one query."""
    zone, slug = timezone.get_current_timezone(), member.agency.slug

    def line(row: Citation) -> dict[str, str]:
        named = {"name": row.contact.person.name, "when": wording.moment(row.made_at, zone, now)}
        url = reverse("citation", args=[slug, row.key])
        return {"words": _("Quoted to %(name)s, %(when)s") % named, "url": url}

    return {pk: [line(row) for row in rows] for pk, rows in quoted(kind, ids, member).items()}


def timeline(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    """For staff alone: that something was quoted, once it has left."""

    def words(citation: Citation, event: Event) -> TimelineLine | None:
        if event.verb != "citation.sent":
            return None
        named = {"by": str(citation.member.user), "name": citation.contact.person.name}
        return TimelineLine(
            icon="quote",
            strong=_("%(by)s quoted to %(name)s what was agreed or written") % named,
            body=excerpt(citation.words),
            inside=True,
            url=reverse("citation", args=[citation.agency.slug, citation.key]),
        )

    return tell(Citation.objects.select_related("member__user", "contact__person"), events, words)


def letter(citation: Citation, profile: EffectiveProfile, now: datetime) -> dict[str, Any]:
    """What its reader sees, in their language: the thing as it stands now, or that the link is closed."""
    agency, zone = citation.agency, ZoneInfo(profile.zone.value)
    around = {
        "letter": {
            "agency": {"name": agency.name, "hue": agency.hue},
            "client": citation.contact.client.name,
            "zone_words": _("Times are those of %(place)s.") % {"place": wording.zone_place(zone.key)},
            "languages": [],
        },
        "writer": str(citation.member.user),
        "writer_address": citation.member.user.email,
        "contact": citation.contact.person.name,
    }
    ids = {citation.kind: [citation.object_id]}
    found = quotable.read(citation.contact, ids, now).get((citation.kind, citation.object_id))
    if not citations.open_at(citation, now) or found is None or citation.contact.ended_at is not None:
        return {
            **around,
            "heading": _("This link is closed"),
            "lead": _("Please write to us; we will find it for you."),
        }
    return {
        **around,
        "heading": _("What we quoted"),
        "lead": _("%(lead)s:") % {"lead": found.lead},
        "thing": found,
        "paragraphs": [] if found.kind == "summary" else found.text.splitlines(),
        "blocks": _blocks(citation, found, profile),
    }


def _blocks(citation: Citation, found: Quotable, profile: EffectiveProfile) -> list[dict[str, Any]]:
    if found.kind != "summary":
        return []
    rows = SummaryLine.objects.filter(summary__in=Summary.objects.filter(pk=found.id)).select_related(
        "contact__person", "member__user"
    )
    reader = sheet.reader_of(citation.contact, profile)
    return sheet.shown_blocks(frozen_lines(rows.order_by("number")), reader)
