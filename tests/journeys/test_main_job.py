"""The main job, end to end, told in order: each test is a chapter and stands on those before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.bed import Rapport
from tests.journeys.visitor import Visitor, visitor

pytestmark = pytest.mark.journey

SLUG = "lumen"
OWNER, IDA, DANIEL = "helen@lumen.example", "ida@lumen.example", "daniel@lumen.example"


@pytest.fixture(scope="module", autouse=True)
def running(rapport: Rapport) -> None:
    rapport.start_worker()
    rapport.start_web()


@pytest.fixture(scope="module")
def owner(chromium: Browser, rapport: Rapport) -> Iterator[Visitor]:
    with visitor(chromium, rapport, OWNER) as someone:
        yield someone


@pytest.fixture(scope="module")
def ida(chromium: Browser, rapport: Rapport) -> Iterator[Visitor]:
    with visitor(chromium, rapport, IDA) as someone:
        yield someone


@pytest.fixture(scope="module")
def daniel(chromium: Browser, rapport: Rapport) -> Iterator[Visitor]:
    with visitor(chromium, rapport, DANIEL) as someone:
        yield someone


def test_an_owner_founds_an_agency(owner: Visitor) -> None:
    owner.open("/accounts/signup/")
    owner.fill("Your name *", "Helen Marsh")
    owner.fill("E-mail address *", OWNER)
    owner.fill("Name of the agency *", "Lumen Studio")
    owner.fill("Its address here", SLUG)
    owner.page.get_by_label("Where it works: the time zone").fill("Europe/Berlin")
    before = len(owner.rapport.smtp.received)
    owner.press("Go on")
    owner.sees("Is this your address?")
    owner.look()
    owner.type_code(after=before)
    owner.page.wait_for_url(f"**/{SLUG}/today/")
    owner.look()
    owner.done()
