"""While Redis is away, pages and programs go on; only what must be counted or done once waits."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone

from agency.tenancy.scope import within
from comms.models import Interaction, Request
from tests.api.conftest import Program, program_for
from tests.api.scenes import asked
from tests.servers.daemons import Redis
from tests.world import World


@pytest.fixture
def away(redis_server: Redis, settings: Any) -> Iterator[None]:
    """A Redis that was there a moment ago."""
    there = {"LOCATION": redis_server.environment()["REDIS_URL"]}
    settings.CACHES = {
        "default": there | {"BACKEND": "django.core.cache.backends.redis.RedisCache"},
        "shortcuts": there | {"BACKEND": "agency.shortcuts.ShortcutCache"},
    }
    cache.set("here", True)
    redis_server.halt()
    yield
    redis_server.start()


@pytest.fixture
def waiting(world: World) -> Request:
    with within(world.ours.agency):
        return asked(world.ours.contact, timezone.now())


def test_pages_open(world: World, waiting: Request, away: None) -> None:
    house = world.ours
    browser = world.browser(house.owner)
    for path in ("today/", "inbox/", f"requests/{waiting.key}/", f"clients/{house.client.key}/", "overview/"):
        assert browser.get(house.url(path)).status_code == 200, path


def test_programs_are_answered_and_their_calls_not_counted(world: World, waiting: Request, away: None) -> None:
    program = program_for(world.ours.manager)
    assert program.get(f"requests/{waiting.key}/").status_code == 200
    assert program.post(f"requests/{waiting.key}/notes/", {"text": "Seen."}).status_code == 201


def test_what_may_be_done_only_once_waits(world: World, waiting: Request, away: None) -> None:
    program: Program = program_for(world.ours.manager)
    refused = program.post(f"requests/{waiting.key}/notes/", {"text": "Once."}, **{"Idempotency-Key": "one"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert refused.data["detail"] == "Nothing was done. Please try again in a minute."
    with within(world.ours.agency):
        assert not Interaction.objects.filter(kind=Interaction.Kind.NOTE).exists()


def test_signing_in_is_not_tried_uncounted(db: None, away: None) -> None:
    browser = Browser(raise_request_exception=False)
    page = browser.post("/accounts/login/code/", {"email": "helen@northlight.example"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "Not available just now" in page.content.decode()
