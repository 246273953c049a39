"""Header fields as they go over the wire: encoded, folded, and refused when they would break out of their line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.header import Header
from typing import Final

from comms.mail import addresses
from comms.mail.parsed import Mailbox

LINE_LIMIT: Final = 998
"""RFC 5322: no line may be longer; it should stay below 78 where it can be folded."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}|\[[0-9A-Fa-f.:]+\]"
)
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}")


def checked(field: str, value: str) -> str:
    """``value`` itself. Raises ValueError, with the field's name, when it holds a line break or another control."""
    if found := _UNSAFE.search(value):
        raise ValueError(f"{field}: a header may not hold line breaks or control characters (U+{ord(found[0]):04X})")
    return value


def header(name: str, value: str, *, field: str) -> str:
    """A whole header line of running text, encoded and folded. Raises ValueError for what cannot be one."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{field}: {name!r} is no name of a header")
    plain = value.isascii() and "=?" not in value
    if plain and len(name) + 2 + len(value) <= 78:
        return f"{name}: {checked(field, value)}\r\n"
    longest = max((len(word) for word in value.split()), default=0)
    if plain and longest <= LINE_LIMIT - 2 - len(name):
        return tokens(name, checked(field, value).split())
    encoded = Header(checked(field, value), "utf-8", header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return f"{name}: {encoded}\r\n"


def tokens(name: str, words: Iterable[str], *, between: str = "") -> str:
    """A header of pieces that may not be broken, such as Message-IDs; folded between them."""
    lines, line = [], f"{name}:"
    pieces = list(words)
    for number, piece in enumerate(pieces):
        whole = piece + (between if number + 1 < len(pieces) else "")
        if len(line) + 1 + len(whole) > 78 and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += f" {whole}"
    return "\r\n".join([*lines, line]) + "\r\n"


def mailboxes(name: str, boxes: Iterable[Mailbox], *, field: str) -> str:
    """A header of addresses. Raises ValueError for an address that cannot be written to."""
    return tokens(name, [mailbox(box, field=field) for box in boxes], between=",")


def mailbox(box: Mailbox, *, field: str) -> str:
    """``Name <local@domain>`` in ASCII."""
    written = address(box.address, field=field)
    name = checked(field, box.name).strip()
    if not name:
        return written
    if not name.isascii() or "=?" in name:
        encoded = Header(name, "utf-8", header_name=field, maxlinelen=72).encode(linesep="\r\n")
        return f"{encoded} <{written}>"
    if _PLAIN_PHRASE.fullmatch(name):
        return f"{name} <{written}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{written}>'


def address(written: str, *, field: str) -> str:
    """An address in ASCII: the domain by its ``xn--`` labels, an odd local part in quotes.

    Raises ValueError when there is no address in it, or its local part is not ASCII: hardly a server takes those.
    """
    normal = addresses.normal(checked(field, written))
    local, _, domain = normal.rpartition("@")
    if not local:
        raise ValueError(f"{field}: {written!r} is no mail address")
    if not local.isascii():
        raise ValueError(f"{field}: {written!r} has letters before the @ that mail servers do not take")
    ascii_domain = addresses.ascii_domain(domain)
    if not _DOMAIN.fullmatch(ascii_domain):
        raise ValueError(f"{field}: {written!r} has no valid domain")
    if _DOT_ATOM.fullmatch(local) or (local.startswith('"') and local.endswith('"') and len(local) > 2):
        return f"{local}@{ascii_domain}"
    if '"' in local or "\\" in local:
        raise ValueError(f"{field}: {written!r} is no mail address")
    return f'"{local}"@{ascii_domain}'


def message_id(value: str, *, field: str) -> str:
    """A Message-ID in angle brackets, unchanged. Raises ValueError when it is none."""
    if not _MESSAGE_ID.fullmatch(value):
        raise ValueError(f"{field}: {value!r} is no Message-ID in angle brackets")
    return value
