"""Whose mail a message is: no agency can make another's its own by typing an address."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.domain import agencies
from agency.models import Agency
from agency.tenancy.scope import within
from comms import imap
from comms.domain import addressees, mailboxes
from comms.domain.own_addresses import OwnAddresses
from comms.models import Mailbox, OutboxMessage, StageFired
from tests.comms.mailroom import HOUR, MARIA, arrive, eml, let_pass, own_address, sweep
from tests.world import House, World


@pytest.fixture
def ours(world: World, tmp_path: Any, settings: Any) -> House:
    settings.FILES_DIR = tmp_path
    return world.ours


def typed(house: House, address: str) -> Mailbox:
    """A mailbox whose row is there already, however it came to be."""
    with within(house.agency):
        return Mailbox.objects.create(address=address, triage=house.owner)


def connect(house: House, address: str) -> Mailbox:
    with within(house.agency):
        mailbox = Mailbox(address=address, host="imap.example", username="x", triage=house.owner)
        place = imap.Place(1, 1, 0)
        return mailboxes.connect(mailbox, password="x", place=place, read_old=False, by=house.owner, at=timezone.now())


def set_own(house: House, address: str) -> None:
    with within(house.agency):
        agencies.change(house.agency, by=house.owner, at=timezone.now(), mail_address=address)


def agency_of(address: str) -> Agency:
    found = addressees.addressee(address)
    assert found is not None
    return found.agency


@pytest.mark.parametrize("plus", ["", "+anything"])
def test_an_address_at_our_domain_is_the_agencys_whatever_another_has_typed(
    world: World, ours: House, plus: str
) -> None:
    slug, at, domain = own_address("harbour").partition("@")
    typed(ours, f"{slug}{plus}{at}{domain}")
    Agency.objects.filter(pk=ours.agency.pk).update(mail_address=own_address("harbour"))
    assert agency_of(f"{slug}{plus}{at}{domain}".upper()) == world.theirs.agency


def test_its_own_mailbox_at_our_domain_keeps_its_triage_person(ours: House) -> None:
    mailbox = typed(ours, own_address("northlight"))
    found = addressees.addressee(own_address("northlight"))
    assert found is not None
    assert found.mailbox == mailbox


@pytest.mark.parametrize("local", ["harbour", "harbour+x", "reply", "anything"])
@pytest.mark.parametrize("name", [connect, set_own])
def test_of_our_domain_an_agency_can_name_its_own_address_alone(world: World, name: Any, local: str) -> None:
    with pytest.raises(ValidationError, match=f"{own_address('northlight')} is your address"):
        name(world.ours, own_address(local).upper())
    name(world.ours, own_address("northlight"))


@pytest.mark.parametrize("name", [connect, set_own])
@pytest.mark.parametrize("claim", [connect, set_own])
def test_an_address_that_another_agency_uses_is_refused(world: World, claim: Any, name: Any) -> None:
    claim(world.theirs, "hello@harbour.example")
    with pytest.raises(ValidationError, match="in use elsewhere"):
        name(world.ours, "Hello@harbour.example")
    other_way = set_own if claim is connect else connect
    other_way(world.theirs, "hello@harbour.example")


def test_a_mailbox_takes_its_plus_addresses_with_it(world: World) -> None:
    connect(world.theirs, "hello@harbour.example")
    with pytest.raises(ValidationError, match="in use elsewhere"):
        connect(world.ours, "hello+sales@harbour.example")


def test_a_mailbox_that_keeps_its_address_can_be_changed(ours: House) -> None:
    mailbox = typed(ours, "catch-all@mail.rapport.example")
    with within(ours.agency):
        mailbox.folder = "Elsewhere"
        mailboxes.change(mailbox, by=ours.owner, at=timezone.now())
        mailbox.address = own_address("harbour")
        with pytest.raises(ValidationError):
            mailboxes.change(mailbox, by=ours.owner, at=timezone.now())


def test_the_forms_say_it_in_words(world: World, ours: House) -> None:
    form = {
        "name": "Northlight",
        "postal_address": "Berlin",
        "mail_address": own_address("harbour"),
        "zone": "Berlin",
        "language": "en",
        "hue": "25",
    }
    page = world.browser(ours.owner).post(ours.url("settings/"), form)
    assert page.status_code == 422
    assert "belongs to somebody else" in page.content.decode()


# --- what another agency types silences no note -----------------------------------------------------------------------
def test_another_agencys_claim_on_a_clients_address_holds_no_note_back(world: World, ours: House) -> None:
    typed(world.theirs, "maria.northlight@client.example")
    Agency.objects.filter(pk=world.theirs.agency.pk).update(mail_address="maria.northlight@client.example")
    arrive(ours.agency, eml(MARIA))
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    assert "note" in sweep(ours)
    with within(ours.agency):
        assert StageFired.objects.get(stage="note").why == ""
        assert OutboxMessage.objects.filter(lane=OutboxMessage.Lane.AUTOMATIC).exists()


def test_own_addresses_are_the_agencys_and_those_of_our_domain(world: World, ours: House) -> None:
    typed(ours, "hello@northlight.example")
    typed(world.theirs, "hello@harbour.example")
    ours.agency.mail_address = "Office@northlight.example"
    with within(ours.agency):
        own = OwnAddresses(ours.agency)
        for address in ("hello@northlight.example", "office@northlight.example", own_address("harbour")):
            assert address in own
        for address in ("hello@harbour.example", "nobody", MARIA):
            assert address not in own
