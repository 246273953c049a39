"""The doorbell: tells a worker that a row waits. All state is in the database; a sweep finds what a bell missed."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)


def ring(task: str, *ids: int | str, room: str = "comms") -> None:
    """Rings `<room>.tasks.<task>` with these ids once the running transaction is committed; at once outside one.

    A broker that is down delays the work until the next sweep, and does not fail what was committed.
    """

    def now() -> None:
        try:
            current_app.send_task(f"{room}.tasks.{task}", args=ids, retry=False, ignore_result=True)
        except (OSError, KombuError) as reason:
            logger.warning("the broker is down", extra={"task": task, "reason": type(reason).__name__})

    transaction.on_commit(now, robust=True)
