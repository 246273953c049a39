"""The bed must be trustworthy: what these servers are told to do, a client sees."""

import smtplib

import pytest

from tests.servers.daemons import Redis
from tests.servers.imap import ImapMailbox
from tests.servers.smtp import SmtpServer, Verb

LETTER = b"From: mara@client.example\r\nTo: studio@agency.example\r\nSubject: Launch\r\n\r\nWhen do we go live?\r\n"


def send(server: SmtpServer, recipient: str = "studio@agency.example") -> None:
    with smtplib.SMTP(server.hostname, server.port, timeout=0.5) as client:
        client.sendmail("mara@client.example", [recipient], LETTER)


def test_a_letter_is_recorded_as_it_came(smtp_server: SmtpServer) -> None:
    send(smtp_server)
    (delivery,) = smtp_server.wait_for(1)
    assert delivery.raw == LETTER
    assert delivery.recipients == ("studio@agency.example",)
    assert delivery.message["Subject"] == "Launch"


@pytest.mark.parametrize("code", [451, 550])
@pytest.mark.parametrize("verb", [Verb.MAIL, Verb.RCPT, Verb.DATA, Verb.BODY])
def test_a_refusal_reaches_the_client_at_that_verb(smtp_server: SmtpServer, verb: Verb, code: int) -> None:
    smtp_server.refuse(verb, code, times=1)
    with pytest.raises(smtplib.SMTPException) as refusal:
        send(smtp_server)
    error = refusal.value
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        assert [answer[0] for answer in error.recipients.values()] == [code]
    else:
        assert isinstance(error, smtplib.SMTPResponseException)
        assert error.smtp_code == code
    assert smtp_server.received == []
    send(smtp_server)
    assert len(smtp_server.received) == 1


@pytest.mark.parametrize("verb", [Verb.CONNECT, Verb.EHLO, Verb.MAIL, Verb.RCPT, Verb.DATA, Verb.BODY])
@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_silence_and_a_cut_line(smtp_server: SmtpServer, verb: Verb, fault: str) -> None:
    getattr(smtp_server, fault)(verb, times=1)
    with pytest.raises((TimeoutError, ConnectionError, smtplib.SMTPException)):
        send(smtp_server)
    assert smtp_server.received == []


@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_a_server_may_keep_a_letter_whose_receipt_is_lost(smtp_server: SmtpServer, fault: str) -> None:
    getattr(smtp_server, fault)(Verb.BODY, keep=True)
    with pytest.raises((TimeoutError, ConnectionError, smtplib.SMTPException)):
        send(smtp_server)
    assert len(smtp_server.received) == 1


def test_greylisting_is_for_each_recipient(smtp_server: SmtpServer) -> None:
    smtp_server.greylist()
    for recipient in ("one@agency.example", "two@agency.example"):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(smtp_server, recipient)
        send(smtp_server, recipient)
    assert len(smtp_server.received) == 2


def test_a_fault_may_concern_one_address_only(smtp_server: SmtpServer) -> None:
    smtp_server.refuse(Verb.RCPT, 550, containing="gone@")
    send(smtp_server, "here@agency.example")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(smtp_server, "gone@agency.example")


def test_signing_in_is_asked_for() -> None:
    with SmtpServer("studio@agency.example", "open-sesame") as server:
        assert server.url == f"smtp://studio%40agency.example:open-sesame@127.0.0.1:{server.port}"
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(server)
        with smtplib.SMTP(server.hostname, server.port, timeout=2) as client:
            client.login("studio@agency.example", "open-sesame")
            client.sendmail("mara@client.example", ["studio@agency.example"], LETTER)
    assert len(server.received) == 1


def test_waiting_in_vain_says_what_did_arrive(smtp_server: SmtpServer) -> None:
    send(smtp_server)
    with pytest.raises(TimeoutError, match="Launch"):
        smtp_server.wait_for(2, seconds=0.05)


def test_a_mailbox_gives_back_what_was_put_in(imap_mailbox: ImapMailbox) -> None:
    assert imap_mailbox.messages() == []
    imap_mailbox.deliver(LETTER)
    assert imap_mailbox.messages() == [LETTER]
    assert imap_mailbox.unread() == 1
    assert imap_mailbox.messages("Nowhere") == []
    assert imap_mailbox.folders() == ["INBOX"]


def test_redis_comes_back_empty_after_a_hard_stop(redis_server: Redis) -> None:
    redis_server.kill()
    assert not redis_server.answers()
    redis_server.start()
    assert redis_server.answers()
