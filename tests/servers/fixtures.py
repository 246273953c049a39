"""Fixtures around the real servers. A conftest takes them in with `pytest_plugins = ["tests.servers.fixtures"]`."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator

import pytest

from tests.servers.daemons import IMAP, Redis
from tests.servers.imap import ImapMailbox
from tests.servers.smtp import SmtpServer


@pytest.fixture(autouse=True, scope="session")
def quiet_smtp_log() -> None:
    logging.getLogger("mail.log").setLevel(logging.WARNING)


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """An SMTP server that accepts everything until told otherwise."""
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="session")
def imap_access() -> Iterator[dict[str, str]]:
    """IMAP_HOST, IMAP_PORT and IMAP_PASSWORD: of bin/with-servers if it runs, else of a dovecot started here."""
    if "IMAP_HOST" in os.environ:
        yield {name: os.environ[name] for name in ("IMAP_HOST", "IMAP_PORT", "IMAP_PASSWORD")}
    else:
        with IMAP() as server:
            yield server.environment()


@pytest.fixture
def imap_mailbox(imap_access: dict[str, str]) -> ImapMailbox:
    """An empty mailbox of its own for each test."""
    login = f"box-{secrets.token_hex(4)}@agency.example"
    return ImapMailbox(imap_access["IMAP_HOST"], int(imap_access["IMAP_PORT"]), login, imap_access["IMAP_PASSWORD"])


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    """A Redis of one's own, to be flushed, halted and killed."""
    with Redis() as server:
        yield server
