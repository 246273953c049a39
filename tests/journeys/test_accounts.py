"""Accounts and settings in a real browser: passkeys under the strict policy, sign-up by a code, and nothing for axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect, sync_playwright

from agency.demo.links import link
from agency.domain import agencies, invitations, tokens
from agency.models import Agency, User
from agency.tenancy.scope import within
from tests.world import PASSWORD, World

CHROMIUM = "/usr/bin/chromium"
WITHIN = (
    "me/",
    "me/leaving/",
    "settings/",
    "settings/hours/",
    "settings/promise/",
    "settings/people/",
    "settings/people/{member}/",
    "settings/people/{member}/deactivation/",
    "settings/tokens/",
    "settings/audit/",
)
ACCOUNT = (
    "email/",
    "password/set/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "sessions/",
    "logout/",
)
OUTSIDE = ("/accounts/login/", "/accounts/login/code/", "/accounts/signup/", "/accounts/password/reset/")
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demo(settings: Any, live_server: Any) -> Iterator[None]:
    """Signing in by the demo's links."""
    with override_settings(DEMO=True, ROOT_URLCONF="tests.agency.demo_urls", BASE_URL=live_server.url):
        yield


@contextmanager
def browser_page(theme: str = "light", width: int = 1280) -> Iterator[tuple[Page, list[str]]]:
    """A page and what its console complained of."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme, locale="en")  # type: ignore[arg-type]
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
        yield page, complaints
        browser.close()


def look(page: Page, address: str) -> None:
    """Nothing for axe, nothing wider than the window."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    found = Axe().run(page).response["violations"]
    assert not found, [(address, one["id"], [node["target"] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


@pytest.mark.prove  # at the reduced size these pages are looked at with all others, in tests/doors/test_axe.py
@pytest.mark.parametrize(("theme", "width", "language"), [("light", 1280, "en"), ("dark", 375, "ar")])
def test_axe_finds_nothing(live_server: Any, world: World, theme: str, width: int, language: str) -> None:
    owner, at = world.ours.owner, timezone.now()
    User.objects.filter(pk=owner.user_id).update(language=language, password="!")
    with within(world.ours.agency):
        asked = invitations.invite(
            email="n@x.example", name="Nora", role="manager", by=owner, at=at - timedelta(days=9)
        )
        agencies.close_on(owner.agency, at.date(), "Our outing", by=owner, at=at)
        tokens.create(name="Import", scope="read", by=owner, at=at, expires_at=at, for_agency=True)
    with browser_page(theme, width) as (page, complaints):
        for address in OUTSIDE:
            look(page, live_server.url + address)
        page.goto(link(owner.user))
        for path in WITHIN:
            look(page, live_server.url + world.ours.url(path.format(member=world.ours.manager.key)))
        for path in ACCOUNT:
            look(page, f"{live_server.url}/accounts/{path}")
        assert complaints == []
    assert invitations.state_of(asked, at) == "expired"


def test_a_passkey_is_added_and_opens_alone_and_as_second_factor(live_server: Any, world: World) -> None:
    user = world.ours.backup.user
    user.set_password(PASSWORD)
    user.save()
    with browser_page() as (page, complaints):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        authenticator = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
        able = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**authenticator, **able}})
        with_password(page, live_server.url, user.email)
        page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("What you call it").fill("Laptop")
        page.get_by_role("button", name="Add it").click()
        page.wait_for_url("**/recovery-codes/**")
        assert page.locator(".codes li").count() == 10

        sign_out(page, live_server.url)
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"**/{world.ours.agency.slug}/**")

        sign_out(page, live_server.url)
        with_password(page, live_server.url, user.email)
        page.wait_for_url("**/2fa/authenticate/**")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"**/{world.ours.agency.slug}/**")
        assert complaints == []


def with_password(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.get_by_text("Use a password").click()
    form = page.locator("details form")
    form.get_by_label("E-mail address").fill(email)
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Sign in").click()


def sign_out(page: Page, base: str) -> None:
    page.goto(f"{base}/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{base}/accounts/login/")


def test_somebody_signs_up_by_keyboard(live_server: Any, mailoutbox: list[Any]) -> None:
    with browser_page() as (page, complaints):
        page.goto(f"{live_server.url}/accounts/signup/")
        page.get_by_label("Your name").focus()
        for typed in ("Nadia Kessler", "nadia@kessler.example", "", "Kessler", ""):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        assert page.get_by_label("Where it works").input_value() != "", "the browser's own zone stands there"
        page.get_by_label("Where it works").fill("Vienna")
        page.keyboard.press("Enter")
        page.wait_for_url("**/confirm-email/")
        expect(page.get_by_label("Code")).to_be_focused()
        code = re.search(r"^([A-Z0-9]{2,}(?:-[A-Z0-9]+)*)$", mailoutbox[0].body, re.MULTILINE)
        assert code
        page.keyboard.type(code[1])
        page.keyboard.press("Enter")
        page.wait_for_url("**/kessler/**")
        assert complaints == []
    assert Agency.objects.get(slug="kessler").zone == "Europe/Vienna"


def test_what_is_chosen_is_seen_at_once(live_server: Any, world: World) -> None:
    with browser_page() as (page, complaints):
        page.goto(link(world.ours.owner.user))
        page.goto(live_server.url + world.ours.url("settings/"))
        page.locator('.hue input[value="25"]').check()
        assert page.locator("html").get_attribute("data-hue") == "25"
        page.goto(live_server.url + world.ours.url("settings/hours/"))
        page.get_by_label("Public holidays of").select_option("AT")
        page.locator('#region option[value="9"]').wait_for(state="attached")
        page.get_by_role("button", name="Light or dark").click()
        page.wait_for_load_state("networkidle")
        assert complaints == []
    assert User.objects.get(pk=world.ours.owner.user_id).theme == "dark"
