"""Files that old programs write into the text itself, between 'begin 644 name' and 'end'."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import Final

_BLOCK: Final = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,200})\n((?:[ -`]{1,90}\n)*?)end[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    data: bytes


def parted(text: str) -> tuple[str, list[Found]]:
    """The text without such files, and the files. What is not sound to its last line stays text."""
    files: list[Found] = []

    def taken(block: re.Match[str]) -> str:
        data = _decoded(block[2])
        if data is None:
            return block[0]
        files.append(Found(block[1].strip(), data))
        return ""

    rest = _BLOCK.sub(taken, text) if "\nend" in text and "begin " in text else text
    return (rest.strip("\n"), files) if files else (text, [])


def _decoded(lines: str) -> bytes | None:
    out = []
    for line in lines.splitlines():
        try:
            out.append(binascii.a2b_uu(line.encode("ascii")))
        except (binascii.Error, UnicodeEncodeError):
            return None
    return b"".join(out) or None
