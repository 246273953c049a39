"""The bed of the stories: one whole Rapport and one browser a module, and a watch over every page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.bed import Rapport
from tests.journeys.databases import Stock
from tests.servers.imap import ImapMailbox
from tests.servers.smtp import SmtpServer

CHROMIUM = "/usr/bin/chromium"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop in the thread of the tests


PICTURES = Path(__file__).resolve().parents[2] / "var" / "journeys"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A chapter that fails leaves a picture and the words of every open page; what comes after it is not told."""
    report = yield
    if report.failed and item.get_closest_marker("told_in_order"):
        item.parent.broken_at = item.name  # type: ignore[union-attr]
        rapport = getattr(item, "funcargs", {}).get("rapport")
        for visitor in rapport.visitors if rapport else ():
            PICTURES.mkdir(parents=True, exist_ok=True)
            place = PICTURES / f"{item.name}.{visitor.email}"
            visitor.page.screenshot(path=f"{place}.png", full_page=True)
            report.sections.append((f"{visitor.email} at {visitor.page.url}, picture in {place}.png", visitor.words()))
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    broken_at = getattr(item.parent, "broken_at", "")
    if broken_at:
        pytest.skip(f"the story broke off at {broken_at}")


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    stock = Stock(tmp_path_factory.mktemp("stock"))
    yield stock
    stock.close()


@pytest.fixture(scope="module")
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def studio_mailbox(imap_access: dict[str, str]) -> ImapMailbox:
    """The agency's mailbox, at a provider that knows nothing of Rapport."""
    place = imap_access["IMAP_HOST"], int(imap_access["IMAP_PORT"])
    return ImapMailbox(*place, "studio@lumen.example", imap_access["IMAP_PASSWORD"])


@pytest.fixture(scope="module")
def rapport(
    stock: Stock,
    smtp: SmtpServer,
    studio_mailbox: ImapMailbox,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
) -> Iterator[Rapport]:
    """Nothing runs yet; start what the story needs."""
    folder: Path = tmp_path_factory.mktemp("rapport")
    with stock.database(folder) as database:
        rapport = Rapport(folder, database, smtp, studio_mailbox, django_db_blocker)
        try:
            yield rapport
        finally:
            rapport.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        with playwright.chromium.launch(executable_path=CHROMIUM, args=arguments) as browser:
            yield browser
