"""Two people at the same form: nobody's words are lost, and nobody's are written over unseen."""

import html
import re

import pytest

from agency.tenancy.scope import within
from clients.models import Client, PersonAddress
from tests.world import World


@pytest.fixture
def address(world: World) -> str:
    return world.ours.url(f"clients/{world.ours.client.key}/edit/")


def shown_on(page: bytes) -> str:
    found = re.search(r'name="as_shown" value="([^"]*)"', page.decode())
    assert found
    return html.unescape(found[1])


def typed(page: bytes, **changes: str) -> dict[str, str]:
    """What a browser sends of this page: what stands there, with these changes."""
    return {"name": "Solvang Cycles", "language": "en", "engagement": "full", "as_shown": shown_on(page), **changes}


def now(world: World) -> Client:
    with within(world.ours.agency):
        return Client.objects.get(pk=world.ours.client.pk)


def test_what_only_the_other_has_changed_stays(world: World, address: str) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    first, second = ida.get(address).content, helen.get(address).content
    assert ida.post(address, typed(first, about="Bicycles")).status_code == 302
    assert helen.post(address, typed(second, industry="Retail")).status_code == 302
    assert (now(world).about, now(world).industry) == ("Bicycles", "Retail")


def test_what_both_have_changed_is_told_and_decided(world: World, address: str) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, about="Bicycles\r\nand repairs"))
    back = helen.post(address, typed(second, about="Cargo bikes"))
    page = back.content.decode()
    assert back.status_code == 422
    assert "Somebody has changed this meanwhile, to “Bicycles and repairs”" in page
    assert "Cargo bikes" in page
    assert now(world).about == "Bicycles\r\nand repairs"
    assert helen.post(address, typed(back.content, about="Cargo bikes")).status_code == 302
    assert now(world).about == "Cargo bikes"


def test_alike_is_no_quarrel(world: World, address: str) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, about="Bicycles", cadence_days="7"))
    assert helen.post(address, typed(second, about="Bicycles ", cadence_days="7")).status_code == 302


@pytest.mark.parametrize("shown", ["", "{", "[1]", '{"about": {"x": 1}}', '{"nothing": "0"}', "\x01"])
def test_marks_that_are_none(world: World, address: str, shown: str) -> None:
    answer = world.browser(world.ours.manager).post(address, {"name": "Solvang", "language": "en", "as_shown": shown})
    assert answer.status_code in {302, 422}


def test_addresses_of_a_person_are_kept_as_the_other_left_them(world: World) -> None:
    house = world.ours
    path = house.url(f"contacts/{house.contact.key}/edit/")
    browser = world.browser(house.manager)
    page = browser.get(path).content
    fields = {"name": "Maria Holm", "gets_summaries": "on", "gets_reports": "on", "language": "en"}
    fields |= {"zone": "Europe/Copenhagen", "as_shown": shown_on(page)}
    with within(house.agency):
        old = PersonAddress.objects.get(person=house.contact.person).email
        PersonAddress.objects.create(person=house.contact.person, email="maria@solvang.example", first=False)
    assert browser.post(path, {**fields, "addresses": old, "phone": "+45 1"}).status_code == 302
    with within(house.agency):
        assert PersonAddress.objects.filter(person=house.contact.person).count() == 2
        house.contact.person.refresh_from_db()
        assert house.contact.person.phone == "+45 1"
