"""Values of header fields, read leniently and in linear time: words, parameters, dates, Message-IDs."""

from __future__ import annotations

import binascii
import hashlib
import re
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from comms.mail import charset

ID_LIMIT: Final = 250
"""Characters of a Message-ID that is kept as it is; a longer one is cut and ends in its hash."""

_WORD_HEAD = re.compile(r"=\?([^?\s]{1,60})\?([bq])\?", re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_ANGLED = re.compile(r"(<[^<>\s]+>)")


def text(raw: bytes) -> str:
    """A header's value as people read it: one clean line, encoded words decoded (RFC 2047), 8-bit bytes guessed."""
    return words(charset.decode(raw, None)[0])


def words(value: str) -> str:
    """``value`` with its encoded words decoded; what only looks like one stays as it is."""
    out: list[str] = []
    run: list[tuple[str, bytes]] = []
    place = 0
    while place < len(value):
        start = value.find("=?", place)
        head = _WORD_HEAD.match(value, start) if start >= 0 else None
        end = value.find("?=", head.end()) if head else -1
        if start < 0 or (head and end < 0):
            break
        gap = value[place:start] if head else value[place : start + 2]
        if not (head and run and gap.isspace()) and gap:
            out += [_decoded(run), gap]
            run = []
        place = end + 2 if head else start + 2
        if head:
            run.append((head[1].partition("*")[0], _word_bytes(head[2], value[head.end() : end])))
    return charset.one_line("".join([*out, _decoded(run), value[place:]]))


def _word_bytes(encoding: str, written: str) -> bytes:
    raw = written.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_bytes(raw)
    return binascii.a2b_qp(raw.replace(b" ", b"_").replace(b"\n", b""), header=True)


def _decoded(run: list[tuple[str, bytes]]) -> str:
    """Neighbouring words of one charset are joined before decoding: some mailers cut characters in two."""
    out: list[str] = []
    gathered: list[bytes] = []
    for place, (name, data) in enumerate(run):
        gathered.append(data)
        if place + 1 == len(run) or run[place + 1][0].lower() != name.lower():
            out.append(charset.decode(b"".join(gathered), name)[0])
            gathered = []
    return "".join(out)


def base64_bytes(data: bytes) -> bytes:
    """Base64 with anything else in between, missing padding, or several pieces one after another."""
    out: list[bytes] = []
    for piece in re.sub(rb"[^A-Za-z0-9+/=]+", b"", data).split(b"="):
        whole = piece[:-1] if len(piece) % 4 == 1 else piece
        out.append(binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)))
    return b"".join(out)


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The main value in lower case and its parameters (RFC 2045, 2231), the first of each name.

    ``value`` is the header with encoded words still in place; they are decoded inside parameters too.
    """
    pieces: dict[str, list[tuple[int, bool, str]]] = defaultdict(list)
    main, mark, rest = value.partition(";")
    for name, quoted, bare in _PARAMETER.findall(mark + rest):
        section = _SECTION.fullmatch(name.lower())
        if section:
            plain = re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if quoted else bare.strip()
            pieces[section[1]].append((int(section[2] or 0), bool(section[3]), plain))
    return main.strip().lower(), {name: _joined(found) for name, found in pieces.items()}


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """One parameter from its numbered sections; percent-encoded ones carry the charset in front of the first."""
    encoded = [piece for piece in pieces if piece[1]]
    if not encoded:
        unique = {number: plain for number, _, plain in reversed(pieces)}
        return words("".join(unique[number] for number in sorted(unique)))
    sections = {number: (percent, plain) for number, percent, plain in reversed(pieces)}
    if len(sections) == 1:
        sections = {encoded[0][0]: (True, encoded[0][2])}
    name, data = "utf-8", b""
    for place, number in enumerate(sorted(sections)):
        percent, plain = sections[number]
        if place == 0 and percent and plain.count("'") >= 2:
            name, _, plain = plain.split("'", 2)
        data += urllib.parse.unquote_to_bytes(plain) if percent else plain.encode("utf-8", "replace")
    return charset.one_line(charset.decode(data, name or "utf-8")[0])


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Every Message-ID in the values, in angle brackets, each once; of more than 100 the first and the last 99."""
    found = [shortened(one) for value in values for one in _angled(value)]
    unique = tuple(dict.fromkeys(found))
    return unique if len(unique) <= 100 else (unique[0], *unique[-99:])


def _angled(value: str) -> list[str]:
    """Those that stand there plainly, and those in encoded words, which have no place there and are written all the
    same.
    """
    found = []
    for number, piece in enumerate(_ANGLED.split(value)):
        if number % 2:
            found.append(piece)
        elif "=?" in piece:
            found += _ANGLED.findall("".join(words(piece).split()))
    return found


def message_id(value: str) -> str:
    """The Message-ID in a header's value; one without brackets gets them; empty when there is none."""
    found = message_ids([value])
    if found:
        return found[0]
    bare = "".join(value.split()).strip("<>")
    return shortened(f"<{bare}>") if bare else ""


def shortened(whole: str) -> str:
    """``whole`` itself, or, past ``ID_LIMIT``, its beginning with a hash, alike wherever the same id is met."""
    if len(whole) <= ID_LIMIT:
        return whole
    return f"{whole[: ID_LIMIT - 66]}~{hashlib.sha256(whole.encode()).hexdigest()}>"


def date(value: str) -> datetime | None:
    """The moment in UTC, or None when it cannot be read or lies outside the calendar."""
    for reader in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = reader(value[:200].strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
            continue
    return None
