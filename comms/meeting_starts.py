"""What the form of a meeting begins with: a free hour tomorrow, whoever decides, and who looks after them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from agency.calendar import hours_of
from agency.models import Membership
from agency.worktime import NeverOpen, next_open
from clients.models import Client
from comms.forms.meetings import Guests
from comms.models import Meeting

A_DAY, AN_HOUR, LOOKED_AT = timedelta(days=1), timedelta(hours=1), 7
"""So many hours are tried for one in which whoever plans is in no other meeting."""


def beginning(
    client: Client, guests: Guests, member: Membership, now: datetime, *, contact: str = ""
) -> dict[str, Any]:
    again = Meeting.objects.filter(client=client).exists()
    asked = [contact] if contact in guests.contacts else list(guests.contacts)[:1]
    ours = {member.key, client.lead.key}
    return {
        "kind": Meeting.Kind.WEEKLY if again else Meeting.Kind.KICKOFF,
        "starts_at": timezone.localtime(_free_hour(member, _tomorrow(client, now))),
        "minutes": 30 if again else 60,
        "way": Meeting.Way.VIDEO,
        "contacts": asked,
        "members": [key for key in guests.members if key in ours],
    }


def _free_hour(member: Membership, first: datetime) -> datetime:
    """The first one from then on, else that one."""
    rows = Meeting.objects.filter(
        state=Meeting.State.PLANNED, attendees__member=member, attendees__removed_at=None,
        starts_at__gt=first - A_DAY, starts_at__lt=first + LOOKED_AT * AN_HOUR,
    )  # fmt: skip
    taken = [(start, start + timedelta(minutes=minutes)) for start, minutes in rows.values_list("starts_at", "minutes")]
    hours = [first + ahead * AN_HOUR for ahead in range(LOOKED_AT)]
    free = (hour for hour in hours if not any(start < hour + AN_HOUR and hour < end for start, end in taken))
    return next(free, first)


def _tomorrow(client: Client, now: datetime) -> datetime:
    """An hour after work begins on the next working day, on the full hour."""
    hours = hours_of(client.agency, now.date())
    midnight = (now.astimezone(hours.zone) + A_DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        found = next_open(midnight, hours) + AN_HOUR
    except NeverOpen:
        found = midnight + 10 * AN_HOUR
    return found.replace(minute=0, second=0, microsecond=0)
