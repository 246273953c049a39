"""For whoever watches the machine: is the process alive, and can it serve? Says what is down, never why in detail."""

import logging
from collections.abc import Callable
from uuid import uuid4

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from agency.doors import open_door

log = logging.getLogger("rapport.health")
NEEDED = {"database", "migrations"}
_migrated = False


@open_door("machine")
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@open_door("machine")
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Names the parts that are down. 503 only for those without which no page is served, or a balancer would take every
    web process out while Redis is away: then the status is 'degraded', and 200.
    """
    checks: dict[str, Callable[[], bool]] = {
        "database": database_answers,
        "migrations": migrations_applied,
        "cache": cache_keeps,
        "broker": broker_answers,
    }
    found = {name: "ok" if _holds(name, check) else "down" for name, check in checks.items()}
    down = {name for name, state in found.items() if state == "down"}
    status = "down" if down & NEEDED else "degraded" if down else "ok"
    return JsonResponse({"status": status, **found}, status=503 if status == "down" else 200)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:
        log.warning("%s is down: %s", name, type(error).__name__)
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations_applied() -> bool:
    """Asked until it is true once: a process that runs does not become unmigrated."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def cache_keeps() -> bool:
    key, value = f"health:{uuid4()}", uuid4().hex
    cache.set(key, value, 10)
    kept = cache.get(key) == value
    cache.delete(key)
    return bool(kept)


def broker_answers() -> bool:
    """Who asks waits a few seconds at most: a broker that is silent is as good as down."""
    with current_app.connection_for_write(connect_timeout=2, transport_options=settings.QUICKLY) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=2)
        return bool(broker.connected)
