"""A client is taken on, with the two people who speak for it; one of them is let into the portal."""

from __future__ import annotations

import pytest

from tests.journeys.bed import link_in, text_of
from tests.journeys.main_job.cast import AGENCY, CLIENT, JENS, MARIA, SLUG
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]


def test_a_manager_takes_a_client_on(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/clients/")
    ida.follow("New client")
    ida.fill("Name", CLIENT)
    ida.fill("In one sentence", "Bicycles made to measure in Odense")
    ida.fill("Industry", "Retail")
    ida.choose("Backup", "Daniel Whitlock")
    ida.fill("Time zone", "Europe/Copenhagen")
    ida.press("Take the client on")
    ida.arrives(f"/{SLUG}/clients/*/people/new/")


def test_she_writes_down_who_speaks_for_it(ida: Visitor) -> None:
    ida.fill("Name", "Maria Holm")
    ida.fill("E-mail addresses", MARIA)
    ida.fill("Role", "Head of shop")
    ida.field("Decides").check()
    ida.choose("Personality type", "Choleric")
    ida.choose("Tone", "Friendly")
    ida.choose("Detail level", "Full")
    ida.press("Add the person")
    ida.sees("Maria Holm")
    ida.follow("Add a person")
    ida.fill("Name", "Jens Solvang")
    ida.fill("E-mail addresses", "jens at solvang")
    ida.press("Add the person")
    ida.sees("thing to put right")
    assert ida.field("Name").input_value() == "Jens Solvang", "nothing typed is lost"
    ida.fill("E-mail addresses", JENS)
    ida.press("Add the person")
    ida.sees("Jens Solvang")
    ida.look()


def test_the_client_changes_and_keeps_its_history(ida: Visitor) -> None:
    ida.open(ida.address_of(CLIENT))
    ida.sees("Daniel Whitlock")
    ida.page.get_by_label("More about this client").click()
    ida.follow("Edit client")
    ida.fill("What they expect", "One person who knows the account.")
    ida.press("Save")
    ida.sees("One person who knows the account.")


def test_the_contact_is_invited_and_opens_the_portal(ida: Visitor, maria: Visitor) -> None:
    ida.follow("People")
    ida.page.get_by_label("Maria Holm", exact=True).click()
    ida.follow("Invite to the portal")
    ida.press("Send the invitation")
    ida.sees(f"The invitation to {MARIA} is on its way.")
    invitation = ida.rapport.mail_to(MARIA, f"{AGENCY} opens its records on {CLIENT} to you")
    assert "Ida Brandt" in text_of(invitation)
    maria.open(link_in(invitation))
    maria.sees("Welcome, Maria Holm")
    maria.press("Open my page")
    maria.arrives(f"/{SLUG}/portal/*/")
    maria.sees("Nothing can be changed here.")
