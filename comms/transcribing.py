"""A transcript as it comes from a meeting's recording: .vtt, .srt, or plain text. Pure: bytes in, lines out.

Whatever shape it has, each line of the result is (second or None, who, words). What one person says without a pause
stands in one line, but in plain text a line that names its speaker stays one of its own.
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES, MOST_CHARACTERS = 4_000, 1_500_000
LONGEST_LINE, LONGEST_NAME = 600, 80
PAUSE = 20
"""Seconds of silence after which the same speaker begins a new line."""

CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d{1,3})?"
CUE = re.compile(rf"^[ \t]*{CLOCK}\s*-->\s*{CLOCK}", re.MULTILINE)
AHEAD = re.compile(rf"^[\[(]?{CLOCK}(?![\d:.,])[\])]?\s*[-–—]?\s*")
BEHIND = re.compile(rf"^(?P<who>[^:.!?]{{1,{LONGEST_NAME}}}?)\s*[-–—]?\s*[\[(]?{CLOCK}[\])]?\s*:?\s*$")
NAMED = re.compile(rf"^(?P<who>[^\W\d_][^:：<>\n]{{0,{LONGEST_NAME - 1}}}?)\s*[:：](?!//)\s*(?P<said>\S.*)$", re.DOTALL)
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>", re.IGNORECASE)
MARKUP = re.compile(r"</?[a-z][^>]{0,200}>|<\d[^>]{0,30}>|\{\\[^}]{0,40}\}", re.IGNORECASE)
BLOCKS = re.compile(r"^(WEBVTT|NOTE|STYLE|REGION|X-TIMESTAMP-MAP|Kind:|Language:)(\b|$)")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
WORDS_OF_A_NAME, FEW = 5, 6


class Heard(NamedTuple):
    second: int | None
    who: str
    words: str


class Unreadable(ValidationError):
    """Said beside the field, in words for people."""


def parse(data: bytes) -> list[Heard]:
    """Raises Unreadable when it is too big, no text, or has nothing in it."""
    if len(data) > MOST_BYTES:
        raise too_big()
    return parse_text(decoded(data))


def too_big() -> Unreadable:
    return Unreadable(
        _("This file is larger than 10 MB. A transcript is text alone; a recording does not belong here.")
    )


def parse_text(text: str) -> list[Heard]:
    clean = SURROGATES.sub("", UNSEEN.sub("", text)).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    cued = CUE.search(clean) or clean.lstrip().startswith("WEBVTT")
    found = merged(((line, False) for line in _cues(clean)) if cued else _plain(clean))
    if not found:
        raise Unreadable(_("There are no words in it."))
    if len(found) > MOST_LINES or sum(len(line.words) for line in found) > MOST_CHARACTERS:
        raise Unreadable(_("This is longer than a day of talking. Take the part that matters."))
    return found


def decoded(data: bytes) -> str:
    """By its byte order mark, else UTF-8, else UTF-16 without a mark, else the Cyrillic of old Windows."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    start = data[:4000]
    if data.startswith((b"PK\x03\x04", b"%PDF", b"ID3", b"RIFF", b"\x1f\x8b")):
        raise Unreadable(_("This is no text. Take the transcript as .vtt, .srt or .txt."))
    if start.count(0) * 20 > len(start):
        return data.decode(_wide_encoding(start), errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_old_encoding(data), errors="replace")


def _wide_encoding(start: bytes) -> str:
    """UTF-16 without a mark: of each two bytes one is of few kinds, since an alphabet stands together. Raises
    Unreadable.
    """
    even, odd = set(start[::2]), set(start[1::2])
    if min(len(even), len(odd)) > FEW:
        raise Unreadable(_("This is no text. Take the transcript as .vtt, .srt or .txt."))
    return "utf-16-be" if len(even) < len(odd) else "utf-16-le"


def _old_encoding(data: bytes) -> str:
    """Cyrillic where most letters beyond ASCII stand in the places of its lower case, else Western European."""
    high = [byte for byte in data[:20_000] if byte >= 0x80]
    small = sum(byte >= 0xE0 for byte in high)
    long_runs = len(re.findall(rb"[\xc0-\xff]{3,}", data[:20_000]))
    return "cp1251" if small * 2 > len(high) and long_runs * 12 > len(high) else "cp1252"


def _cues(text: str) -> Iterator[Heard]:
    """WebVTT and SubRip: a line of times, then words until a blank line. The number before the times is left out."""
    second: int | None = None
    words: list[str] = []
    skipping = False
    for line in text.split("\n"):
        if cue := CUE.match(line):
            yield from _said(second, words[:-1] if words and words[-1].strip().isdigit() else words)
            second, words, skipping = _seconds(cue.groups()[:3]), [], False
        elif not line.strip():
            yield from _said(second, words)
            words, skipping = [], False
        elif skipping or (not words and BLOCKS.match(line)):
            skipping = True
        elif not skipping and not (second is None and line.strip().isdigit()):
            words.append(line)
    yield from _said(second, words)


def _said(second: int | None, words: list[str]) -> Iterator[Heard]:
    """One cue; several voices in it are several lines."""
    joined = " ".join(" ".join(words).split())
    if not joined or (joined.isdigit() and len(words) == 1 and len(joined) < 6):
        return
    pieces = VOICE.split(joined)
    if pieces[0].strip():
        yield _line(second, pieces[0])
    for who, said in zip(pieces[1::2], pieces[2::2], strict=True):
        yield _line(second, said, who)


def _plain(text: str) -> Iterator[tuple[Heard, bool]]:
    """Lines as 'Maria Holm: …', '[00:01:02] Maria: …', or 'Maria Holm 0:01:02' above what she says; each with whether
    it stands apart from the one before. A name ahead of words speaks for its paragraph, one above them until the next.
    """
    second: int | None = None
    who, above, apart = "", "", False
    for line in text.split("\n"):
        stripped = " ".join(line.split())
        if not stripped:
            who, apart = above, True
            continue
        if ahead := AHEAD.match(stripped):
            second, stripped, who, above, apart = _seconds(ahead.groups()), stripped[ahead.end() :], "", "", False
            if not stripped:
                continue
        elif (behind := BEHIND.match(stripped)) and _is_name(behind["who"]):
            who = above = behind["who"].strip(" []()")
            second, apart = _seconds(behind.groups()[1:]), True
            continue
        heard = _line(second, stripped)
        if heard.who:
            who, above = heard.who, ""
        yield heard._replace(who=who), apart or bool(heard.who)
        apart = False


def _line(second: int | None, words: str, who: str = "") -> Heard:
    """Without markup, and the speaker apart from the words."""
    said = html.unescape(MARKUP.sub("", words)).strip().lstrip("-–— ").strip()
    name = html.unescape(who).strip()
    if (named := NAMED.match(said)) and _is_name(named["who"]) and (not name or name == named["who"]):
        name, said = named["who"].strip(), named["said"].strip()
    return Heard(second, " ".join(name.split())[:LONGEST_NAME], SURROGATES.sub("", said))


def _is_name(text: str) -> bool:
    """A name is a few words, not a sentence that happens to have a colon."""
    parts = text.split()
    return 0 < len(parts) <= WORDS_OF_A_NAME and not text.strip().isdigit()


def merged(lines: Iterable[tuple[Heard, bool]]) -> list[Heard]:
    """What one person goes on saying is one line, until it is long or they pause, or it is said to stand apart."""
    found: list[Heard] = []
    before: int | None = None
    for line, apart in lines:
        if not line.words:
            continue
        if found and not apart and _goes_on(found[-1], line, before):
            found[-1] = found[-1]._replace(words=f"{found[-1].words} {line.words}")
        else:
            found += _pieces(line)
        before = line.second
    return found


def _goes_on(last: Heard, line: Heard, before: int | None) -> bool:
    if last.who != line.who or (not line.who and line.second is None):
        return False
    if len(last.words) + len(line.words) >= LONGEST_LINE:
        return False
    return line.second is None or before is None or line.second - before <= PAUSE


def _pieces(line: Heard) -> list[Heard]:
    """A monologue in lines that one can read, cut between words."""
    if len(line.words) <= LONGEST_LINE * 2:
        return [line]
    rest, found = line.words, []
    while rest:
        end = LONGEST_LINE if len(rest) > LONGEST_LINE else len(rest)
        cut = rest.rfind(" ", LONGEST_LINE // 2, end) if end < len(rest) else end
        cut = cut if cut > 0 else end
        found.append(line._replace(words=rest[:cut].strip()))
        rest = rest[cut:].strip()
    return found


def _seconds(parts: Iterable[str | None]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds
