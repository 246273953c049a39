"""Our own end of SMTP: what is known after each thing that can go wrong."""

import imaplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

import pytest

from comms import imap, smtp
from comms.domain.proofs import authenticated
from comms.mail.parse import parse
from comms.smtp import Conversation, Letter, Verdict
from config import environment
from tests.comms.mailroom import eml
from tests.servers.smtp import SmtpServer, Verb

LETTER = Letter("bounce@mail.rapport.example", "maria@client.example", b"Subject: Hello\r\n\r\n.dot\r\nHello.\r\n")


def talk(server: SmtpServer | str, *letters: Letter, **changed: Any) -> list[smtp.Outcome]:
    url = server if isinstance(server, str) else server.url
    with Conversation({**environment.smtp(url), **changed}, timeout=1, hello="mail.rapport.example") as line:
        return [line.deliver(letter, before_data=lambda: True) for letter in (letters or (LETTER,))]


def test_one_line_serves_many_letters(smtp_server: SmtpServer) -> None:
    assert [outcome.verdict for outcome in talk(smtp_server, LETTER, LETTER, LETTER)] == [Verdict.ACCEPTED] * 3
    assert smtp_server.conversations == 1
    assert smtp_server.received[0].raw == LETTER.mime


def test_a_line_that_broke_is_opened_again(smtp_server: SmtpServer) -> None:
    smtp_server.drop(Verb.BODY, times=1)
    verdicts = [outcome.verdict for outcome in talk(smtp_server, LETTER, LETTER)]
    assert verdicts == [Verdict.UNKNOWN, Verdict.ACCEPTED]


def test_a_refused_recipient_spoils_nothing_for_the_next(smtp_server: SmtpServer) -> None:
    smtp_server.refuse(Verb.RCPT, 550, times=1)
    refused, accepted = talk(smtp_server, LETTER, LETTER)
    assert (refused.verdict, refused.no_such_person) == (Verdict.REFUSED_FOR_GOOD, True)
    assert accepted.verdict is Verdict.ACCEPTED


def test_a_letter_that_is_no_longer_ours_is_not_handed_over(smtp_server: SmtpServer) -> None:
    with Conversation(environment.smtp(smtp_server.url), timeout=1, hello="us.example") as line:
        assert line.deliver(LETTER, before_data=lambda: False).verdict is Verdict.NOT_OURS
        with pytest.raises(RuntimeError, match="the database"):
            line.deliver(LETTER, before_data=_database_gone)
        assert line.deliver(LETTER, before_data=lambda: True).verdict is Verdict.ACCEPTED
    assert len(smtp_server.received) == 1


def _database_gone() -> bool:
    raise RuntimeError("the database is gone")


def test_signing_in() -> None:
    with SmtpServer("us@mail.example", "secret") as server:
        assert talk(server)[0].verdict is Verdict.ACCEPTED
        server.refuse(Verb.AUTH, 535)
        (wrong,) = talk(server)
        assert (wrong.verdict, wrong.reached) == (Verdict.REFUSED_TEMPORARILY, False)
        assert wrong.reply.startswith("535")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"tls": True}, "could not be encrypted"),
        ({"starttls": True}, "does not offer"),
        ({"port": 1}, "could not be reached"),
    ],
)
def test_a_server_that_cannot_be_talked_to(smtp_server: SmtpServer, changed: dict[str, Any], words: str) -> None:
    (outcome,) = talk(smtp_server, **changed)
    assert (outcome.verdict, outcome.reached) == (Verdict.REFUSED_TEMPORARILY, False)
    assert words in outcome.reply


@pytest.mark.parametrize("verb", [Verb.MAIL, Verb.DATA])
def test_silence_before_the_letter_is_handed_over_is_no_doubt(smtp_server: SmtpServer, verb: Verb) -> None:
    smtp_server.hang(verb)
    (outcome,) = talk(smtp_server)
    assert (outcome.verdict, outcome.reached) == (Verdict.REFUSED_TEMPORARILY, True)
    assert "in time" in outcome.reply


def test_silence_at_the_end_is_not_waited_for(smtp_server: SmtpServer) -> None:
    smtp_server.hang(Verb.QUIT)
    assert talk(smtp_server)[0].verdict is Verdict.ACCEPTED


def test_addresses_in_other_scripts(smtp_server: SmtpServer) -> None:
    assert smtp.on_the_wire("maria@bücher.example") == "maria@xn--bcher-kva.example"
    assert smtp.on_the_wire("maria@" + "x" * 70 + ".example").endswith("x.example")
    (outcome,) = talk(smtp_server, Letter("bounce@us.example", "märia@bücher.example", LETTER.mime))
    assert outcome.verdict is Verdict.ACCEPTED
    assert smtp_server.received[0].recipients == ("märia@xn--bcher-kva.example",)


def test_lines_on_the_wire() -> None:
    assert smtp.dotted(b".a\n..b\r\nc") == b"..a\r\n...b\r\nc\r\n.\r\n"


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ("mx.example; dmarc=pass; spf=fail", True),
        ("mx.example; dmarc=fail; dkim=pass", False),
        ("mx.example; dkim=pass header.d=b.example", True),
        ("mx.example; dkim=pass header.d=evil.example", None),
        ("mx.example; spf=softfail", None),
        ("mx.example; spf=fail; dkim=fail", False),
    ],
)
def test_who_vouches_for_a_sender(header: str, verdict: bool | None) -> None:
    assert authenticated(parse(eml("a@b.example", headers={"Authentication-Results": header}))) is verdict


ACCESS = imap.Access("imap.example", 993, True, "us", "secret", "INBOX")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (lambda: socket.gaierror(), "no server named"),
        (lambda: ssl.SSLCertVerificationError(), "certificate"),
        (lambda: ssl.SSLError(), "does not speak TLS"),
        (lambda: TimeoutError(), "did not answer"),
        (lambda: ConnectionRefusedError(), "Nothing answers"),
        (lambda: imaplib.IMAP4.abort(), "broke"),
        (lambda: ValueError(), "not understood"),
    ],
)
def test_troubles_of_mailboxes_in_words(reason: Callable[[], Exception], words: str) -> None:
    assert words in imap.in_words(reason(), ACCESS)
