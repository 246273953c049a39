"""kill -9 while mail is taken in and filed. What was answered with 'stored' is there once, with one clock."""

from functools import cache

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import inbound
from comms.models import Attachment, Episode, InboundMessage, Interaction, Request
from tests.comms.mailroom import MARIA, eml
from tests.faults.bed import Bed

TO = "northlight@mail.rapport.example"


@cache
def letter(number: int) -> bytes:
    return eml(
        MARIA,
        to=TO,
        subject=f"Number {number}",
        message_id=f"<{number}@client.example>",
        attachments=(("plan.txt", "text/plain", f"plan {number}".encode()),),
    )


def test_a_mail_server_that_tries_until_we_accept_delivers_once(bed: Bed) -> None:
    for seconds in (0.0, 0.004, 0.008, 0.012, 0.016, 0.03):
        bed.pipe(letter(1)).kill_after(seconds)
    assert bed.pipe(letter(1)).ended() == 0
    bed.run("sweep_inbound")
    with within(bed.world.ours.agency):
        assert bytes(InboundMessage.objects.get().raw) == letter(1)
        assert Request.objects.count() == Episode.objects.count() == 1


@pytest.mark.parametrize("filed_before", [0, 3, 11])
def test_killed_while_filing(bed: Bed, filed_before: int) -> None:
    agency = bed.world.ours.agency
    for number in range(16):
        inbound.receive(letter(number), agency=agency, recipient=TO, door="pipe", at=timezone.now())

    def filed() -> int:
        with within(agency):
            return Interaction.objects.count()

    bed.start("sweep_inbound").kill_when(lambda: filed() >= filed_before)
    bed.run("sweep_inbound")
    bed.run("sweep_inbound")
    with within(agency):
        assert not InboundMessage.objects.exclude(state="filed").exists()
        counts = {model.__name__: model.objects.count() for model in (Request, Episode, Interaction, Attachment)}
        assert counts == {"Request": 16, "Episode": 16, "Interaction": 16, "Attachment": 16}


def test_two_workers_file_each_message_once(bed: Bed) -> None:
    agency = bed.world.ours.agency
    for number in range(16):
        inbound.receive(letter(number), agency=agency, recipient=TO, door="pipe", at=timezone.now())
    for worker in [bed.start("sweep_inbound"), bed.start("sweep_inbound")]:
        assert worker.ended() == 0
    bed.run("sweep_inbound")
    with within(agency):
        assert Request.objects.count() == Interaction.objects.count() == Episode.objects.count() == 16
