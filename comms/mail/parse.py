"""A message from any bytes at all. What the world sends is stored and shown, never refused (product.md, 2)."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import datetime
from typing import Final

from comms.mail import addresses, automatic, bodies, bounce, charset, fold, headers, language, mime
from comms.mail.parsed import Kind, Mailbox, Parsed, Part

__all__ = ["Mailbox", "Parsed", "Part", "fingerprint", "parse"]

DELIVERY_HEADERS: Final = (
    "Delivered-To",
    "X-Original-To",
    "X-Delivered-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Forwarded-To",
    "X-RCPT-TO",
    "Apparently-To",
)
"""What receiving servers write of the address that the message was really for."""

_SINGLE = ("from", "subject", "date", "message-id", "in-reply-to", "content-type", "mime-version", "to", "cc")
_ADDRESS_LIST_LIMIT = 64 * 1024


def parse(raw: bytes | memoryview) -> Parsed:
    """Reads one message. Never raises, whatever the bytes, and takes time in proportion to their number.

    A message that defeats the reader comes back with the problem ``unreadable`` and all its bytes as text, for a
    person to look at.
    """
    try:
        return _read(bytes(raw))
    except Exception:  # a stranger's mail must not stop the mailbox; the door stores the raw bytes anyway
        return _unreadable(raw)


def fingerprint(parsed: Parsed, raw: bytes) -> str:
    """SHA-256, in 64 hexadecimal digits, of sender, date, subject and body (delivery.md).

    The same message by another route, with other Received lines or another transfer encoding, has the same one; unless
    it has neither Message-ID nor date: then 'ok' may have been said twice, and only equal bytes are the same message.
    """
    digest = hashlib.sha256()
    bodies_of = ("\n".join(line.rstrip() for line in body.strip().split("\n")) for body in (parsed.text, parsed.html))
    for value in (parsed.sender.address.lower(), parsed.header("Date"), parsed.subject, *bodies_of):
        digest.update(hashlib.sha256(value.encode("utf-8", "replace")).digest())
    for part in parsed.attachments:
        digest.update(hashlib.sha256(part.data).digest())
    told_apart = bool(parsed.message_id or parsed.header("Date"))
    if "unreadable" in parsed.problems or not told_apart:
        digest.update(raw)
    return digest.hexdigest()


def _read(raw: bytes) -> Parsed:
    root, problems = mime.read(raw)
    found = bodies.gather(root)
    fields = _Fields(root)
    problems |= found.problems | fields.problems()
    html = "\n".join(found.markups)
    text = "\n\n".join(filter(str.strip, found.texts))
    if not text.strip():
        problems.add("no-text")
    subject = fields.text("subject")
    folded = fold.split(text, subject)
    message = Parsed(
        message_id=headers.message_id(fields.joined("message-id")),
        in_reply_to=next(iter(headers.message_ids([fields.joined("in-reply-to")])), ""),
        references=headers.message_ids(fields.all("references")),
        subject=subject,
        sender=fields.sender(),
        reply_to=fields.mailboxes("reply-to"),
        to=fields.mailboxes("to"),
        cc=fields.mailboxes("cc"),
        envelope=fields.envelope(),
        return_path=fields.return_path(),
        date=fields.date(),
        text=text,
        html=html,
        new_text=folded.new,
        quoted_text=folded.quoted,
        attachments=tuple(found.files),
        calendars=tuple(found.calendars),
        headers=tuple((name, headers.text(value)) for name, value in root.fields),
        language=language.guess(folded.new, fields.text("content-language")),
        problems=tuple(sorted(problems)),
        kind="message",
    )
    return dataclasses.replace(message, kind=_kind(message))


def _kind(message: Parsed) -> Kind:
    report = bounce.recognise(message)
    if report:
        return "auto" if report.action == "delivered" else "bounce"
    return automatic.kind(message)


class _Fields:
    """The header of the whole message, asked for by lower-case names."""

    def __init__(self, root: mime.Node) -> None:
        self._values: dict[str, list[bytes]] = {}
        for name, value in root.fields:
            self._values.setdefault(name.lower(), []).append(value)

    def all(self, name: str) -> list[str]:
        """Values with encoded words still in place, 8-bit bytes guessed."""
        return [charset.decode(value, None)[0] for value in self._values.get(name, [])]

    def joined(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def text(self, name: str) -> str:
        return headers.words(self.joined(name))

    def mailboxes(self, name: str) -> tuple[Mailbox, ...]:
        """Of all headers of that name; entries without an address are left out."""
        boxes = addresses.mailboxes(", ".join(self.all(name))[:_ADDRESS_LIST_LIMIT])
        return tuple(dict.fromkeys(box for box in boxes if box.address))

    def sender(self) -> Mailbox:
        named = addresses.mailboxes(self.joined("from"))
        for name in ("from", "sender", "reply-to", "return-path"):
            if boxes := self.mailboxes(name):
                return boxes[0]
        return named[0] if named else Mailbox("", "")

    def envelope(self) -> tuple[str, ...]:
        found = [box.address for name in DELIVERY_HEADERS for box in self.mailboxes(name.lower())]
        return tuple(dict.fromkeys(found))

    def return_path(self) -> str | None:
        if "return-path" not in self._values:
            return None
        return next((box.address for box in self.mailboxes("return-path")), "")

    def date(self) -> datetime | None:
        return headers.date(self.joined("date"))

    def problems(self) -> set[str]:
        found = {
            "no-sender": not self.mailboxes("from"),
            "several-senders": len(self.mailboxes("from")) > 1,
            "no-message-id": not headers.message_id(self.joined("message-id")),
            "no-date": "date" not in self._values,
            "date-unreadable": "date" in self._values and self.date() is None,
            "duplicate-header": any(len(self._values.get(name, [])) > 1 for name in _SINGLE),
        }
        return {name for name, holds in found.items() if holds}


def _unreadable(raw: bytes | memoryview) -> Parsed:
    """As little as possible is done, so that nothing can fail again."""
    data = bytes(raw)
    text = charset.clean(data[: bodies.TEXT_LIMIT].decode("utf-8", "replace"))
    whole = Part("message.eml", "application/octet-stream", data)
    return Parsed(
        message_id="",
        in_reply_to="",
        references=(),
        subject="",
        sender=Mailbox("", ""),
        reply_to=(),
        to=(),
        cc=(),
        envelope=(),
        return_path=None,
        date=None,
        text=text,
        html="",
        new_text=text,
        quoted_text="",
        attachments=(whole,),
        calendars=(),
        headers=(),
        language="",
        problems=("unreadable",),
        kind="message",
    )
