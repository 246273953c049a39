"""What a client sees of meetings: as they were told of them, and nothing of what is only planned."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import agendas, announcing, meetings
from comms.models import Meeting
from tests.counting import queries_of
from tests.world import House, World

pytestmark = pytest.mark.django_db


def planned(house: House, title: str) -> Meeting:
    """Inside the agency's scope, with one item."""
    now = timezone.now()
    meeting = meetings.plan(
        house.client, by=house.manager, at=now, kind="weekly", title=title, starts_at=now + timedelta(days=3),
        members=[house.manager], contacts=[house.contact, house.second_contact], place="https://meet.example/a",
    )  # fmt: skip
    agendas.add(meeting, by=house.manager, at=now, title=f"{title}: goals", owner=house.manager, note="Bring cake")
    return meeting


def told(house: House, title: str) -> Meeting:
    meeting = planned(house, title)
    announcing.announce(meeting, by=house.manager, at=timezone.now())
    meeting.attendees.filter(contact=house.second_contact).update(reply="declined", comment="On holiday")
    meeting.refresh_from_db()
    return meeting


def test_the_portal_shows_what_was_told(world: World) -> None:
    house, now = world.ours, timezone.now()
    home = reverse("portal", args=[house.agency.slug, house.client.key])
    maria = world.browser(house.contact)
    with within(house.agency):
        meeting = told(house, "Weekly")
        off = told(house, "Called off")
        Meeting.objects.filter(pk=off.pk).update(state="cancelled")
        planned(house, "Not told yet")
    page = maria.get(home).content.decode()
    for words in ("Coming up", "Weekly", "Weekly: goals", "https://meet.example/a", "with Ida Brandt"):
        assert words in page
    for words in ("Called off", "Not told yet", "Bring cake", "On holiday", "declined", "can’t come"):
        assert words not in page
    with within(house.agency):
        agendas.change(meeting.items.get(), by=house.manager, at=now, title="Something else")
        meetings.change(meeting, by=house.manager, at=now, title="Renamed")
    page = maria.get(home).content.decode()
    assert "Weekly: goals" in page
    assert "Renamed" not in page, "until it is sent again"
    assert "Something else" not in page
    few = queries_of(lambda: maria.get(home))
    with within(house.agency):
        announcing.announce(meeting, by=house.manager, at=now)
        told(house, "Another")
    assert "Renamed" in maria.get(home).content.decode()
    assert queries_of(lambda: maria.get(home)) == few
