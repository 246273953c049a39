"""Our agency with its scope open, for tests of verbs and queries."""

from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from agency.models import Event
from agency.tenancy.scope import within
from tests.world import House, World


@pytest.fixture
def ours(world: World) -> Iterator[House]:
    with within(world.ours.agency):
        yield world.ours


def last_event() -> Event:
    event = Event.objects.order_by("-pk").first()
    assert event is not None
    return event


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its reader's language and zone behind in the thread; each test begins with neither."""
    translation.activate("en")
    timezone.deactivate()
    yield
    translation.activate("en")
    timezone.deactivate()
