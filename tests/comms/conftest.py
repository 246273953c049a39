"""What several tests of this room begin with."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from agency.models import Agency
from comms.models import Request
from tests.comms.mailroom import ALWAYS, point_to, written_by
from tests.servers.chat import ChatService
from tests.servers.smtp import SmtpServer
from tests.world import House, World


@pytest.fixture
def house(world: World, tmp_path: Any, settings: Any) -> House:
    """With the hours that an agency begins with."""
    settings.FILES_DIR = tmp_path
    return world.ours


@pytest.fixture
def ours(house: House) -> House:
    """Open round the clock, so that the hour at which the tests run does not matter."""
    Agency.objects.update(week=ALWAYS)
    house.agency.refresh_from_db()
    return house


@pytest.fixture
def server(smtp_server: SmtpServer, settings: Any) -> SmtpServer:
    """Takes what we send, and waits no longer than a test may."""
    point_to(smtp_server, settings)
    return smtp_server


@pytest.fixture
def request_(ours: House) -> Request:
    return written_by(ours, ours.contact, subject="Sale on Friday?", message_id="<one@client.example>")


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


@pytest.fixture
def service() -> Iterator[ChatService]:
    with ChatService() as running:
        yield running
