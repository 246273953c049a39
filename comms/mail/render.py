"""A letter as a mail: plain text first and complete, and the same in HTML in the agency's hue (mockups/email.html)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from django.template.loader import render_to_string

from agency import colour
from agency.languages import announced, language as written_in
from comms.mail.quoting import REPLY_MARKERS

RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
DARK_BRAND: Final = (0.77, 0.072)
"""Lightness and chroma of the brand in the dark set of static/css/tokens.css."""

_TEMPLATE = "mail/letter.html"
_HEADING_RULE = 60
_SENTENCE_ENDS = ("?", "!", "؟", "？", "！")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a section, or one of its points.

    label: stands in bold before the text ('Decided by you:'). kind: ``text``, ``item`` of a list, ``quote`` of what
    somebody said, or ``soft`` for what matters less. typed: a person wrote the text, perhaps in another direction than
    the letter's.
    """

    text: str
    label: str = ""
    kind: Literal["text", "item", "quote", "soft"] = "text"
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What will be done, and at the other side when, or how much."""

    what: str
    when: str


@dataclass(frozen=True, slots=True)
class Section:
    """A topic: its heading (may be empty), its lines, then its rows."""

    heading: str
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Words in the footer that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says, in the words and the order in which it is read; all strings in the reader's language.

    language: a code such as ``ar`` or ``zh-hans``; it decides the direction. hue: the agency's, in degrees of OKLCH.
    preview: what a mailbox shows beside the subject. button: its label and an http or https address; one at most.
    after, closing, signature: behind the button; a line break in any text stays one. footer: small, piece by piece in
    one paragraph for each string that is not a Link.
    asks_for_reply: puts the marker on top above which an answer is told from its quotes.
    """

    language: str
    agency: str
    hue: int
    greeting: str
    opening: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    button: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    closing: str = ""
    signature: str = ""
    footer: tuple[str | Link, ...] = ()
    preview: str = ""
    asks_for_reply: bool = False


class Rendered(NamedTuple):
    """The two bodies of one mail."""

    text: str
    html: str


def render(letter: Letter) -> Rendered:
    """Both bodies of the letter. Raises ValueError when its button or a link of its footer leads to no web address."""
    links = [piece.url for piece in letter.footer if isinstance(piece, Link)]
    for url in [letter.button[1], *links] if letter.button else links:
        if not url.startswith(("https://", "http://")):
            raise ValueError(f"button: {url!r} is no web address")
    return Rendered(_text(letter), _html(letter))


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left, by its code."""
    return language.lower().replace("_", "-").partition("-")[0] in RIGHT_TO_LEFT


def reply_marker(language: str) -> str:
    """The line above which people answer, in a shipped language, else in English."""
    return REPLY_MARKERS.get(language.lower(), REPLY_MARKERS["en"])


def _text(letter: Letter) -> str:
    blocks = [
        reply_marker(letter.language) if letter.asks_for_reply else "",
        letter.greeting,
        *letter.opening,
        *(_section_text(section, letter.language) for section in letter.sections),
        f"{announced(letter.button[0], code=letter.language)}\n{letter.button[1]}" if letter.button else "",
        *letter.after,
        "\n".join(filter(None, (letter.closing, letter.signature))),
    ]
    footer = "\n".join(_footer_text(paragraph) for paragraph in _paragraphs(letter.footer))
    written = "\n\n".join(block.strip("\n") for block in blocks if block.strip())
    return f"{written}\n\n-- \n{footer}\n" if footer else f"{written}\n"


def _section_text(section: Section, language: str) -> str:
    """A heading is ruled off; paragraphs stand apart, points and rows one under the other."""
    rule = "-" * min(len(section.heading), _HEADING_RULE)
    pieces = [f"{section.heading}\n{rule}\n"] if section.heading else []
    for number, line in enumerate(section.lines):
        follows_point = number and line.kind == "item" == section.lines[number - 1].kind
        pieces.append(("\n" if number and not follows_point else "") + _line_text(line, language) + "\n")
    if section.rows:
        points = "".join(f"- {_row_text(row, language)}\n" for row in section.rows)
        pieces.append(("\n" if section.lines else "") + points)
    return "".join(pieces)


def _row_text(row: Row, language: str) -> str:
    """A colon between both, unless the first ends a sentence by itself."""
    if not row.when:
        return row.what
    if row.what.endswith(_SENTENCE_ENDS):
        return f"{row.what} {row.when}"
    return announced(row.what, row.when, language)


def _line_text(line: Line, language: str) -> str:
    words = f"{line.label}{written_in(language).joint}{line.text}" if line.label else line.text
    if line.kind == "item":
        return "- " + words.replace("\n", "\n  ")
    if line.kind == "quote":
        return f"“{words}”"
    return words


def _paragraphs(footer: tuple[str | Link, ...]) -> list[list[str | Link]]:
    """A Link goes on in the paragraph of the words before it; so do words that begin with a blank or a full stop."""
    paragraphs: list[list[str | Link]] = []
    for piece in footer:
        goes_on = isinstance(piece, Link) or piece[:1] in {" ", ".", ",", ";", "。", "،", "，"}
        if paragraphs and goes_on:
            paragraphs[-1].append(piece)
        elif piece:
            paragraphs.append([piece])
    return paragraphs


def _footer_text(paragraph: list[str | Link]) -> str:
    return "".join(f"{piece.label} <{piece.url}>" if isinstance(piece, Link) else piece for piece in paragraph)


def _html(letter: Letter) -> str:
    right_to_left = is_right_to_left(letter.language)
    context = {
        "letter": letter,
        "marker": reply_marker(letter.language) if letter.asks_for_reply else "",
        "footer": [
            [(piece.label, piece.url) if isinstance(piece, Link) else (piece, "") for piece in paragraph]
            for paragraph in _paragraphs(letter.footer)
        ],
        "direction": "rtl" if right_to_left else "ltr",
        "start": "right" if right_to_left else "left",
        "end": "left" if right_to_left else "right",
        "row_padding": "8px 0 8px 16px" if right_to_left else "8px 16px 8px 0",
        "joint": written_in(letter.language).joint,
        "colours": {**colour.neutrals(), **colour.brand(letter.hue)},
        "dark_brand": colour.hex_of(*DARK_BRAND, letter.hue),
    }
    return render_to_string(_TEMPLATE, context)
