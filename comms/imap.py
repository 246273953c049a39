"""Reading a mailbox by IMAP without touching it: nothing is marked, moved or deleted. Troubles are told in words."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import imap_tools
from django.utils.translation import gettext as _

from comms import dialling

LARGEST = 60 * 1024 * 1024
"""Bytes of a message that is fetched; a larger one stays in the mailbox, and a person is told."""


class Trouble(Exception):
    """What is wrong with a mailbox, in a sentence for its owner."""


@dataclass(frozen=True, slots=True)
class Access:
    """`password` is an access token where `by_token`."""

    host: str
    port: int
    tls: bool
    username: str
    password: str
    folder: str
    by_token: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """How far a folder has been read. A changed `uid_validity` means that all numbers have been given out anew."""

    uid_validity: int
    next_uid: int
    messages: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message by its number; `raw` is None when it is larger than LARGEST. `put_there_at`: when the server took it
    in.
    """

    uid: int
    raw: bytes | None
    put_there_at: datetime | None = None


class Folder:
    """A folder of a mailbox, opened for reading only."""

    def __init__(self, mailbox: Any, name: str) -> None:
        self._mailbox, self._name = mailbox, name

    def place(self) -> Place:
        status = self._mailbox.folder.status(self._name, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
        try:
            return Place(status["UIDVALIDITY"], status["UIDNEXT"], status["MESSAGES"])
        except KeyError as reason:
            raise ValueError(f"no {reason}") from reason

    def uids_after(self, last: int, since: date | None = None) -> list[int]:
        """The numbers above `last` in ascending order; with `since` only of what arrived on that day or later."""
        wanted = [f"UID {last + 1}:*"]
        if since is not None:
            wanted.append(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")
        found = self._mailbox.uids(" ".join(wanted))
        return sorted(number for number in map(int, found) if number > last)

    def fetch(self, uid: int) -> Fetched | None:
        """The message, byte for byte, still unread in the mailbox; None when somebody has deleted it since."""
        size = _number(self._ask(uid, "(RFC822.SIZE)"))
        if size is None:
            return None
        if size > LARGEST:
            return Fetched(uid, None)
        answer = self._ask(uid, "(INTERNALDATE BODY.PEEK[])")
        parts = [part for part in answer if isinstance(part, tuple)]
        return Fetched(uid, bytes(parts[0][1]), _put_there(answer)) if parts else None

    def _ask(self, uid: int, what: str) -> list[Any]:
        status, answer = self._mailbox.client.uid("fetch", str(uid), what)
        if status != "OK":
            raise Trouble(_("The server would not hand out a message."))
        return [part for part in answer if part is not None]


class Session:
    """A mailbox that was signed in to. One folder is open at a time."""

    def __init__(self, mailbox: Any) -> None:
        self._mailbox = mailbox

    def open(self, name: str) -> Folder:
        """Read-only. Raises Trouble when there is none of this name."""
        try:
            self._mailbox.folder.set(name, readonly=True)
        except imap_tools.MailboxFolderSelectError:
            raise Trouble(_("There is no folder named “%(name)s”.") % {"name": name}) from None
        return Folder(self._mailbox, name)

    def marked(self, use: str) -> str:
        """The folder that the server marks for this use (RFC 6154, for example `\\Sent`), or ''."""
        listed = self._mailbox.folder.list()
        wanted = use.lower()
        return next((str(one.name) for one in listed if wanted in {flag.lower() for flag in one.flags}), "")


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
A_DAY = timedelta(days=1)


@contextmanager
def opened(access: Access, seconds: float | None = None) -> Iterator[Folder]:
    """The folder, read-only. Raises Trouble whatever goes wrong on the way or while it is open, and when all of it
    takes longer than so many seconds.
    """
    with signed_in(access, seconds) as session:
        yield session.open(access.folder)


@contextmanager
def signed_in(access: Access, seconds: float | None = None) -> Iterator[Session]:
    """Raises Trouble as `opened`."""
    try:
        with _signed_in(access, seconds) as mailbox:
            yield Session(mailbox)
    except imap_tools.MailboxLoginError:
        raise Trouble(_("The server refused the user name or the password.")) from None
    except (OSError, imaplib.IMAP4.error, imap_tools.ImapToolsError, ValueError) as reason:
        raise Trouble(in_words(reason, access)) from reason


@contextmanager
def _signed_in(access: Access, seconds: float | None) -> Iterator[Any]:
    mailbox: Any = dialling.Mailbox(access.host, access.port, tls=access.tls, seconds=seconds)
    try:
        if access.by_token:
            _show_token(mailbox.client, access)
        else:
            mailbox.login(access.username, access.password, initial_folder=None)
        yield mailbox
    except BaseException:
        mailbox.client.shutdown()  # without another word: whoever drips would not let us say goodbye
        raise
    try:
        mailbox.client.logout()
    except (OSError, imaplib.IMAP4.error):
        mailbox.client.shutdown()


def _show_token(client: imaplib.IMAP4, access: Access) -> None:
    """By XOAUTH2. A server that refuses says why in between, and wants an empty line before it says no."""
    answers = iter([f"user={access.username}\1auth=Bearer {access.password}\1\1".encode()])
    try:
        client.authenticate("XOAUTH2", lambda said: next(answers, b""))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Trouble(_("The server refused the user name or the token.")) from None


def in_words(reason: Exception, access: Access) -> str:
    """What went wrong with the line, so that the owner knows which field to look at."""
    place = {"host": access.host, "port": access.port}
    match reason:
        case dialling.InsideOurNetwork():
            return _("%(host)s lies inside this network. Whoever runs Rapport can allow it.") % place
        case socket.gaierror():
            return _("There is no server named “%(host)s”. Is the name spelled right?") % place
        case ssl.SSLCertVerificationError():
            return _certificate_in_words(reason) % place
        case ssl.SSLError():
            return _("%(host)s does not speak TLS at port %(port)d. Encrypted mailboxes use port 993.") % place
        case TimeoutError():
            return _("%(host)s did not answer at port %(port)d.") % place
        case ConnectionRefusedError():
            return _("Nothing answers at port %(port)d of %(host)s.") % place
        case imaplib.IMAP4.abort() | OSError():
            return _("The line to %(host)s broke.") % place
        case _:
            return _("The server at %(host)s answered in a way that is not understood.") % place


def _certificate_in_words(reason: ssl.SSLCertVerificationError) -> str:
    """What is wrong with it, so that the owner knows whom to ask."""
    match getattr(reason, "verify_code", 0):  # the numbers are OpenSSL's
        case 10:
            return _("The certificate of %(host)s has expired. Whoever runs that server must renew it.")
        case 9:
            return _("The certificate of %(host)s is not valid yet. Whoever runs that server must look at it.")
        case 62 | 64:
            return _("The certificate of the server at %(host)s is for another name. Is the name spelled right?")
        case _:
            return _("The certificate of %(host)s is signed by nobody known here. Whoever runs it must look at it.")


def _put_there(answer: list[Any]) -> datetime | None:
    said = b" ".join(part[0] if isinstance(part, tuple) else part for part in answer)
    found = re.search(rb'INTERNALDATE "[^"]{1,40}"', said)
    moment = imaplib.Internaldate2tuple(found[0]) if found else None
    return datetime.fromtimestamp(time.mktime(moment), UTC) if moment else None


def _number(answer: list[Any]) -> int | None:
    for part in answer:
        text = (part[0] if isinstance(part, tuple) else part).decode("ascii", "replace")
        if "RFC822.SIZE" in text:
            return int("".join(filter(str.isdigit, text.rpartition("RFC822.SIZE")[2].split(")")[0])))
    return None
