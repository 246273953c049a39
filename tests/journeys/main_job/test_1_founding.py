"""An agency is founded, its hours and its mailbox are set up, and two managers come by invitation."""

from __future__ import annotations

import pytest

from tests.journeys.bed import link_in, text_of
from tests.journeys.main_job.cast import AGENCY, DANIEL, HELEN, IDA, SLUG
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def test_an_owner_founds_an_agency(helen: Visitor) -> None:
    helen.open("/accounts/signup/")
    helen.fill("Your name", "Helen Marsh")
    helen.fill("E-mail address", HELEN)
    helen.fill("Name of the agency", AGENCY)
    helen.fill("Its address here", SLUG)
    helen.fill("Where it works: the time zone", "Europe/Berlin")
    before = helen.mail_so_far
    helen.press("Go on")
    helen.sees("Is this your address?")
    helen.look()
    helen.type_code(after=before)
    helen.arrives(f"/{SLUG}/today/")
    helen.sees("Nothing needs you right now.")


def test_she_sets_the_hours_and_the_promise(helen: Visitor) -> None:
    helen.open(f"/{SLUG}/settings/hours/")
    for day in DAYS:
        helen.fill(day, "00:00-24:00")  # so that the hour at which this runs does not matter
    helen.press("Save")
    helen.sees("Saved.")
    helen.open(f"/{SLUG}/settings/promise/")
    helen.fill("Target, in hours", "8")
    helen.press("Save")
    helen.sees("Saved.")


def test_she_connects_the_mailbox(helen: Visitor) -> None:
    mailbox = helen.rapport.mailbox
    helen.open(f"/{SLUG}/settings/mailboxes/new/")
    helen.fill("E-mail address", mailbox.login)
    helen.fill("IMAP server", mailbox.host)
    helen.fill("Port", str(mailbox.port))
    helen.field("Encrypted from the first byte").uncheck()
    helen.fill("User name", mailbox.login)
    helen.choose("Who looks at unknown senders", "Helen Marsh")
    helen.fill("Password", "not the one")
    helen.press("Test the connection")
    helen.sees("thing to put right")
    helen.fill("Password", mailbox.password)
    helen.press("Test the connection")
    helen.sees("It works: 0 messages lie there.")
    helen.fill("Password", mailbox.password)
    helen.press("Connect")
    helen.sees(f"{mailbox.login} is read from now on.")


def test_two_managers_come_by_invitation(helen: Visitor, ida: Visitor, daniel: Visitor) -> None:
    helen.open(f"/{SLUG}/settings/people/")
    helen.fill("E-mail addresses", f"Ida Brandt <{IDA}>\nDaniel Whitlock <{DANIEL}>")
    helen.press("Invite")
    helen.sees("2 invitations are on their way.")
    for member, name in ((ida, "Ida Brandt"), (daniel, "Daniel Whitlock")):
        invitation = helen.rapport.mail_to(member.email, f"invites you to {AGENCY}")
        assert "Helen Marsh" in text_of(invitation)
        member.open(link_in(invitation))
        assert member.field("Your name").input_value() == name
        member.fill("Your time zone", "Europe/Berlin")
        member.press("Join")
        member.arrives(f"/{SLUG}/today/")
        member.sees(f"Welcome to {AGENCY}.")
    helen.open(f"/{SLUG}/settings/people/")
    helen.sees("Daniel Whitlock")
