"""The test bed: databases as production has them, a world of two agencies and a stranger, time that is moved by ageing
rows.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.template.base import Template
from hypothesis import HealthCheck, settings as hypothesis_settings

from tests.journeys.databases import TEMPLATE
from tests.world import World, build_world

AS_SERVED = Template._render
END_OTHER_SESSIONS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""
"""A thread of the live server may still hold one, and a database in use cannot be dropped."""
pytest_plugins = ["tests.servers.fixtures"]
LONGEST = (
    "tests/demo/",
    "tests/journeys/main_job/",
    "tests/doors/test_axe.py",
    "tests/api/test_events.py",
    "tests/doors/",
    "tests/journeys/",
    "tests/api/test_schemathesis.py",
    "tests/faults/",
    "tests/reports/test_layout.py",
)
"""What takes longest begins first, so that nobody waits for the last process."""

hypothesis_settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck)
)
hypothesis_settings.register_profile("prove", deadline=None, max_examples=2000, suppress_health_check=list(HealthCheck))
hypothesis_settings.load_profile("prove" if os.environ.get("RAPPORT_FULL_SIZE") else "steady")


def pytest_configure() -> None:
    """Each browser of a test would look through all static files before its first page."""
    django_settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs PostgreSQL is left out of the SQLite run; what takes long begins first."""
    if not on_postgres():
        config.hook.pytest_deselected(items=[item for item in items if "postgres" in item.keywords])
        items[:] = [item for item in items if "postgres" not in item.keywords]
    items.sort(key=turn_of)


def turn_of(item: pytest.Item) -> int:
    return next((place for place, long in enumerate(LONGEST) if item.nodeid.startswith(long)), len(LONGEST))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On PostgreSQL the test database is made and migrated by the owner's role, as in production; where one stands
    ready (`tests/ready.py`) it is copied.
    """
    ready = os.environ.get(TEMPLATE)
    if on_postgres():
        switch_role("rapport_owner")
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = ready
    elif ready:
        connections["default"].settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """… and the tests run as the application's role, which owns nothing and cannot bypass row-level security."""
    if on_postgres():
        with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
            cursor.execute("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO rapport_app")
            connections["default"].close()
        switch_role("rapport_app")
    elif ready := os.environ.get(TEMPLATE):
        with django_db_blocker.unblock(), closing(sqlite3.connect(ready)) as stock:
            connections["default"].ensure_connection()
            stock.backup(connections["default"].connection)
    yield
    if on_postgres():
        with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
            cursor.execute(END_OTHER_SESSIONS)
        connections["default"].close()
        switch_role("rapport_owner")


def on_postgres() -> bool:
    return django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def switch_role(name: str) -> None:
    connections["default"].settings_dict["USER"] = name


@pytest.fixture(scope="session", autouse=True)
def templates_as_served(django_test_environment: None) -> None:
    """Django's test environment copies the context of every template and partial; nobody here asks for them."""
    Template._render = AS_SERVED  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def quiet_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    """Two agencies with clients and people, and a stranger. See tests/world.py."""
    return build_world()
