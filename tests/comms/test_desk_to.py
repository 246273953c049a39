"""To whom a summary leaves: heading, boxes and card follow who was there, and with no box ticked nothing is sent."""

import re
from typing import Any

import pytest
from django.urls import reverse

from agency.tenancy.scope import within
from clients.models import Contact
from comms.models import Summary, SummaryCopy
from tests.comms.test_call_pages import address, typed
from tests.world import World


def preview(world: World, **fields: Any) -> str:
    url = reverse("call_preview", args=[world.ours.agency.slug, world.ours.client.key])
    return world.browser(world.ours.manager).post(url, typed(world, **fields)).content.decode()


def boxes(page: str) -> dict[str, bool]:
    """The boxes at the foot, each with whether it is ticked."""
    found = re.findall(r'<input type="checkbox" name="to" [^>]*value="(\w+)"[^>]*>', page)
    ticked = re.findall(r'<input type="checkbox" name="to" [^>]*value="(\w+)"[^>]* checked', page)
    assert re.findall(r'name="to_shown" value="(\w+)"', page) == found
    return {key: key in ticked for key in found}


@pytest.fixture
def two(world: World) -> tuple[str, str]:
    """Maria and Jens, who both get summaries."""
    with within(world.ours.agency):
        Contact.objects.update(gets_summaries=True)
    return world.ours.contact.key, world.ours.second_contact.key


def test_heading_boxes_and_card_follow_who_was_there(world: World, two: tuple[str, str]) -> None:
    maria, jens = two
    with within(world.ours.agency):
        name = world.ours.second_contact.person.name
    page = preview(world, contacts=[jens], to_shown=[maria], to=[maria], card=maria)
    assert boxes(page) == {jens: True}
    assert f'<h1 id="call-title" hx-swap-oob="innerHTML">Call with {name}</h1>' in page
    assert f'name="card" value="{jens}"' in page
    [card] = re.findall(r'hx-get="([^"]*/card/)"', page)
    assert name in world.browser(world.ours.manager).get(card).content.decode()
    assert world.browser(world.theirs.manager).get(card).status_code == 404
    assert 'id="call-person"' not in preview(world, contacts=[jens], card=jens), "a card that stands is left alone"
    assert boxes(preview(world, contacts=[])) == {}


def test_what_was_unticked_stays_unticked(world: World, two: tuple[str, str]) -> None:
    maria, jens = two
    assert boxes(preview(world, contacts=[maria, jens], to_shown=[maria])) == {maria: False, jens: True}
    with within(world.ours.agency):
        Contact.objects.filter(key=jens).update(gets_summaries=False)
    assert boxes(preview(world, contacts=[maria, jens], to_shown=[maria], to=[maria])) == {maria: True, jens: False}


def test_with_no_box_ticked_nothing_leaves_and_nothing_is_lost(world: World, two: tuple[str, str]) -> None:
    maria, _jens = two
    browser = world.browser(world.ours.manager)
    refused = browser.post(address(world), typed(world, do="send", to_shown=[maria]))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="id_to_error"' in page
    assert 'href="#id_to_0"' in page
    assert page.count("Choose who gets it.") == 2, "above, and beside the boxes"
    assert "four days late" in page
    assert boxes(page) == {maria: False}
    with within(world.ours.agency):
        assert not Summary.objects.exists()
    assert browser.post(address(world), typed(world, do="keep", to_shown=[maria])).status_code == 302


def test_without_scripts_nobody_gets_it_unseen(world: World, two: tuple[str, str]) -> None:
    """The boxes are those of the page as it was; who was ticked above since is asked about first."""
    maria, jens = two
    browser = world.browser(world.ours.manager)
    fields = {"do": "send", "to_shown": [maria], "to": [maria]}
    refused = browser.post(address(world), typed(world, contacts=[jens], **fields))
    assert refused.status_code == 422
    assert boxes(refused.content.decode()) == {jens: True}
    assert browser.post(address(world), typed(world, contacts=[maria, jens], **fields)).status_code == 302
    with within(world.ours.agency):
        assert [copy.contact.key for copy in SummaryCopy.objects.all()] == [maria]


def test_what_is_typed_runs_in_its_own_direction(world: World) -> None:
    page = world.browser(world.ours.manager).get(address(world)).content.decode()
    topic = [f"topics-0-{name}" for name in ("title", "answer", "decision", "reason", "actions-0-text", "insight")]
    for name in (*topic, "because", "purpose", "value"):
        assert re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]* dir="auto"', page), name
