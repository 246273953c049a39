"""A message from the parts that a provider took it apart into. The same parts give the same bytes, for ever."""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_NAME = re.compile(r"[!-9;-~]{1,200}")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_BY_US = re.compile(r"mime-version|content-", re.IGNORECASE)
_KIND = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A body or a file. `headers` are whole values: nothing in them breaks a line."""

    content_type: str
    data: bytes
    headers: tuple[tuple[str, str], ...] = ()


def from_anymail(message: Any) -> bytes:
    """Of what django-anymail makes of a post (AnymailInboundMessage). Raises whatever its readers raise."""
    named = [(name, str(value)) for name, value in message.raw_items()]
    bodies = [Leaf(f"text/{kind}; charset=utf-8", text.encode("utf-8", "replace"))
              for kind, text in (("plain", message.text), ("html", message.html)) if text]  # fmt: skip
    return message_of(named, bodies, [_file(part) for part in (*message.inlines, *message.attachments)])


def of_what_came(body: bytes) -> bytes:
    """A post of which no message can be made, whole, as a file in a message: nobody's, for a person to look at."""
    return message_of([], [], [Leaf("application/octet-stream", body, (_named("provider-post.txt"),))])


def message_of(headers: Sequence[tuple[str, str]], bodies: Sequence[Leaf], files: Sequence[Leaf]) -> bytes:
    """MIME bytes with CRLF. Headers that speak of the MIME structure are ours; breaks in a value become blanks."""
    mark = _mark_of(headers, (*bodies, *files))
    lines = [_line(name, value) for name, value in headers if _NAME.fullmatch(name) and not _BY_US.match(name)]
    lines.append(b"MIME-Version: 1.0\r\n")
    both = _multipart("alternative", f"=_b_{mark}", [_leaf(body) for body in bodies])
    whole = _multipart("mixed", f"=_m_{mark}", [both, *(_leaf(file) for file in files)]) if files else both
    return b"".join(lines) + whole


def _file(part: Any) -> Leaf:
    kind = str(part.get_content_type())
    found = [("Content-ID", str(part["Content-ID"]))] if part["Content-ID"] else []
    place = "inline" if part.is_inline() else "attachment"
    return Leaf(
        kind if _KIND.fullmatch(kind) and not kind.startswith("multipart/") else "application/octet-stream",
        part.get_content_bytes() or b"",
        (_named(str(part.get_filename() or ""), place), *found),
    )


def _named(name: str, place: str = "attachment") -> tuple[str, str]:
    quoted = _BREAKS.sub(" ", name).replace("\\", "_").replace('"', "'")
    return "Content-Disposition", f'{place}; filename="{quoted}"' if quoted else place


def _multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    edge = f"--{boundary}".encode()
    return head + b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"


def _leaf(leaf: Leaf) -> bytes:
    lines = [("Content-Type", leaf.content_type), ("Content-Transfer-Encoding", "base64"), *leaf.headers]
    return b"".join(_line(name, value) for name, value in lines) + b"\r\n" + _base64(leaf.data)


def _base64(data: bytes) -> bytes:
    return encodebytes(data).replace(b"\n", b"\r\n")


def _line(name: str, value: str) -> bytes:
    return f"{name}: {_BREAKS.sub(' ', value).strip()}\r\n".encode("utf-8", "replace")


def _mark_of(headers: Iterable[tuple[str, str]], leaves: Iterable[Leaf]) -> str:
    digest = hashlib.sha256(repr(list(headers)).encode("utf-8", "replace"))
    for leaf in leaves:
        digest.update(repr((leaf.content_type, leaf.headers)).encode("utf-8", "replace"))
        digest.update(hashlib.sha256(leaf.data).digest())
    return digest.hexdigest()[:32]
