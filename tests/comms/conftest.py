"""What several tests of this room begin with."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from agency.models import Agency
from tests.comms.mailroom import ALWAYS
from tests.world import House, World


@pytest.fixture
def ours(world: World, tmp_path: Any, settings: Any) -> House:
    """Open round the clock, so that the hour at which the tests run does not matter."""
    settings.FILES_DIR = tmp_path
    Agency.objects.update(week=ALWAYS)
    world.ours.agency.refresh_from_db()
    return world.ours


@pytest.fixture
def dripping() -> Iterator[int]:
    """The port of a server that says a letter from time to time and never finishes a line."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)

        def drip() -> None:
            line, _address = listening.accept()
            with line, contextlib.suppress(OSError):
                while True:
                    line.sendall(b"*")
                    line.settimeout(0.02)
                    with contextlib.suppress(TimeoutError):
                        if not line.recv(100):
                            return

        speaker = threading.Thread(target=drip)
        speaker.start()
        yield listening.getsockname()[1]
        speaker.join()
