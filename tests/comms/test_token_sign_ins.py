"""Signing in by token: a real issuer over HTTP, and a real IMAP server that asks it whose token it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms import imap
from comms.domain import token_sign_ins
from comms.models import Mailbox, Notice, TokenSignIn
from tests.comms.mailroom import MARIA, eml
from tests.comms.test_mailboxes import fresh, poll, stored
from tests.servers.daemon import free_port
from tests.servers.imap import ImapMailbox
from tests.servers.tokens import Issuer, TokenIMAP
from tests.world import House, World, age

BOX = "hello@northlight.example"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with Issuer() as serving:
        serving.grants["refresh-me"] = BOX
        yield serving


@pytest.fixture
def server(issuer: Issuer) -> Iterator[ImapMailbox]:
    with TokenIMAP(issuer) as serving:
        yield ImapMailbox("127.0.0.1", serving.port, BOX, serving.password)


def filled(house: House, box: ImapMailbox, issuer: Issuer, **changed: Any) -> dict[str, Any]:
    return {
        "address": BOX,
        "host": box.host,
        "port": box.port,
        "username": BOX,
        "folder": "INBOX",
        "triage": house.owner.key,
        "sign_in": "other",
        "token_url": f"{issuer.url}/token",
        "client_id": "rapport-test",
        "client_secret": "s3cret-of-the-client",
        "refresh_token": "refresh-me",
        **changed,
    }


def connected(world: World, house: House, box: ImapMailbox, issuer: Issuer) -> Mailbox:
    page = world.browser(house.owner).post(house.url("settings/mailboxes/new/"), filled(house, box, issuer))
    assert page.status_code == 302, page.content.decode()
    with within(house.agency):
        return Mailbox.objects.get()


def test_a_mailbox_is_read_with_a_token_that_is_bought_when_it_ends(
    world: World, ours: House, server: ImapMailbox, issuer: Issuer
) -> None:
    mailbox = connected(world, ours, server, issuer)
    first = issuer.asked[0]
    assert (first["grant_type"], first["client_id"], first["client_secret"]) == (
        "refresh_token",
        "rapport-test",
        "s3cret-of-the-client",
    )
    server.deliver(eml(MARIA))
    assert poll(ours, mailbox) == 1
    assert len(stored(ours)) == 1
    bought = len(issuer.asked)
    poll(ours, mailbox)
    assert len(issuer.asked) == bought, "the access token is kept while it lasts"
    with within(ours.agency):
        row = TokenSignIn.objects.get()
        kept = bytes(row.client_secret) + bytes(row.access_token) + bytes(row.mailbox.secret)
        assert not any(word in kept for word in (b"s3cret", b"access-", b"refresh-me"))
        age(row, timedelta(hours=1))
    issuer.rotates = True
    poll(ours, mailbox)
    assert len(issuer.asked) == bought + 1
    del issuer.grants["refresh-me"]
    with within(ours.agency):
        age(TokenSignIn.objects.get(), timedelta(hours=2))
    assert poll(ours, mailbox) == 0
    assert fresh(ours, mailbox).problem == "", "a refresh token that the issuer renewed is the one that counts"


def test_a_permission_that_was_taken_back_is_said_and_tried_again(
    world: World, ours: House, server: ImapMailbox, issuer: Issuer
) -> None:
    mailbox = connected(world, ours, server, issuer)
    issuer.grants.clear()
    with within(ours.agency):
        TokenSignIn.objects.update(access_token=b"", access_until=None)
    poll(ours, mailbox)
    assert "has ended or was taken back" in fresh(ours, mailbox).problem
    with within(ours.agency):
        age(fresh(ours, mailbox), timedelta(minutes=20))
    poll(ours, mailbox)
    with within(ours.agency):
        assert Notice.objects.get(kind="mailbox.problem").member == ours.owner
    issuer.grants["refresh-me"] = BOX
    server.deliver(eml(MARIA))
    assert poll(ours, mailbox) == 1
    assert fresh(ours, mailbox).problem == ""


def test_a_token_that_the_server_refuses_is_thrown_away(
    world: World, ours: House, server: ImapMailbox, issuer: Issuer
) -> None:
    mailbox = connected(world, ours, server, issuer)
    poll(ours, mailbox)
    issuer.valid.clear()
    poll(ours, mailbox)
    assert "refused the user name or the token" in fresh(ours, mailbox).problem
    poll(ours, mailbox)
    assert fresh(ours, mailbox).problem == ""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((400, {"error": "invalid_grant"}), "taken back"),
        ((401, {"error": "invalid_client"}), "does not know the client id"),
        ((400, {"error": "invalid_scope"}), "not one to read mail"),
        ((503, b"<html>down</html>"), "troubles of its own"),
        ((200, {"token_type": "Bearer"}), "not understood"),
        ((302, {}), "not understood"),
        ((200, b"x" * 300_000), "not understood"),
    ],
)
def test_what_an_issuer_may_say_is_said_on_the_page(
    world: World, ours: House, imap_mailbox: ImapMailbox, issuer: Issuer, answer: Any, words: str
) -> None:
    issuer.answer = answer
    page = world.browser(ours.owner).post(ours.url("settings/mailboxes/new/"), filled(ours, imap_mailbox, issuer))
    assert page.status_code == 422
    assert words in page.content.decode()
    with within(ours.agency):
        assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"token_url": "https://127.0.0.1:1/token"}, "does not answer"),
        ({"token_url": ""}, "required"),
        ({"client_id": ""}, "required"),
        ({"refresh_token": ""}, "required"),
        ({"sign_in": "moon"}, "valid choice"),
        ({"token_url": "ftp://issuer.example/"}, "must be an address that begins with https"),
    ],
)
def test_what_is_missing_or_wrong(
    world: World, ours: House, imap_mailbox: ImapMailbox, issuer: Issuer, changed: dict[str, str], words: str
) -> None:
    sent = filled(ours, imap_mailbox, issuer, **changed)
    page = world.browser(ours.owner).post(ours.url("settings/mailboxes/new/"), sent)
    assert (page.status_code, words in page.content.decode()) == (422, True), page.content.decode()


def test_naming_an_issuer_is_no_way_to_look_around_in_here(ours: House, issuer: Issuer, settings: Any) -> None:
    settings.INTERNAL_HOSTS = []
    row = TokenSignIn(issuer="other", token_url=f"{issuer.url}/token", client_id="x")
    row.mailbox = Mailbox()
    with pytest.raises(imap.Trouble, match="begins with https"):
        token_sign_ins.access_token(row, "refresh-me", at=timezone.now())
    row.token_url = f"https://127.0.0.1:{free_port()}/token"
    with pytest.raises(imap.Trouble, match="inside this network"):
        token_sign_ins.access_token(row, "refresh-me", at=timezone.now())
    assert issuer.asked == []


def test_back_to_a_password(world: World, ours: House, server: ImapMailbox, issuer: Issuer) -> None:
    mailbox = connected(world, ours, server, issuer)
    browser, here = world.browser(ours.owner), ours.url(f"settings/mailboxes/{mailbox.key}/")
    shown = browser.get(here).content.decode()
    assert "rapport-test" in shown
    assert not any(word in shown for word in ("s3cret", "refresh-me"))
    kept = filled(ours, server, issuer, refresh_token="", client_secret="", active="on")
    assert browser.post(here, kept).status_code == 302
    password = {"sign_in": "password", "password": server.password, "active": "on"}
    assert browser.post(here, filled(ours, server, issuer, **{**password, "password": ""})).status_code == 422
    assert browser.post(here, filled(ours, server, issuer, **password)).status_code == 302
    with within(ours.agency):
        assert not TokenSignIn.objects.exists()
    assert poll(ours, mailbox) == 0
    assert fresh(ours, mailbox).problem == ""


def test_a_token_that_is_good_only_once_survives_the_test(
    world: World, ours: House, server: ImapMailbox, issuer: Issuer
) -> None:
    issuer.rotates = issuer.once = True
    browser, new = world.browser(ours.owner), ours.url("settings/mailboxes/new/")
    tried = browser.post(new, filled(ours, server, issuer, test="1")).content.decode()
    assert "It works" in tried
    assert 'value="refresh-1"' in tried
    assert browser.post(new, filled(ours, server, issuer, refresh_token="refresh-1")).status_code == 302
    with within(ours.agency):
        mailbox = Mailbox.objects.get()
    server.deliver(eml(MARIA))
    assert poll(ours, mailbox) == 1
    here = ours.url(f"settings/mailboxes/{mailbox.key}/")
    kept = filled(ours, server, issuer, refresh_token="", client_secret="", active="on")
    assert browser.post(here, kept).status_code == 302
    poll(ours, mailbox)
    assert fresh(ours, mailbox).problem == "", "the stored one was renewed by the test, and kept"


def test_stored_secrets_are_shown_to_no_other_place(
    world: World, ours: House, server: ImapMailbox, issuer: Issuer
) -> None:
    mailbox = connected(world, ours, server, issuer)
    browser, here = world.browser(ours.owner), ours.url(f"settings/mailboxes/{mailbox.key}/")
    asked = len(issuer.asked)
    for moved in ({"token_url": f"{issuer.url}/elsewhere"}, {"host": "imap.evil.example"}, {"sign_in": "google"}):
        kept = filled(ours, server, issuer, refresh_token="", client_secret="", active="on") | moved
        answer = browser.post(here, {**kept, "token_url": moved.get("token_url", "")} if "sign_in" in moved else kept)
        assert (answer.status_code, "given for another place" in answer.content.decode()) == (422, True)
    assert len(issuer.asked) == asked
    elsewhere = filled(ours, server, issuer, token_url=f"{issuer.url}/elsewhere", client_secret="", active="on")
    assert browser.post(here, elsewhere).status_code == 302
    assert "client_secret" not in issuer.asked[-1]


def test_the_presets_name_their_own_endpoints() -> None:
    for name in ("google", "microsoft"):
        assert token_sign_ins.TOKEN_URLS[TokenSignIn.Issuer(name)].startswith("https://")
