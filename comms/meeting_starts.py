"""What the form of a meeting begins with: the next hour of work tomorrow, whoever decides, and who looks after them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from agency.calendar import hours_of
from agency.models import Membership
from agency.worktime import NeverOpen, next_open
from clients.models import Client
from comms.forms.meetings import Guests
from comms.models import Meeting

A_DAY, FIRST_HOUR = timedelta(days=1), timedelta(hours=1)


def beginning(
    client: Client, guests: Guests, member: Membership, now: datetime, *, contact: str = ""
) -> dict[str, Any]:
    again = Meeting.objects.filter(client=client).exists()
    asked = [contact] if contact in guests.contacts else list(guests.contacts)[:1]
    ours = {member.key, client.lead.key}
    return {
        "kind": Meeting.Kind.WEEKLY if again else Meeting.Kind.KICKOFF,
        "starts_at": timezone.localtime(_tomorrow(client, now)),
        "minutes": 30 if again else 60,
        "way": Meeting.Way.VIDEO,
        "contacts": asked,
        "members": [key for key in guests.members if key in ours],
    }


def _tomorrow(client: Client, now: datetime) -> datetime:
    """An hour after work begins on the next working day, on the full hour."""
    hours = hours_of(client.agency, now.date())
    midnight = (now.astimezone(hours.zone) + A_DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        found = next_open(midnight, hours) + FIRST_HOUR
    except NeverOpen:
        found = midnight + 10 * FIRST_HOUR
    return found.replace(minute=0, second=0, microsecond=0)
