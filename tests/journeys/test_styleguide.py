"""The style guide in a real browser: nothing for axe to find in any theme or direction, nothing wider than a phone,
no complaint in the console under the strict policy, and the keys that pages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from agency.views.styleguide import PAGES

CHROMIUM = "/usr/bin/chromium"
SHOWN = ("", *(page for page in PAGES if page not in ("found", "commands")))
pytestmark = pytest.mark.journey


@pytest.fixture(scope="session", autouse=True)
def collected_static_files() -> None:
    """WhiteNoise warns of a missing folder even where it serves from the sources."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@contextmanager
def browser_page(width: int = 1440) -> Iterator[tuple[Page, list[str]]]:
    """A page and what its console complained of."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
        yield page, complaints
        browser.close()


@pytest.mark.parametrize(
    ("theme", "direction"),
    [
        ("light", "ltr"),
        ("dark", "rtl"),
        pytest.param("dark", "ltr", marks=pytest.mark.prove),
        pytest.param("light", "rtl", marks=pytest.mark.prove),
    ],
)
def test_axe_finds_nothing(live_server: Any, theme: str, direction: str) -> None:
    with browser_page() as (page, complaints):
        for name in SHOWN:
            answer = page.goto(f"{live_server.url}/styleguide/?page={name}&theme={theme}&dir={direction}")
            assert answer is not None
            assert answer.ok
            page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
            found = Axe().run(page).response["violations"]
            assert not found, [(name, one["id"], [node["target"] for node in one["nodes"]]) for one in found]
        assert complaints == []


@pytest.mark.parametrize("width", [320, pytest.param(768, marks=pytest.mark.prove)])
def test_no_page_scrolls_sideways(live_server: Any, width: int) -> None:
    with browser_page(width) as (page, _complaints):
        for name in SHOWN:
            for direction in ("ltr", "rtl"):
                page.goto(f"{live_server.url}/styleguide/?page={name}&dir={direction}")
                spare = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert page.evaluate(spare) == 0, (name, direction)


def test_everything_is_reached_from_a_phone_without_script(live_server: Any) -> None:
    with browser_page(375) as (page, _complaints):
        quiet = page.context.browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})  # type: ignore[union-attr]
        plain = quiet.new_page()
        plain.goto(f"{live_server.url}/styleguide/?page=today")
        work = plain.get_by_role("navigation", name="Main").get_by_role("link", name="Work")
        assert not work.is_visible()
        plain.get_by_role("link", name="More", exact=True).click()
        assert work.is_visible()
        clients = plain.get_by_role("navigation", name="Your clients")
        assert clients.get_by_role("link", name="Kessler Mühle").is_visible()
        plain.get_by_text("Ida Brandt").click()
        assert plain.get_by_role("link", name="Your settings").is_visible()
        plain.get_by_role("link", name="Close").click()
        assert not work.is_visible()


def test_keys_walk_press_and_search(live_server: Any) -> None:
    with browser_page() as (page, complaints):
        page.goto(f"{live_server.url}/styleguide/?page=today")
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == "row-2"
        page.keyboard.press("Control+k")
        page.keyboard.type("agile")
        page.get_by_role("option", name="Solvang Cycles").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
        page.keyboard.press("ArrowDown")
        chosen = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
        assert page.evaluate(f"{chosen}.getAttribute('aria-selected')") == "true"
        page.keyboard.press("Escape")
        assert not page.evaluate("document.getElementById('palette').open")
        page.locator("h1").click()
        page.keyboard.press("?")
        page.get_by_role("dialog", name="Keys").get_by_label("Use these keys").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") != "row-open"
        assert complaints == []


def test_what_is_typed_is_kept_and_the_theme_too(live_server: Any) -> None:
    with browser_page() as (page, complaints):
        page.goto(f"{live_server.url}/styleguide/")
        page.locator("form[data-draft] input[name=new-task]").fill("Product feed")
        page.get_by_text("Draft kept").wait_for()
        page.goto(f"{live_server.url}/styleguide/?page=plain")
        page.get_by_role("button", name="Light or dark").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        kept = {one["name"]: one["value"] for one in page.context.cookies()}
        assert kept["theme"] == "dark"
        assert complaints == []
