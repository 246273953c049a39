"""Handing one message to an SMTP server, with a verdict that says exactly what is known afterwards.

smtplib's own `sendmail` raises the same errors before and after the message is in the server's hands; here the two are
kept apart, and the caller is asked once more before the message is handed over.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext as _

from comms import dialling, smtp_lines, troubles

REPLY_LIMIT = 500
PATIENCE_AT_QUIT = 2.0
LONGEST_TALK = 1024 * 1024
"""Bytes that a server may say about one letter."""
ANSWERS = 9
"""How many of the slowest answers one letter may take in all: greeting, EHLO twice, STARTTLS, AUTH, and four more."""
LEADING_DOT = re.compile(rb"(?m)^\.")
LINE_END = re.compile(rb"\r\n|\r|\n")
NO_SUCH_PERSON = frozenset({550, 551, 553})


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    """The server answered 2xx after the final dot."""
    REFUSED_TEMPORARILY = "refused_temporarily"
    """It does not have the message; a later attempt may succeed."""
    REFUSED_FOR_GOOD = "refused_for_good"
    """It does not have the message and never will."""
    UNKNOWN = "unknown"
    """The message was handed over and the answer never came: it may have it or not."""
    NOT_OURS = "not_ours"
    """The caller said, just before the message was handed over, that it is no longer ours to send."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What the server is given: return path, one recipient, and the bytes with CRLF line ends."""

    return_path: str
    recipient: str
    mime: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reached` is False when the server could not be talked to at all, so that no message is to blame.

    `no_such_person` is True when it was the recipient that was refused for good. `trouble` says in words for whoever
    set the account up why it could not be used. `provider_id` is what a provider calls the mail that it has taken.
    """

    verdict: Verdict
    reply: str = ""
    reached: bool = True
    no_such_person: bool = False
    trouble: str = ""
    provider_id: str = ""


class Conversation:
    """A connection that is opened for the first letter and kept for the next ones. Use as a context manager."""

    def __init__(
        self,
        server: Mapping[str, Any],
        *,
        timeout: float,
        hello: str,
        trusted: bool = True,
        seconds: float | None = None,
    ) -> None:
        """`server`: host, port, user, password, starttls, tls. `timeout`: seconds for an answer, `seconds`: for all of
        one letter, however the server drips. `hello`: our name. `trusted`: the operator named the server.
        """
        self.server, self.timeout, self.hello = server, timeout, hello
        self.trusted, self.seconds = trusted, seconds or ANSWERS * timeout
        self._line: smtplib.SMTP | None = None
        self._deadline = dialling.Deadline(self.seconds, timeout, LONGEST_TALK)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if self._line.sock:
                    self._line.sock.settimeout(PATIENCE_AT_QUIT)
                self._line.quit()
        self._hang_up()

    def deliver(self, letter: Letter, *, before_data: Callable[[], bool]) -> Outcome:
        """Sender and recipient, then `before_data`, then the message. Raises only what `before_data` raises."""
        self._hurry()
        try:
            line = self._open_line()
        except (OSError, smtplib.SMTPException, ValueError) as reason:
            self._hang_up()
            return Outcome(
                Verdict.REFUSED_TEMPORARILY, in_words(reason), reached=False, trouble=troubles.of(reason, self.server)
            )
        try:
            refused = self._announce(line, letter)
        except (OSError, smtplib.SMTPException) as reason:
            self._hang_up()
            return Outcome(Verdict.REFUSED_TEMPORARILY, in_words(reason))
        if refused:
            return refused
        try:
            ours = before_data()
        except BaseException:
            self._hang_up()
            raise
        return self._hand_over(line, letter.mime) if ours else Outcome(Verdict.NOT_OURS)

    def _open_line(self) -> smtplib.SMTP:
        """The line in use, made ready for another letter, or a new one."""
        if self._line is not None:
            try:
                if self._line.rset()[0] == 250:
                    return self._line
            except (OSError, smtplib.SMTPException):
                pass
            self._hang_up()
        self._line = self._connect()
        return self._line

    def _hurry(self) -> None:
        """A new letter has all the time again."""
        self._deadline = dialling.Deadline(self.seconds, self.timeout, LONGEST_TALK)
        if self._line is not None and self._line.sock is not None:
            self._line.sock.deadline = self._deadline  # type: ignore[attr-defined]

    def _connect(self) -> smtplib.SMTP:
        kind = smtp_lines.SealedLine if self.server["tls"] else smtp_lines.PlainLine
        line = kind(self.hello, self._deadline, trusted=self.trusted)
        self._line = line
        greeting, words = line.connect(self.server["host"], self.server["port"])
        if greeting != 220:
            raise smtplib.SMTPConnectError(greeting, words)
        line.ehlo_or_helo_if_needed()
        if self.server["starttls"]:
            line.starttls(context=smtp_lines.sealing())
            line.sock.deadline = self._deadline  # type: ignore[union-attr]
            line.ehlo_or_helo_if_needed()
        if self.server["user"]:
            line.login(self.server["user"], self.server["password"])
        return line

    def _announce(self, line: smtplib.SMTP, letter: Letter) -> Outcome | None:
        """MAIL and RCPT; None when both were accepted."""
        return_path, recipient = on_the_wire(letter.return_path), on_the_wire(letter.recipient)
        options = [f"size={len(letter.mime)}"] if line.has_extn("size") else []
        if not letter.mime.isascii() and line.has_extn("8bitmime"):
            options.append("body=8bitmime")
        if not (return_path + recipient).isascii():
            if not line.has_extn("smtputf8"):
                return Outcome(
                    Verdict.REFUSED_FOR_GOOD, _("The mail server cannot write to addresses with such letters.")
                )
            options.append("smtputf8")
            line.command_encoding = "utf-8"
        code, reply = line.mail(return_path, options)
        if code != 250:
            return self._refusal(code, reply)
        code, reply = line.rcpt(recipient)
        if code not in (250, 251):
            return self._refusal(code, reply, no_such_person=code in NO_SUCH_PERSON)
        return None

    def _hand_over(self, line: smtplib.SMTP, mime: bytes) -> Outcome:
        try:
            code, reply = line.docmd("DATA")
        except (OSError, smtplib.SMTPException) as reason:
            self._hang_up()
            return Outcome(Verdict.REFUSED_TEMPORARILY, in_words(reason))
        if code != 354:
            return self._refusal(code, reply)
        try:
            line.send(dotted(mime))
            code, reply = line.getreply()
        except (OSError, smtplib.SMTPException) as reason:
            self._hang_up()
            return Outcome(Verdict.UNKNOWN, in_words(reason))
        if 200 <= code < 300:
            return Outcome(Verdict.ACCEPTED, spoken(code, reply))
        if 400 <= code < 600:
            return self._refusal(code, reply)
        return Outcome(Verdict.UNKNOWN, spoken(code, reply))

    def _refusal(self, code: int, reply: bytes, *, no_such_person: bool = False) -> Outcome:
        if code == 421 or not 400 <= code < 600:
            self._hang_up()
        verdict = Verdict.REFUSED_FOR_GOOD if 500 <= code < 600 else Verdict.REFUSED_TEMPORARILY
        return Outcome(verdict, spoken(code, reply), no_such_person=no_such_person)

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def on_the_wire(address: str) -> str:
    """The address with its domain as DNS knows it (xn--…); the local part stays."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return address


def dotted(mime: bytes) -> bytes:
    """The bytes as DATA takes them: CRLF, lines that begin with a dot given another one, and the final dot."""
    lines = LINE_END.sub(b"\r\n", mime)
    end = b"" if lines.endswith(b"\r\n") else b"\r\n"
    return LEADING_DOT.sub(b"..", lines) + end + b".\r\n"


def spoken(code: int, reply: bytes) -> str:
    """The server's answer in one line."""
    return f"{code} {' '.join(reply.decode('utf-8', 'replace').split())}"[:REPLY_LIMIT]


def in_words(reason: Exception) -> str:
    """What went wrong with the line, for people."""
    if isinstance(reason, smtplib.SMTPResponseException):
        raw = reason.smtp_error if isinstance(reason.smtp_error, bytes) else str(reason.smtp_error).encode()
        return spoken(reason.smtp_code, raw)
    if isinstance(reason, smtplib.SMTPNotSupportedError):
        return _("The mail server does not offer what our settings ask for: %(reason)s") % {"reason": str(reason)}
    if isinstance(reason, TimeoutError) or "timed out" in str(reason):
        return _("The mail server did not answer in time.")
    if isinstance(reason, smtplib.SMTPServerDisconnected):
        return _("The mail server cut the line.")
    if isinstance(reason, ssl.SSLError):
        return _("The line to the mail server could not be encrypted: %(reason)s") % {"reason": reason.reason}
    return _("The mail server could not be reached: %(reason)s") % {
        "reason": getattr(reason, "strerror", "") or type(reason).__name__
    }
