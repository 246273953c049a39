"""Demo links, the operator's account pages, and pages for what went wrong."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core import mail, signing
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client as Browser, RequestFactory

from agency.demo.links import PURPOSE, link, links, user_of
from agency.models import Agency, User
from agency.permissions import TABLE, Refused
from agency.refusals import DOING
from agency.views import errors
from tests.world import World


@pytest.fixture
def demo_urls(settings: Any) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.agency.demo_urls"


def test_a_link_for_each_person(world: World, demo_urls: None) -> None:
    found = links()
    assert ("Helen Marsh", "owner, Northlight Digital") in {(name, who) for name, who, _url in found}
    assert "Stranger" not in {name for name, _who, _url in found}
    browser = Browser()
    url = next(url for name, _who, url in found if name == "Ida Brandt")
    assert browser.get(url.replace("http://localhost:8000", "")).status_code == 302
    assert browser.get("/northlight/me/").status_code == 200


def test_forged_foreign_and_old_links_open_nothing(world: World, demo_urls: None) -> None:
    good = link(world.ours.owner.user).rstrip("/").rpartition("/")[2]
    assert user_of(good) == world.ours.owner.user
    for bad in (good[:-1], signing.dumps(1, salt="another purpose"), "1", signing.dumps(10**9, salt=PURPOSE)):
        assert user_of(bad) is None
        assert Browser().get(f"/demo/sign-in/{bad}/").status_code == 404


def test_whoever_keeps_the_installation_has_no_link(world: World, demo_urls: None) -> None:
    User.objects.filter(pk=world.ours.owner.user_id).update(is_superuser=True)
    assert user_of(link(world.ours.owner.user).rstrip("/").rpartition("/")[2]) is None


def test_outside_the_demo_there_is_no_such_page(world: World, demo_urls: None, settings: Any) -> None:
    address = link(world.ours.owner.user).replace("http://localhost:8000", "")
    settings.DEMO = False
    assert Browser().get(address).status_code == 404
    settings.DEMO, settings.PRODUCTION = True, True
    assert Browser().get(address).status_code == 404


def test_the_operators_pages_are_for_superusers(world: World) -> None:
    page = "/admin/agency/user/"
    assert world.browser(None).get(page)["Location"].startswith("/admin/login/")
    assert Browser().get("/admin/login/")["Location"].startswith("/accounts/login/"), "with codes and second factors"
    assert world.browser(world.ours.owner).get(page).status_code == 302
    operator = User.objects.create_superuser("op@rapport.example", name="Operator")
    browser = world.browser(operator)
    assert browser.get(page).status_code == 200
    assert browser.get("/admin/agency/agency/").status_code == 200
    listed = browser.get("/admin/").content.decode()
    assert "Memberships" not in listed
    assert "Clients" not in listed
    clerk = User.objects.create_user("clerk@rapport.example", is_staff=True)
    assert world.browser(clerk).get(page).status_code == 403


def test_the_operator_closes_an_agency_and_opens_it_again(world: World) -> None:
    browser = world.browser(User.objects.create_superuser("op@rapport.example"))
    act = {"_selected_action": [world.ours.agency.pk]}
    browser.post("/admin/agency/agency/", {"action": "close", **act})
    assert Agency.objects.get(pk=world.ours.agency.pk).closed_at
    assert world.browser(world.ours.owner).get("/northlight/me/").status_code == 404
    browser.post("/admin/agency/agency/", {"action": "open_again", **act})
    assert world.browser(world.ours.owner).get("/northlight/me/").status_code == 200


def test_missing_and_foreign_agencies_answer_alike(world: World) -> None:
    for who in (None, world.ours.owner, world.stranger):
        missing, foreign = (world.browser(who).get(f"/{slug}/settings/") for slug in ("nowhere", "harbour"))
        assert (missing.status_code, missing.content) == (foreign.status_code, foreign.content)


def test_a_refusal_without_a_verb_is_a_page_too(rf: RequestFactory, world: World) -> None:
    request = rf.get("/")
    request.user, request.htmx = world.stranger, False  # type: ignore[attr-defined]
    assert errors.refused(request, PermissionDenied()).status_code == 403
    assert errors.refused(request, Refused("agency.settings")).status_code == 403


def test_an_expired_form_says_what_to_do(world: World) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(world.ours.owner.user, backend="django.contrib.auth.backends.ModelBackend")
    response = browser.post("/northlight/me/", {"name": "Helen"})
    assert response.status_code == 403
    assert "The form was open too long" in response.content.decode()


def test_a_broken_page_needs_nothing(rf: RequestFactory) -> None:
    response = errors.broken(rf.get("/"))
    assert response.status_code == 500
    assert b"Something broke on our side" in response.content


def test_every_verb_that_can_be_refused_has_words() -> None:
    everybody = {verb for verb, row in TABLE.items() if len(row) == 3 and "own" not in row.values()}
    assert TABLE.keys() - everybody - DOING.keys() == set()


# --- the first agency -------------------------------------------------------------------------------------------------
def found_agency(*arguments: str) -> str:
    out = StringIO()
    call_command("found_agency", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_agency_is_founded_where_sign_up_is_closed(settings: Any) -> None:
    settings.SIGNUP_OPEN = False
    said = found_agency("Lumen Studio", "Nora@Lumen.example", "--name=Nora Lind", "--zone=Europe/Oslo")
    assert "/lumen-studio/" in said
    browser = Browser()
    browser.post("/accounts/login/code/", {"email": "nora@lumen.example"})
    code = re.search(r"^([A-Z0-9]+(?:-[A-Z0-9]+)+)$", mail.outbox[0].body, re.MULTILINE)
    assert code
    browser.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert browser.get("/lumen-studio/settings/").status_code == 200
    assert Agency.objects.get().zone == "Europe/Oslo"


def test_who_has_an_account_owns_a_second_agency(world: World) -> None:
    found_agency("Second House", world.ours.manager.user.email)
    assert world.browser(world.ours.manager).get("/second-house/settings/").status_code == 200
    assert User.objects.filter(email=world.ours.manager.user.email).count() == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["Lumen", "no address"], "valid email"),
        (["Lumen", "nora@lumen.example", "--slug=northlight"], "taken"),
        (["Lumen", "nora@lumen.example", "--zone=Mars/Crater"], "zone"),
        (["Lumen", "nora@lumen.example", "--slug=a b"], "small letters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_left_behind(world: World, arguments: list[str], complaint: str) -> None:
    with pytest.raises(CommandError, match=f"(?i){complaint}"):
        found_agency(*arguments)
    assert Agency.objects.count() == 2
    assert not User.objects.filter(email="nora@lumen.example").exists()
