"""What providers report after they have taken a mail: once each, in any order, with the same end."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import outbox, provider_reports
from comms.models import Notice, OutboxMessage, SendingAccount, TrackingReport
from comms.posts.reports import Fate, Report
from tests.comms.mailroom import send_all
from tests.comms.test_sending import Way, fresh, later, queued
from tests.servers.provider import ID, ProviderServer
from tests.world import House

State, What = OutboxMessage.State, TrackingReport.What
BEGAN = timezone.now()


@pytest.fixture
def provider(settings: Any) -> Iterator[ProviderServer]:
    with ProviderServer() as server:
        settings.ANYMAIL = {"POSTMARK_API_URL": server.url}
        yield server


@pytest.fixture
def sent(ours: House, provider: ProviderServer) -> OutboxMessage:
    """A mail that Postmark has."""
    with within(ours.agency):
        SendingAccount.objects.create(way=Way.POSTMARK, secret=b"")
    message = queued(ours)
    send_all()
    assert fresh(ours, message).provider_id == ID
    return message


FATES = {
    "delivered": Fate.DELIVERED, "deferred": Fate.DELAYED, "bounced": Fate.CAME_BACK, "rejected": Fate.REJECTED,
    "complained": Fate.COMPLAINED,
}  # fmt: skip


def report(house: House, what: str, minutes: int = 0, name: str = ID, *, gone: bool = True) -> bool:
    with within(house.agency):
        recipient = house.contact.person.addresses.get().email
    at = BEGAN + timedelta(minutes=minutes)
    told = Report(FATES[what], (name,) if name else (), recipient, f"{what} {minutes}", gone, "postmark", at)
    return provider_reports.settle(house.agency, told, timezone.now())


def told(house: House) -> list[str]:
    with within(house.agency):
        return sorted(Notice.objects.values_list("kind", flat=True))


ENDS = {
    ("delivered",): State.DELIVERED,
    ("deferred",): State.SENT,
    ("bounced",): State.BOUNCED,
    ("rejected",): State.BOUNCED,
    ("complained",): State.DELIVERED,
    ("deferred", "delivered"): State.DELIVERED,
    ("deferred", "bounced"): State.BOUNCED,
    ("delivered", "bounced"): State.BOUNCED,
    ("delivered", "complained"): State.DELIVERED,
    ("deferred", "delivered", "bounced"): State.BOUNCED,
    ("delivered", "complained", "deferred"): State.DELIVERED,
}


@pytest.mark.parametrize("order", [order for kinds in ENDS for order in permutations(kinds)], ids="-".join)
def test_the_order_makes_no_difference(ours: House, sent: OutboxMessage, order: tuple[str, ...]) -> None:
    """Each report has the provider's own time, comes twice, and some come a third time at the end."""
    kinds = next(kinds for kinds in ENDS if sorted(kinds) == sorted(order))
    for what in order:
        report(ours, what, kinds.index(what))
        report(ours, what, kinds.index(what))
    report(ours, order[0], kinds.index(order[0]))
    send_all()
    settled = fresh(ours, sent)
    assert settled.state == ENDS[kinds]
    with within(ours.agency):
        assert TrackingReport.objects.count() == len(kinds)
        dead = PersonAddress.objects.filter(person=ours.contact.person, bounced_at__isnull=False).exists()
        ours.contact.refresh_from_db()
    assert dead == bool({"bounced", "rejected"} & set(kinds))
    assert ours.contact.gets_reports == ("complained" not in kinds)
    assert told(ours).count("mail.bounced") == (settled.state == State.BOUNCED)
    assert told(ours).count("mail.complained") == ("complained" in kinds)
    if settled.state == State.BOUNCED:
        assert settled.server_reply.split()[0] in {"bounced", "rejected"}


def test_a_report_may_be_faster_than_the_answer_it_speaks_of(ours: House, provider: ProviderServer) -> None:
    with within(ours.agency):
        SendingAccount.objects.create(way=Way.POSTMARK, secret=b"")
    message = queued(ours)
    assert report(ours, "delivered")
    send_all()
    assert fresh(ours, message).state == State.DELIVERED


def test_a_name_without_end_is_kept_as_far_as_a_row_holds(ours: House) -> None:
    queued(ours)
    for _time in range(2):
        assert report(ours, "bounced", name="ж" * 3000), "a report may be faster than the answer it speaks of"
    with within(ours.agency):
        assert len(TrackingReport.objects.get().mail.encode()) <= 998


@pytest.mark.parametrize("lane", ["person", "summary"])
def test_a_report_settles_what_nobody_knew(ours: House, provider: ProviderServer, lane: str) -> None:
    """The answer was lost, so there is no number of the provider's: our own Message-ID is enough."""
    with within(ours.agency):
        SendingAccount.objects.create(way=Way.POSTMARK, secret=b"")
    provider.misbehave("drop")
    message = queued(ours, lane=lane)
    send_all()
    assert fresh(ours, message).state == (State.RETRY if lane == "person" else State.UNCERTAIN)
    report(ours, "delivered", name=message.message_id)
    provider.accept()
    later(ours)
    send_all()
    assert fresh(ours, message).state == State.DELIVERED
    assert len(provider.asked) == 1, "it is not sent again"


def test_what_was_reported_before_a_person_sent_it_again_counts_no_more(
    ours: House, sent: OutboxMessage, provider: ProviderServer
) -> None:
    report(ours, "bounced")
    with within(ours.agency):
        outbox.retry(fresh(ours, sent), by=ours.manager, at=timezone.now())
    send_all()
    report(ours, "bounced")
    assert fresh(ours, sent).state == State.SENT
    report(ours, "delivered", 5)
    assert fresh(ours, sent).state == State.DELIVERED


def test_a_full_mailbox_says_nothing_about_the_address(ours: House, sent: OutboxMessage) -> None:
    report(ours, "bounced", gone=False)
    with within(ours.agency):
        assert not PersonAddress.objects.exclude(bounced_at=None).exists()
    assert fresh(ours, sent).state == State.BOUNCED


def test_reports_of_nothing_and_of_others_change_nothing(ours: House, world: Any, sent: OutboxMessage) -> None:
    assert not report(ours, "delivered", name="another")
    assert not report(ours, "delivered", name="")
    assert not report(world.theirs, "bounced")
    assert fresh(ours, sent).state == State.SENT
