"""Details of delivery reports that the corpus does not ask."""

from __future__ import annotations

import pytest

from comms.mail import automatic, bounce
from comms.mail.parse import parse
from tests.comms.mail.odd import mail
from tests.comms.mail.odd_robots import MARIA, STATUS, daemon, report


def test_status_and_diagnostic_are_told() -> None:
    found = bounce.recognise(parse(report(STATUS)))
    assert found
    assert found.recipients == (
        bounce.FailedRecipient(MARIA, "5.1.1", True, "550 5.1.1 <maria@harbour.example>: no such user"),
    )


@pytest.mark.parametrize(
    ("said", "status", "permanent"),
    [
        ("550 5.1.1 no such user", "5.1.1", True),
        ("550 no such user", "", True),
        ("452 4.2.2 mailbox full", "4.2.2", False),
        ("552 mailbox full", "", False),
        ("554 5.7.1 rejected", "5.7.1", True),
        ("421 try again", "", False),
        ("the user is unknown", "", True),
        ("version 5.10.2000 of 550", "", True),
    ],
)
def test_what_servers_say_in_words(said: str, status: str, permanent: bool) -> None:
    found = bounce.recognise(parse(daemon(f"Your message could not be delivered.\n\n<{MARIA}>: {said}\n")))
    assert found
    assert [(each.address, each.status, each.permanent) for each in found.recipients] == [(MARIA, status, permanent)]


def test_our_own_addresses_are_not_among_the_failed() -> None:
    text = f"From: ida@x.example\nThe message from hello@northlight.example to {MARIA} could not be delivered."
    found = bounce.recognise(parse(daemon(text, to="hello@northlight.example, ida@x.example")))
    assert found
    assert [each.address for each in found.recipients] == [MARIA]


@pytest.mark.parametrize("words", bounce.FAILED_WORDS)
def test_subject_of_a_failure_in_many_languages(words: str) -> None:
    assert parse(daemon(f"Sorry. {MARIA}", words.capitalize())).kind == "bounce"
    assert parse(mail("Sorry.", subject=words.capitalize())).kind == "message"


@pytest.mark.parametrize("words", automatic.ABSENCE)
def test_absence_in_many_languages_needs_a_header(words: str) -> None:
    assert parse(mail("Hello.", subject=words.capitalize(), auto_submitted="auto-replied")).kind == "vacation"
    assert parse(mail("Hello.", subject=words.capitalize())).kind == "message"


@pytest.mark.parametrize(
    ("value", "keyword"),
    [
        ("no", ""),
        ("No ", ""),
        ("auto-replied; x=y", "auto-replied"),
        ("AUTO-Generated (c)", "auto-generated"),
        ("", ""),
    ],
)
def test_keyword_of_auto_submitted(value: str, keyword: str) -> None:
    assert automatic.auto_submitted(parse(mail(auto_submitted=value))) == keyword
