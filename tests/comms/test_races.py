"""The same step by two at the same moment, where rows are locked one by one: one takes it, the other is told so."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from agency.tenancy.scope import within
from comms.domain import flags, summaries
from comms.models import Request, ScopeFlag, Summary
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
