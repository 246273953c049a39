"""Mail of people whom a client’s address does not name: strangers, who wait for a person, and members in copy."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import inbound, triage
from comms.mail import tokens
from comms.models import (
    Episode,
    InboundMessage,
    Mailbox,
    Notice,
    Request,
)
from tests.comms.mailroom import arrive, eml, the_episode, written_by
from tests.world import House, World

MARIA = "Maria Holm <maria.northlight@client.example>"
State = InboundMessage.State


@pytest.fixture
def ours(world: World, tmp_path: Any, settings: Any) -> House:
    settings.FILES_DIR = tmp_path
    return world.ours


def reply_address(house: House, request: Request) -> str:
    return tokens.reply_address(house.agency.slug, request.key, f"reply@{settings.MAIL_DOMAIN}", settings.SECRET_KEY)


def count(house: House, model: Any, **found: Any) -> int:
    with within(house.agency):
        return int(model.objects.filter(**found).count())


# --- strangers --------------------------------------------------------------------------------------------------------
def test_a_stranger_waits_under_a_named_person(ours: House) -> None:
    with within(ours.agency):
        box = Mailbox.objects.create(address="hello@northlight.example", triage=ours.backup)
    stored = inbound.receive(
        eml("Rosa <rosa@new.example>"),
        agency=ours.agency,
        recipient=box.address,
        door="imap",
        mailbox=box,
        at=timezone.now(),
    )
    assert inbound.file(ours.agency, stored.pk) == State.UNMATCHED
    with within(ours.agency):
        stored.refresh_from_db()
        assert stored.triage == ours.backup
        assert [notice.member for notice in Notice.objects.filter(kind="inbound.unmatched")] == [ours.backup]
    assert count(ours, Episode) == 0


@pytest.mark.parametrize("header", [{"List-Id": "<news.shop.example>"}, {"Precedence": "bulk"}])
def test_bulk_mail_of_strangers_disturbs_nobody(ours: House, header: dict[str, str]) -> None:
    message = arrive(ours.agency, eml("News <news@shop.example>", headers=header))
    assert (message.state, message.wants_answer) == (State.UNMATCHED, False)
    assert count(ours, Notice) == 0


def test_a_stranger_becomes_a_contact_and_keeps_the_original_time(ours: House) -> None:
    rosa = "Rosa <rosa@new.example>"
    first, second = arrive(ours.agency, eml(rosa)), arrive(ours.agency, eml(rosa, text="Hello?"))
    with within(ours.agency):
        InboundMessage.objects.update(received_at=first.received_at - timedelta(hours=30))
        first.refresh_from_db()
        PersonAddress.objects.create(person=ours.contact.person, email="rosa@new.example", first=False)
        said = triage.attach(first, ours.contact, by=ours.manager, at=timezone.now())
        assert triage.attach_others_of(first, ours.contact, by=ours.manager, at=timezone.now()) == 1
        assert said.at == first.received_at
        episode = Episode.objects.get(request=said.request)
        assert episode.opened_at == first.received_at
        assert episode.promise_at < timezone.now(), "a promise that was already broken is seen as such"
        with pytest.raises(triage.AlreadySettled):
            triage.attach(second, ours.contact, by=ours.manager, at=timezone.now())
    assert count(ours, InboundMessage, state=State.FILED) == 2


def test_attaching_to_another_clients_request_is_refused(ours: House) -> None:
    other = written_by(ours, ours.other_contact)
    message = arrive(ours.agency, eml("Rosa <rosa@new.example>"))
    with within(ours.agency), pytest.raises(triage.NotTheirRequest):
        triage.attach(message, ours.contact, by=ours.manager, at=timezone.now(), request=other)


def test_not_a_client_is_said_once_and_can_be_taken_back(ours: House) -> None:
    message = arrive(ours.agency, eml("Ad <ad@shop.example>"))
    with within(ours.agency):
        triage.dismiss(message, by=ours.manager, at=timezone.now(), block=True)
    assert arrive(ours.agency, eml("Ad <ad@shop.example>", text="Again")).state == State.DISMISSED
    with within(ours.agency):
        triage.undo_dismissal(message, by=ours.manager, at=timezone.now())
    assert arrive(ours.agency, eml("Ad <ad@shop.example>", text="Once more")).state == State.UNMATCHED


# --- a member's own mail ----------------------------------------------------------------------------------------------
def members_mail(house: House, request: Request, *, proof: str | None = "mx.example; dmarc=pass") -> InboundMessage:
    headers = {"Authentication-Results": proof} if proof else {}
    raw = eml("Ida Brandt <ida@northlight.example>", MARIA, text="Yes, Friday works.", headers=headers)
    return arrive(house.agency, raw, reply_address(house, request))


def test_a_members_mail_in_copy_answers(ours: House) -> None:
    request = written_by(ours, ours.contact)
    assert members_mail(ours, request).state == State.FILED
    episode = the_episode(ours)
    assert episode.closed_at is not None
    assert episode.acknowledged_by_id == ours.manager.pk
    assert episode.promise == Episode.Promise.KEPT_BY_PERSON


@pytest.mark.parametrize(
    "proof", [None, "mx.example; dmarc=fail", "mx.example; spf=pass smtp.mailfrom=evil.example; dmarc=none"]
)
def test_a_members_mail_without_proof_answers_nothing(ours: House, proof: str | None) -> None:
    request = written_by(ours, ours.contact)
    assert members_mail(ours, request, proof=proof).state == State.UNMATCHED
    assert the_episode(ours).closed_at is None
