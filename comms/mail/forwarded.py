"""The message inside a forwarded one: attached as a message, or quoted in the text beneath its header lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from comms.mail import addresses, fold
from comms.mail.parse import parse
from comms.mail.parsed import Mailbox, Parsed

BLOCK_LINES: Final = 14
"""Lines in which the header block of a quoted message must stand."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_OUTLOOK = re.compile(r"\[(?:mailto:)?([^\s@\[\]]{1,64}@[^\s@\[\]]{1,255})\]|\(([^\s@()]{1,64}@[^\s@()]{1,255})\)")
_LABEL_LIKE = re.compile(r"[*\s]*[^\s:：*][^:：]{0,24}[*\s]{0,3}[:：]")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """`remark` is what the forwarder wrote above it; `message` is the one inside, as far as it can be known."""

    remark: str
    message: Parsed


def original(parsed: Parsed) -> Forwarded | None:
    """The first message inside whose sender has an address; None if there is none. Answers that quote are none."""
    for part in parsed.attachments:
        if part.content_type == "message/rfc822":
            inside = parse(part.data)
            if inside.sender.address and "unreadable" not in inside.problems:
                return Forwarded(parsed.new_text.strip(), inside)
    return _quoted(parsed)


def _quoted(parsed: Parsed) -> Forwarded | None:
    lines = [_INVISIBLE.sub("", line).replace("\u00a0", " ") for line in parsed.text.split("\n")]
    start, announced = _start(lines, bool(fold.FORWARDED_SUBJECT.match(parsed.subject)))
    if start is None:
        return None
    inner = _unmarked(lines[start + announced :])
    found, length = _block(inner)
    body = "\n".join(inner[length:]).strip("\n")
    sender = _mailbox(found.get("from", ""))
    if sender is None or not body.strip():
        return None
    subject = found.get("subject") or parsed.subject
    parted = fold.split(body, subject)
    message = replace(
        parsed,
        message_id="",
        in_reply_to="",
        references=(),
        subject=subject,
        sender=sender,
        reply_to=(),
        to=(),
        cc=(),
        date=None,
        text=body,
        html="",
        new_text=parted.new,
        quoted_text=parted.quoted,
        headers=(),
    )
    return Forwarded("\n".join(lines[:start]).strip(" \n_-*"), message)


def _start(lines: list[str], says_so: bool) -> tuple[int | None, bool]:
    """Where the quoted message begins, and whether a line announces it. Without one the subject must say so."""
    for number, line in enumerate(lines):
        if fold.announces_forward(line[: fold.LINE_LIMIT]):
            return number, True
        if says_so and fold.LABELS["from"].match(line):
            labels, _length = _block(lines[number : number + BLOCK_LINES])
            if {"from", "subject"} <= labels.keys():
                return number, False
    return None, False


def _block(lines: list[str]) -> tuple[dict[str, str], int]:
    """The labelled lines that the quoted message begins with, by 'from', 'sent', 'to' and 'subject'; and how many lines
    they take.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(lines[:BLOCK_LINES]):
        if not line.strip():
            if found:
                return found, number + 1
            continue
        named = next((name for name, label in fold.LABELS.items() if label.match(line)), "")
        if named:
            matched = fold.LABELS[named].match(line)
            found.setdefault(named, (matched["value"] or "").strip("* ") if matched else "")
        elif not found or not (_LABEL_LIKE.match(line) or _goes_on(line, found)):
            return found, number
    return found, BLOCK_LINES


def _goes_on(line: str, found: dict[str, str]) -> bool:
    """A long list of recipients, or a subject, on a second line; not yet the letter."""
    return "subject" not in found and ("@" in line or line.startswith((" ", "\t")))


def _unmarked(lines: list[str]) -> list[str]:
    """Without the marks before each line, where the mail program puts them before what it forwards."""
    written = [line for line in lines if line.strip()]
    if not written or not written[0].startswith(">"):
        return lines
    return [re.sub(r"^> ?", "", line) for line in lines]


def _mailbox(value: str) -> Mailbox | None:
    plain = _OUTLOOK.sub(lambda found: f"<{found[1] or found[2]}>", value)
    return next((box for box in addresses.mailboxes(plain[:1000]) if box.address), None)
