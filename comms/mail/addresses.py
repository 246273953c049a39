"""Address lists as mail really writes them, in one pass over the characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from comms.mail import charset, headers
from comms.mail.parsed import Mailbox

LENGTH_LIMIT: Final = 320
NAME_LIMIT: Final = 300
LIST_LIMIT: Final = 1000
"""Addresses read from one list; mail to more people than that is no conversation."""

_PLAIN = re.compile(
    r"""(?<![^\s<>()\[\],;:\\"])(?:[^\s@<>()\[\],;:\\"]{1,80}|"(?:[^"\\]|\\.){1,80}")"""
    r"""@[^\s@<>()\[\],;:\\"]{1,255}(?![^\s<>()\[\],;:\\"])"""
)

_REMARK = re.compile(r"\([^()@]{0,100}\)")
"""In brackets inside an address: allowed since 1982, written by nobody who means well."""


@dataclass(slots=True)
class _Entry:
    """What stands between two commas."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angled: str | None = None

    def read(self) -> Mailbox:
        written = headers.words("".join(self.words)).strip()
        if self.angled and (address := normal(self.angled)):
            return Mailbox(_name(written) or self._comment(), address)
        if self.angled is None and (bare := _PLAIN.search(written)):
            rest = written.replace(bare[0], " ", 1).strip("<>[] ")
            return Mailbox(_name(rest) or self._comment(), normal(bare[0]))
        return Mailbox(_name(f"{written} {self.angled or ''}"), "")

    def _comment(self) -> str:
        return _name(headers.words(" ".join(self.comments)))


def mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Every mailbox of a header such as From or To; groups are opened, comments serve as names.

    ``value`` has its encoded words still in place, so that a comma inside one parts nothing. An entry without an
    address is kept with its name alone, unless it is the first half of a name like ``Doe, Jane <jane@…>``.
    """
    read: list[Mailbox] = []
    half = ""
    for entry in _entries(value):
        box = entry.read()
        if not (box.address or box.name):
            continue
        if not box.address and box.name and entry.angled is None:
            half = f"{half}, {box.name}" if half else box.name
            continue
        read.append(Mailbox(f"{half}, {box.name}" if half and box.name else half or box.name, box.address))
        half = ""
    if half:
        read.append(Mailbox(half, ""))
    return tuple(read)


def normal(address: str) -> str:
    """An address as it is kept and compared: no blanks, Unicode in NFC, the domain in lower case and readable form.

    Empty when it is none: nothing before or behind the @, or longer than ``LENGTH_LIMIT``.
    """
    written = unicodedata.normalize("NFC", charset.one_line(address))
    local, _, domain = (written if written.startswith('"') else "".join(written.split())).rpartition("@")
    domain = readable_domain("".join(domain.split()))
    whole = f"{local}@{domain}"
    return whole if local and domain and len(whole) <= LENGTH_LIMIT else ""


def readable_domain(domain: str) -> str:
    """Lower case, without outer dots, ``xn--`` labels decoded where they can be."""
    return ".".join(_readable_label(label) for label in domain.strip(".").lower().split("."))


def ascii_domain(domain: str) -> str:
    """The same domain in ``xn--`` labels. By IDNA 2008, so that no letter is taken for another (ß is not ss)."""
    return ".".join(label if label.isascii() else _ascii_label(label) for label in domain.lower().split("."))


def _ascii_label(label: str) -> str:
    return f"xn--{unicodedata.normalize('NFC', label)[:63].encode('punycode').decode('ascii')}"


def _readable_label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
        sound = all(letter == "-" or unicodedata.category(letter)[0] in "LMN" for letter in decoded)
        return decoded if sound and not decoded.isascii() and _ascii_label(decoded) == label else label
    except (UnicodeError, IndexError, OverflowError, ValueError):
        return label


def _name(written: str) -> str:
    return " ".join(charset.one_line(written).strip(" \"'").split())[:NAME_LIMIT]


def _entries(value: str) -> list[_Entry]:
    entries = [_Entry()]
    place, size = 0, len(value)
    while place < size and len(entries) <= LIST_LIMIT:
        letter, entry = value[place], entries[-1]
        if letter == '"':
            place, inside = _quoted(value, place)
            entry.words.append(f'"{inside}"' if value[place : place + 1] == "@" else inside)
        elif letter == "(":
            place, inside = _comment(value, place)
            entry.comments.append(inside)
        elif letter == "<":
            place, inside = _angled(value, place)
            entry.angled = inside if entry.angled is None else entry.angled
        elif letter in ",;":
            entries.append(_Entry())
            place += 1
        elif letter == ":" and entry.angled is None and "@" not in "".join(entry.words[-80:]):
            entry.words.clear()
            place += 1
        else:
            escaped = letter == "\\"
            entry.words.append(value[place + escaped : place + escaped + 1])
            place += 1 + escaped
    return entries[:LIST_LIMIT]


def _quoted(value: str, start: int) -> tuple[int, str]:
    place, inside = start + 1, []
    while place < len(value) and value[place] != '"':
        place += value[place] == "\\"
        inside.append(value[place : place + 1])
        place += 1
    return place + 1, "".join(inside)


def _comment(value: str, start: int) -> tuple[int, str]:
    depth, place = 1, start + 1
    while place < len(value) and depth:
        if value[place] == "\\":
            place += 1
        else:
            depth += (value[place] == "(") - (value[place] == ")")
        place += 1
    return place, value[start + 1 : place - (depth == 0)]


def _angled(value: str, start: int) -> tuple[int, str]:
    """Up to the closing bracket; without one, up to the next comma."""
    end = value.find(">", start)
    if end < 0:
        comma = value.find(",", start)
        return (comma, value[start + 1 : comma]) if comma >= 0 else (len(value), value[start + 1 :])
    inside = _REMARK.sub("", value[start + 1 : end])
    route = inside.rpartition(":")[2] if inside.startswith("@") else inside
    return end + 1, route.removeprefix("mailto:").rpartition("<")[2]
