"""The front door leads each person to where they belong; switches on any page are kept; health says what is down."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser

from agency.models import Agency, Event, Membership, Role, User
from agency.tenancy.scope import within
from agency.views import health
from clients.models import Person
from tests.world import CANARY, World


def test_strangers_are_asked_to_sign_in(world: World) -> None:
    response = world.browser(None).get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_one_place_is_gone_to_at_once(world: World) -> None:
    response = world.browser(world.ours.manager).get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/northlight/")


def test_the_bare_address_of_an_agency_leads_to_ones_place_in_it(world: World) -> None:
    ours = world.ours
    assert world.browser(ours.manager).get("/northlight/")["Location"] == "/northlight/today/"
    assert world.browser(ours.contact).get("/northlight/")["Location"] == f"/northlight/portal/{ours.client.key}/"
    assert world.browser(ours.manager).get("/harbour/").status_code == 404
    assert world.browser(None).get("/northlight/")["Location"] == "/accounts/login/?next=/northlight/"


def test_several_places_are_offered_with_the_role_in_each(world: World) -> None:
    user = world.ours.manager.user
    with within(world.theirs.agency):
        Membership.objects.create(user=user, role=Role.SPECIALIST)
    page = world.browser(user).get("/").content.decode()
    assert "account manager" in page
    assert "specialist" in page
    assert CANARY in page


def test_a_contact_goes_to_their_portal(world: World) -> None:
    response = world.browser(world.ours.contact).get("/")
    assert response["Location"] == f"/northlight/portal/{world.ours.client.key}/"
    with within(world.ours.agency):
        world.ours.contact.portal_access = False
        world.ours.contact.save()
    assert world.browser(world.ours.contact).get("/").status_code == 200


def test_a_contact_of_one_and_staff_of_another_chooses(world: World) -> None:
    with within(world.theirs.agency):
        Person.objects.filter(pk=world.theirs.contact.person_id).update(user=world.ours.manager.user)
    page = world.browser(world.ours.manager).get("/").content.decode()
    assert "You work for" in page
    assert "You are served by" in page
    assert f"/harbour/portal/{world.theirs.client.key}/" in page


def test_a_former_member_has_no_place(world: World) -> None:
    with within(world.ours.agency):
        Membership.objects.filter(pk=world.ours.manager.pk).update(deactivated_at="2026-01-01T00:00Z")
    response = world.browser(world.ours.manager).get("/")
    assert response.status_code == 200
    assert "No agency has ida@northlight.example among its people yet" in response.content.decode()


def test_a_closed_agency_is_no_place(world: World) -> None:
    Agency.objects.filter(pk=world.ours.agency.pk).update(closed_at="2026-01-01T00:00Z")
    assert world.browser(world.ours.manager).get("/").status_code == 200
    assert world.browser(world.ours.manager).get("/northlight/me/").status_code == 404


def test_whoever_has_no_place_may_start_an_agency(world: World) -> None:
    browser = world.browser(world.stranger)
    assert "/start/" in browser.get("/").content.decode()
    typed = {"agency_name": "Kessler & Söhne", "slug": "", "zone": "berlin", "language": "en"}
    response = browser.post("/start/", typed)
    assert response["Location"].startswith("/kessler-sohne/")
    agency = Agency.objects.get(slug="kessler-sohne")
    assert agency.zone == "Europe/Berlin"
    with within(agency):
        owner = Membership.objects.get()
        assert (owner.user, owner.role) == (world.stranger, Role.OWNER)
        assert [event.verb for event in Event.objects.all()] == ["agency.founded"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"slug": "northlight"}, "northlight-2 is free"),
        ({"slug": "admin"}, "is free"),
        ({"slug": "No spaces"}, "small letters"),
        ({"zone": "Atlantis"}, "We know no zone of this name"),
        ({"agency_name": ""}, "required"),
        ({"language": "tlh"}, "valid choice"),
    ],
)
def test_starting_an_agency_says_what_is_wrong(world: World, typed: dict[str, str], words: str) -> None:
    good = {"agency_name": "Kessler", "slug": "kessler", "zone": "Europe/Berlin", "language": "en"}
    response = world.browser(world.stranger).post("/start/", good | typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Agency.objects.filter(name="Kessler").exists()


def test_starting_is_refused_where_sign_up_is_closed(world: World, settings: Any) -> None:
    settings.SIGNUP_OPEN = False
    browser = world.browser(world.stranger)
    assert "/start/" not in browser.get("/").content.decode()
    assert browser.post("/start/", {"agency_name": "Kessler"}).status_code == 404


def test_the_theme_is_kept_in_a_cookie_and_with_the_account(world: World) -> None:
    anonymous = Browser()
    assert anonymous.post("/settings/theme/", {"theme": "dark"}).status_code == 204
    assert anonymous.cookies["theme"].value == "dark"
    world.browser(world.ours.owner).post("/settings/theme/", {"theme": "dark"})
    assert User.objects.get(pk=world.ours.owner.user_id).theme == "dark"
    assert anonymous.post("/settings/theme/", {"theme": "pink"}).status_code == 400
    assert anonymous.get("/settings/theme/").status_code == 405


def test_the_language_is_switched_on_the_page_where_one_is(world: World) -> None:
    browser = world.browser(world.ours.owner)
    response = browser.post(
        "/settings/language/", {"language": "ar"}, headers={"Referer": "http://testserver/northlight/me/"}
    )
    assert response["Location"] == "http://testserver/northlight/me/"
    page = browser.get("/northlight/me/").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    elsewhere = browser.post("/settings/language/", {"language": "en", "next": "https://evil.example/"})
    assert elsewhere["Location"] == "/"
    assert browser.post("/settings/language/", {"language": "ru"}).status_code == 400, "staff pages do not speak it"
    assert Browser().post("/settings/language/", {"language": "ru"}).status_code == 302, "clients' pages do"


def test_health(db: None) -> None:
    assert Browser().get("/health/live").json() == {"status": "ok"}
    ready = Browser().get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ok", "database": "ok", "migrations": "ok", "cache": "ok", "broker": "ok"}


def test_health_names_what_is_down_and_nothing_else(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://:hush@127.0.0.1:1/0",
        }
    }
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = Browser().get("/health/ready")
    assert response.status_code == 503, "migrations are missing"
    assert response.json() == {
        "status": "down",
        "database": "ok",
        "migrations": "down",
        "cache": "down",
        "broker": "ok",
    }
    assert "hush" not in response.content.decode()
