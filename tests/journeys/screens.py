"""Pictures of every screen, for the eye: `make screens`, or `python -m tests.journeys.screens --as manager`.

Starts the demo afresh on scratch data, signs in as each person that it names, follows every link once per kind of page,
and writes each page in three widths, dark, and in Arabic. Says which pages scroll sideways, and what the console says.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

from tests.servers.daemon import free_port

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
KEY = re.compile(r"^[0-9a-hjkmnp-tv-z]{12}$|^\d+$|^\d{4}-\d\d(-\d\d)?$")
NOT_FOLLOWED = re.compile(r"/(logout|login|sign-in|static|export|admin)\b|\.(csv|pdf|ics|eml|json)$")
VIEWS = {"wide": (1440, 900), "tablet": (768, 1024), "phone": (375, 800)}
SIGN_IN = re.compile(r"https?://\S+/sign-in/\S+")


@contextmanager
def demo() -> Iterator[list[tuple[str, str]]]:
    """(who, sign-in link) for each person of a demo that runs as `make run` does, on data of its own."""
    with tempfile.TemporaryDirectory(prefix="rapport-screens-") as data, (Path(data) / "log").open("w") as log:
        surroundings = {**os.environ, "RAPPORT_DATA_DIR": data, "PORT": str(free_port())}
        process = subprocess.Popen(
            [sys.executable, "bin/run"], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=log, text=True
        )
        people: list[tuple[str, str]] = []
        assert process.stdout is not None
        for line in process.stdout:
            found = SIGN_IN.search(line)
            if found:
                name, about = re.split(r"\s{2,}", line.replace(found[0], "").strip(), maxsplit=1)
                people.append((f"{name}, {about}", found[0]))
            if "Ctrl-C" in line:
                break
        if not people:
            sys.exit(f"screens: the demo did not start\n{(Path(data) / 'log').read_text()[-2000:]}")
        try:
            yield people
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()


def kind_of(address: str) -> str:
    """The address with its keys, numbers and dates left out: two addresses of one kind show the same screen."""
    return "/".join("_" if KEY.match(part) else part for part in urlsplit(address).path.split("/"))


def links(page: Page) -> list[str]:
    here = urlsplit(page.url)
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    addresses = (urldefrag(urljoin(page.url, href)).url for href in found)
    return [
        one for one in addresses if urlsplit(one).netloc == here.netloc and not NOT_FOLLOWED.search(urlsplit(one).path)
    ]


def opened(page: Page, address: str) -> Response | None:
    """The page's answer; None for what is no page, such as a file to be saved."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download" in str(error):
            return None
        raise
    return answer if answer and "html" in answer.headers.get("content-type", "") else None


def screens(page: Page) -> list[str]:
    """One address of each kind that can be reached by links from where the page stands."""
    waiting, known, found = deque([page.url]), {kind_of(page.url)}, []
    while waiting:
        address = waiting.popleft()
        answer = opened(page, address)
        if answer is None:
            continue
        if answer.status >= 400:
            print(f"  {answer.status} {address}")
        found.append(address)
        for one in links(page):
            if kind_of(one) not in known:
                known.add(kind_of(one))
                waiting.append(one.partition("?")[0])
    return found


def picture(page: Page, address: str, place: Path, size: tuple[int, int], *, dark: bool = False) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    page.evaluate("theme => document.documentElement.dataset.theme = theme", "dark" if dark else "light")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        print(f"  scrolls sideways at {size[0]}: {address}")
    place.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=place, full_page=True)


def speak_arabic(page: Page, address: str) -> None:
    """By the switch that every page has."""
    page.goto(address)
    token = next((one["value"] for one in page.context.cookies() if one["name"] == "csrftoken"), "")
    place = urljoin(address, "/settings/language/")
    page.request.post(place, form={"language": "ar"}, headers={"X-CSRFToken": token, "Referer": address})


def photograph(browser: Browser, who: str, link: str, folder: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda line: print(f"  console: {line.text}") if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: print(f"  script: {error}"))
        page.goto(link)
        found = screens(page)
        print(f"{who}: {len(found)} screens")
        for address in found:
            name = kind_of(address).strip("/").replace("/", ".") or "front"
            for view, size in VIEWS.items():
                picture(page, address, folder / f"{name}.{view}.png", size)
            picture(page, address, folder / f"{name}.dark.png", VIEWS["wide"], dark=True)
        speak_arabic(page, found[0])
        for address in found:
            name = kind_of(address).strip("/").replace("/", ".") or "front"
            for view in ("wide", "phone"):
                picture(page, address, folder / f"{name}.arabic-{view}.png", VIEWS[view])


def chosen(people: list[tuple[str, str]], word: str) -> list[tuple[str, str]]:
    """Those with this word in their line; without a word, the first of each role (of each client, for contacts)."""
    if word:
        return [(who, link) for who, link in people if word.lower() in who.lower()]
    firsts: dict[str, tuple[str, str]] = {}
    for who, link in people:
        firsts.setdefault(who.split(", ")[1], (who, link))
    return list(firsts.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "screens")
    parser.add_argument("--as", dest="person", default="", help="only people with this word in their line")
    asked = parser.parse_args()
    with demo() as people, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        with playwright.chromium.launch(executable_path=CHROMIUM, args=arguments) as browser:
            for who, link in chosen(people, asked.person):
                photograph(browser, who, link, asked.to / re.sub(r"\W+", "-", who.lower()))
    print(f"Pictures are in {asked.to}")


if __name__ == "__main__":
    main()
