"""One's own settings: each sets only one's own, in this agency or everywhere."""

import pytest
from django.utils import timezone

from agency.domain import profile
from agency.models import Event, Membership, User
from agency.tenancy.scope import within
from clients.models import Client
from tests.world import House, World

GOOD = {
    "name": "Ida Brandt-Sørensen",
    "zone": "Copenhagen",
    "language": "en",
    "theme": "dark",
    "keys_on": "",
    "signature": "Ida Brandt-Sørensen\nNorthlight Digital",
    "notices": "urgent",
}


def test_everybody_sets_their_own(world: World) -> None:
    for member in (world.ours.owner, world.ours.manager, world.ours.specialist):
        response = world.browser(member).post("/northlight/me/", GOOD)
        assert response.status_code == 302
        user = User.objects.get(pk=member.user_id)
        assert (user.name, user.zone, user.theme, user.keys_on) == (GOOD["name"], "Europe/Copenhagen", "dark", False)
        with within(world.ours.agency):
            row = Membership.objects.get(pk=member.pk)
            assert (row.signature, row.notices) == (GOOD["signature"], "urgent")
            event = Event.objects.get(verb="profile.changed", actor_id=member.pk)
        assert event.facts["fields"] == ["keys_on", "name", "notices", "signature", "theme", "zone"]
    assert User.objects.get(pk=world.ours.backup.user_id).name == "Daniel Whitlock"


def test_nothing_changed_writes_no_event(world: World) -> None:
    with within(world.ours.agency):
        assert profile.change(world.ours.owner, at=timezone.now(), name="Helen Marsh", zone="Europe/Berlin") == []
        assert not Event.objects.filter(verb="profile.changed").exists()
        with pytest.raises(TypeError):
            profile.change(world.ours.owner, at=timezone.now(), role="owner")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"zone": "Nowhere"}, "We know no zone of this name"),
        ({"zone": "../../etc/passwd"}, "We know no zone of this name"),
        ({"name": ""}, "required"),
        ({"language": "ru"}, "valid choice"),
        ({"theme": "pink"}, "valid choice"),
        ({"signature": "x" * 601}, "600"),
    ],
)
def test_bad_input_is_said_and_kept(world: World, typed: dict[str, str], words: str) -> None:
    response = world.browser(world.ours.manager).post("/northlight/me/", GOOD | typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Northlight Digital" in page
    assert User.objects.get(pk=world.ours.manager.user_id).name == "Ida Brandt"


def test_the_page_is_there_for_members_only(world: World) -> None:
    assert world.browser(None).get("/northlight/me/").status_code == 302
    missing, foreign = (world.browser(world.ours.owner).get(f"/{slug}/me/") for slug in ("nowhere", "harbour"))
    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert missing.content == foreign.content
    assert world.browser(world.stranger).get("/northlight/me/").status_code == 404


def test_the_saved_language_speaks_at_once(world: World) -> None:
    browser = world.browser(world.ours.manager)
    browser.post("/northlight/me/", GOOD | {"language": "ar"})
    assert browser.cookies["theme"].value == "dark"
    assert 'dir="rtl"' in browser.get("/northlight/me/").content.decode()


def test_whoever_holds_nothing_may_leave(world: World, nothing_held: None) -> None:
    browser = world.browser(world.ours.specialist)
    assert "Leave the agency" in browser.get("/northlight/me/leaving/").content.decode()
    assert browser.post("/northlight/me/leaving/")["Location"] == "/"
    assert browser.get("/northlight/me/").status_code == 404


def test_the_last_owner_stays(world: World, nothing_held: None) -> None:
    response = world.browser(world.ours.owner).post("/northlight/me/leaving/")
    assert response.status_code == 422
    assert "An agency needs an owner" in response.content.decode()


def test_whoever_leads_clients_asks_an_owner_first(world: World, clients_held: None) -> None:
    browser = world.browser(world.ours.manager)
    page = browser.get("/northlight/me/leaving/").content.decode()
    assert "Ask an owner to hand it over" in page
    assert browser.post("/northlight/me/leaving/").status_code == 422
    with within(world.ours.agency):
        assert Client.objects.get(pk=world.ours.client.pk).lead_id == world.ours.manager.pk
        assert Membership.objects.get(pk=world.ours.manager.pk).active


def test_the_frame_offers_ones_other_agencies(world: World) -> None:
    theirs: House = world.theirs
    assert "Your other agencies" not in world.browser(world.ours.manager).get("/northlight/me/").content.decode()
    with within(theirs.agency):
        Membership.objects.create(user=world.ours.owner.user, role="specialist")
    page = world.browser(world.ours.owner).get("/northlight/me/").content.decode()
    assert "Your other agencies" in page
    assert 'href="/harbour/' in page
