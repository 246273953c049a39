"""The bed of the stories: one whole Rapport and one browser a module, and a watch over every page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.bed import Rapport
from tests.journeys.databases import Stock
from tests.servers.imap import ImapMailbox
from tests.servers.smtp import SmtpServer

CHROMIUM = "/usr/bin/chromium"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop in the thread of the tests


_broken: dict[Path, str] = {}
"""Stories, by their folder or file, that have broken off, and where."""


def story_of(item: pytest.Item) -> Path | None:
    if item.get_closest_marker("told_in_order") is None:
        return None
    return item.path.parent if item.path.parent.name == "main_job" else item.path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A chapter that fails leaves a picture and the words of every open page; what comes after it is not told."""
    report = yield
    story = story_of(item)
    if report.failed and story is not None:
        _broken.setdefault(story, item.name)
        rapport = getattr(item, "funcargs", {}).get("rapport")
        for visitor in rapport.visitors if rapport else ():
            report.sections.append((visitor.email, visitor.picture(item.name)))
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    story = story_of(item)
    if story in _broken:
        pytest.skip(f"the story broke off at {_broken[story]}")


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    stock = Stock(tmp_path_factory.mktemp("stock"))
    yield stock
    stock.close()


@contextmanager
def whole_rapport(stock: Stock, imap_access: dict[str, str], folder: Path, blocker: Any) -> Iterator[Rapport]:
    """Servers for mail stand, the database is there; web and worker are started by whoever needs them."""
    place = imap_access["IMAP_HOST"], int(imap_access["IMAP_PORT"])
    mailbox = ImapMailbox(*place, f"studio-{token_hex(3)}@lumen.example", imap_access["IMAP_PASSWORD"])
    with SmtpServer() as smtp, stock.database(folder) as database:
        rapport = Rapport(folder, database, smtp, mailbox, blocker)
        try:
            yield rapport
        finally:
            rapport.close()


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        with playwright.chromium.launch(executable_path=CHROMIUM, args=arguments) as browser:
            yield browser


@pytest.fixture
def rapport(
    stock: Stock, imap_access: dict[str, str], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Rapport]:
    """A Rapport of one's own, of which nothing runs yet."""
    with whole_rapport(stock, imap_access, tmp_path_factory.mktemp("rapport"), django_db_blocker) as rapport:
        yield rapport
