"""The sweep's world, built once for all tests of this folder inside a transaction that is rolled back at its end."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.caches import IN_MEMORY
from tests.doors import scene as scenes
from tests.doors.scene import Scene
from tests.doors.sweep import Sweep

OUTBOX = "comms.outbox_backend.OutboxBackend"  # as in production, so that mails to accounts are read, too


@pytest.fixture(scope="package")
def scene(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Two agencies with all that they hold; see scene.py. What a test changes it takes back itself."""
    files = tmp_path_factory.mktemp("files")
    logging.disable(logging.CRITICAL)
    with (
        override_settings(FILES_DIR=files, CACHES=IN_MEMORY, EMAIL_BACKEND=OUTBOX, INVITATION_DAYS=7),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        cache.clear()
        yield scenes.build(files)
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="package")
def sweep(scene: Scene) -> Sweep:
    """Everybody with a browser, and how all rows stand. Every request is taken back."""
    return Sweep(scene)
