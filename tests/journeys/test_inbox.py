"""The Inbox by keys alone, in a real browser: rows are ticked, one thing is done to all of them, and what happens
meanwhile appears without taking the focus or the ticks away.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect, sync_playwright

from agency.demo.links import link
from agency.domain.events import record
from agency.tenancy.scope import within
from comms.domain import episodes
from comms.models import Citation, Episode, Request
from tests.comms.test_citations import decided
from tests.world import World

CHROMIUM = "/usr/bin/chromium"
SUBJECTS = ("In Portuguese?", "In Danish?", "In Finnish?")
pytestmark = [pytest.mark.journey, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
"""A page asks for several things at once, and SQLite in shared memory answers one at a time."""
LOOK = "document.querySelectorAll('[data-live]').forEach((part) => part.dispatchEvent(new Event('rapport:look')))"


@pytest.fixture
def page(settings: Any, live_server: Any, world: World) -> Iterator[Page]:
    """Ida's browser, signed in by a link of the demo; a complaint in its console is a failure."""
    complaints: list[str] = []
    with override_settings(DEMO=True, ROOT_URLCONF="tests.agency.demo_urls", BASE_URL=live_server.url):
        for number, subject in enumerate(SUBJECTS):
            asks(world, subject, timedelta(hours=10 - number))
        with sync_playwright() as playwright:
            arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
            page.goto(link(world.ours.manager.user))
            page.goto(f"{live_server.url}{world.ours.url('inbox/')}")
            yield page
            browser.close()
    assert complaints == []


def asks(world: World, subject: str, ago: timedelta) -> Request:
    with within(world.ours.agency):
        at = timezone.now() - ago
        return episodes.open_request(contact=world.ours.contact, subject=subject, text="?", at=at)


def at_hand(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-row]')?.querySelector('p')?.textContent ?? ''"))


def test_rows_are_worked_through_by_keys_alone(page: Page, world: World) -> None:
    bar = page.get_by_role("group", name="With the chosen rows")
    expect(bar).to_be_hidden()
    page.keyboard.press("j")
    assert at_hand(page) == SUBJECTS[0]
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(bar).to_contain_text("Chosen: 2")
    asks(world, "Something new", timedelta(hours=20))
    page.evaluate(LOOK)
    expect(page.get_by_text("Something new", exact=True)).to_be_visible()
    expect(bar).to_contain_text("Chosen: 2")
    assert at_hand(page) == SUBJECTS[1], "the focus stays where it was"
    page.keyboard.press("e")
    expect(page.get_by_text("2 acknowledged.")).to_be_visible()
    page.get_by_role("button", name="Undo all of it").press("Enter")
    expect(page.get_by_text("2 taken back.")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.get_by_text("1 needs no answer.")).to_be_visible()
    with within(world.ours.agency):
        assert Episode.objects.filter(dismissed_at=None, acknowledged_at=None).count() == 3
        assert Episode.objects.exclude(dismissed_at=None).get().request.subject == "Something new", "the row at hand"
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def test_a_new_message_does_not_move_the_reader(page: Page, world: World) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Your reply")
    box.fill("Half a sentence")
    with within(world.ours.agency):
        request, now = Request.objects.get(subject=SUBJECTS[0]), timezone.now()
        said = request.interactions.create(
            client=request.client, kind="email", direction="in", at=now, contact=request.contact, text="And in Italian?"
        )
        record("message.received", said, by=request.contact, at=now, shown=True, request=request.key)
        episodes.heard(request, at=now)
    page.evaluate(LOOK)
    expect(page.get_by_text("Maria wrote just now.")).to_be_visible()
    expect(page.get_by_text("And in Italian?")).to_be_attached()
    expect(box).to_have_value("Half a sentence")
    expect(box).to_be_focused()
    page.keyboard.press("d")
    expect(box).to_have_value("Half a sentenced"), "keys are off while one types"


def test_the_list_beside_a_conversation_stands_as_it_was_left(page: Page, world: World) -> None:
    fetched: list[str] = []
    page.on("request", lambda asked: fetched.append(asked.url) if "/inbox/list/" in asked.url else None)
    beside = page.get_by_role("region", name="Requests")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECTS[0])
    expect(beside.locator("[aria-current=true]")).to_contain_text(SUBJECTS[0])
    assert fetched == [], "it was seen in the Inbox"
    beside.get_by_text(SUBJECTS[1], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECTS[1])
    expect(beside.locator("[aria-current=true]")).to_contain_text(SUBJECTS[1])
    expect(beside.get_by_role("checkbox")).to_have_count(4)
    with page.expect_response(lambda answer: "/inbox/changes/" in answer.url) as asked:
        page.reload()
    assert asked.value.status == 204, "it asks at once what is new"
    asks(world, "Something new", timedelta(hours=20))
    with within(world.ours.agency):
        record("request.opened", Request.objects.get(subject="Something new"), by=world.ours.contact, at=timezone.now())
    page.reload()
    expect(beside.get_by_text("Something new", exact=True)).to_be_visible()
    expect(beside.locator("[aria-current=true]")).to_contain_text(SUBJECTS[1])
    page.evaluate("sessionStorage.clear(), addEventListener('pagehide', () => sessionStorage.clear())")
    page.reload()
    expect(beside.get_by_text("Something new", exact=True)).to_be_visible()
    assert len(fetched) == 1, "never seen in this tab, it is fetched"
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def test_a_phone_shows_a_conversation_without_the_list_and_does_not_fetch_it(page: Page, world: World) -> None:
    fetched: list[str] = []
    page.set_viewport_size({"width": 375, "height": 812})
    page.on("request", lambda asked: fetched.append(asked.url) if "/inbox/" in asked.url else None)
    page.get_by_text(SUBJECTS[0], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECTS[0])
    page.wait_for_load_state("networkidle")
    expect(page.locator("#inbox-list")).to_be_hidden()
    assert fetched == []
    assert page.locator("#inbox-list [data-row]").count() == 0


def test_the_filter_comes_when_it_is_opened(page: Page, world: World) -> None:
    page.locator(".inbox__filter summary").click()
    page.get_by_label("Words").fill("Danish")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("checkbox", name=f"Choose Maria Holm, {SUBJECTS[1]}")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(1)
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def test_what_a_tab_keeps_is_gone_when_one_signs_out(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECTS[0])
    assert page.evaluate("sessionStorage.getItem('rapport:list')")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.length") == 0


def test_what_was_agreed_is_quoted_by_keys_and_sent(page: Page, world: World) -> None:
    with within(world.ours.agency):
        decided(world.ours, "The zebra stands before the payment")
        decided(world.ours, "Zebras are striped, so the payment comes last")
    page.get_by_role("link", name=SUBJECTS[0]).first.click()
    letter = page.get_by_role("textbox", name="Your reply")
    letter.fill("Dear Maria,\n\nBest wishes,\nIda")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("q")
    words = page.get_by_role("searchbox", name="Words of it")
    expect(words).to_be_focused()
    page.keyboard.type("zebra payment")
    expect(page.locator("#quotes-found form")).to_have_count(4)  # each decision, and the summary that told of it
    second = page.locator("#quotes-found p").nth(1).inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(letter).to_have_value(re.compile(re.escape(second)))
    expect(letter).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("article", has_text=second).first).to_be_visible()
    with within(world.ours.agency):
        left = Citation.objects.get()
        assert left.words == second
        assert left.interaction is not None, "it went with the answer"
