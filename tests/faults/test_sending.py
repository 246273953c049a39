"""kill -9 at every step of sending. Counts: nothing lost, duplicates only where they are promised."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import outbox
from comms.models import OutboxMessage
from tests.comms.mailroom import send_all
from tests.faults.bed import Bed
from tests.servers.smtp import SmtpServer, Verb
from tests.world import age

State, Lane = OutboxMessage.State, OutboxMessage.Lane
AT_LEAST_ONCE, AT_MOST_ONCE = (Lane.PERSON, Lane.NOTICE), (Lane.SUMMARY, Lane.AUTOMATIC, Lane.REPORT)


def queue_all(bed: Bed) -> dict[str, str]:
    """One mail of each lane; Message-ID to lane."""
    house = bed.world.ours
    with within(house.agency):
        mails = [
            outbox.queue(
                purpose_key=f"letter:{lane}",
                lane=lane,
                to=house.contact,
                subject=lane,
                text="Hello.",
                at=timezone.now() - timedelta(minutes=1),
                by=house.manager,
            )
            for lane in (*AT_LEAST_ONCE, *AT_MOST_ONCE)
        ]
    return {mail.message_id: mail.lane for mail in mails}


def later(bed: Bed) -> None:
    with within(bed.world.ours.agency):
        for message in OutboxMessage.objects.all():
            age(message, timedelta(minutes=20))


def states(bed: Bed) -> dict[str, str]:
    with within(bed.world.ours.agency):
        return dict(OutboxMessage.objects.exclude(purpose_key__startswith="notice").values_list("lane", "state"))


STEPS = [(Verb.EHLO, 0), *((step, victim) for step in (Verb.RCPT, Verb.DATA, Verb.BODY) for victim in range(3))]
"""Where the worker dies, and at which of its mails; there is one EHLO for all mails of a round."""


@pytest.mark.parametrize(("step", "victim"), STEPS)
def test_killed_while_sending(bed: Bed, server: SmtpServer, step: Verb, victim: int) -> None:
    """The worker dies at that step of the first, second or third mail. Then another one comes."""
    lanes = queue_all(bed)
    fault = server.hang(step, keep=True, times=1, after=victim)
    bed.start("sweep_outbox").kill_when(lambda: fault.times == 0)
    server.accept()
    for _round in range(3):
        later(bed)
        send_all()
    arrived = Counter(lanes.get(str(one.message["Message-ID"]), "told") for one in server.received)
    settled = states(bed)
    for lane in AT_LEAST_ONCE:
        assert settled[lane] == State.SENT
        assert 1 <= arrived[lane] <= 1 + (step is Verb.BODY)
    for lane in AT_MOST_ONCE:
        assert arrived[lane] <= 1, "never twice"
        assert settled[lane] == State.SENT if arrived[lane] and step is not Verb.BODY else True
        assert arrived[lane] == 1 or settled[lane] == State.UNCERTAIN, "sent, or a person decides"


def test_killed_again_and_again(bed: Bed, server: SmtpServer) -> None:
    """Workers that die after random times, as many as it takes; a last one lives."""
    lanes = queue_all(bed)
    for seconds in (0.0, 0.005, 0.01, 0.02, 0.03, 0.04):
        bed.start("sweep_outbox").kill_after(seconds)
    for _round in range(3):
        later(bed)
        send_all()
    arrived = Counter(lanes.get(str(one.message["Message-ID"]), "told") for one in server.received)
    assert all(arrived[lane] >= 1 for lane in AT_LEAST_ONCE)
    settled = states(bed)
    for lane in AT_MOST_ONCE:
        assert arrived[lane] <= 1
        assert arrived[lane] == 1 or settled[lane] == State.UNCERTAIN


def test_two_workers_send_each_mail_once(bed: Bed, server: SmtpServer) -> None:
    house = bed.world.ours
    with within(house.agency):
        for number in range(30):
            outbox.queue(
                purpose_key=f"letter:{number}",
                lane=Lane.PERSON,
                to=house.contact,
                subject=f"Number {number}",
                text="Hello.",
                at=timezone.now() - timedelta(minutes=1),
            )
    workers = [bed.start("sweep_outbox"), bed.start("sweep_outbox")]
    for worker in workers:
        assert worker.ended() == 0
    assert Counter(str(one.message["Subject"]) for one in server.received) == {f"Number {n}": 1 for n in range(30)}
