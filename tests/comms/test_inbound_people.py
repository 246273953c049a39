"""Mail of people whom a client’s address does not name: strangers, who wait for a person, and members in copy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import inbound, triage
from comms.models import (
    Episode,
    InboundMessage,
    Mailbox,
    Notice,
    Request,
)
from tests.comms.mailroom import MARIA, arrive, count, eml, reply_address, the_episode, written_by
from tests.world import House

State = InboundMessage.State


# --- strangers --------------------------------------------------------------------------------------------------------
def test_a_stranger_waits_under_a_named_person(house: House) -> None:
    with within(house.agency):
        box = Mailbox.objects.create(address="hello@northlight.example", triage=house.backup)
    stored = inbound.receive(
        eml("Rosa <rosa@new.example>"),
        agency=house.agency,
        recipient=box.address,
        door="imap",
        mailbox=box,
        at=timezone.now(),
    )
    assert inbound.file(house.agency, stored.pk) == State.UNMATCHED
    with within(house.agency):
        stored.refresh_from_db()
        assert stored.triage == house.backup
        assert [notice.member for notice in Notice.objects.filter(kind="inbound.unmatched")] == [house.backup]
    assert count(house, Episode) == 0


@pytest.mark.parametrize("header", [{"List-Id": "<news.shop.example>"}, {"Precedence": "bulk"}])
def test_bulk_mail_of_strangers_disturbs_nobody(house: House, header: dict[str, str]) -> None:
    message = arrive(house.agency, eml("News <news@shop.example>", headers=header))
    assert (message.state, message.wants_answer) == (State.UNMATCHED, False)
    assert count(house, Notice) == 0


def test_a_stranger_becomes_a_contact_and_keeps_the_original_time(house: House) -> None:
    rosa = "Rosa <rosa@new.example>"
    first, second = arrive(house.agency, eml(rosa)), arrive(house.agency, eml(rosa, text="Hello?"))
    with within(house.agency):
        InboundMessage.objects.update(received_at=first.received_at - timedelta(hours=30))
        first.refresh_from_db()
        PersonAddress.objects.create(person=house.contact.person, email="rosa@new.example", first=False)
        said = triage.attach(first, house.contact, by=house.manager, at=timezone.now())
        assert triage.attach_others_of(first, house.contact, by=house.manager, at=timezone.now()) == 1
        assert said.at == first.received_at
        episode = Episode.objects.get(request=said.request)
        assert episode.opened_at == first.received_at
        assert episode.promise_at < timezone.now(), "a promise that was already broken is seen as such"
        with pytest.raises(triage.AlreadySettled):
            triage.attach(second, house.contact, by=house.manager, at=timezone.now())
    assert count(house, InboundMessage, state=State.FILED) == 2


def test_attaching_to_another_clients_request_is_refused(house: House) -> None:
    other = written_by(house, house.other_contact)
    message = arrive(house.agency, eml("Rosa <rosa@new.example>"))
    with within(house.agency), pytest.raises(triage.NotTheirRequest):
        triage.attach(message, house.contact, by=house.manager, at=timezone.now(), request=other)


def test_not_a_client_is_said_once_and_can_be_taken_back(house: House) -> None:
    message = arrive(house.agency, eml("Ad <ad@shop.example>"))
    with within(house.agency):
        triage.dismiss(message, by=house.manager, at=timezone.now(), block=True)
    assert arrive(house.agency, eml("Ad <ad@shop.example>", text="Again")).state == State.DISMISSED
    with within(house.agency):
        triage.undo_dismissal(message, by=house.manager, at=timezone.now())
    assert arrive(house.agency, eml("Ad <ad@shop.example>", text="Once more")).state == State.UNMATCHED


# --- a member's own mail ----------------------------------------------------------------------------------------------
def members_mail(house: House, request: Request, *, proof: str | None = "mx.example; dmarc=pass") -> InboundMessage:
    headers = {"Authentication-Results": proof} if proof else {}
    raw = eml("Ida Brandt <ida@northlight.example>", MARIA, text="Yes, Friday works.", headers=headers)
    return arrive(house.agency, raw, reply_address(house, request))


def test_a_members_mail_in_copy_answers(house: House) -> None:
    request = written_by(house, house.contact)
    assert members_mail(house, request).state == State.FILED
    episode = the_episode(house)
    assert episode.closed_at is not None
    assert episode.acknowledged_by_id == house.manager.pk
    assert episode.promise == Episode.Promise.KEPT_BY_PERSON


@pytest.mark.parametrize(
    "proof", [None, "mx.example; dmarc=fail", "mx.example; spf=pass smtp.mailfrom=evil.example; dmarc=none"]
)
def test_a_members_mail_without_proof_answers_nothing(house: House, proof: str | None) -> None:
    request = written_by(house, house.contact)
    assert members_mail(house, request, proof=proof).state == State.UNMATCHED
    assert the_episode(house).closed_at is None
