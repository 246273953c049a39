"""Reading a mailbox by IMAP without touching it: nothing is marked, moved or deleted. Troubles are told in words."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
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
    host: str
    port: int
    tls: bool
    username: str
    password: str
    folder: str


@dataclass(frozen=True, slots=True)
class Place:
    """How far a folder has been read. A changed `uid_validity` means that all numbers have been given out anew."""

    uid_validity: int
    next_uid: int
    messages: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message by its number; `raw` is None when it is larger than LARGEST."""

    uid: int
    raw: bytes | None


class Folder:
    """A folder of a mailbox, opened for reading only."""

    def __init__(self, mailbox: Any, name: str) -> None:
        self._mailbox, self._name = mailbox, name

    def place(self) -> Place:
        status = self._mailbox.folder.status(self._name, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
        return Place(status["UIDVALIDITY"], status["UIDNEXT"], status["MESSAGES"])

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
        parts = [part for part in self._ask(uid, "(BODY.PEEK[])") if isinstance(part, tuple)]
        return Fetched(uid, bytes(parts[0][1])) if parts else None

    def _ask(self, uid: int, what: str) -> list[Any]:
        status, answer = self._mailbox.client.uid("fetch", str(uid), what)
        if status != "OK":
            raise Trouble(_("The server would not hand out a message."))
        return [part for part in answer if part is not None]


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
A_DAY = timedelta(days=1)


@contextmanager
def opened(access: Access, seconds: float | None = None) -> Iterator[Folder]:
    """The folder, read-only. Raises Trouble whatever goes wrong on the way or while it is open, and when all of it
    takes longer than so many seconds.
    """
    try:
        with _signed_in(access, seconds) as mailbox:
            mailbox.folder.set(access.folder, readonly=True)
            yield Folder(mailbox, access.folder)
    except imap_tools.MailboxFolderSelectError:
        raise Trouble(_("There is no folder named “%(name)s”.") % {"name": access.folder}) from None
    except imap_tools.MailboxLoginError:
        raise Trouble(_("The server refused the user name or the password.")) from None
    except (OSError, imaplib.IMAP4.error, imap_tools.ImapToolsError, ValueError) as reason:
        raise Trouble(in_words(reason, access)) from reason


@contextmanager
def _signed_in(access: Access, seconds: float | None) -> Iterator[Any]:
    mailbox: Any = dialling.Mailbox(access.host, access.port, tls=access.tls, seconds=seconds)
    try:
        mailbox.login(access.username, access.password, initial_folder=None)
        yield mailbox
    except BaseException:
        mailbox.client.shutdown()  # without another word: whoever drips would not let us say goodbye
        raise
    try:
        mailbox.client.logout()
    except (OSError, imaplib.IMAP4.error):
        mailbox.client.shutdown()


def in_words(reason: Exception, access: Access) -> str:
    """What went wrong with the line, so that the owner knows which field to look at."""
    place = {"host": access.host, "port": access.port}
    match reason:
        case dialling.InsideOurNetwork():
            return _("%(host)s lies inside this network. Whoever runs Rapport can allow it.") % place
        case socket.gaierror():
            return _("There is no server named “%(host)s”. Is the name spelled right?") % place
        case ssl.SSLCertVerificationError():
            return _("The server at %(host)s shows a certificate that is not valid for it.") % place
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


def _number(answer: list[Any]) -> int | None:
    for part in answer:
        text = (part[0] if isinstance(part, tuple) else part).decode("ascii", "replace")
        if "RFC822.SIZE" in text:
            return int("".join(filter(str.isdigit, text.rpartition("RFC822.SIZE")[2].split(")")[0])))
    return None
