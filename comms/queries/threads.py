"""Of which requests a thread is made, which others it could be merged with, and which messages could leave it."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from agency import wording
from agency.cutting import cut
from agency.models import Membership
from comms.models import Interaction, Request
from comms.queries.conversation import said_in
from comms.queries.inbox import requests_of

MOST_OFFERED = 30


def mergeable(found: Request, member: Membership) -> QuerySet[Request]:
    """The client's other threads, the newest first: the younger of two must hold no others."""
    rows = requests_of(member).filter(client=found.client_id, merged_into=None).exclude(pk=found.pk)
    holding = Request.objects.filter(merged_into=OuterRef("pk"))
    if found.merged.exists():
        rows = rows.filter(pk__gt=found.pk)
    return rows.exclude(Exists(holding), pk__gt=found.pk).order_by("-last_at", "-pk")


def merger_page(found: Request, others: QuerySet[Request]) -> dict[str, Any]:
    """What the page of merging and splitting shows, in words; three queries."""
    now, zone, slug = timezone.now(), timezone.get_current_timezone(), found.agency.slug
    said = list(
        said_in(found).filter(direction=Interaction.Direction.INBOUND).select_related("contact__person").order_by("at")
    )
    return {
        "others": [
            {
                "key": other.key,
                "subject": other.subject,
                "about": wording.aside(
                    (wording.isolated(other.contact.person.name), wording.moment(other.last_at, zone, now))
                ),
            }
            for other in others
        ],
        "merged": [
            {
                "subject": one.subject,
                "about": wording.moment(one.opened_at, zone, now),
                "url": reverse("merger", args=[slug, one.key]),
            }
            for one in found.merged.order_by("pk")
        ],
        "messages_there": [
            {
                "author": message.contact.person.name if message.contact else "",
                "when": wording.moment(message.at, zone, now),
                "excerpt": cut(message.text, 120),
                "url": reverse("message_request", args=[slug, message.key]),
            }
            for message in said
            if message.contact is not None
        ]
        if len(said) > 1
        else [],
    }
