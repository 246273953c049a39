"""What of this room the search finds, within what the member may see."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agency import wording
from agency.models import Membership
from agency.registry import Hit
from comms.queries.calls import decisions_of, summaries_of
from comms.queries.inbox import requests_of

MOST = 6


def requests(member: Membership, words: str) -> Iterable[Hit]:
    rows = requests_of(member).filter(Q(subject__icontains=words) | Q(contact__person__name__icontains=words))
    for row in rows.order_by("-last_at")[:MOST]:
        about = f"{row.client.name}, {row.contact.person.name}"
        yield Hit(_("Requests"), row.subject, about, reverse("request", args=[row.agency.slug, row.key]), "mail")


def decisions(member: Membership, words: str) -> Iterable[Hit]:
    rows = decisions_of(member).filter(Q(what__icontains=words) | Q(why__icontains=words))
    for row in rows.order_by("-decided_on")[:MOST]:
        url = reverse("decision", args=[row.agency.slug, row.key])
        about = f"{row.client.name}, {wording.day(row.decided_on, timezone.localdate())}"
        yield Hit(_("Decisions"), row.what, about, url, "decision")


def summaries(member: Membership, words: str) -> Iterable[Hit]:
    rows = summaries_of(member).filter(Q(subject__icontains=words) | Q(interaction__subject__icontains=words))
    now, zone = timezone.now(), timezone.get_current_timezone()
    for row in rows.order_by("-interaction__at")[:MOST]:
        title = row.subject or row.interaction.subject
        about = f"{row.client.name}, {wording.moment(row.interaction.at, zone, now)}"
        yield Hit(_("Summaries"), title, about, reverse("summary", args=[row.agency.slug, row.key]), "summary")
