"""kill -9 on the way through a provider's API: the same promises as by SMTP."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from comms.domain import delivery, sending
from comms.models import OutboxMessage, SendingAccount
from tests.comms.mailroom import send_all
from tests.faults.bed import Bed, Worker, fork
from tests.faults.test_sending import AT_LEAST_ONCE, AT_MOST_ONCE, later, queue_all, states
from tests.servers.provider import ProviderServer
from tests.servers.smtp import SmtpServer

State = OutboxMessage.State


@pytest.fixture
def provider(settings: Any, bed: Bed, server: SmtpServer) -> Iterator[ProviderServer]:
    """By which our house sends; notices that something is uncertain leave by it as well."""
    house = bed.world.ours
    with ProviderServer() as running:
        settings.ANYMAIL = {"POSTMARK_API_URL": running.url}
        with within(house.agency):
            account = SendingAccount(agency=house.agency, way=SendingAccount.Way.POSTMARK)
            sending.save(account, secret="k-12345", by=house.owner, at=timezone.now())
        yield running


def worker(bed: Bed) -> Worker:
    pk = bed.world.ours.agency.pk
    return fork(lambda: delivery.deliver_own(Agency.objects.get(pk=pk)))


def taken(provider: ProviderServer, lanes: dict[str, str]) -> Counter[str]:
    """How often the provider got the mail of each lane, whatever it said then."""
    posted = (json.loads(one.body.split("\n")[0]) for one in provider.asked)
    ids = ({header["Name"].lower(): header["Value"] for header in one["Headers"]}["message-id"] for one in posted)
    return Counter(lanes.get(one, "told") for one in ids)


@pytest.mark.parametrize("victim", [0, 2, 4])
def test_killed_before_the_provider_answers(bed: Bed, provider: ProviderServer, victim: int) -> None:
    lanes = queue_all(bed)
    provider.misbehave("silent", after=victim)
    worker(bed).kill_when(lambda: len(provider.asked) > victim)
    provider.accept()
    for _round in range(3):
        later(bed)
        send_all()
    arrived, settled = taken(provider, lanes), states(bed)
    for lane in AT_LEAST_ONCE:
        assert settled[lane] == State.SENT
        assert 1 <= arrived[lane] <= 2
    for lane in AT_MOST_ONCE:
        assert arrived[lane] == 1, "never twice"
    assert sum(arrived[lane] for lane in lanes.values()) <= len(lanes) + 1
    unsure = [lane for lane in AT_MOST_ONCE if settled[lane] == State.UNCERTAIN]
    assert len(unsure) + sum(arrived[lane] == 2 for lane in AT_LEAST_ONCE) == 1, "of one mail nobody knows"


def test_killed_again_and_again(bed: Bed, provider: ProviderServer) -> None:
    lanes = queue_all(bed)
    for seconds in (0.0, 0.01, 0.03, 0.06, 0.1):
        worker(bed).kill_after(seconds)
    for _round in range(3):
        later(bed)
        send_all()
    arrived, settled = taken(provider, lanes), states(bed)
    assert all(arrived[lane] >= 1 and settled[lane] == State.SENT for lane in AT_LEAST_ONCE)
    for lane in AT_MOST_ONCE:
        assert arrived[lane] <= 1
        assert arrived[lane] == 1 or settled[lane] == State.UNCERTAIN
