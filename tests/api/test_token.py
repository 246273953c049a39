"""What a token opens, and that nothing else does."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from agency.models import Agency, ApiToken, Membership, User
from agency.tenancy.scope import within
from tests.api.conftest import Program, program_for, token_for
from tests.world import World

REFUSED = {
    "type": "about:blank",
    "title": "No valid token",
    "status": 401,
    "detail": "Send a valid token: Authorization: Bearer rp_…",
}


def test_a_token_says_whom_it_acts_as(world: World, manager: Program) -> None:
    answer = manager.get("token/")
    assert answer.status_code == 200
    assert answer.data["agency"] == "northlight"
    assert answer.data["scope"] == "write"
    assert answer.data["member"]["id"] == world.ours.manager.key
    assert answer.data["expires_at"].endswith("Z")
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_valid_token_all_answers_are_alike(world: World) -> None:
    good = token_for(world.ours.owner)
    for text in (
        "",
        "rp_",
        "rp_northlight_",
        "nonsense",
        good[:-1] + "!",
        good.replace("northlight", "harbour"),
        "rp_nobody_" + "a" * 36,
    ):
        answer = Program(text).get("clients/")
        assert (answer.status_code, answer.data) == (401, REFUSED), text
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Rapport"'
    assert Browser().get("/api/v1/clients/").json() == REFUSED
    assert Program(good).get("clients/").status_code == 200


def test_a_session_opens_nothing(world: World) -> None:
    assert world.browser(world.ours.owner).get("/api/v1/clients/").status_code == 401


@pytest.mark.parametrize("state", ["expired", "revoked", "deactivated", "no longer a user", "agency closed"])
def test_a_token_that_is_over(world: World, state: str) -> None:
    program, now = program_for(world.ours.manager), timezone.now()
    assert program.get("clients/").status_code == 200
    with within(world.ours.agency):
        match state:
            case "expired":
                ApiToken.objects.update(expires_at=now - timedelta(seconds=1))
            case "revoked":
                ApiToken.objects.update(revoked_at=now)
            case "deactivated":
                Membership.objects.filter(pk=world.ours.manager.pk).update(deactivated_at=now)
            case "no longer a user":
                User.objects.filter(pk=world.ours.manager.user_id).update(is_active=False)
            case _:
                Agency.objects.filter(pk=world.ours.agency.pk).update(closed_at=now)
    answer = program.get("clients/")
    assert (answer.status_code, answer.data) == (401, REFUSED)


def test_a_reading_token_writes_nothing(world: World) -> None:
    program = program_for(world.ours.owner, scope="read")
    assert program.get("clients/").status_code == 200
    answer = program.post("clients/", {"name": "New"})
    assert answer.status_code == 403
    assert answer.data["detail"] == "This token may read only."
    assert program.delete(f"clients/{world.ours.client.key}/archive/").status_code == 403


def test_use_is_noted_at_most_once_a_minute(world: World, manager: Program) -> None:
    def used() -> object:
        with within(world.ours.agency):
            return ApiToken.objects.get().last_used_at

    assert used() is None
    manager.get("agency/")
    first = used()
    assert first is not None
    manager.get("agency/")
    assert used() == first


def test_calls_are_counted_by_token(world: World, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.throttling.TokenThrottle.rate", "2/min", raising=False)
    first, second = program_for(world.ours.owner), program_for(world.ours.manager)
    assert [first.get("agency/").status_code for _call in range(3)] == [200, 200, 429]
    answer = first.get("agency/")
    assert answer.data["title"] == "Too many calls"
    assert int(answer.headers["Retry-After"]) > 0
    assert second.get("agency/").status_code == 200
    nobody = Program("rp_northlight_" + "0" * 36)
    assert [nobody.get("agency/").status_code for _call in range(3)] == [401, 401, 429]


def test_what_is_not_done_here(world: World, manager: Program) -> None:
    answer = manager.delete("agency/")
    assert (answer.status_code, answer.data["title"]) == (405, "Not done here")
    assert manager("options", "agency/").status_code == 405
    assert manager("head", "agency/").status_code == 200
    answer = manager.get("agency/", Accept="text/html")
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
    answer = Browser(headers={"Authorization": f"Bearer {manager.token}"}).post(
        "/api/v1/clients/", data="<x/>", content_type="application/xml"
    )
    assert answer.status_code == 415


def test_an_address_that_is_none(world: World, manager: Program) -> None:
    missing = manager.get("clients/000000000000/")
    assert missing.status_code == 404
    for path in ("clients", "nothing/", "clients/short/", "clients/UPPERCASE000/", "clients/%00/", "clients/../../x/"):
        answer = manager.get(path)
        assert (answer.status_code, answer.data) == (404, missing.data), path
