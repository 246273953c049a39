"""Making the demo world, all of it or nothing, and wiping it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from agency import registry
from agency.demo.world import World
from agency.tenancy.scope import on_postgresql


def load(now: datetime, tell: Callable[[str, int, int], None]) -> World:
    """Tells the stories of all rooms and plays them up to `now`, in one transaction: nobody sees half a world.

    `tell` hears how far it has come: (agency, acts played, acts in all). Takes about a minute.
    """
    world = World(now)
    with _bell_in_this_process(), transaction.atomic():
        _plan_quickly()
        for _order, story in sorted(registry.demo_stories, key=lambda entry: entry[0]):
            story(world)
        world.play(tell)
        for finish in world.finishers:
            for house in world.houses.values():
                finish(house)
    cache.clear()
    return world


def _plan_quickly() -> None:
    """Tables being filled have no statistics: PostgreSQL overrates its queries and would compile each of them."""
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")


def wipe() -> None:
    """Empties every table of this database, the cache and the stored files. Accounts of operators go too."""
    call_command("flush", interactive=False, verbosity=0)
    cache.clear()
    shutil.rmtree(Path(settings.FILES_DIR) / "attachments", ignore_errors=True)


@contextmanager
def _bell_in_this_process() -> Iterator[None]:
    """The bells of the past ring for nobody: what really waits when the load is over is found by the sweeps."""
    before = current_app.conf.broker_url
    current_app.conf.update(broker_url="memory://localhost/")
    try:
        yield
    finally:
        current_app.conf.update(broker_url=before)
