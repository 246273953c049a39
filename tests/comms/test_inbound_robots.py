"""Mail that opens no clock: bounces, complaints, absence notices and our own that comes back."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import Contact, PersonAddress
from comms.domain import inbound, outbox, senders
from comms.models import (
    Episode,
    InboundMessage,
    Notice,
    OutboxMessage,
    Request,
)
from comms.queries.inbox import unmatched
from tests.comms.mailroom import MARIA, arrive, count, eml
from tests.world import House, World

State = InboundMessage.State


def test_our_own_mail_that_comes_back_is_ours(house: House) -> None:
    with within(house.agency):
        sent = outbox.queue(
            purpose_key="letter:1",
            lane=OutboxMessage.Lane.PERSON,
            to=house.contact,
            subject="Hello",
            text="Hello.",
            at=timezone.now(),
        )
    assert arrive(house.agency, bytes(sent.mime)).state == State.OURS
    assert count(house, Request) == 0


def test_an_absence_notice_opens_no_clock_and_is_remembered(house: House) -> None:
    raw = eml(
        MARIA,
        subject="Out of office",
        text="I am away until 2099-01-01. Back on 2026-12-01.",
        headers={"Auto-Submitted": "auto-replied"},
    )
    stored = inbound.receive(
        raw, agency=house.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    assert inbound.file(house.agency, stored.pk) == State.NOTED
    with within(house.agency):
        assert PersonAddress.objects.get(person=house.contact.person).away_until is not None
    assert count(house, Episode) == 0


@pytest.mark.parametrize("sender", ["Rosa <rosa@new.example>", "Ida Brandt <ida@northlight.example>"])
def test_a_strangers_absence_is_listed_and_a_members_is_not(house: House, sender: str) -> None:
    message = arrive(house.agency, eml(sender, subject="Out of office", headers={"Auto-Submitted": "auto-replied"}))
    with within(house.agency):
        listed = unmatched().filter(pk=message.pk).exists()
    assert (listed, message.state) == ((True, State.UNMATCHED) if "rosa" in sender else (False, State.NOTED))
    assert message.wants_answer is False
    assert count(house, Episode) == count(house, Notice) == 0


def test_other_automatic_mail_of_a_client_does_open_one(house: House) -> None:
    arrive(house.agency, eml(MARIA, subject="Form sent", headers={"Auto-Submitted": "auto-generated"}))
    assert count(house, Episode) == 1


def bounce_of(message: OutboxMessage, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A delivery report as Postfix writes it."""
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\n"
        f"To: {message.return_path}\r\nSubject: Undelivered Mail Returned to Sender\r\nReturn-Path: <>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {message.recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n"
        f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message.message_id}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.fixture
def sent(house: House) -> OutboxMessage:
    with within(house.agency):
        message = outbox.queue(
            purpose_key="letter:1",
            lane=OutboxMessage.Lane.PERSON,
            to=house.contact,
            subject="Hello",
            text="Hello.",
            at=timezone.now(),
            by=house.manager,
        )
        OutboxMessage.objects.update(state="sent")
        return message


@pytest.mark.parametrize("by_return_path", [True, False])
def test_a_bounce_marks_the_mail_and_the_address_and_tells_a_person(
    house: House, sent: OutboxMessage, by_return_path: bool
) -> None:
    recipient = sent.return_path if by_return_path else "hello@northlight.example"
    assert arrive(house.agency, bounce_of(sent, "delayed", "4.4.1"), recipient).state == State.NOTED
    with within(house.agency):
        sent.refresh_from_db()
        assert (sent.state, sent.server_reply) == ("sent", "550 no such user")
    assert arrive(house.agency, bounce_of(sent), recipient).state == State.NOTED
    with within(house.agency):
        sent.refresh_from_db()
        assert sent.state == "bounced"
        assert PersonAddress.objects.get(person=house.contact.person).bounced_at is not None
        with pytest.raises(senders.NoAddress):
            senders.recipient(house.contact)


def test_a_forged_bounce_marks_nothing(world: World, house: House) -> None:
    with within(world.theirs.agency):
        theirs = outbox.queue(
            purpose_key="letter:1",
            lane=OutboxMessage.Lane.PERSON,
            to=world.theirs.contact,
            subject="Hello",
            text="Hello.",
            at=timezone.now(),
        )
        OutboxMessage.objects.update(state="sent")
    report = arrive(house.agency, bounce_of(theirs), theirs.return_path)
    assert report.state == State.UNMATCHED, "a report of a mail that is none of house is shown to somebody"
    assert count(house, Notice) == count(house, Episode) == 0
    with within(world.theirs.agency):
        theirs.refresh_from_db()
        assert theirs.state == "sent"


# --- complaints -------------------------------------------------------------------------------------------------------
def complaint_of(message: OutboxMessage, kind: str = "abuse", quoted: str = "Message-ID: {id}") -> bytes:
    """A feedback report as mailbox providers write it (RFC 5965)."""
    return (
        "From: Feedback Loop <fbl@mailbox.example>\r\nTo: abuse@mail.rapport.example\r\nSubject: FW: Hello\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        f"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nUser-Agent: Loop/1\r\n"
        f"Version: 1\r\nOriginal-Mail-From: <{message.return_path}>\r\n"
        "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"{quoted.format(id=message.message_id)}\r\n\r\nHello.\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("quoted", ["Message-ID: {id}", "Subject: Hello"])
def test_a_complaint_ends_what_is_regular_and_a_person_is_told(house: House, sent: OutboxMessage, quoted: str) -> None:
    """Known by the Message-ID that it quotes, or by the return path; told again by another way, it is told once."""
    with within(house.agency):
        Contact.objects.filter(pk=house.contact.pk).update(gets_reports=True)
    first = arrive(house.agency, complaint_of(sent, quoted=quoted))
    again = arrive(house.agency, b"X-Loop: again\r\n" + complaint_of(sent, "fraud", quoted))
    assert first.state == again.state == State.NOTED
    with within(house.agency):
        assert Notice.objects.get(kind="mail.complained").member == house.manager
        assert not Contact.objects.get(pk=house.contact.pk).gets_reports
        assert OutboxMessage.objects.get(pk=sent.pk).state == "delivered"
    assert count(house, Episode) == 0


def test_what_is_no_complaint_of_ours_is_shown_to_somebody(world: World, house: House, sent: OutboxMessage) -> None:
    assert arrive(house.agency, complaint_of(sent, "not-spam")).state == State.UNMATCHED
    assert arrive(world.theirs.agency, complaint_of(sent)).state == State.UNMATCHED
    assert count(house, Notice, kind="mail.complained") == count(world.theirs, Notice, kind="mail.complained") == 0


@pytest.mark.parametrize("report", [bounce_of, complaint_of])
def test_a_report_that_overtakes_the_verdict_waits_for_it(
    house: House, sent: OutboxMessage, report: Callable[[OutboxMessage], bytes]
) -> None:
    """The server took the mail and the worker has not written it down yet, or never will."""
    with within(house.agency):
        OutboxMessage.objects.update(state="sending")
    stored = arrive(house.agency, report(sent))
    assert stored.state == State.STORED
    with within(house.agency):
        OutboxMessage.objects.update(state="uncertain")
    assert inbound.file(house.agency, stored.pk) == State.NOTED
