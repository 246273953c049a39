"""Meetings as rows, for tests of what leaves for calendars and comes back."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from comms.models import AgendaItem, Attendee, Meeting
from tests.world import House

IN_A_WEEK = timedelta(days=7)


def planned(house: House, **given: Any) -> Meeting:
    """A weekly video call in a week, with Maria, Jens and Ida, and two items. Needs the agency's scope."""
    meeting = Meeting.objects.create(
        **{
            "client": house.client,
            "kind": Meeting.Kind.WEEKLY,
            "title": "Weekly call",
            "starts_at": (timezone.now() + IN_A_WEEK).replace(minute=0, second=0, microsecond=0),
            "minutes": 30,
            "place": "https://video.example/room",
            "organiser": house.manager,
            "made_by": house.manager,
            "made_at": timezone.now(),
            **given,
        }
    )
    for who in (house.contact, house.second_contact):
        Attendee.objects.create(client=meeting.client, meeting=meeting, contact=who)
    Attendee.objects.create(client=meeting.client, meeting=meeting, member=house.manager)
    for number, (title, aim) in enumerate((("Autumn sale", "decide"), ("New photos", "inform")), start=1):
        AgendaItem.objects.create(
            client=meeting.client,
            meeting=meeting,
            position=number,
            title=title,
            aim=aim,
            minutes=10 if number == 1 else None,
            owner=house.manager if number == 1 else None,
            note="They are in a hurry",
        )
    return meeting
