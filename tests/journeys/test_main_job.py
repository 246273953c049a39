"""The main job, end to end, told in order: each test is a chapter and stands on those before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.bed import Rapport, link_in, text_of
from tests.journeys.visitor import Visitor, visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]

SLUG = "lumen"
OWNER, IDA, DANIEL = "helen@lumen.example", "ida@lumen.example", "daniel@lumen.example"
MARIA, JENS = "maria@solvang.example", "jens@solvang.example"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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


@pytest.fixture(scope="module")
def maria(chromium: Browser, rapport: Rapport) -> Iterator[Visitor]:
    """The client's contact, with a telephone."""
    with visitor(chromium, rapport, MARIA, narrow=True) as someone:
        yield someone


def test_an_owner_founds_an_agency(owner: Visitor) -> None:
    owner.open("/accounts/signup/")
    owner.fill("Your name", "Helen Marsh")
    owner.fill("E-mail address", OWNER)
    owner.fill("Name of the agency", "Lumen Studio")
    owner.fill("Its address here", SLUG)
    owner.fill("Where it works: the time zone", "Europe/Berlin")
    before = owner.mail_so_far
    owner.press("Go on")
    owner.sees("Is this your address?")
    owner.look()
    owner.type_code(after=before)
    owner.arrives(f"/{SLUG}/today/")
    owner.done()


def test_she_sets_the_hours_and_connects_the_mailbox(owner: Visitor) -> None:
    owner.open(f"/{SLUG}/settings/hours/")
    for day in DAYS:
        owner.fill(day, "00:00-24:00")  # so that the hour at which this runs does not matter
    owner.press("Save")
    owner.sees("Saved.")
    owner.open(f"/{SLUG}/settings/mailboxes/new/")
    mailbox = owner.rapport.mailbox
    owner.fill("E-mail address", mailbox.login)
    owner.fill("IMAP server", mailbox.host)
    owner.fill("Port", str(mailbox.port))
    owner.field("Encrypted from the first byte").uncheck()
    owner.fill("User name", mailbox.login)
    owner.choose("Who looks at unknown senders", "Helen Marsh")
    owner.fill("Password", "not the one")
    owner.press("Test the connection")
    owner.sees("thing to put right")
    owner.fill("Password", mailbox.password)
    owner.press("Test the connection")
    owner.sees("It works: 0 messages lie there.")
    owner.fill("Password", mailbox.password)
    owner.press("Connect")
    owner.sees(f"{mailbox.login} is read from now on.")
    owner.done()


def test_two_managers_come_by_invitation(owner: Visitor, ida: Visitor, daniel: Visitor) -> None:
    owner.open(f"/{SLUG}/settings/people/")
    owner.fill("E-mail addresses", f"Ida Brandt <{IDA}>\nDaniel Whitlock <{DANIEL}>")
    owner.press("Invite")
    owner.sees("2 invitations are on their way.")
    for member, name in ((ida, "Ida Brandt"), (daniel, "Daniel Whitlock")):
        invitation = owner.rapport.mail_to(member.email, "invites you to Lumen Studio")
        assert "Helen Marsh" in text_of(invitation)
        member.open(link_in(invitation))
        assert member.field("Your name").input_value() == name
        member.press("Join")
        member.arrives(f"/{SLUG}/today/")
        member.sees("Welcome to Lumen Studio.")
        member.done()
    owner.open(f"/{SLUG}/settings/people/")
    owner.sees("Ida Brandt")
    owner.done()


def test_a_manager_takes_a_client_on(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/clients/")
    ida.follow("New client")
    ida.fill("Name", "Solvang Cycles")
    ida.fill("In one sentence", "Bicycles made to measure in Odense")
    ida.fill("Industry", "Retail")
    ida.choose("Backup", "Daniel Whitlock")
    ida.fill("Time zone", "Europe/Copenhagen")
    ida.press("Take the client on")
    ida.sees("Nothing has happened yet")
    ida.look()
    ida.done()
