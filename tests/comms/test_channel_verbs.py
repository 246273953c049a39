"""Connecting a client's chat channel and changing it, as verbs (practice V10)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain.clients import archive
from clients.domain.refusals import ClientIsArchived
from comms import sealing
from comms.domain import channels
from comms.domain.channels import NameTaken, NoAddress
from comms.models import ChatChannel
from tests.world import House

pytestmark = pytest.mark.django_db
PLACE = "json://chat.example/solvang"


def connect(house: House, name: str = "#solvang", *, address: str = PLACE, **given: Any) -> ChatChannel:
    values = {"client": house.client, "contact": house.contact, "readers": "us", **given}
    channel = ChatChannel(name=name, **values)
    return channels.connect(channel, address=address, by=house.manager, at=timezone.now())


def change(house: House, channel: ChatChannel, **given: Any) -> ChatChannel:
    return channels.change(channel, by=house.manager, at=timezone.now(), **given)


def test_a_channel_is_connected_with_a_secret_of_its_own(ours: House) -> None:
    with within(ours.agency):
        first, second = connect(ours), connect(ours, "#cycles", address="")
        assert (sealing.unseal(first.address), bytes(second.address), second.service) == (PLACE, b"", "")
        assert first.service
        assert channels.secret_of(first) != channels.secret_of(second)
        facts = Event.objects.filter(verb="channel.connected").order_by("pk").values_list("facts__service", flat=True)
        assert list(facts) == [first.service, ""]


def test_what_cannot_be_connected_is_refused_at_its_field(ours: House) -> None:
    with within(ours.agency):
        connect(ours)
        for given, refusal, field in (
            ({"name": "#SOLVANG"}, NameTaken, "name"),
            ({"name": "#b", "address": "http://"}, NoAddress, "address"),
            ({"name": "#b", "address": "moon://crater"}, NoAddress, "address"),
            ({"name": "#b", "contact": ours.other_contact}, ValidationError, "contact"),
        ):
            with pytest.raises(refusal) as refused:
                connect(ours, **given)
            assert list(refused.value.message_dict) == [field]
        assert connect(ours, client=ours.other_client, contact=ours.other_contact).name == "#solvang"
        archive(ours.client, by=ours.owner, at=timezone.now(), reason="finished")
        with pytest.raises(ClientIsArchived):
            connect(ours, "#late")
        assert ChatChannel.objects.count() == 2


def test_an_address_stays_until_another_comes_or_it_is_forgotten(ours: House) -> None:
    with within(ours.agency):
        channel = connect(ours)
        ChatChannel.objects.update(problem="refused", problem_since=timezone.now())
        channel.refresh_from_db()
        channel.name, channel.active = "#solvang-2", False
        change(ours, channel)
        channel.refresh_from_db()
        assert (channel.name, channel.active, channel.problem, channel.problem_since) == ("#solvang-2", False, "", None)
        assert sealing.unseal(channel.address) == PLACE
        change(ours, channel, address="json://chat.example/other")
        channel.refresh_from_db()
        assert sealing.unseal(channel.address) == "json://chat.example/other"
        change(ours, channel, address=PLACE, forget=True)
        channel.refresh_from_db()
        assert (bytes(channel.address), channel.service) == (b"", "")
        assert Event.objects.filter(verb="channel.changed", facts__active=False).count() == 3


def test_a_change_is_refused_as_a_new_one_is(ours: House) -> None:
    with within(ours.agency):
        channel, other = connect(ours), connect(ours, "#cycles")
        other.name = "#Solvang"
        with pytest.raises(NameTaken):
            change(ours, other)
        with pytest.raises(NoAddress):
            change(ours, channel, address="moon://crater")
        channel.contact = ours.other_contact
        with pytest.raises(ValidationError, match="one of this client"):
            change(ours, channel)
        assert not Event.objects.filter(verb="channel.changed").exists()


def test_a_secret_that_was_renewed_meanwhile_stays(ours: House) -> None:
    """A form that was opened before is saved after."""
    with within(ours.agency):
        opened = connect(ours)
        before = channels.secret_of(opened)
        renewed = channels.renew_secret(ChatChannel.objects.get(), by=ours.owner, at=timezone.now())
        now = channels.secret_of(renewed)
        ChatChannel.objects.update(heard_at=timezone.now())
        change(ours, opened)
        stored = ChatChannel.objects.get()
        assert channels.secret_of(stored) == now != before
        assert stored.heard_at is not None
        assert Event.objects.filter(verb="channel.secret_renewed").count() == 1


def test_a_secret_of_another_key_is_none(ours: House, settings: Any) -> None:
    with within(ours.agency):
        channel = connect(ours)
        settings.FIELD_KEY = "b3RoZXItZmllbGQta2V5LTAwMDAwMDAwMDAwMDAwMDA="
        assert channels.secret_of(channel) == ""
