"""What Rapport stands on goes away while mail comes and goes: PostgreSQL is stopped hard, Redis emptied, stopped and
started again, under two schedulers and two workers. Lost 0.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import inbound, outbox
from comms.models import Episode, InboundMessage, OutboxMessage, Request
from tests.comms.mailroom import eml
from tests.journeys.bed import Rapport, wait_until
from tests.journeys.conftest import whole_rapport
from tests.journeys.databases import TEMPLATE, Stock
from tests.servers.daemons import PostgreSQL, Redis
from tests.world import House, build_house

pytestmark = [pytest.mark.journey, pytest.mark.prove, pytest.mark.postgres]
SLUG = "northlight"
TO = f"{SLUG}@mail.rapport.example"
EACH = 12
"""So many letters come and go before and after each outage."""


class Durable(PostgreSQL):
    """What was committed survives a kill: the server waits until the system has it."""

    def arguments(self) -> list[str]:
        return [*super().arguments(), "-csynchronous_commit=on"]


class Grounds:
    """The servers of this story alone, so that no other test notices when they go away."""

    def __init__(self, postgres: Durable, redis: Redis, rapport: Rapport, house: House) -> None:
        self.postgres, self.redis, self.rapport, self.house = postgres, redis, rapport, house
        self.received: set[str] = set()
        self.queued: set[str] = set()

    def traffic(self, name: str) -> None:
        """Letters from Maria, and letters to her. What raised no error was accepted, and is owed."""
        for number in range(EACH):
            subject = f"{name} {number}"
            raw = eml(
                f"Maria Holm <maria.{SLUG}@client.example>", to=TO, subject=subject,
                message_id=f"<{name}-{number}@client.example>",
            )  # fmt: skip
            with contextlib.suppress(OperationalError), self.rapport.rows():
                inbound.receive(raw, agency=self.house.agency, recipient=TO, door="pipe", at=timezone.now())
                self.received.add(subject)
            with contextlib.suppress(OperationalError), self.rapport.rows(), within(self.house.agency):
                outbox.queue(
                    purpose_key=f"letter:{subject}", lane=OutboxMessage.Lane.PERSON, to=self.house.contact,
                    subject=subject, text="As agreed.", at=timezone.now(),
                )  # fmt: skip
                self.queued.add(subject)

    def is_done(self) -> bool:
        with self.rapport.inside(SLUG):
            waiting = InboundMessage.objects.filter(state="stored").exists()
            letters = OutboxMessage.objects.filter(purpose_key__startswith="letter:")
            return not waiting and set(letters.values_list("state", flat=True)) == {"sent"}


@pytest.fixture
def grounds(
    tmp_path_factory: pytest.TempPathFactory, imap_access: dict[str, str], django_db_blocker: Any, monkeypatch: Any
) -> Iterator[Grounds]:
    folder: Path = tmp_path_factory.mktemp("outages")
    with Durable() as postgres, Redis() as redis:
        for name, value in (postgres.environment() | redis.environment()).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv(TEMPLATE, raising=False)  # it stands on the server of all other tests
        stock = Stock(folder)
        with whole_rapport(stock, imap_access, folder, django_db_blocker) as rapport:
            with rapport.rows():
                house = build_house(SLUG, "Northlight Digital", mark="")
            for name in ("first", "second"):
                rapport.start_worker(name)
            yield Grounds(postgres, redis, rapport, house)
        stock.close()


def test_nothing_is_lost_whatever_goes_away(grounds: Grounds) -> None:
    rapport = grounds.rapport
    grounds.traffic("calm")
    wait_until(lambda: len(rapport.smtp.received) > EACH // 2, "letters leave")

    grounds.traffic("before Redis was stopped")
    grounds.redis.kill()
    grounds.traffic("without Redis")
    grounds.redis.start()
    grounds.traffic("with an empty Redis")

    wait_until(lambda: len(rapport.smtp.received) > 2 * EACH, "letters leave again")
    grounds.traffic("before PostgreSQL was stopped")
    grounds.postgres.kill()
    grounds.traffic("without PostgreSQL")
    grounds.postgres.start()
    grounds.traffic("after PostgreSQL recovered")

    wait_until(grounds.is_done, "all that was accepted is filed and sent", 300)
    assert len(grounds.received) == len(grounds.queued) == 6 * EACH, "all but what came without PostgreSQL"
    with rapport.inside(SLUG):
        assert Counter(Request.objects.values_list("subject", flat=True)) == dict.fromkeys(grounds.received, 1)
        assert Episode.objects.count() == len(grounds.received)
    arrived = Counter(
        str(one.message["Subject"]) for one in rapport.smtp.received if one.message["Subject"] in grounds.queued
    )
    assert set(arrived) == grounds.queued
    assert max(arrived.values()) <= 2, "at least once; the second time only for what was in the server's hands"
