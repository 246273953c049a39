"""What the tests of the agency room share."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agency import registry
from agency.domain import tokens
from agency.models import Membership
from agency.registry import Holding
from clients.models import Client
from tests.caches import IN_MEMORY


@pytest.fixture
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """No room but ours says that a member holds anything."""
    monkeypatch.setattr(registry, "holdings", [tokens.held_by])
    monkeypatch.setattr(registry, "hand_overs", [tokens.hand_over])


@pytest.fixture
def clients_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members hold the clients they lead, which go to whoever takes over."""

    def held(member: Membership) -> Iterable[Holding]:
        count = Client.objects.filter(lead=member, archived_at=None).count()
        yield Holding(f"{count} clients led", count, "")

    def hand_over(leaving: Membership, receiving: Membership, by: Membership, at: datetime) -> None:
        Client.objects.filter(lead=leaving, backup=receiving).update(backup=None)
        Client.objects.filter(lead=leaving).update(lead=receiving)

    def led(members: Iterable[int]) -> dict[int, int]:
        rows = Client.objects.filter(lead_id__in=members, archived_at=None).values_list("lead_id", flat=True)
        return {pk: list(rows).count(pk) for pk in set(rows)}

    monkeypatch.setattr(registry, "holdings", [tokens.held_by, held])
    monkeypatch.setattr(registry, "hand_overs", [tokens.hand_over, hand_over])
    monkeypatch.setattr(registry, "clients_led", [led])


@pytest.fixture
def queries() -> Callable[[Callable[[], object]], int]:
    """How many queries something takes."""

    def count(work: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)

    return count


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> None:
    """In memory: what is counted here must not depend on whoever else clears the cache of this folder."""
    settings.CACHES = IN_MEMORY
    cache.clear()
