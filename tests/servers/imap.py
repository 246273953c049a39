"""A mailbox on a real IMAP server, seen from the other side: put in what arrives, read what the application did."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class ImapMailbox:
    host: str
    port: int
    login: str
    password: str

    @contextmanager
    def _session(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(self.host, self.port, timeout=10) as session:
            session.login(self.login, self.password)
            yield session

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a message in, unread, exactly these bytes."""
        with self._session() as session:
            answer = session.append(f'"{folder}"', "", "", raw)
        if answer[0] != "OK":
            raise RuntimeError(f"the mailbox refused the message: {answer[1]!r}")

    def make_folder(self, name: str) -> None:
        with self._session() as session:
            answer = session.create(f'"{name}"')
        if answer[0] != "OK":
            raise RuntimeError(f"the mailbox refused the folder: {answer[1]!r}")

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        """Raw messages in the folder, oldest first, without marking them read; none if there is no such folder."""
        with self._session() as session:
            if session.select(folder, readonly=True)[0] != "OK":
                return []
            _, found = session.uid("SEARCH", "ALL")
            numbers = found[0].split() if found[0] else []
            return [self._raw(session, number.decode()) for number in numbers]

    def unread(self, folder: str = "INBOX") -> int:
        with self._session() as session:
            session.select(folder, readonly=True)
            _, found = session.uid("SEARCH", "UNSEEN")
            return len(found[0].split())

    def folders(self) -> list[str]:
        with self._session() as session:
            _, lines = session.list()
        return sorted(line.decode().rsplit(" ", 1)[-1].strip('"') for line in lines if isinstance(line, bytes))

    @staticmethod
    def _raw(session: imaplib.IMAP4, number: str) -> bytes:
        _, parts = session.uid("FETCH", number, "(BODY.PEEK[])")
        return next(part[1] for part in parts if isinstance(part, tuple))
