"""Mail that left: filters, its story, what a person decides; and how an agency sends."""

from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import sending
from comms.models import DeliveryAttempt, OutboxMessage, SendingAccount
from tests.api.conftest import Program, program_for
from tests.comms.test_sending import queued
from tests.world import CANARY, House, World


@pytest.fixture
def house(world: World) -> House:
    return world.ours


def stands(house: House, number: int, state: str) -> OutboxMessage:
    message = queued(house, number)
    with within(house.agency):
        OutboxMessage.objects.filter(pk=message.pk).update(state=state)
        DeliveryAttempt.objects.create(message=message, number=1, at=timezone.now(), verdict="unknown", reply="lost")
    return message


def test_filters_by_standing_and_by_words(house: House, manager: Program) -> None:
    stands(house, 1, "uncertain")
    stands(house, 2, "sent")
    assert [row["subject"] for row in manager.get("outbox/?standing=uncertain").data["results"]] == ["Number 1"]
    assert [row["subject"] for row in manager.get("outbox/?q=maria+2").data["results"]] == ["Number 2"]
    assert manager.get("outbox/?standing=nonsense").status_code == 400


def test_one_mail_with_its_story_and_what_a_person_decides(house: House, world: World, manager: Program) -> None:
    arrived, again = stands(house, 1, "uncertain"), stands(house, 2, "dead")
    shown = manager.get(f"outbox/{arrived.key}/").data
    assert [(one["number"], one["reply"]) for one in shown["tries"]] == [(1, "lost")]
    assert manager.post(f"outbox/{arrived.key}/arrival/").data["state"] == "sent"
    assert manager.post(f"outbox/{again.key}/retry/").data["state"] == "queued"
    assert manager.post(f"outbox/{again.key}/retry/").status_code == 422
    assert program_for(world.theirs.owner).get(f"outbox/{arrived.key}/").status_code == 404
    assert program_for(world.theirs.owner).post(f"outbox/{arrived.key}/retry/").status_code == 404


def test_how_an_agency_sends_without_its_secret(house: House, world: World, manager: Program) -> None:
    owner = program_for(house.owner)
    assert owner.get("sending/").data["active"] is False
    assert owner.patch("sending/", {"per_minute": 5}).status_code == 422
    with within(house.agency):
        account = SendingAccount(agency=house.agency, way="postmark")
        sending.save(account, secret="k-12345", by=house.owner, at=timezone.now())
    changed: Any = owner.patch("sending/", {"per_minute": 5, "sender_name": "Northlight"})
    assert (changed.data["per_minute"], changed.data["account"]) == (5, "Postmark")
    assert "k-12345" not in str(changed.data)
    assert owner.patch("sending/", {"secret": "x"}).status_code == 400
    assert manager.get("sending/").status_code == 403
    assert CANARY not in str(owner.get("sending/").data)
