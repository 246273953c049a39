"""A database that several processes share, a world in it, and workers that can be killed.

A worker here is a process of its own, forked from this one so that it starts at once; it opens its own connections,
does what the worker's tasks do, and kill -9 finds it wherever it is.
"""

import io
import logging
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from celery import current_app
from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from kombu import pools

from comms import tasks
from tests.world import World, build_world

PATIENCE = 40.0
logger = logging.getLogger(__name__)


class Bed:
    """Where the processes meet: this one and the workers that it starts."""

    def __init__(self, world: World) -> None:
        self.world = world

    def start(self, *names: str) -> "Worker":
        """A worker that runs these tasks, one after another."""
        return fork(lambda: [getattr(tasks, name)() for name in names])

    def run(self, *names: str) -> None:
        """A round that nobody disturbs."""
        assert self.start(*names).ended() == 0

    def pipe(self, raw: bytes) -> "Worker":
        """A mail server's `manage.py receive_mail`, with the message on its standard input."""

        def receive() -> None:
            sys.stdin = SimpleNamespace(buffer=io.BytesIO(raw))  # type: ignore[assignment]
            call_command("receive_mail")

        return fork(receive)


def fork(work: Callable[[], object]) -> "Worker":
    connections["default"].close()
    pid = os.fork()
    if pid:
        return Worker(pid)
    code = 1
    try:
        pools.reset()
        current_app._after_fork()
        work()
        code = 0
    except BaseException:
        logger.exception("the worker failed")
    finally:
        os._exit(code)


class Worker:
    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.code: int | None = None

    def kill_when(self, reached: Callable[[], bool]) -> None:
        """kill -9 as soon as it is at the step in question."""
        wait_until(lambda: reached() or self.is_over())
        assert not self.is_over(), "it had ended before"
        self.kill_after(0)

    def kill_after(self, seconds: float) -> None:
        time.sleep(seconds)
        if not self.is_over():
            os.kill(self.pid, signal.SIGKILL)
            self.ended()

    def is_over(self) -> bool:
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code is not None

    def ended(self, within: float = PATIENCE) -> int:
        """Its exit code, within so many seconds."""
        wait_until(self.is_over, within)
        assert self.code is not None
        return self.code


def wait_until(reached: Callable[[], bool], within: float = PATIENCE) -> None:
    deadline = time.monotonic() + within
    while not reached():
        assert time.monotonic() < deadline, "the step was never reached"
        time.sleep(0.005)


@contextmanager
def sqlite_bed(folder: Path) -> Iterator[Bed]:
    """A file with the tables of the test database, which lives in memory and in this process alone."""
    memory = connections["default"]
    memory.ensure_connection()
    place = folder / "shared.sqlite3"
    copy = sqlite3.connect(place)
    memory.connection.backup(copy)
    copy.close()
    shared = DatabaseWrapper({**memory.settings_dict, "NAME": str(place)}, "default")
    connections["default"] = shared
    try:
        yield Bed(build_world())
    finally:
        shared.close()
        connections["default"] = memory


@contextmanager
def postgres_bed() -> Iterator[Bed]:
    """The test database itself: it is emptied after the test."""
    yield Bed(build_world())
