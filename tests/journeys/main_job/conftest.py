"""One Rapport and five people for the whole story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.bed import Rapport
from tests.journeys.conftest import launched, whole_rapport
from tests.journeys.databases import Stock
from tests.journeys.main_job.cast import DANIEL, HELEN, IDA, MARIA
from tests.journeys.visitor import Visitor, visitor


@pytest.fixture(scope="package")
def rapport(
    stock: Stock,
    imap_access: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
) -> Iterator[Rapport]:
    """Everything runs: web, worker with its scheduler, the provider's SMTP server, the agency's IMAP server."""
    with whole_rapport(stock, imap_access, tmp_path_factory.mktemp("story"), django_db_blocker) as rapport:
        rapport.start_worker()
        rapport.start_web()
        yield rapport


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def people(chromium: Browser, rapport: Rapport) -> Iterator[dict[str, Visitor]]:
    """Each with a browser of their own; the client's contact has a telephone."""
    with _all_of(chromium, rapport) as everybody:
        yield everybody


@contextmanager
def _all_of(chromium: Browser, rapport: Rapport) -> Iterator[dict[str, Visitor]]:
    with (
        visitor(chromium, rapport, HELEN) as helen,
        visitor(chromium, rapport, IDA) as ida,
        visitor(chromium, rapport, DANIEL) as daniel,
        visitor(chromium, rapport, MARIA, narrow=True) as maria,
    ):
        yield {one.email: one for one in (helen, ida, daniel, maria)}


@pytest.fixture
def helen(people: dict[str, Visitor]) -> Visitor:
    """The owner."""
    return people[HELEN]


@pytest.fixture
def ida(people: dict[str, Visitor]) -> Visitor:
    """The manager who leads."""
    return people[IDA]


@pytest.fixture
def daniel(people: dict[str, Visitor]) -> Visitor:
    """The manager who backs her up."""
    return people[DANIEL]


@pytest.fixture
def maria(people: dict[str, Visitor]) -> Visitor:
    """The client's contact who decides."""
    return people[MARIA]


@pytest.fixture(autouse=True)
def nothing_was_wrong(people: dict[str, Visitor], rapport: Rapport) -> Iterator[None]:
    """After each chapter: no page complained, and no log did."""
    yield
    complaints = [complaint for one in people.values() for complaint in one.take_complaints()]
    assert complaints + rapport.complaints() == []
