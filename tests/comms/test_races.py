"""The same step by two at the same moment, where rows are locked one by one: one takes it, the other is told so."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import episodes, flags, joining, summaries
from comms.models import Episode, Interaction, Request, ScopeFlag, Summary
from tests.comms.test_calls import sent
from tests.comms.test_flags import asked
from tests.world import NOW, House, World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def both(house: House, step: Callable[[], Any]) -> list[Any]:
    """What each of two got who begin together: a result, or the refusal in words."""
    together = threading.Barrier(2)

    def one(_number: int) -> Any:
        try:
            with within(house.agency):
                together.wait(timeout=10)
                return step()
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def test_a_request_is_flagged_once(world: World) -> None:
    house = world.ours
    with within(house.agency):
        request = asked(house)
    got = both(house, lambda: flags.flag(Request.objects.get(pk=request.pk), by=house.manager, at=NOW).pk)
    with within(house.agency):
        assert got == [ScopeFlag.objects.get().pk] * 2


def test_a_newer_version_is_begun_once(world: World) -> None:
    house = world.ours
    with within(house.agency):
        key = sent(world).pk
    got = both(house, lambda: summaries.begin_correction(Summary.objects.get(pk=key), by=house.manager, at=NOW).version)
    assert sorted(map(str, got)) == ["2", "A newer version of this summary exists already."]


def test_a_clock_that_moves_while_one_waits_for_it_stays_where_it_went(world: World) -> None:
    """A split moves a clock to a request of its own; who waited for the old one's lock writes to where it is now."""
    house = world.ours
    with within(house.agency):
        request = asked(house)
        episodes.dismiss(Episode.objects.get(), by=house.manager, at=NOW)
        at = timezone.now()
        further = Interaction.objects.create(
            client=house.client, request=request, kind="email", direction="in", at=at, contact=house.contact, text="!"
        )
        clock, _opened = episodes.heard(request, at=at)
    held, waits = threading.Event(), threading.Event()

    def split() -> None:
        with within(house.agency), transaction.atomic():
            joining.split(further, by=house.manager, at=timezone.now())
            held.set()
            waits.wait(timeout=10)
            until_somebody_waits()

    def dismiss() -> None:
        held.wait(timeout=10)
        with within(house.agency):
            waits.set()
            episodes.dismiss(clock, by=house.manager, at=timezone.now())

    at_once(split, dismiss)
    with within(house.agency):
        clock.refresh_from_db()
        assert clock.dismissed_by == house.manager
        assert clock.request_id != request.pk, "it is not carried back"


def until_somebody_waits() -> None:
    """For a lock, as PostgreSQL tells."""
    for _try in range(1000):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits")


def at_once(*steps: Callable[[], None]) -> None:
    def one(step: Callable[[], None]) -> None:
        try:
            step()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        list(pool.map(one, steps))
