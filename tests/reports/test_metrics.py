"""Figures of clients' work (practice P3): many at once, each in the place of the one that stood there."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain.clients import archive
from clients.domain.refusals import ClientIsArchived
from clients.models import Client
from reports.domain import metrics
from reports.models import Metric
from tests.world import House, World

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 1)


def figure(client: Client, value: int, *, node: str = "account", day: date = DAY) -> Metric:
    return Metric(client=client, node=node, name="Orders", unit="orders", day=day, value=Decimal(value))


def stored(house: House, *figures: Metric) -> int:
    return metrics.store(figures, by=house.manager, at=timezone.now())


def test_a_value_stands_in_the_place_of_the_one_before(world: World) -> None:
    house = world.ours
    with within(house.agency):
        assert stored(house, figure(house.client, 40), figure(house.client, 7, node="Search")) == 2
        assert stored(house, figure(house.client, 41)) == 1
        assert dict(Metric.objects.values_list("node", "value")) == {"account": 41, "Search": 7}


def test_of_two_values_for_one_place_the_last_counts(world: World) -> None:
    house = world.ours
    with within(house.agency):
        assert stored(house, figure(house.client, 1), figure(house.client, 2)) == 1
        assert Metric.objects.get().value == 2


def test_each_client_has_one_event_that_says_how_many(world: World) -> None:
    house = world.ours
    with within(house.agency):
        later = date(2026, 10, 2)
        stored(house, figure(house.client, 1), figure(house.client, 2, day=later), figure(house.other_client, 3))
        events = Event.objects.filter(verb="metrics.stored").values_list("facts__count", flat=True)
        assert sorted(events) == [1, 2]


def test_an_archived_client_gets_no_figures_and_neither_do_the_others(world: World) -> None:
    house = world.ours
    with within(house.agency):
        archive(house.client, by=house.owner, at=timezone.now(), reason="budget")
        house.client.refresh_from_db()
        with pytest.raises(ClientIsArchived):
            stored(house, figure(house.other_client, 1), figure(house.client, 1))
        assert not Metric.objects.exists()
