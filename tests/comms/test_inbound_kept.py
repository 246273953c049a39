"""Nothing that comes in is lost: what cannot be read or filed is kept, and shown to somebody."""

import pytest
from django.utils import timezone

from agency.tenancy.scope import everywhere, within
from comms.domain import filing, inbound
from comms.models import (
    Episode,
    InboundMessage,
    Interaction,
    Notice,
)
from tests.comms.mailroom import MARIA, arrive, eml
from tests.world import House

State = InboundMessage.State


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff\xfe", b"From maria\n", b"Subject: =?x?\r\n\r\n" + bytes(range(256)) * 50]
)
def test_any_bytes_are_stored_and_shown_to_somebody(house: House, raw: bytes) -> None:
    message = arrive(house.agency, raw)
    assert message.state in (State.UNMATCHED, State.QUARANTINED)
    with within(house.agency):
        assert message.triage == house.owner


def test_what_cannot_be_filed_is_tried_again_and_then_quarantined_with_its_clock(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = inbound.receive(
        eml(MARIA), agency=house.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    with monkeypatch.context() as broken:
        broken.setattr(inbound, "_place", lambda *_: 1 / 0)
        states = [inbound.file(house.agency, stored.pk) for _round in range(inbound.TRIES)]
    assert states == [State.STORED] * 4 + [State.QUARANTINED]
    with within(house.agency):
        said = Interaction.objects.get(inbound=stored)
        assert said.attachments.get().name == "message.eml"
        assert Episode.objects.get().request == said.request
        stored.refresh_from_db()
        assert "ZeroDivisionError" in stored.problem
        assert Notice.objects.filter(kind="inbound.quarantined").exists()


def test_what_ends_every_worker_that_reads_it_is_quarantined_unread(house: House) -> None:
    """A try is counted before it begins, so that one that never came back counts."""
    stored = inbound.receive(
        eml(MARIA), agency=house.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    with within(house.agency):
        InboundMessage.objects.update(attempts=inbound.TRIES)
    assert inbound.file(house.agency, stored.pk) == State.QUARANTINED
    with within(house.agency):
        assert Episode.objects.get().request.contact == house.contact


def test_even_if_no_clock_can_be_opened_triage_sees_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = inbound.receive(
        eml(MARIA), agency=house.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    with monkeypatch.context() as broken:
        broken.setattr(filing, "take", lambda *_, **__: 1 / 0)
        for _round in range(inbound.TRIES):
            inbound.file(house.agency, stored.pk)
    with within(house.agency):
        stored.refresh_from_db()
        assert (stored.state, stored.triage) == (State.QUARANTINED, house.owner)


def test_the_sweep_finds_what_no_bell_told(house: House) -> None:
    stored = inbound.receive(
        eml(MARIA), agency=house.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    assert inbound.waiting() == [(house.agency.pk, stored.pk)]
    inbound.file(house.agency, stored.pk)
    assert inbound.waiting() == []
    assert inbound.file(house.agency, stored.pk) == "", "read once"
    with everywhere():
        assert InboundMessage.objects.count() == 1
