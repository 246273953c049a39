"""What was agreed is written down; a wish that lies outside is flagged beside the conversation."""

from __future__ import annotations

import pytest

from tests.journeys.main_job.cast import CLIENT, MARIA, OWN_ADDRESS, SLUG, letter
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]


def test_a_scope_is_drafted_and_the_client_agrees(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/today/")
    ida.open(ida.address_of(CLIENT) + "scope/")
    ida.press("Draft the first scope")
    ida.arrives(f"/{SLUG}/scopes/*/draft/")
    page = ida.page
    page.locator("[name=promises-0-name]").fill("Product photographs")
    page.locator("[name=promises-0-quantity]").fill("twelve")
    page.locator("[name=promises-0-unit]").fill("photographs")
    page.locator("[name=exclusions-0-number]").fill("4.2")
    page.locator("[name=exclusions-0-what]").fill("Video adverts and filming")
    page.locator("[name=exclusions-0-reason]").fill("We know a good crew.")
    ida.press("Keep the draft")
    ida.sees("thing to put right")
    assert page.locator("[name=exclusions-0-what]").input_value() == "Video adverts and filming"
    page.locator("[name=promises-0-quantity]").fill("12")
    ida.press("Keep the draft")
    ida.sees("The client has not agreed to this yet")
    ida.follow("The client agreed")
    ida.choose("Who agreed", "Maria Holm")
    ida.fill("How", "by e-mail of today")
    ida.press("It holds from now on")
    ida.sees("Scope of work 1 is in force.")
    ida.sees("Video adverts and filming")
    ida.look()


def test_a_delivery_counts_against_it(ida: Visitor) -> None:
    ida.follow("Write down a delivery")
    ida.choose("Deliverable", "Product photographs")
    ida.page.locator("[name=what]").fill("Autumn wheels")
    ida.fill("How much", "3")
    ida.page.locator("main form .button--main").click()
    ida.arrives(f"/{SLUG}/clients/*/scope/")
    row = ida.page.get_by_role("row").filter(has_text="Product photographs").first
    assert row.inner_text().split("\t")[1].strip() == "3"


def test_a_wish_outside_the_scope_is_flagged(ida: Visitor) -> None:
    wish = "Hello Ida,\n\ncould you also make video adverts for the spring?\n\nMaria"
    ida.rapport.manage("receive_mail", stdin=letter(f"Maria Holm <{MARIA}>", OWN_ADDRESS, "Adverts", wish))
    ida.finds(f"/{SLUG}/inbox/", "Adverts")
    ida.page.get_by_role("link").filter(has_text="Adverts").first.click()
    ida.sees("This looks outside the scope")
    ida.sees("The scope of work leaves out “Video adverts and filming” (4.2).")
    ida.press("Flag it")
    ida.sees("Flagged as outside the scope.")
    ida.look()
    ida.open(ida.address_of(CLIENT) + "scope/")
    ida.sees("Adverts")
