"""API tokens: shown once, kept as a digest, revoked for good."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from agency import keys
from agency.domain import tokens
from agency.models import ApiToken, Event
from agency.permissions import Refused
from agency.tenancy.scope import within
from tests.world import World

TOKENS = "/northlight/settings/tokens/"
OWN = {"own-name": "Nightly import", "own-scope": "write", "own-days": "30"}
AGENCYS = {"for_agency": "1", "agency-name": "Kitchen", "agency-scope": "read", "agency-days": ""}


def made(page: str) -> str:
    found = re.search(r'<code dir="ltr">(rp_[a-z0-9_-]+)</code>', page)
    assert found, "the token is shown"
    return found[1]


def test_a_token_is_shown_once(world: World) -> None:
    browser = world.browser(world.ours.specialist)
    response = browser.post(TOKENS, OWN)
    text = made(response.content.decode())
    assert "no-store" in response["Cache-Control"]
    assert text not in browser.get(TOKENS).content.decode()
    with within(world.ours.agency):
        token = ApiToken.objects.get()
    assert token.digest == keys.digest(text)
    assert token.hint == text[-4:]
    assert text.removeprefix("rp_").rpartition("_")[0] == "northlight"
    assert (token.scope, token.member_id, token.for_agency) == ("write", world.ours.specialist.pk, False)
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)
    with within(world.ours.agency):
        assert text not in str(Event.objects.get(verb="token.created").facts)


def test_tokens_of_the_agency_are_for_owners(world: World) -> None:
    assert made(world.browser(world.ours.owner).post(TOKENS, AGENCYS).content.decode())
    response = world.browser(world.ours.manager).post(TOKENS, AGENCYS)
    assert response.status_code == 403
    assert "manage the agency’s tokens" in response.content.decode()
    with within(world.ours.agency):
        assert ApiToken.objects.get().for_agency


@pytest.mark.parametrize(
    "typed", [{"own-name": ""}, {"own-scope": "root"}, {"own-days": "99999"}, {"own-name": "x" * 81}]
)
def test_bad_input(world: World, typed: dict[str, str]) -> None:
    assert world.browser(world.ours.owner).post(TOKENS, OWN | typed).status_code == 422
    with within(world.ours.agency):
        assert not ApiToken.objects.exists()


def test_one_sees_ones_own_and_owners_the_agencys(world: World) -> None:
    for member, name in ((world.ours.owner, "of Helen"), (world.ours.manager, "of Ida")):
        world.browser(member).post(TOKENS, OWN | {"own-name": name})
    world.browser(world.ours.owner).post(TOKENS, AGENCYS)
    owners = world.browser(world.ours.owner).get(TOKENS).content.decode()
    managers = world.browser(world.ours.manager).get(TOKENS).content.decode()
    assert ("of Helen" in owners, "of Ida" in owners, "Kitchen" in owners) == (True, False, True)
    assert ("of Helen" in managers, "of Ida" in managers, "Kitchen" in managers) == (False, True, False)


def test_revoked_for_good(world: World) -> None:
    world.browser(world.ours.manager).post(TOKENS, OWN)
    with within(world.ours.agency):
        key = ApiToken.objects.get().key
    address = f"{TOKENS}{key}/revocation/"
    assert world.browser(world.ours.backup).post(address).status_code == 404
    assert world.browser(world.theirs.owner).post(address).status_code == 404
    assert world.browser(world.theirs.owner).post(f"/harbour/settings/tokens/{key}/revocation/").status_code == 404
    assert world.browser(world.ours.manager).get(address).status_code == 405
    assert world.browser(world.ours.manager).post(address).status_code == 302
    assert "Nightly import" not in world.browser(world.ours.manager).get(TOKENS).content.decode().replace(
        "“Nightly", ""
    )
    with within(world.ours.agency):
        assert ApiToken.objects.get().revoked_at
        tokens.revoke(ApiToken.objects.get(), by=world.ours.manager, at=timezone.now())
        assert Event.objects.filter(verb="token.revoked").count() == 1


def test_an_owner_revokes_anybodys(world: World) -> None:
    world.browser(world.ours.manager).post(TOKENS, OWN)
    with within(world.ours.agency):
        token = ApiToken.objects.get()
        with pytest.raises(Refused):
            tokens.revoke(token, by=world.ours.backup, at=timezone.now())
    assert world.browser(world.ours.owner).post(f"{TOKENS}{token.key}/revocation/").status_code == 302


def test_not_without_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "PER_MEMBER", 1)
    browser = world.browser(world.ours.owner)
    browser.post(TOKENS, OWN)
    response = browser.post(TOKENS, OWN)
    assert response.status_code == 422
    assert "Revoke one that is no longer used" in response.content.decode()
    assert browser.post(TOKENS, AGENCYS).status_code == 200


def test_the_list_takes_the_same_queries_for_few_and_many(
    world: World, queries: Callable[[Callable[[], object]], int]
) -> None:
    browser = world.browser(world.ours.owner)
    browser.post(TOKENS, OWN)
    browser.post(TOKENS, AGENCYS)
    browser.get(TOKENS)
    few = queries(lambda: browser.get(TOKENS))
    for _more in range(2):
        browser.post(TOKENS, OWN)
        browser.post(TOKENS, AGENCYS)
    assert queries(lambda: browser.get(TOKENS)) == few
