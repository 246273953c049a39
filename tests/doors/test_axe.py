"""Every page of the inventory in a real browser: nothing for axe to find, nothing wider than the screen, no complaint.

The browser's requests are answered by Django in this process, so that all pages are those of the sweep's world. They
are answered in contexts of their own (playwright runs a loop), to which the connection of the test is handed on.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client as Asker
from playwright.sync_api import Page, Route, ViewportSize

from agency.models import User
from tests.doors.aiming import Aim
from tests.doors.cases import FULL
from tests.doors.inventory import Entry, entries, foreign_entries
from tests.doors.sweep import Sweep, taken_back
from tests.journeys.conftest import launched

pytestmark = pytest.mark.django_db
HOST = "http://localhost"
PHONE, TABLET, DESK = (ViewportSize(width=width, height=900) for width in (375, 768, 1440))
LOOKS = (("en", "light"), ("ar", "dark"), ("en", "dark"), ("ar", "light"))
SIDEWAYS = """() => {
  const page = document.documentElement, wide = page.clientWidth + 1;
  if (page.scrollWidth <= page.clientWidth) return [];
  const beyond = [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > wide);
  return [page.scrollWidth, ...beyond.slice(0, 5).map(one => `${one.tagName}.${one.className}`)];
}"""
OPENED = "document.querySelectorAll('details').forEach(one => one.open = true)"


class Onlooker:
    """One person's browser in this process, and what was wrong with the pages it was shown."""

    def __init__(self, page: Page, user: User | None, database: BaseDatabaseWrapper) -> None:
        self.page, self.asker, self.complaints = page, Asker(raise_request_exception=False), list[str]()
        self.database = connections["default"] = database
        self.shows_page = False
        if user is not None:
            self.asker.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page.route("**/*", self._answer)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._heard(line.type, line.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {text}")

    def _answer(self, route: Route) -> None:
        connections["default"] = self.database
        address = urlsplit(route.request.url)
        if address.path.startswith("/static/"):
            found = finders.find(address.path.removeprefix("/static/"))
            route.fulfill(path=str(found)) if found else route.fulfill(status=404)
            return
        asked_by_script = {name: value for name, value in route.request.headers.items() if name.startswith("hx-")}
        answer = self.asker.get(f"{address.path}?{address.query}", headers=asked_by_script)
        body = answer.getvalue()
        if route.request.is_navigation_request():
            self.shows_page = answer.status_code == 200 and b"<html" in body
            if not self.shows_page:
                route.fulfill(status=200, body="")
                return
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=body)

    def look(self, path: str, theme: str) -> bool:
        """Whether this address answers with a page of its own, which was looked at."""
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        self.page.goto(HOST + path)
        if not self.shows_page:
            return False
        self.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        self.page.evaluate(OPENED)
        found = Axe().run(self.page).response["violations"]
        self.complaints += [
            f"{path} ({theme}): {one['id']} {[node['target'] for node in one['nodes']]}" for one in found
        ]
        for size in (PHONE, TABLET):
            self.page.set_viewport_size(size)
            if beyond := self.page.evaluate(SIDEWAYS):
                self.complaints.append(f"{path} is wider than {size['width']} px: {beyond}")
        return True


def pages(sweep: Sweep, kind: str) -> Iterator[tuple[Entry, str]]:
    """The addresses of one kind of door, each with the rows of the first client."""
    for entry in entries():
        if entry.kind == kind and not entry.is_export:
            yield entry, sweep.aimer.path(entry, Aim(1))


def of_accounts(sweep: Sweep) -> Iterator[str]:
    for entry in foreign_entries():
        if not {"<", "^"} & set(entry.route):
            yield f"/{entry.route}"


@pytest.mark.parametrize(
    ("name", "kind", "least"),
    [
        ("owner", "member", 50),
        ("contact", "contact", 4),
        ("anonymous", "link", 2),
        ("anonymous", "account", 4),
        ("owner", "account", 5),
    ],
)
def test_nothing_for_axe_to_find(sweep: Sweep, name: str, kind: str, least: int) -> None:
    """By turns in both directions and both themes; at full size in all of them."""
    user, seen, complaints = sweep.people[name].user, 0, []
    addresses = list(of_accounts(sweep)) if kind == "account" else [path for _entry, path in pages(sweep, kind)]
    database = connections["default"]
    with launched() as browser, browser.new_page() as page:
        onlooker = Onlooker(page, user, database)
        for number, path in enumerate(addresses):
            shown = False
            for language, theme in LOOKS if FULL else (LOOKS[number % len(LOOKS)],):
                with taken_back():
                    if user is not None:
                        User.objects.filter(pk=user.pk).update(language=language)
                    shown = onlooker.look(path, theme)
            seen += shown
        complaints = onlooker.complaints
    assert not complaints, "\n".join(complaints)
    assert seen >= least, f"{seen} pages were looked at"
