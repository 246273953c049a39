"""Programs with tokens, and counting what they cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone, translation

from agency.domain import tokens
from agency.models import Membership
from agency.tenancy.scope import within
from tests.caches import IN_MEMORY
from tests.world import World

LIST_HEAD = "/api/v1/"


@dataclass
class Program:
    """Something that calls the API with a token."""

    token: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer, with `data` read from it. `path` stands under /api/v1/."""
        browser = Browser(headers={"Authorization": f"Bearer {self.token}", **headers})
        content = {"data": "" if body is None else body, "content_type": "application/json"}
        if method in {"get", "head"}:
            content = {}
        response = getattr(browser, method.lower())(f"{LIST_HEAD}{path}", **content)
        said_json = "json" in response.headers.get("Content-Type", "") and not response.streaming
        response.data = response.json() if said_json and response.content else None
        return response

    def get(self, path: str, **headers: str) -> Any:
        return self("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("post", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("put", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("patch", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self("delete", path, **headers)


def token_for(member: Membership, *, scope: str = "write", at: datetime | None = None, **fields: Any) -> str:
    with within(member.agency):
        at = at or timezone.now()
        fields = {"expires_at": at + timedelta(days=1), **fields}
        return tokens.create(name="Program", scope=scope, by=member, at=at, **fields)[1]


def program_for(member: Membership, *, scope: str = "write") -> Program:
    return Program(token_for(member, scope=scope))


@pytest.fixture
def owner(world: World) -> Program:
    return program_for(world.ours.owner)


@pytest.fixture
def manager(world: World) -> Program:
    return program_for(world.ours.manager)


@pytest.fixture
def specialist(world: World) -> Program:
    return program_for(world.ours.specialist)


@pytest.fixture
def stranger(world: World) -> Program:
    """The owner of the other agency."""
    return program_for(world.theirs.owner)


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> Iterator[None]:
    """In memory: what is counted here must not depend on whoever else clears the cache of this folder."""
    settings.CACHES = IN_MEMORY
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    translation.activate("en")
    timezone.deactivate()
    yield
    translation.activate("en")
    timezone.deactivate()
