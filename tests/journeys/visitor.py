"""Somebody at a browser of their own, watched: a page that complains, breaks the policy or answers 500 is a failure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, ViewportSize

from tests.journeys.bed import ROOT, Rapport, text_of, wait_until

CODE = re.compile(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", re.M)
KEY = re.compile(r"^[0-9a-hjkmnp-tv-z]{12}$|^\d+$|^\d{4}-\d\d(-\d\d)?$|^[\w-]{30,}$")
PATIENCE_MS = 30_000
PICTURES = ROOT / "var" / "journeys"
FOCUSED = """() => {
  const one = document.activeElement, label = (one.labels?.[0] ?? one).cloneNode(true);
  label.querySelectorAll("kbd, svg, small, textarea, select, [aria-hidden=true]").forEach(part => part.remove());
  return (one.getAttribute("aria-label") || label.textContent).replace(/\\s+/g, " ").trim();
}"""


@dataclass
class Visitor:
    """One person, one browser profile, one tab."""

    rapport: Rapport
    page: Page
    email: str
    complaints: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)
    expected: set[int] = field(default_factory=set)

    def watch(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._console)
        self.page.on("response", self._answer)

    def _console(self, line: ConsoleMessage) -> None:
        if line.type not in {"error", "warning"}:
            return
        status = re.search(r"responded with a status of (\d+)", line.text)
        if not (status and int(status[1]) in {422, *self.expected}):
            self.complaints.append(f"{self.page.url}: {line.text}")

    def _answer(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self.expected:
            self.complaints.append(f"{response.status} {response.url}")

    # --- Going about ---
    def open(self, path: str, expect: int = 200) -> Page:
        """The page at this address; it answers with `expect` and nothing is wrong with it."""
        if expect != 200:
            self.expected.add(expect)
        answer = self.page.goto(path if path.startswith("http") else self.rapport.url + path)
        assert answer is not None
        assert answer.status == expect, f"{path} answered {answer.status}\n{self.words()[:600]}"
        self.look(expect)
        self.expected.clear()
        return self.page

    def look(self, status: int = 200) -> None:
        """Nothing for axe to find, nothing sideways; each kind of page once, and once for each way it is refused."""
        kind = f"{kind_of(self.page.url)} {status}"
        if kind in self.looked_at:
            return
        self.looked_at.add(kind)
        found = Axe().run(self.page).response["violations"]
        self.complaints += [f"{kind}: {one['id']} {[node['target'] for node in one['nodes']]}" for one in found]
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.complaints.append(f"{kind} scrolls sideways")

    def words(self) -> str:
        return self.page.locator("body").inner_text()

    def main(self) -> Locator:
        return self.page.locator("main")

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """By its label, whether or not a star says that it must be filled in."""
        return (within or self.page).get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$"))

    def fill(self, label: str, value: str, within: Locator | None = None) -> None:
        self.field(label, within).fill(value)

    def choose(self, label: str, value: str, within: Locator | None = None) -> None:
        self.field(label, within).select_option(label=value)

    def press(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("link", name=name, exact=True).first.click()

    def sees(self, words: str, within: Locator | None = None) -> Locator:
        """Waits until these words are shown."""
        found = (within or self.page).get_by_text(words).filter(visible=True).first
        found.wait_for()
        return found

    def address_of(self, client: str) -> str:
        """Where a client's page is, from the list at the side."""
        link = self.page.get_by_role("navigation", name="Your clients").get_by_role("link", name=client)
        return str(link.get_attribute("href"))

    def arrives(self, path: str) -> None:
        """Waits for the address, which may be a pattern, and looks at the page."""
        self.page.wait_for_url(f"{self.rapport.url}{path}")
        self.look()

    @property
    def mail_so_far(self) -> int:
        """How many mails have come to anybody: what a later wait leaves out."""
        return len(self.rapport.smtp.received)

    def finds(self, path: str, words: str) -> None:
        """Loads the page until these words stand on it: something comes by a worker."""

        def stands_there() -> bool:
            self.page.goto(self.rapport.url + path)
            return words in self.words()

        wait_until(stands_there, f"“{words}” stands on {path}")
        self.look()

    # --- Keys alone ---
    def keys(self, *presses: str) -> None:
        for one in presses:
            self.page.keyboard.press(one)

    def tab_to(self, label: str, *, nth: int = 1, most: int = 150) -> None:
        """Presses Tab until the control of this label, or the nth one of it from here, has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            nth -= self.page.evaluate(FOCUSED) == label
            if not nth:
                return
        raise AssertionError(f"Tab does not come to {label!r}")

    def type(self, label: str, text: str, *, nth: int = 1) -> None:
        """Comes to a field by Tab and types."""
        self.tab_to(label, nth=nth)
        self.page.keyboard.type(text)

    def tick(self, label: str, *, on: bool) -> None:
        """Comes to a box by Tab, and presses Space if it has to change."""
        self.tab_to(label)
        if self.page.evaluate("document.activeElement.checked") != on:
            self.page.keyboard.press("Space")

    # --- Signing in ---
    def type_code(self, *, after: int) -> None:
        """The code that has just been mailed."""
        message = self.rapport.mail_to(self.email, after=after)
        found = CODE.search(text_of(message))
        assert found, text_of(message)
        self.page.get_by_label("Code").fill(found[1])
        self.press("Go on")

    def sign_in_by_code(self, path: str = "/") -> None:
        self.open(path)
        before = self.mail_so_far
        self.page.locator("#id_code_email").fill(self.email)
        self.press("Send me a code")
        self.type_code(after=before)

    def picture(self, name: str) -> str:
        """Kept in var/journeys; where it is, and the words of the page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        place = PICTURES / f"{name}.{self.email}.png"
        self.page.screenshot(path=place, full_page=True)
        return f"{self.email} at {self.page.url}, picture in {place}\n{self.words()}"

    def take_complaints(self) -> list[str]:
        """What was wrong with the pages seen so far; each is told once."""
        complaints, self.complaints = self.complaints, []
        return [f"{self.email}: {complaint}" for complaint in complaints]


def kind_of(address: str) -> str:
    """The address without keys, numbers and dates: two addresses of one kind show the same screen."""
    return "/".join("_" if KEY.match(part) else part for part in urlsplit(address).path.split("/"))


@contextmanager
def visitor(
    browser: Browser, rapport: Rapport, email: str, *, narrow: bool = False, **options: Any
) -> Iterator[Visitor]:
    """A fresh browser profile; `narrow` is a telephone."""
    size: ViewportSize = {"width": 375, "height": 800} if narrow else {"width": 1280, "height": 900}
    with browser.new_context(viewport=size, **options) as context:
        someone = Visitor(rapport, context.new_page(), email)
        someone.watch()
        rapport.visitors.append(someone)
        try:
            yield someone
        except BaseException as failure:
            failure.add_note(someone.picture("closed"))
            raise
        finally:
            rapport.visitors.remove(someone)
