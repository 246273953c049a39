"""Signing up and in: by code, password and second factor; the same answer for known and unknown addresses."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client as Browser

from agency.models import Agency, Membership, User
from agency.tenancy.scope import within
from tests.world import PASSWORD, World

NEW = {
    "name": "Nadia Kessler",
    "email": "nadia@kessler.example",
    "password1": "",
    "agency_name": "Kessler",
    "slug": "kessler",
    "zone": "Europe/Vienna",
    "language": "en",
}
KNOWN, UNKNOWN = "ida@northlight.example", "nobody@northlight.example"


def code_in(mail: Any) -> str:
    """The code of a mail: it stands alone on a line."""
    found = re.search(r"^([A-Z0-9]{2,}(?:-[A-Z0-9]+)*)$", mail.body, re.MULTILINE)
    assert found, mail.body
    return found[1]


def sign_in_by_code(browser: Browser, email: str, mailoutbox: list[Any]) -> Any:
    browser.post("/accounts/login/code/", {"email": email})
    return browser.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[-1])})


def test_signing_up_makes_person_and_agency_when_the_address_is_confirmed(db: None, mailoutbox: list[Any]) -> None:
    browser = Browser()
    response = browser.post("/accounts/signup/", NEW)
    assert response["Location"] == "/accounts/confirm-email/"
    assert not Agency.objects.exists()
    assert mailoutbox[0].to == [NEW["email"]]
    response = browser.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])}, follow=True)
    assert response.redirect_chain[0][0] == "/"
    agency = Agency.objects.get()
    assert (agency.slug, agency.name, agency.zone) == ("kessler", "Kessler", "Europe/Vienna")
    with within(agency):
        owner = Membership.objects.get()
    assert (owner.role, owner.user.name, owner.user.zone) == ("owner", "Nadia Kessler", "Europe/Vienna")
    assert not owner.user.has_usable_password()


def test_an_address_that_was_taken_meanwhile_becomes_another(db: None, mailoutbox: list[Any]) -> None:
    browser = Browser()
    browser.post("/accounts/signup/", NEW)
    Agency.objects.create(slug="kessler", name="Somebody quicker")
    browser.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})
    assert Agency.objects.filter(slug="kessler-2", name="Kessler").exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "nadia"}, "valid email"),
        ({"agency_name": ""}, "required"),
        ({"slug": "no"}, "small letters"),
        ({"slug": "portal"}, "is free"),
        ({"zone": "Mars"}, "We know no zone"),
        ({"password1": "short"}, "too short"),
        ({"name": ""}, "required"),
    ],
)
def test_signing_up_says_what_is_wrong(db: None, mailoutbox: list[Any], typed: dict[str, str], words: str) -> None:
    response = Browser().post("/accounts/signup/", NEW | typed)
    assert words in response.content.decode()
    assert not User.objects.exists()
    assert not mailoutbox


def test_signing_up_can_be_turned_off(db: None, settings: Any, mailoutbox: list[Any]) -> None:
    settings.SIGNUP_OPEN = False
    assert "By invitation only" in Browser().get("/accounts/signup/").content.decode()
    Browser().post("/accounts/signup/", NEW)
    assert not User.objects.exists()
    assert "Start an agency" not in Browser().get("/accounts/login/").content.decode()


def test_a_code_lets_one_in(world: World, mailoutbox: list[Any]) -> None:
    browser = Browser()
    assert browser.get("/accounts/login/").status_code == 200
    response = sign_in_by_code(browser, KNOWN, mailoutbox)
    assert response["Location"] == "/"
    assert browser.get("/northlight/me/").status_code == 200
    assert code_in(mailoutbox[0]) in mailoutbox[0].subject


def test_a_wrong_code_does_not_and_after_three_one_begins_anew(world: World, mailoutbox: list[Any]) -> None:
    browser = Browser()
    browser.post("/accounts/login/code/", {"email": KNOWN})
    for _attempt in range(2):
        response = browser.post("/accounts/login/code/confirm/", {"code": "WRONG1"})
        assert response.status_code == 200
        assert 'role="alert"' in response.content.decode()
    assert browser.post("/accounts/login/code/confirm/", {"code": "WRONG1"}).status_code == 302
    response = browser.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0])})
    assert response["Location"] == "/accounts/login/code/"
    assert browser.get("/northlight/me/").status_code == 302


def test_a_new_code_can_be_asked_for(world: World, mailoutbox: list[Any]) -> None:
    browser = Browser()
    browser.post("/accounts/login/code/", {"email": KNOWN})
    browser.post("/accounts/login/code/confirm/", {"action": "resend"})
    assert len(mailoutbox) == 2
    assert browser.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[1])})["Location"] == "/"


def scrubbed(response: Any, email: str) -> str:
    """The page without what must differ: the address that was typed, and tokens of forms."""
    page = response.content.decode().replace(email, "ADDRESS")
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "csrf", page)


@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        ("/accounts/login/code/", "email", {}),
        ("/accounts/password/reset/", "email", {}),
        ("/accounts/signup/", "email", {name: value for name, value in NEW.items() if name != "email"}),
    ],
)
def test_known_and_unknown_addresses_are_answered_alike(
    world: World, mailoutbox: list[Any], address: str, field: str, more: dict[str, str]
) -> None:
    pages, mails = [], []
    for email in (KNOWN, UNKNOWN):
        browser = Browser()
        mailoutbox.clear()
        response = browser.post(address, {field: email, **more})
        after = browser.get(response["Location"])
        resent = browser.post(after.request["PATH_INFO"], {"action": "resend"}) if "code" in address else after
        wrong = browser.post(after.request["PATH_INFO"], {"code": "WRONG1"}) if "reset" not in address else after
        pages.append((response.status_code, response["Location"], scrubbed(after, email), resent.status_code))
        pages[-1] += (wrong.status_code, scrubbed(wrong, email))
        mails.append([mail.to for mail in mailoutbox][:1])
    assert pages[0] == pages[1]
    assert mails == [[[KNOWN]], [[UNKNOWN]]]


def test_wrong_password_and_unknown_address_are_answered_alike(world: World) -> None:
    pages = []
    for email in (KNOWN, UNKNOWN):
        response = Browser().post("/accounts/login/", {"login": email, "password": "wrong password"})
        pages.append((response.status_code, scrubbed(response, email)))
    assert pages[0] == pages[1]
    assert "<details" in pages[0][1]
    assert " open>" in pages[0][1], "the form that went wrong is open"


def test_a_password_lets_one_in(world: World) -> None:
    browser = Browser()
    assert browser.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})["Location"] == "/"
    assert browser.session.get_expiry_age() > 10 * 24 * 3600


def test_codes_are_not_sent_without_end(world: World, mailoutbox: list[Any]) -> None:
    answers = [Browser().post("/accounts/login/code/", {"email": KNOWN}) for _attempt in range(5)]
    assert len(mailoutbox) == 3
    assert "Too many" in answers[-1].content.decode()


def test_too_many_attempts_get_a_kind_429(world: World) -> None:
    for _attempt in range(31):
        response = Browser().post("/accounts/login/", {"login": "", "password": ""})
    assert response.status_code == 429
    assert "A little slower, please" in response.content.decode()


def test_a_password_set_by_somebody_who_never_proved_the_address_is_forgotten(
    world: World, mailoutbox: list[Any]
) -> None:
    Browser().post("/accounts/signup/", NEW | {"password1": "the intruder knows"})
    owner_of_the_mailbox = Browser()
    sign_in_by_code(owner_of_the_mailbox, NEW["email"], mailoutbox)
    user = User.objects.get(email=NEW["email"])
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()
    response = Browser().post("/accounts/login/", {"login": NEW["email"], "password": "the intruder knows"})
    assert response.status_code == 200


def test_ones_own_password_survives_a_code(world: World, mailoutbox: list[Any]) -> None:
    sign_in_by_code(Browser(), KNOWN, mailoutbox)
    assert User.objects.get(email=KNOWN).has_usable_password()


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_after_a_code_too(world: World, mailoutbox: list[Any]) -> None:
    user = world.ours.manager.user
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    browser = Browser()
    assert sign_in_by_code(browser, KNOWN, mailoutbox)["Location"].startswith("/accounts/2fa/authenticate/")
    assert browser.get("/northlight/me/").status_code == 302
    page = browser.get("/accounts/2fa/authenticate/").content.decode()
    assert "One more step" in page
    assert 'role="alert"' in browser.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    response = browser.post("/accounts/2fa/authenticate/", {"code": totp_code("JBSWY3DPEHPK3PXP")})
    assert response["Location"] == "/"
    assert browser.get("/northlight/me/").status_code == 200


def test_a_recovery_code_opens_once(world: World, mailoutbox: list[Any]) -> None:
    user = world.ours.manager.user
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    browser = Browser()
    sign_in_by_code(browser, KNOWN, mailoutbox)
    assert browser.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/"
    other = Browser()
    sign_in_by_code(other, KNOWN, mailoutbox)
    assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_secrets_of_second_factors_are_not_stored_as_they_are(world: World) -> None:
    TOTP.activate(world.ours.manager.user, "JBSWY3DPEHPK3PXP")
    stored = Authenticator.objects.get().data
    assert "JBSWY3DPEHPK3PXP" not in str(stored)


def test_setting_up_an_app_shows_a_picture_and_then_the_recovery_codes(world: World) -> None:
    browser = Browser()
    browser.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml;base64" in page
    secret = re.search(r"<code dir=\"ltr\">([A-Z2-7]{16,})</code>", page)
    assert secret
    response = browser.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret[1])}, follow=True)
    assert response.content.decode().count("<li><code>") == 10
    assert "Turn off" in browser.get("/accounts/2fa/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/password/reset/",
        "/accounts/logout/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/sessions/",
        "/accounts/inactive/",
        "/accounts/password/reset/key/1-wrong/",
    ],
)
def test_every_page_of_an_account_is_ours_and_keeps_the_policy(world: World, address: str) -> None:
    browser = Browser()
    browser.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = browser.get(address, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="plain' in page
    assert not re.search(r"<script(?![^>]*src=)(?![^>]*application/json)|\sstyle=|\son\w+=", page)
    assert "unsafe" not in response["Content-Security-Policy"]


def test_signing_out_needs_a_post(world: World) -> None:
    browser = world.browser(world.ours.owner)
    browser.get("/accounts/logout/")
    assert browser.get("/northlight/me/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/northlight/me/").status_code == 302


def test_a_required_second_factor_stands_before_everything(world: World) -> None:
    Agency.objects.filter(pk=world.ours.agency.pk).update(second_factor_required=True)
    browser = world.browser(world.ours.manager)
    needed = "/northlight/me/second-factor/"
    assert browser.get("/northlight/me/")["Location"] == needed
    assert "Add a passkey" in browser.get(needed).content.decode()
    TOTP.activate(world.ours.manager.user, "JBSWY3DPEHPK3PXP")
    assert browser.get(needed).status_code == 302
    assert browser.get("/northlight/me/").status_code == 200
    assert world.browser(world.theirs.owner).get(needed).status_code == 404
    assert world.browser(None).get(needed).status_code == 302


def test_changes_of_an_account_are_told_with_time_and_zone(world: World, mailoutbox: list[Any]) -> None:
    browser = Browser()
    browser.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    new = {"password1": "a new and longer one", "password2": "a new and longer one"}
    response = browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}, follow=True)
    assert "The password is changed." in response.content.decode()
    assert mailoutbox[0].subject == "Your password was changed"
    assert re.search(r"It was done on \w+ \d+ \w+ \d{4} \d\d:\d\d \(Berlin\), from 127.0.0.1", mailoutbox[0].body)
    assert "It was not you?" in mailoutbox[0].body
    assert browser.get("/northlight/me/").status_code == 200


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(world: World, mailoutbox: list[Any]) -> None:
    Browser().post("/accounts/password/reset/", {"email": KNOWN})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mailoutbox[0].body)
    assert link
    browser = Browser()
    form = browser.get(link[1])["Location"]
    assert "A new password" in browser.get(form).content.decode()
    assert "too short" in browser.post(form, {"password1": "short", "password2": "short"}).content.decode()
    browser.post(form, {"password1": "quite another one", "password2": "quite another one"})
    assert Browser().post("/accounts/login/", {"login": KNOWN, "password": "quite another one"})["Location"] == "/"
    assert "does not work any more" in Browser().get(link[1]).content.decode()


def test_a_further_address_is_confirmed_by_a_code(world: World, mailoutbox: list[Any]) -> None:
    browser = Browser()
    browser.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", {"action_add": "", "email": "ida@home.example"})
    assert mailoutbox[0].to == ["ida@home.example"]
    browser.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})
    assert EmailAddress.objects.get(email="ida@home.example").verified
    assert "ida@home.example" in browser.get("/accounts/email/").content.decode()
    browser.post("/accounts/email/", {"action_primary": "", "email": "ida@home.example"})
    assert User.objects.get(pk=world.ours.manager.user_id).email == "ida@home.example"


def test_other_sessions_are_ended(world: World) -> None:
    first, second = Browser(), Browser()
    for browser in (first, second):
        browser.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    assert "Sign out everywhere else" in second.get("/accounts/sessions/").content.decode()
    second.post("/accounts/sessions/")
    assert first.get("/northlight/me/").status_code == 302
    assert second.get("/northlight/me/").status_code == 200
