"""What the portal says of how fast we answered, and of who answers: the client's own, by name, in their words."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Agency, Membership
from agency.tenancy.scope import within
from clients.models import Client
from comms.models import Episode
from comms.queries.promise import counted, total
from tests.comms.messages import rows_at_random
from tests.counting import queries_of
from tests.world import House, World, age, member


@pytest.fixture
def lived(world: World) -> World:
    with within(world.ours.agency):
        rows_at_random(world.ours, 60, seed=5, until=timezone.now())
    return world


def home(house: House) -> str:
    return reverse("portal", args=[house.agency.slug, house.client.key])


def letter(world: World) -> str:
    return world.browser(world.ours.contact).get(home(world.ours)).content.decode()


def months_of(page: str) -> list[list[str]]:
    """The cells of each month's line."""
    (table,) = re.findall(r"How fast we answered, by month.*?</table>", page, re.S)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, re.S)
    return [[re.sub(r"<.*?>", "", cell).strip() for cell in re.split(r"</t[hd]>", row)[:4]] for row in rows]


def test_the_months_are_the_clients_own(lived: World) -> None:
    house = lived.ours
    months = months_of(letter(lived))
    with within(house.agency):
        whole = total(counted(timezone.now() - timedelta(days=200), client=house.client))
    assert sum(int(row[1]) for row in months) == whole.messages
    parts = [row[2].split(" of ") for row in months if row[2] != "–"]
    assert sum(int(kept) for kept, _settled in parts) == whole.by_person
    assert sum(int(settled) for _kept, settled in parts) == whole.settled
    with within(house.agency):
        Episode.objects.filter(client=house.other_client).delete()
    assert months_of(letter(lived)) == months


def test_a_year_is_shown_and_an_empty_one_is_not(lived: World) -> None:
    house = lived.ours
    with within(house.agency):
        for episode in Episode.objects.all():
            age(episode, timedelta(days=400))
    page = letter(lived)
    assert "How fast we answered, by month" not in page
    assert "You have not written to us in the last three months." in page


def path_of(page: str) -> str:
    (found,) = re.findall(r"<h2>Who answers you</h2>(.*?)</section>", page, re.S)
    return re.sub(r"<.*?>", " ", found)


def test_who_answers_who_steps_in_and_who_is_told(world: World) -> None:
    house = world.ours
    Agency.objects.filter(pk=house.agency.pk).update(mail_address="hello@northlight.example")
    said = path_of(letter(world))
    assert "Ida Brandt answers you." in said
    assert "Daniel Whitlock steps in when Ida Brandt is away" in said
    assert "Helen Marsh, who runs Northlight Digital, is told when an answer is late" in said
    assert "hello@northlight.example" in said
    for inside in ("lead", "backup", "owner", "escalat", "episode", "Lena"):
        assert inside not in said.lower().replace("northlight", "")


def test_everybody_is_named_once_and_who_has_left_is_not(world: World) -> None:
    house = world.ours
    with within(house.agency):
        member(house.agency, "omar", "Omar Haddad", "owner")
        Client.objects.filter(pk=house.client.pk).update(lead=house.owner)
        Membership.objects.filter(pk=house.backup.pk).update(deactivated_at=timezone.now())
    said = path_of(letter(world))
    assert "Helen Marsh answers you." in said
    assert said.count("Helen Marsh") == 1
    assert "Omar Haddad, who runs" in said
    assert "Daniel" not in said


def test_no_more_queries_for_more(lived: World) -> None:
    house, browser = lived.ours, lived.browser(lived.ours.contact)
    browser.get(home(house))
    before = queries_of(lambda: browser.get(home(house)))
    with within(house.agency):
        rows_at_random(house, 40, seed=6, until=timezone.now())
    assert queries_of(lambda: browser.get(home(house))) == before
