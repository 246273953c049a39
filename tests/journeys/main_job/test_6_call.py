"""A call is logged by keyboard alone, its summary goes out, a line is corrected, and the next version is confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from time import sleep

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.bed import link_in, told_by
from tests.journeys.main_job.cast import CLIENT, MARIA, SLUG
from tests.journeys.visitor import Visitor, visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]
CITY = "We begin with the city bikes."


def typed(day: date) -> str:
    """As one types it into a date field of an American browser."""
    return f"{day:%m%d%Y}"


def previews_asked_while_it_is_sent(page: Page) -> list[str]:
    """From now on: a slow server, and the previews that the page asks for nevertheless."""
    asked: list[str] = []

    def slowly(route: Route) -> None:
        sleep(1)
        route.continue_()

    page.route("**/calls/new/", slowly)
    page.on("request", lambda request: asked.append(request.url) if "preview" in request.url else None)
    return asked


def test_a_call_is_logged_by_keyboard_alone(ida: Visitor) -> None:
    page, rapport = ida.page, ida.rapport
    ida.open(f"/{SLUG}/today/")
    ida.keys("c")
    ida.arrives(f"/{SLUG}/calls/new/")
    page.keyboard.type("Solv")
    ida.keys("Enter")
    ida.arrives(f"/{SLUG}/clients/*/calls/new/")
    ida.tick("Maria Holm", on=True)
    ida.tick("Jens Solvang", on=False)
    ida.type("Minutes", "25")
    ida.type("Topic", "Product feed")
    ida.type("Answered", "The feed is read twice a day from now on.")
    ida.type("Decided", CITY)
    ida.type("By", "Maria")
    ida.type("Because", "They sell best in autumn")
    ida.type("To do", "Send the feed as a file")
    ida.type("Who", "Ida")
    day = date.today() + timedelta(days=3)
    ida.type("For us by", typed(day))
    ida.type("For the client by", typed(day + timedelta(days=2)))
    sheet = page.locator("#sheet")
    sheet.get_by_text(CITY).wait_for()
    sheet.get_by_text("Decided by you, because: They sell best in autumn").wait_for()
    ida.tab_to("Add a topic")
    ida.keys("Enter")
    page.get_by_role("region", name="Topic 2").wait_for()
    ida.type("Topic", "Video adverts", nth=2)
    ida.tick("Out of scope", on=True)
    ida.look()
    before = ida.mail_so_far
    ida.type("Answered", "We name a crew who can do it.")
    sheet.get_by_text("We name a crew who can do it.").wait_for()
    late = previews_asked_while_it_is_sent(page)
    page.keyboard.type(" Soon.")
    ida.keys("Control+Enter")
    ida.sees("The summary is on its way.")
    ida.arrives(f"/{SLUG}/summaries/*/")
    assert late == []
    mail = rapport.mail_to(MARIA, "Product feed", after=before)
    assert CITY in told_by(mail)
    assert "To do, for Lumen Studio" in told_by(mail)
    ida.finds(page.url.removeprefix(rapport.url), "not answered")


def test_maria_corrects_one_line_by_the_signed_link(chromium: Browser, ida: Visitor) -> None:
    link = link_in(ida.rapport.mail_to(MARIA, CITY), "/l/")
    with visitor(chromium, ida.rapport, MARIA, narrow=True) as reader:
        reader.open(link)
        reader.sees("Did we understand you?")
        line = reader.page.locator(".said", has_text=CITY)
        line.get_by_label("Correct it").check()
        reader.press("Send my answer")
        reader.sees("Tell us what it should say.")
        line.get_by_label("What should it say?").fill("We begin with the children's bikes.")
        reader.press("Send my answer")
        reader.sees("You: “We begin with the children's bikes.”")
        reader.open(link)
        assert reader.page.get_by_role("button", name="Send my answer").count() == 0, "one link, one answer"
        assert reader.take_complaints() == []


def test_ida_takes_the_correction_over_and_version_2_is_confirmed(chromium: Browser, ida: Visitor) -> None:
    first = link_in(ida.rapport.mail_to(MARIA, CITY), "/l/")
    before = ida.mail_so_far
    ida.open(ida.address_of(CLIENT) + "summaries/")
    ida.page.locator("main a[href*='/summaries/']").filter(has_text="Product feed").first.click()
    ida.sees("We begin with the children's bikes.")
    ida.press("Accept all corrections")
    ida.sees("A new version is open.")
    ida.look()
    ida.page.get_by_role("button", name="Send the summary").click()
    ida.sees("The summary is on its way.")
    second = ida.rapport.mail_to(MARIA, "We begin with the children's bikes.", after=before)
    with visitor(chromium, ida.rapport, MARIA, narrow=True) as reader:
        reader.open(first)
        assert reader.page.get_by_role("button", name="Send my answer").count() == 0, "the first version is superseded"
        reader.open(link_in(second, "/l/"))
        reader.press("Send my answer")
        reader.sees("We begin with the children's bikes.")
        assert reader.take_complaints() == []
    ida.open(ida.page.url)
    ida.sees("Agreed, today")
    ida.sees("version 2")
    ida.follow("Version 1, as it was sent")
    ida.sees(CITY)


def test_what_follows_from_it_stands_in_its_places(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/today/")
    client = ida.address_of(CLIENT)
    ida.open(client + "decisions/")
    ida.sees("We begin with the children's bikes.")
    ida.sees("Because: They sell best in autumn")
    ida.sees("Replaced by a later decision")
    ida.open(client + "work/")
    ida.sees("Send the feed as a file")
    ida.open(f"/{SLUG}/work/")
    ida.sees("Send the feed as a file")
    ida.open(client)
    ida.sees("Product feed")
    ida.open(f"/{SLUG}/search/?q=children")
    ida.sees("We begin with the children's bikes.")
