"""What a message says once it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["message", "bounce", "vacation", "auto"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address; either may be empty. The domain is in lower case and in its readable (Unicode) form."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A file that travels with a message. ``name`` has no folders and no control characters, yet is not trusted."""

    name: str
    content_type: str
    data: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One message. All strings are clean: no NUL, no lone surrogates, newlines as line ends, none in header values.

    message_id, in_reply_to, references: in angle brackets, at most 250 characters; empty where missing.
    sender: from From, else Sender, Reply-To, Return-Path; an empty address when none of them has one.
    return_path: the envelope sender as the last server wrote it; "" is the null path of bounces, None is not known.
    envelope: whom the message was delivered to, by the headers that receiving servers add; the nearest first.
    date: what the sender claims, in UTC; kept, not trusted.
    text: all that can be read, with quotes; from the HTML part where there is no text part.
    new_text, quoted_text: the same lines parted by ``fold``; quoted_text is what screens fold away.
    html: as it came, never to be shown before ``sanitise``.
    problems: short codes of what was odd, sorted.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    sender: Mailbox
    reply_to: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    envelope: tuple[str, ...]
    return_path: str | None
    date: datetime | None
    text: str
    html: str
    new_text: str
    quoted_text: str
    attachments: tuple[Part, ...]
    calendars: tuple[Part, ...]
    headers: tuple[tuple[str, str], ...]
    language: str
    problems: tuple[str, ...]
    kind: Kind

    def header(self, name: str) -> str:
        """The first header of that name in any case, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all_headers(self, name: str) -> list[str]:
        """Every header of that name, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]
