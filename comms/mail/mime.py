"""The tree of MIME parts, from any bytes: bounded in depth, number and time, with nothing left out.

The standard library's parser is quadratic in nested boundaries and in parameters, and recurses; a mailbox that
strangers write to needs one that is not. What is beyond the limits becomes one leaf that holds all the rest.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from comms.mail import charset, headers

DEPTH_LIMIT: Final = 20
PART_LIMIT: Final = 500
HEADER_BLOCK_LIMIT: Final = 512 * 1024
HEADER_VALUE_LIMIT: Final = 64 * 1024
HEADER_COUNT_LIMIT: Final = 1000
PARAMETER_LIMIT: Final = 8 * 1024

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_KNOWN_FIELD = re.compile(
    rb"(?:content-[a-z-]{1,40}|mime-version|from|to|cc|date|subject|message-id|references|in-reply-to|received|"
    rb"return-path|reply-to|sender|x-[a-z0-9-]{1,60}|dkim-signature|delivered-to)[ \t]*:",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_GUESSED_BOUNDARY = re.compile(rb"^--([^\r\n]{0,199}[^\s])[ \t]{0,100}\r?\n(?=content-)", re.IGNORECASE | re.MULTILINE)
_PADDED = re.compile(rb"(?:[A-Za-z0-9+/]{4,100}={0,2}[ \t]{0,8}\r?\n){1,100000}?(?=\s{0,8}(?:--|__|==))")
_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/=\s]+")
_TOKEN = re.compile(r"[a-z0-9!#$&^_.+-]{1,40}/[a-z0-9!#$&^_.+-]{1,79}")


@dataclass(slots=True)
class Node:
    """One part. ``body`` is still transfer-encoded; ``fields`` are names with raw values, in order."""

    fields: tuple[tuple[str, bytes], ...]
    content_type: str
    params: dict[str, str]
    body: bytes
    children: list[Node] = field(default_factory=list)

    def raw(self, name: str) -> bytes:
        """The first field of that lower-case name, or nothing."""
        return next((value for key, value in self.fields if key.lower() == name), b"")

    def text(self, name: str) -> str:
        """The first field of that lower-case name as people read it."""
        return headers.text(self.raw(name))

    def params_of(self, name: str) -> tuple[str, dict[str, str]]:
        """Main value and parameters of such a field."""
        return headers.parameters(charset.decode(self.raw(name)[:PARAMETER_LIMIT], None)[0])


@dataclass(slots=True)
class _Reading:
    raw: bytes
    problems: set[str]
    parts: int = 0


def read(raw: bytes) -> tuple[Node, set[str]]:
    """The tree of a whole message, and codes of what was odd in its build."""
    raw = _unwrapped(raw)
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    reading = _Reading(raw, set())
    start = _first_line(raw)
    return _node(reading, start, len(raw), 0, "text/plain"), reading.problems


def payload(node: Node) -> tuple[bytes, str | None]:
    """The body with its transfer encoding undone, and ``encoding-unknown`` or ``-wrong`` when it could not be."""
    name = node.text("content-transfer-encoding").partition(";")[0].strip().lower()
    if name == "base64":
        return _base64(node.body)
    if name == "quoted-printable":
        tidy = re.sub(rb"=[ \t]{1,100}(?=\n)", b"=", node.body.replace(b"\r\n", b"\n"))
        return binascii.a2b_qp(tidy), None
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uudecoded(node.body)
    return node.body, None if name in {"", "7bit", "8bit", "binary", "7-bit", "8-bit"} else "encoding-unknown"


def _unwrapped(raw: bytes) -> bytes:
    """As it was before an editor saved it: without its mark at the beginning, and in single bytes."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace").encode("utf-8", "replace")
    return raw.removeprefix(b"\xef\xbb\xbf")


def _first_line(raw: bytes) -> int:
    """Where the header begins: behind an mbox separator, or behind blank lines when a field follows them."""
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    if raw.startswith((b"From ", b">From "), start) and not _FIELD.match(raw, start, start + 200):
        start = raw.find(b"\n", start) + 1 or len(raw)
    return start if _FIELD.match(raw, start, start + 200) else 0


def _node(reading: _Reading, start: int, end: int, depth: int, default_type: str) -> Node:
    fields, body_start = _fields(reading, start, end, top=depth == 0)
    node = Node(fields, default_type, {}, b"")
    main, node.params = node.params_of("content-type")
    node.content_type = _content_type(main, default_type, reading)
    reading.parts += 1
    if node.content_type.startswith("multipart/"):
        if depth >= DEPTH_LIMIT:
            reading.problems.add("too-deep")
        elif _split(reading, node, body_start, end, depth):
            return node
    node.body = reading.raw[body_start:end]
    return node


def _content_type(written: str, default: str, reading: _Reading) -> str:
    if _TOKEN.fullmatch(written):
        return written
    if written:
        reading.problems.add("content-type-broken")
    return "text/html" if written == "html" else default


def _fields(reading: _Reading, start: int, end: int, *, top: bool) -> tuple[tuple[tuple[str, bytes], ...], int]:
    """The header fields from ``start`` on, unfolded, and where the body begins."""
    lines, body_start = _header_lines(reading, start, end)
    last_known = max((i for i, (_, line) in enumerate(lines) if _KNOWN_FIELD.match(line)), default=-1)
    found: list[tuple[str, list[bytes]]] = []
    for number, (place, line) in enumerate(lines):
        matched = _FIELD.match(line)
        if line[:1] in b" \t" and found:
            found[-1][1].append(b" " + line.strip())
        elif matched:
            found.append((matched[1].decode("ascii"), [matched[2].strip()]))
        elif number < last_known and found:
            reading.problems.add("header-broken")
            found[-1][1].append(b" " + line.strip())
        else:
            reading.problems.add("header-broken" if found else "no-header")
            body_start = place
            break
    if top and len(found) > HEADER_COUNT_LIMIT:
        reading.problems.add("too-many-headers")
    return tuple(_whole(reading, name, pieces) for name, pieces in found[:HEADER_COUNT_LIMIT]), body_start


def _whole(reading: _Reading, name: str, pieces: list[bytes]) -> tuple[str, bytes]:
    value = b"".join(pieces)
    if len(value) > HEADER_VALUE_LIMIT:
        reading.problems.add("huge-header")
    return name, value[:HEADER_VALUE_LIMIT]


def _header_lines(reading: _Reading, start: int, end: int) -> tuple[list[tuple[int, bytes]], int]:
    """The lines up to the first blank one, each with its place, and where the next line begins."""
    lines: list[tuple[int, bytes]] = []
    place = start
    limit = min(end, start + HEADER_BLOCK_LIMIT)
    while place < limit:
        line_end = reading.raw.find(b"\n", place, end)
        next_place = line_end + 1 if line_end >= 0 else end
        line = reading.raw[place : min(next_place, place + HEADER_BLOCK_LIMIT)].rstrip(b"\r\n")
        if not line:
            return lines, next_place
        lines.append((place, line))
        place = next_place
    if place >= end:
        return lines, end
    reading.problems.add("huge-header")
    blank = _BLANK_LINE.search(reading.raw, place - 1, end)
    return lines, blank.end() if blank else place


def _split(reading: _Reading, node: Node, start: int, end: int, depth: int) -> bool:
    """Reads the parts of a multipart into ``node``; False when there is no boundary to split by."""
    marks = _delimiters(reading, node, start, end)
    if not marks:
        reading.problems.add("boundary-missing")
        return False
    default_type = "message/rfc822" if node.content_type == "multipart/digest" else "text/plain"
    node.body = reading.raw[start : marks[0][0]]
    closing = next((i for i, mark in enumerate(marks) if mark[2]), None)
    if closing is None:
        reading.problems.add("unclosed-multipart")
    ends = [mark[0] for mark in marks[1:]] + [end]
    for number, (_, begin, closes) in enumerate(marks[: None if closing is None else closing + 1]):
        stop = end if closes else ends[number]
        if closes:
            _epilogue(reading, node, begin, stop)
        elif reading.parts >= PART_LIMIT:
            reading.problems.add("too-many-parts")
            node.children.append(Node((), "application/octet-stream", {}, reading.raw[begin:end]))
            break
        else:
            inner_end = _before_line_end(reading.raw, begin, stop)
            node.children.append(_node(reading, begin, inner_end, depth + 1, default_type))
    return True


def _delimiters(reading: _Reading, node: Node, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Begin and end of each delimiter line, and whether it is the closing one."""
    boundary = node.params.get("boundary", "").rstrip().encode("utf-8", "replace")
    marks = _marks(reading.raw, boundary, start, end) if boundary else []
    if not marks and (guessed := _GUESSED_BOUNDARY.search(reading.raw, start, end)):
        reading.problems.add("boundary-missing")
        marks = _marks(reading.raw, guessed[1], start, end)
    return marks


def _marks(raw: bytes, boundary: bytes, start: int, end: int) -> list[tuple[int, int, bool]]:
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]{0,100}\r?(?:\n|\Z)", re.MULTILINE)
    found = islice(line.finditer(raw, start, end), PART_LIMIT + 1)
    return [(mark.start(), mark.end(), bool(mark[1])) for mark in found]


def _before_line_end(raw: bytes, begin: int, stop: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    if stop > begin and raw[stop - 1 : stop] == b"\n":
        stop -= 1
        if stop > begin and raw[stop - 1 : stop] == b"\r":
            stop -= 1
    return stop


def _epilogue(reading: _Reading, node: Node, begin: int, end: int) -> None:
    """What stands behind the closing delimiter is kept as one more text part."""
    rest = reading.raw[begin:end].strip()
    if rest:
        reading.problems.add("text-outside-parts")
        node.children.append(Node((), "text/plain", {}, rest))


def _base64(body: bytes) -> tuple[bytes, str | None]:
    """Decoded, unless it is plainly something else, such as text that a gateway put in clear."""
    letters, footer = _parted_base64(body)
    if footer:
        return headers.base64_bytes(letters) + b"\n\n" + footer, "encoding-wrong"
    alien = len(re.sub(rb"[A-Za-z0-9+/=\s]+", b"", body))
    words = body[:2000].split()
    prose = len(words) > 8 and sum(map(len, words)) / len(words) < 20
    if alien * 20 > len(body) or prose:
        return body, "encoding-wrong"
    return headers.base64_bytes(body), "encoding-wrong" if alien else None


def _parted_base64(body: bytes) -> tuple[bytes, bytes]:
    """What lists and gateways write in clear beneath a body in base64, with all its padding; b'' if they did not."""
    found = _PADDED.match(body)
    footer = body[found.end() :].strip() if found else b""
    clear = footer.startswith((b"--", b"__", b"==")) and not _BASE64_ONLY.fullmatch(footer)
    return (found[0], footer) if found and clear else (body, b"")


def _uudecoded(body: bytes) -> tuple[bytes, str | None]:
    _, _, encoded = body.partition(b"begin ")
    out: list[bytes] = []
    for line in encoded.split(b"\n")[1:]:
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            return body, "encoding-wrong"
    return (b"".join(out), None) if out else (body, "encoding-wrong")
