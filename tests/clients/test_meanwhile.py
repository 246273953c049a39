"""Two people at the same form: nobody's words are lost, and nobody's are written over unseen."""

import html
import re

import pytest

from agency.tenancy.scope import within
from clients.models import Client, PersonAddress, Task
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


def test_what_only_the_other_has_changed_stays_beside_an_error(world: World, address: str) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, about="Bicycles"))
    back = helen.post(address, typed(second, industry="Retail", cadence_days="abc"))
    assert back.status_code == 422
    assert helen.post(address, typed(back.content, industry="Retail", cadence_days="7")).status_code == 302
    assert (now(world).about, now(world).industry, now(world).cadence_days) == ("Bicycles", "Retail", 7)


def test_one_field_is_kept_and_another_decided(world: World, address: str) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, about="Bicycles", industry="Sport"))
    back = helen.post(address, typed(second, industry="Retail"))
    assert "to “Sport”" in back.content.decode()
    assert helen.post(address, typed(back.content, industry="Retail")).status_code == 302
    assert (now(world).about, now(world).industry) == ("Bicycles", "Retail")


def test_what_was_typed_wrong_is_compared_once_it_is_right(world: World, address: str) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, cadence_days="14"))
    back = helen.post(address, typed(second, cadence_days="abc"))
    told = helen.post(address, typed(back.content, cadence_days="7"))
    assert told.status_code == 422
    assert "to “14”" in told.content.decode()
    assert helen.post(address, typed(told.content, cadence_days="7")).status_code == 302
    assert now(world).cadence_days == 7


def test_a_value_that_nobody_can_choose_any_more_stays(world: World, address: str) -> None:
    helen = world.browser(world.ours.owner)
    page = helen.get(address).content
    with within(world.ours.agency):
        Client.objects.filter(pk=world.ours.client.pk).update(country="XX", worries="Late parcels")
    assert helen.post(address, typed(page, industry="Retail")).status_code == 302
    held = now(world)
    assert (held.country, held.worries, held.industry) == ("XX", "Late parcels", "Retail")


def test_what_the_form_makes_nothing_of_is_told_at_its_field(world: World) -> None:
    house = world.ours
    path = house.url(f"contacts/{house.contact.key}/edit/")
    browser = world.browser(house.manager)
    page = browser.get(path).content
    with within(house.agency):
        person = house.contact.person
        old = PersonAddress.objects.get(person=person).email
        for number in range(20):
            PersonAddress.objects.create(person=person, email=f"m{number}@solvang.example", first=False)
        type(person).objects.filter(pk=person.pk).update(ways="By phone")
    fields = {"name": "Maria Holm", "language": "en", "zone": "Europe/Copenhagen", "addresses": old, "ways": "By mail"}
    answer = browser.post(path, {**fields, "as_shown": shown_on(page)})
    told = re.findall(r'<a href="#id_(\w+)">[^<]*</a>: Somebody has changed this', answer.content.decode())
    assert answer.status_code == 422
    assert set(told) == {"addresses", "ways"}


def test_who_has_the_task_is_told_by_name(world: World) -> None:
    house = world.ours
    with within(house.agency):
        task = Task.objects.create(client=house.client, title="Feed", owner=house.manager)
    path, helen = house.url(f"tasks/{task.key}/"), world.browser(house.owner)
    page = helen.get(path).content
    with within(house.agency):
        Task.objects.filter(pk=task.pk).update(owner=house.backup)
    answer = helen.post(path, {"title": "Feed", "who": f"m:{house.specialist.key}", "as_shown": shown_on(page)})
    assert answer.status_code == 422
    assert "to “Daniel Whitlock”" in answer.content.decode()
