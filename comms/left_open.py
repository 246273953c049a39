"""What is still open in this room when a client is archived: it stays open, and whoever archives is told."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from agency.models import Membership
from agency.registry import Holding
from clients.models import Client
from comms.models import Episode, ScopeFlag, Summary


def left_open(client: Client, member: Membership, now: datetime) -> Iterator[Holding]:
    """Unanswered requests, calls that are not in writing, and wishes nobody decided on; three queries."""
    keys = [client.agency.slug, client.key]
    count = Episode.objects.filter(client=client, closed_at=None).count()
    words = ngettext("%(count)s unanswered request", "%(count)s unanswered requests", count)
    yield Holding(words % {"count": count}, count, reverse("client_requests", args=keys))
    count = Summary.objects.filter(client=client, state=Summary.State.DRAFT).count()
    words = ngettext("%(count)s summary that was not sent", "%(count)s summaries that were not sent", count)
    yield Holding(words % {"count": count}, count, reverse("client_summaries", args=keys))
    count = ScopeFlag.objects.filter(client=client, state=ScopeFlag.State.RAISED).count()
    words = ngettext("%(count)s undecided wish", "%(count)s undecided wishes", count)
    yield Holding(words % {"count": count}, count, reverse("scope", args=keys))
