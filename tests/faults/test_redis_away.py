"""While Redis is away, pages and programs go on; only what must be counted or done once waits."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import Client as Browser
from django.utils import timezone

from agency.tenancy.scope import within
from comms.models import Interaction, Request
from tests.api.conftest import Program, program_for
from tests.api.scenes import asked
from tests.servers.daemons import Redis
from tests.world import World

REDIS = "django.core.cache.backends.redis.RedisCache"


class LastTaken(RedisCache):
    """Redis as it is, and it goes away as soon as a key has been taken."""

    server: ClassVar[Redis]

    def add(self, *args: Any, **kwargs: Any) -> bool:
        taken = super().add(*args, **kwargs)
        self.server.halt()
        return bool(taken)


def kept_in(server: Redis, backend: str = REDIS) -> dict[str, dict[str, Any]]:
    """Caches as in production."""
    there = {"LOCATION": server.environment()["REDIS_URL"]}
    shortcuts = there | {"BACKEND": "agency.shortcuts.ShortcutCache"}
    return {"default": there | {"BACKEND": backend}, "shortcuts": shortcuts}


@pytest.fixture
def away(redis_server: Redis, settings: Any) -> Iterator[None]:
    """A Redis that was there a moment ago."""
    settings.CACHES = kept_in(redis_server)
    cache.set("here", True)
    redis_server.halt()
    yield
    redis_server.start()


@pytest.fixture
def leaving(redis_server: Redis, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Redis that goes away in the middle of a call that may be made only once."""
    monkeypatch.setattr(LastTaken, "server", redis_server, raising=False)
    settings.CACHES = kept_in(redis_server, f"{__name__}.{LastTaken.__name__}")
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


@pytest.mark.django_db(transaction=True)
def test_what_was_done_is_answered_as_done_though_the_answer_cannot_be_kept(
    world: World, waiting: Request, leaving: None
) -> None:
    once = {"Idempotency-Key": "one"}
    answer = program_for(world.ours.manager).post(f"requests/{waiting.key}/notes/", {"text": "Once."}, **once)
    assert (answer.status_code, answer.data["text"]) == (201, "Once.")
    with within(world.ours.agency):
        assert Interaction.objects.filter(kind=Interaction.Kind.NOTE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_told_though_its_mark_cannot_be_taken_off(world: World, leaving: None) -> None:
    same = {"name": world.ours.client.name}
    answer = program_for(world.ours.manager).post("clients/", same, **{"Idempotency-Key": "one"})
    assert (answer.status_code, answer.data["title"]) == (422, "Refused")


def test_a_web_process_stays_in_service(db: None, away: None) -> None:
    ready = Browser().get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert (ready.json()["database"], ready.json()["cache"]) == ("ok", "down")


def test_signing_in_is_not_tried_uncounted(db: None, away: None) -> None:
    browser = Browser(raise_request_exception=False)
    page = browser.post("/accounts/login/code/", {"email": "helen@northlight.example"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "Not available just now" in page.content.decode()
