"""The doors: a real IMAP server, read and not touched, and the pipe with the exit codes that mail servers know."""

import io
import signal
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from agency.tenancy.scope import within
from comms import imap, tasks
from comms.domain import account_mail, inbound, mailboxes, senders
from comms.models import AccountMail, InboundMessage, Mailbox, Notice, Request
from tests.comms.mailroom import MARIA, eml, written_by
from tests.servers.daemon import free_port
from tests.servers.imap import ImapMailbox
from tests.world import House, World, age


@pytest.fixture
def ours(world: World, tmp_path: Any, settings: Any) -> House:
    settings.FILES_DIR = tmp_path
    return world.ours


def row_for(house: House, box: ImapMailbox, **changed: Any) -> Mailbox:
    fields = {
        "address": "hello@northlight.example",
        "host": box.host,
        "port": box.port,
        "tls": False,
        "username": box.login,
        "triage": house.owner,
        **changed,
    }
    return Mailbox(agency=house.agency, **fields)


def connected(house: House, box: ImapMailbox, *, read_old: bool = False) -> Mailbox:
    with within(house.agency):
        mailbox = row_for(house, box)
        tried = mailboxes.try_out(mailbox, box.password)
        assert tried.place is not None, tried.problem
        return mailboxes.connect(
            mailbox, password=box.password, place=tried.place, read_old=read_old, by=house.owner, at=timezone.now()
        )


def poll(house: House, mailbox: Mailbox) -> int:
    with within(house.agency):
        Mailbox.objects.filter(pk=mailbox.pk).update(next_poll_at=timezone.now() - timedelta(seconds=1))
    assert mailboxes.due() == [(house.agency.pk, mailbox.pk)]
    return mailboxes.poll(house.agency, mailbox.pk)


def fresh(house: House, mailbox: Mailbox) -> Mailbox:
    with within(house.agency):
        return Mailbox.objects.get(pk=mailbox.pk)


def stored(house: House) -> list[bytes]:
    with within(house.agency):
        return [bytes(raw) for raw in InboundMessage.objects.order_by("pk").values_list("raw", flat=True)]


# --- IMAP -------------------------------------------------------------------------------------------------------------
def test_what_arrives_is_stored_byte_for_byte_and_the_mailbox_stays_as_it_was(
    ours: House, imap_mailbox: ImapMailbox
) -> None:
    old, new, broken = (
        eml(MARIA, subject="Old"),
        eml(MARIA, subject="New"),
        b"Subject: \xff\xfe\r\n\r\n\x80 no charset\r\n",
    )
    imap_mailbox.deliver(old)
    mailbox = connected(ours, imap_mailbox)
    imap_mailbox.deliver(new)
    imap_mailbox.deliver(broken)
    assert poll(ours, mailbox) == 2
    assert stored(ours) == [new, broken]
    assert poll(ours, mailbox) == 0
    assert imap_mailbox.unread() == 3
    assert len(imap_mailbox.messages()) == 3
    with within(ours.agency):
        first = InboundMessage.objects.order_by("pk")[0]
        assert (first.door, first.mailbox_id, first.recipient) == ("imap", mailbox.pk, "hello@northlight.example")
    inbound.file(ours.agency, first.pk)
    with within(ours.agency):
        assert Request.objects.get().subject == "New"


def test_old_mail_is_read_only_if_asked_for(ours: House, imap_mailbox: ImapMailbox) -> None:
    imap_mailbox.deliver(eml(MARIA, subject="Old"))
    assert poll(ours, connected(ours, imap_mailbox, read_old=True)) == 1


def test_a_message_is_stored_before_the_place_moves_on(
    ours: House, imap_mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = connected(ours, imap_mailbox)
    for number in range(3):
        imap_mailbox.deliver(eml(MARIA, subject=f"Number {number}"))
    honest = inbound.receive
    calls: list[int] = []

    def receive(raw: bytes, **fields: Any) -> InboundMessage:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the database went away")
        return honest(raw, **fields)

    with monkeypatch.context() as broken:
        broken.setattr(inbound, "receive", receive)
        assert poll(ours, mailbox) == 1
    assert "stays in the mailbox" in fresh(ours, mailbox).problem
    assert poll(ours, mailbox) == 2
    assert len(stored(ours)) == 3
    assert fresh(ours, mailbox).problem == ""


def test_when_the_server_numbers_anew_nothing_is_filed_twice(ours: House, imap_mailbox: ImapMailbox) -> None:
    mailbox = connected(ours, imap_mailbox)
    imap_mailbox.deliver(eml(MARIA, subject="Before"))
    poll(ours, mailbox)
    with within(ours.agency):
        Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=1)
    imap_mailbox.deliver(eml(MARIA, subject="After"))
    assert poll(ours, mailbox) == 2
    assert len(stored(ours)) == 2


def test_a_signed_address_in_the_envelope_is_the_recipient(ours: House, imap_mailbox: ImapMailbox) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        address = senders.reply_address(ours.agency, request)
    mailbox = connected(ours, imap_mailbox)
    imap_mailbox.deliver(f"Delivered-To: {address}\r\n".encode() + eml(MARIA, text="And red?"))
    poll(ours, mailbox)
    with within(ours.agency):
        message = InboundMessage.objects.order_by("-pk")[0]
        assert message.recipient == address
    inbound.file(ours.agency, message.pk)
    with within(ours.agency):
        assert request.interactions.count() == 2


def test_answers_come_back_to_a_mailbox_that_takes_plus_addresses(ours: House, imap_mailbox: ImapMailbox) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        assert senders.reply_address(ours.agency, request).endswith("@mail.rapport.example")
        row_for(ours, imap_mailbox, takes_plus=True).save()
        assert senders.reply_address(ours.agency, request).startswith("hello+")
        assert senders.sender_of(ours.agency).address == "hello@northlight.example"
        Mailbox.objects.update(address="a-rather-long-name-of-a-mailbox@northlight.example")
        assert senders.reply_address(ours.agency, request).endswith("@mail.rapport.example")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"host": "imap.nowhere.invalid"}, "no server named"),
        ({"port": free_port()}, "Nothing answers at port"),
        ({"tls": True}, "does not speak TLS"),
        ({"folder": "Nowhere"}, "no folder named “Nowhere”"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    ours: House, imap_mailbox: ImapMailbox, changed: dict[str, Any], words: str
) -> None:
    with within(ours.agency):
        tried = mailboxes.try_out(row_for(ours, imap_mailbox, **changed), imap_mailbox.password)
    assert tried.place is None
    assert words in tried.problem


def test_a_wrong_password_is_said_in_words(ours: House, imap_mailbox: ImapMailbox) -> None:
    with within(ours.agency):
        assert "password" in mailboxes.try_out(row_for(ours, imap_mailbox), "wrong").problem


def test_nobody_looks_around_in_our_network_by_naming_servers(
    ours: House, imap_mailbox: ImapMailbox, settings: Any
) -> None:
    settings.INTERNAL_HOSTS = []
    with within(ours.agency):
        for host in (imap_mailbox.host, "localhost", "10.0.0.1", "169.254.169.254"):
            tried = mailboxes.try_out(row_for(ours, imap_mailbox, host=host), imap_mailbox.password)
            assert "inside this network" in tried.problem
        settings.INTERNAL_HOSTS = [imap_mailbox.host]
        assert mailboxes.try_out(row_for(ours, imap_mailbox), imap_mailbox.password).place is not None


def test_a_mailbox_that_fails_says_so_backs_off_and_tells_the_owners(ours: House, imap_mailbox: ImapMailbox) -> None:
    mailbox = connected(ours, imap_mailbox)
    with within(ours.agency):
        Mailbox.objects.filter(pk=mailbox.pk).update(folder="Gone")
    assert poll(ours, mailbox) == 0
    failing = fresh(ours, mailbox)
    assert "Gone" in failing.problem
    assert failing.problem_since is not None
    with within(ours.agency):
        age(failing, timedelta(minutes=20))
    poll(ours, mailbox)
    waiting = fresh(ours, mailbox)
    assert waiting.problem_since == failing.problem_since
    assert waiting.next_poll_at is not None
    assert timedelta(minutes=9) < waiting.next_poll_at - timezone.now() < timedelta(minutes=11)
    with within(ours.agency):
        assert Notice.objects.get(kind="mailbox.problem").member == ours.owner
        mailbox = fresh(ours, mailbox)
        mailbox.folder = "INBOX"
        mailboxes.change(mailbox, password=imap_mailbox.password, by=ours.owner, at=timezone.now())
    poll(ours, mailbox)
    assert fresh(ours, mailbox).problem == ""


def test_a_password_sealed_with_another_key_is_said_in_words(
    ours: House, imap_mailbox: ImapMailbox, settings: Any
) -> None:
    mailbox = connected(ours, imap_mailbox)
    assert imap_mailbox.password.encode() not in bytes(fresh(ours, mailbox).secret)
    settings.FIELD_KEY = "b3RoZXItZmllbGQta2V5LTAwMDAwMDAwMDAwMDAwMDA="
    with within(ours.agency):
        assert "Type it in again" in mailboxes.try_out(fresh(ours, mailbox)).problem


def test_an_address_is_read_once(ours: House, imap_mailbox: ImapMailbox) -> None:
    connected(ours, imap_mailbox)
    with pytest.raises(ValidationError, match="read already"):
        connected(ours, imap_mailbox)


def test_two_pollers_do_not_read_one_mailbox(ours: House, imap_mailbox: ImapMailbox) -> None:
    mailbox = connected(ours, imap_mailbox)
    with within(ours.agency):
        Mailbox.objects.update(next_poll_at=timezone.now() + timedelta(minutes=5))
    imap_mailbox.deliver(eml(MARIA))
    assert mailboxes.poll(ours.agency, mailbox.pk) == 0
    assert mailboxes.due() == []


def test_a_server_that_drips_is_left_after_a_while_and_its_mailbox_says_so(
    ours: House, imap_mailbox: ImapMailbox, dripping: int
) -> None:
    """As in a worker: the time limit is a signal that raises wherever the task is."""

    def time_is_up(_signal: int, _frame: Any) -> None:
        raise SoftTimeLimitExceeded

    mailbox = connected(ours, imap_mailbox)
    with within(ours.agency):
        Mailbox.objects.update(port=dripping, next_poll_at=timezone.now() - timedelta(seconds=1))
    before = signal.signal(signal.SIGALRM, time_is_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        tasks.poll_mailbox(ours.agency.pk, mailbox.pk)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    left = fresh(ours, mailbox)
    assert "too slow" in left.problem
    assert left.next_poll_at is not None
    assert left.next_poll_at > timezone.now()


def test_a_long_queue_of_mail_is_read_in_rounds(
    ours: House, imap_mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = connected(ours, imap_mailbox)
    for number in range(3):
        imap_mailbox.deliver(eml(MARIA, subject=f"Number {number}"))
    monkeypatch.setattr(mailboxes, "AT_A_TIME", 1)
    assert mailboxes.poll(ours.agency, mailbox.pk) == 1
    assert mailboxes.due() == [(ours.agency.pk, mailbox.pk)], "the rest is read at once"
    monkeypatch.setattr(mailboxes, "AT_A_TIME", 200)
    monkeypatch.setattr(mailboxes, "SECONDS_AT_A_TIME", -1.0)
    assert mailboxes.poll(ours.agency, mailbox.pk) == 1
    assert mailboxes.due() == [(ours.agency.pk, mailbox.pk)]
    monkeypatch.undo()
    assert mailboxes.poll(ours.agency, mailbox.pk) == 1
    assert mailboxes.due() == []


def test_a_huge_message_stays_where_it_is_and_a_person_is_told(
    ours: House, imap_mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LARGEST", 2000)
    mailbox = connected(ours, imap_mailbox)
    imap_mailbox.deliver(eml(MARIA, text="x" * 70 + "\n" + ("y" * 70 + "\n") * 40))
    imap_mailbox.deliver(eml(MARIA, subject="Small"))
    assert poll(ours, mailbox) == 2
    assert len(stored(ours)) == 1
    with within(ours.agency):
        assert Notice.objects.get(kind="mailbox.huge").member == ours.owner


# --- the pipe ---------------------------------------------------------------------------------------------------------
def pipe(monkeypatch: pytest.MonkeyPatch, raw: bytes, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    try:
        call_command("receive_mail", *arguments)
    except CommandError as ended:
        return ended.returncode
    return 0


def test_the_pipe_takes_a_message_for_an_agency_of_ours(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = eml(MARIA, to="northlight@mail.rapport.example")
    assert pipe(monkeypatch, raw) == 0
    assert pipe(monkeypatch, raw, "--recipient", "northlight@mail.rapport.example") == 0
    assert stored(ours) == [raw]


def test_the_envelope_counts_before_the_header(world: World, ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"Delivered-To: harbour@mail.rapport.example\r\n" + eml(MARIA, to="northlight@mail.rapport.example")
    assert pipe(monkeypatch, raw) == 0
    assert stored(ours) == []
    assert stored(world.theirs) == [raw]


def test_exit_codes_that_mail_servers_know(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipe(monkeypatch, b"  \r\n") == 65
    assert pipe(monkeypatch, eml(MARIA, to="nobody@nowhere.example")) == 67
    with monkeypatch.context() as broken:
        broken.setattr(inbound, "receive", lambda *_, **__: 1 / 0)
        assert pipe(broken, eml(MARIA, to="northlight@mail.rapport.example")) == 75
    assert stored(ours) == []


def test_a_bounce_of_account_mail_marks_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail import EmailMessage

    account_mail.queue_account_mail(EmailMessage("Code", "1", None, ["a@client.example"]))
    AccountMail.objects.update(state="sent")
    path = AccountMail.objects.get().return_path
    report = (
        b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n"
        b"<a@client.example>: 550 no such user\r\n"
    )
    assert pipe(monkeypatch, report, "--recipient", path) == 0
    assert AccountMail.objects.get().state == "bounced"
