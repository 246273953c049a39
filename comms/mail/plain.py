"""Readable plain text from an HTML part or from format=flowed text (RFC 3676)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

import nh3

from comms.mail import charset
from comms.mail.markup import tamed

HTML_LIMIT: Final = 500_000
"""Characters of HTML that are turned into text; what is longer is cut here, and kept whole elsewhere."""

_SPACED_NAMES = "p ul ol table h1 h2 h3 h4 h5 h6 pre blockquote dl"
_SPACED = frozenset(_SPACED_NAMES.split())
_BLOCKS = _SPACED | {"div", "li", "tr", "dt", "dd", "hr", "center"}
_KEPT = _BLOCKS | {"br", "td", "th", "a", "img"}
_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "svg", "math"}
_PIECE = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*) ?/?>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_LINK_TEXT_LIMIT = 300


def from_html(markup: str) -> str:
    """The text of an HTML part: one line per block, quotes with ``>``, links with their address, images by their alt.

    Runs in linear time on any input: the markup is first made well-formed by nh3.
    """
    tidy = nh3.clean(
        tamed(markup[:HTML_LIMIT]),
        tags=set(_KEPT),
        clean_content_tags=_UNSEEN,
        attributes={"a": {"href"}, "img": {"alt"}},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
    )
    writing = _Writing()
    for closing, tag, attributes, words in _PIECE.findall(tidy):
        if words:
            writing.write(html.unescape(words))
        elif closing:
            writing.close(tag)
        else:
            writing.open(tag, dict(_ATTRIBUTE.findall(attributes)))
    return charset.clean(writing.text())


@dataclass(slots=True)
class _Writing:
    """Lines as they grow while the tags go by."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    filled: bool = False
    quotes: int = 0
    preformatted: int = 0
    links: list[tuple[str, int]] = field(default_factory=list)

    def write(self, words: str) -> None:
        if self.preformatted:
            *whole, last = words.split("\n")
            for piece in whole:
                self._put(piece)
                self.end_line(force=True)
            self._put(last)
            return
        squeezed = re.sub(r"[ \t\r\n\f]+", " ", words)
        at_start = not self.line or self.line[-1].endswith((" ", "\t"))
        self._put(squeezed.lstrip(" ") if at_start else squeezed)

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self.end_line(force=True)
        elif tag in ("td", "th") and self.filled:
            self.line.append("\t")
        elif tag == "img" and attributes.get("alt", "").strip():
            self.write(f"[{html.unescape(attributes['alt']).strip()}]")
        elif tag == "a":
            self.links.append((html.unescape(attributes.get("href", "")), len(self.line)))
        elif tag in _BLOCKS:
            self._open_block(tag)

    def close(self, tag: str) -> None:
        if tag == "a" and self.links:
            self._close_link(*self.links.pop())
        elif tag in _BLOCKS:
            self.end_line()
            self.quotes -= tag == "blockquote"
            self.preformatted -= tag == "pre"
            self._gap(tag)

    def end_line(self, *, force: bool = False) -> None:
        joined = "".join(self.line)
        content = joined.rstrip() if self.preformatted else joined.strip()
        if content or force:
            self.lines.append(self._prefix() + content)
        self.line, self.filled = [], False

    def text(self) -> str:
        self.end_line()
        joined = "\n".join(line.rstrip() for line in self.lines)
        return re.sub(r"\n{3,}", "\n\n", joined).strip("\n")

    def _put(self, words: str) -> None:
        self.line.append(words)
        self.filled = self.filled or bool(words.strip())

    def _open_block(self, tag: str) -> None:
        self.end_line()
        self._gap(tag)
        self.quotes += tag == "blockquote"
        self.preformatted += tag == "pre"
        if tag == "li":
            self._put("- ")
        elif tag == "hr":
            self.lines.append(self._prefix() + "-" * 8)

    def _gap(self, tag: str) -> None:
        """One blank line, quoted no deeper than what comes next."""
        if tag in _SPACED and self.lines:
            if self.lines[-1].strip("> "):
                self.lines.append("")
            self.lines[-1] = self._prefix()

    def _prefix(self) -> str:
        return "> " * min(self.quotes, 8)

    def _close_link(self, address: str, start: int) -> None:
        shown = "".join(self.line[start:])[:_LINK_TEXT_LIMIT].strip()
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if address and shown and bare.rstrip("/") not in shown and shown not in bare:
            self.line.append(f" <{bare}>")


def unflowed(text: str, *, delete_space: bool) -> str:
    """Format=flowed text with its soft line breaks undone; quote marks and signatures stay as they are."""
    out: list[list[str]] = []
    flowing_depth = -1
    for line in text.split("\n"):
        stripped = line.lstrip(">")
        depth = len(line) - len(stripped)
        content = stripped.removeprefix(" ")
        signature = content == "-- "
        flows = content.endswith(" ") and not signature
        kept = content[:-1] if flows and delete_space else content
        if flowing_depth == depth and not signature:
            out[-1].append(kept)
        else:
            out.append([">" * depth + (" " if depth and kept else ""), kept])
        flowing_depth = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in out)
