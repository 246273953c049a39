"""A call by keys alone, in a real browser: from Today to the sent mail in well under two minutes; and with a transcript
beside it. On SQLite a page that asks for several things at once would wait for itself.
"""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from playwright.sync_api import Page, expect, sync_playwright

from agency.demo.links import link
from agency.tenancy.scope import within
from clients.models import Contact
from comms.models import Insight, Meeting, Summary, Transcript
from tests.comms.mailroom import point_to, send_all
from tests.comms.test_desk import VTT, planned
from tests.servers.smtp import SmtpServer
from tests.world import World

CHROMIUM = "/usr/bin/chromium"
MOST_PRESSES, MOST_SECONDS = 30, 60
pytestmark = [pytest.mark.journey, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Keyboard:
    """Counts what is pressed; what is typed is typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.presses += len(keys)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)


@pytest.fixture
def page(request: pytest.FixtureRequest, settings: Any, live_server: Any, world: World) -> Iterator[Page]:
    """Ida's browser, in Today; a complaint in its console is a failure, unless a test says that it is refused."""
    complaints: list[str] = []
    refused = getattr(request, "param", None)
    here = override_settings(DEMO=True, ROOT_URLCONF="tests.agency.demo_urls", BASE_URL=live_server.url)
    with here, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto(link(world.ours.manager.user))
        page.goto(f"{live_server.url}{world.ours.url('today/')}")
        yield page
        browser.close()
    assert [line for line in complaints if not (refused and refused in line)] == []


def test_from_today_to_the_sent_mail(page: Page, world: World, smtp_server: SmtpServer, settings: Any) -> None:
    point_to(smtp_server, settings)
    keyboard, began = Keyboard(page), monotonic()
    keyboard.press("c")
    page.wait_for_url("**/calls/new/")
    keyboard.type("Solv")
    keyboard.press("Enter")
    page.wait_for_url("**/clients/*/calls/new/")
    expect(page.get_by_label("Minutes")).to_be_focused()
    keyboard.type("12")
    keyboard.press("Enter")
    keyboard.type("Product feed")
    keyboard.press("Enter")
    keyboard.type("It is four days late.")
    keyboard.press("Alt+d")
    keyboard.type("We move the launch.")
    keyboard.press("Alt+a")
    keyboard.type("Maria: send the sizes by 2099-01-05")
    keyboard.press("Enter")
    keyboard.type("@Ida banner sizes 2099-01-06/2099-01-08")
    keyboard.press("Alt+m")
    keyboard.type("They plan by the school year.")
    keyboard.press("Alt+t")
    keyboard.type("Video adverts")
    keyboard.press("Alt+o", "Enter")
    keyboard.type("We name a crew.")
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("We name a crew.")
    expect(page.locator("[data-heard]").first).to_have_text("Maria Holm · by Monday 5 January 2099")
    keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("textbox", name="Topic").first).to_be_focused()
    keyboard.press("Control+Enter")
    page.wait_for_url("**/summaries/*/")
    assert keyboard.presses <= MOST_PRESSES
    assert monotonic() - began < MOST_SECONDS
    assert send_all() > 0
    told = str(smtp_server.received[-1].message)
    assert "We move the launch." in told
    assert "send the sizes" in told
    assert "school year" not in told
    with within(world.ours.agency):
        assert Insight.objects.get().text == "They plan by the school year."


def test_a_meeting_is_written_down_from_its_transcript(page: Page, world: World) -> None:
    meeting = planned(world)
    page.goto(page.url.replace("/today/", f"/clients/{world.ours.client.key}/calls/new/?meeting={meeting.key}"))
    keyboard = Keyboard(page)
    keyboard.press("Alt+j")
    expect(page.get_by_label("Or the words themselves")).to_be_focused()
    page.get_by_label("File").set_input_files({"name": "a.vtt", "mimeType": "text/vtt", "buffer": VTT.encode()})
    page.get_by_role("button", name="Put it here").press("Enter")
    lines = page.locator("[data-line]")
    expect(lines.first).to_be_focused()
    keyboard.press("r", "j", "a", "t")
    expect(page.get_by_role("textbox", name="Answered").nth(1)).to_have_value("The feed is late")
    expect(page.get_by_role("textbox", name="Topic").nth(2)).to_have_value("We move it")
    keyboard.press("Escape")
    page.get_by_label("In which detail").select_option("full")
    page.get_by_label("Shown as").select_option("mail")
    expect(page.frame_locator("iframe").get_by_text("Agree or correct")).to_be_visible()
    page.get_by_label("Shown as").select_option("text")
    expect(page.locator(".sheet__text")).to_contain_text("We move it")
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]
    page.get_by_role("button", name="Keep as draft").press("Enter")
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    with within(world.ours.agency):
        meeting.refresh_from_db()
        assert meeting.state == Meeting.State.HELD
        assert Transcript.objects.get().used == [0, 1]
        assert Summary.objects.get().interaction.topics.count() == 3


def test_the_reason_outlives_the_preview_and_is_sent(page: Page, world: World) -> None:
    page.goto(page.url.replace("/today/", f"/clients/{world.ours.client.key}/calls/new/"))
    page.get_by_role("textbox", name="Topic").first.fill("Feed")
    page.get_by_role("textbox", name="To do").first.fill("Send the sizes")
    because = page.get_by_label("Send all the same, because")
    because.fill("They know when.")
    page.get_by_text("What it is for").click()
    page.get_by_label("What shall this message do?").fill("Settle the feed.")
    page.get_by_role("textbox", name="Answered").first.fill("It is four days late.")
    expect(page.locator("#sheet")).to_contain_text("It is four days late.")
    expect(because).to_have_value("They know when.")
    expect(page.get_by_label("What shall this message do?")).to_have_value("Settle the feed.")
    page.get_by_label("For the client by").first.press("f")
    page.keyboard.type("riday")
    expect(because).to_be_hidden()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(because).to_have_value("They know when.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/summaries/*/")
    with within(world.ours.agency):
        sent = Summary.objects.get()
    assert (sent.because, sent.purpose) == ("They know when.", "Settle the feed.")


def test_on_a_phone_the_notes_come_first(page: Page, world: World) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(page.url.replace("/today/", f"/clients/{world.ours.client.key}/calls/new/"))
    expect(page.locator("#sheet")).to_be_hidden()
    page.get_by_role("textbox", name="Topic").first.fill("Feed")
    page.get_by_text("What they read", exact=True).click()
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.get_by_role("textbox", name="Topic").first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_heading_and_boxes_follow_who_was_there(page: Page, world: World) -> None:
    with within(world.ours.agency):
        Contact.objects.update(gets_summaries=True)
        jens, maria = world.ours.second_contact.person.name, world.ours.contact.person.name
    page.goto(page.url.replace("/today/", f"/clients/{world.ours.client.key}/calls/new/"))
    heading, foot, there = page.locator("#call-title"), page.locator("#call-to"), page.locator("[name=contacts]")
    expect(heading).to_have_text(f"Call with {jens}")
    foot.get_by_role("checkbox").uncheck()
    there.nth(1).check()
    expect(foot.get_by_role("checkbox")).to_have_count(2)
    expect(foot.get_by_label(f"to {jens}")).not_to_be_checked()
    expect(foot.get_by_label(f"to {maria}")).to_be_checked()
    there.nth(0).uncheck()
    expect(foot.get_by_role("checkbox")).to_have_count(1)
    expect(heading).to_have_text(f"Call with {maria}")
    expect(page.locator("#call-person")).to_contain_text(maria)
    page.get_by_role("textbox", name="Topic").first.fill("Feed")
    page.get_by_role("textbox", name="Answered").first.fill("It is four days late.")
    page.get_by_role("textbox", name="To do").first.fill("Send the sizes")
    foot.get_by_role("checkbox").uncheck()
    expect(page.locator("#sheet .sheet__head")).not_to_contain_text(maria)
    expect(foot.get_by_role("checkbox")).to_be_focused()


@pytest.mark.parametrize("page", ["status of 422"], indirect=True)
def test_ctrl_and_enter_sends_from_a_box_and_the_focus_goes_where_words_are_wanting(page: Page, world: World) -> None:
    page.goto(page.url.replace("/today/", f"/clients/{world.ours.client.key}/calls/new/"))
    page.get_by_role("textbox", name="Topic").first.fill("Feed")
    page.get_by_role("textbox", name="To do").first.fill("Send the sizes")
    page.get_by_role("textbox", name="Decided").first.fill("We move it.")
    with page.expect_response(lambda answer: "/drafts/" in answer.url):
        page.get_by_role("textbox", name="Answered").first.press("x")
    page.get_by_role("textbox", name="Answered").first.fill("")
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.get_by_role("textbox", name="Answered").first).to_be_focused()
    expect(page.get_by_role("textbox", name="Decided").first).to_have_value("We move it.")
    page.locator("[name=contacts]").first.focus()
    page.keyboard.press("Control+Enter")
    because = page.get_by_label("Send all the same, because")
    expect(because).to_be_focused()
    page.keyboard.type("They know when.")
    page.locator("[name=to]").first.focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/summaries/*/")
    with within(world.ours.agency):
        assert Summary.objects.get().because == "They know when."
