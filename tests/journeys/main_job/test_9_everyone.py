"""Everybody's own settings and second factor, the pages of what is not to be had, and how somebody leaves the house."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

import pytest

from tests.journeys.main_job.cast import CLIENT, SLUG
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def app_code(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    begin = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[begin : begin + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_out(someone: Visitor) -> None:
    someone.page.locator(".me summary").click()
    someone.press("Sign out")
    someone.page.wait_for_url(lambda address: "/today/" not in address)


def test_her_own_settings(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/me/")
    ida.fill("Signature", "Ida Brandt\nLumen Studio, Berlin")
    ida.page.get_by_label("Dark", exact=True).check()
    ida.press("Save")
    ida.sees("Saved.")
    ida.open(f"/{SLUG}/today/")
    ida.page.locator(".me summary").click()
    ida.page.get_by_role("button", name="Arabic").or_(ida.page.locator("button[name=language][value=ar]")).first.click()
    ida.page.locator("html[dir=rtl]").wait_for()
    ida.open(f"/{SLUG}/clients/")
    assert ida.page.locator("html").get_attribute("lang") == "ar"
    ida.page.locator(".me summary").click()
    ida.page.locator("button[name=language][value=en]").click()
    ida.page.locator("html[dir=ltr]").wait_for()


def test_an_authenticator_app(daniel: Visitor) -> None:
    daniel.open("/accounts/2fa/totp/activate/")
    daniel.page.get_by_text("No camera? Type this instead").click()
    secret = daniel.page.locator("details code, details input").first
    text = secret.input_value() if secret.evaluate("one => one.tagName") == "INPUT" else secret.inner_text()
    daniel.fill("The code that the app shows now", app_code(text.replace(" ", "")))
    daniel.press("Turn on")
    daniel.page.wait_for_url("**/2fa/**")
    daniel.open("/accounts/2fa/")
    daniel.sees("Recovery codes")
    daniel.look()


def test_a_passkey_signs_in_alone(ida: Visitor) -> None:
    session = ida.page.context.new_cdp_session(ida.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    ida.open("/accounts/2fa/webauthn/add/")
    ida.fill("What you call it", "laptop")
    ida.press("Add it")
    ida.page.wait_for_url(lambda address: "/webauthn/add/" not in address)
    ida.open("/accounts/2fa/webauthn/")
    ida.sees("laptop")
    ida.open(f"/{SLUG}/today/")
    sign_out(ida)
    ida.open("/accounts/login/")
    ida.press("Use a passkey")
    ida.arrives(f"/{SLUG}/today/")


def test_what_is_not_to_be_had_is_said_kindly(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/settings/", expect=403)
    ida.sees("Your role does not reach this far")
    ida.sees("Ask Helen Marsh.")
    ida.open(f"/{SLUG}/overview/", expect=403)
    for nothing in (f"/{SLUG}/clients/000000000000/", "/harbour/today/", "/nowhere-at-all/"):
        ida.open(nothing, expect=404)
        ida.sees("There is nothing here")
    ida.follow("Back to the start")
    ida.arrives(f"/{SLUG}/today/")


def test_what_breaks_on_our_side_is_said_as_kindly(ida: Visitor) -> None:
    with ida.rapport.without_database() as elsewhere:
        ida.open(f"{elsewhere}/{SLUG}/today/", expect=500)
        ida.sees("Something broke on our side")
    ida.open(f"/{SLUG}/today/")


def test_the_owner_sees_the_span_of_control(helen: Visitor) -> None:
    helen.open(f"/{SLUG}/overview/")
    helen.sees("2 managers, 1 client")
    row = helen.page.get_by_role("row").filter(has_text="Ida Brandt")
    assert "1 of" in row.inner_text()
    csv = helen.page.request.get(f"{helen.rapport.url}/{SLUG}/overview.csv")
    assert "Ida Brandt" in csv.text()
    helen.open(f"/{SLUG}/settings/audit/")
    helen.sees("Daniel Whitlock")


def test_a_title_and_a_limit_are_changed(helen: Visitor) -> None:
    helen.open(f"/{SLUG}/settings/people/")
    helen.follow("Daniel Whitlock")
    helen.fill("Title", "Senior account manager")
    helen.fill("Clients they may lead", "5")
    helen.press("Save")
    helen.arrives(f"/{SLUG}/settings/people/")
    helen.sees("Senior account manager")
    helen.open(f"/{SLUG}/overview/")
    assert "0 of 5" in helen.page.get_by_role("row").filter(has_text="Daniel Whitlock").inner_text()


def test_who_goes_hands_everything_over_first(helen: Visitor, ida: Visitor, daniel: Visitor) -> None:
    helen.open(f"/{SLUG}/settings/people/")
    helen.page.get_by_role("row").filter(has_text="Ida Brandt").get_by_text("Deactivate").click()
    helen.sees("What they hold now")
    helen.look()
    helen.choose("Who takes over?", "Daniel Whitlock")
    helen.press("Hand over and deactivate")
    helen.sees("Ida Brandt is deactivated.")
    ida.open(f"/{SLUG}/today/", expect=404)
    daniel.open(f"/{SLUG}/today/")
    daniel.open(daniel.address_of(CLIENT))
    daniel.sees("Daniel Whitlock")
    helen.open(f"/{SLUG}/clients/?whose=all")
    assert "Ida Brandt" not in helen.page.get_by_role("row").filter(has_text=CLIENT).inner_text()
