"""What an open page asks every few seconds: whether anything has happened since, which costs one small query."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from agency.http import MemberRequest
from agency.models import Event
from comms.models import Interaction, Request
from comms.queries.inbox import MOST_WAITING, Show, unmatched
from comms.queries.inbox_filter import Choice

AT_LEAST_EVERY = timedelta(minutes=5)
"""What no event tells of, such as that something put off is back, is seen after so long at most."""


def version(now: datetime) -> str:
    """Another one as soon as anything was done or heard in the agency."""
    last = Event.objects.order_by("-pk").values_list("key", flat=True).first() or ""
    return f"{last}-{int(now.timestamp() // AT_LEAST_EVERY.total_seconds())}"


def list_url(request: MemberRequest, choice: Choice, current: str) -> str:
    """Where the list asks what is new: its own filter, and what it showed."""
    asked = choice.asked | {"since": version(timezone.now())} | ({"beside": current} if current else {})
    return f"{reverse('inbox_changes', args=[request.agency.slug])}?{urlencode(asked)}"


def unmatched_version(now: datetime) -> str:
    """The same of what waits for triage, of whose arrival no event tells."""
    keys = list(unmatched().order_by("-pk").values_list("key", flat=True)[:MOST_WAITING])
    return f"{len(keys)}-{keys[0] if keys else ''}-{int(now.timestamp() // AT_LEAST_EVERY.total_seconds())}"


def unmatched_url(request: MemberRequest, current: str) -> str:
    asked = {"show": Show.UNMATCHED.value, "since": unmatched_version(timezone.now())}
    asked |= {"beside": current} if current else {}
    return f"{reverse('inbox_changes', args=[request.agency.slug])}?{urlencode(asked)}"


def newest(said: Sequence[Interaction]) -> str:
    """The key of what was written last: what leaves later stands beneath everything, and yet newer things come."""
    return max(said, key=lambda one: one.pk).key if said else ""


def news_url(found: Request, last_key: str) -> str:
    """Where a conversation asks, by the newest message that it shows."""
    asked = {"since": version(timezone.now()), "last": last_key}
    return f"{reverse('request_news', args=[found.agency.slug, found.key])}?{urlencode(asked)}"
