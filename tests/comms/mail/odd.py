"""What a message of the corpus is: its name, its bytes, and what must be known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BASE = {
    "From": "Maria Nair <maria@harbour.example>",
    "To": "hello@northlight.example",
    "Subject": "The page",
    "Date": "Mon, 2 Nov 2026 10:00:00 +0100",
    "Message-ID": "<1@harbour.example>",
}
TEXT = "Could the page go live on the 10th?\n"


@dataclass(frozen=True)
class Odd:
    """facts: names of ``facts.FACTS`` with what they must be; nothing else is promised of the message."""

    name: str
    raw: bytes
    facts: Mapping[str, object]


def odd(name: str, raw: bytes, **facts: object) -> Odd:
    return Odd(name, raw, facts)


def mail(body: str | bytes = TEXT, /, *, without: tuple[str, ...] = (), **fields: str | bytes) -> bytes:
    """A small message. Fields are named with underscores (``reply_to``) and replace or follow the usual ones."""
    given = {name.replace("_", "-").lower(): value for name, value in fields.items()}
    lines = []
    for name, value in BASE.items():
        if name.lower() not in {other.lower() for other in without}:
            lines.append(line(name, given.pop(name.lower(), value)))
    lines += [line(name.title(), value) for name, value in given.items()]
    return b"".join(lines) + b"\n" + as_bytes(body)


def line(name: str, value: str | bytes) -> bytes:
    return name.encode() + b": " + as_bytes(value) + b"\n"


def as_bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def multipart(*parts: str | bytes, kind: str = "mixed", boundary: str = "b1", **fields: str | bytes) -> bytes:
    """A message of parts, each with its own header, properly closed."""
    joined = b"".join(b"--" + boundary.encode() + b"\n" + as_bytes(part) + b"\n" for part in parts)
    closed = joined + b"--" + boundary.encode() + b"--\n"
    return mail(closed, mime_version="1.0", content_type=f'multipart/{kind}; boundary="{boundary}"', **fields)


def part(content_type: str, body: str | bytes, **fields: str) -> bytes:
    """A part with its header."""
    lines = [line("Content-Type", content_type), *(line(k.replace("_", "-").title(), v) for k, v in fields.items())]
    return b"".join(lines) + b"\n" + as_bytes(body)
