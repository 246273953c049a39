"""What is new in a message, and the quoted history beneath it. Nothing is dropped: each line is in one or the other.

A quote that is shown is a nuisance, a question that is folded away is a missed client: in doubt nothing is folded.
Forwarded mail is what the writer wants to show, so it is not folded either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mailparser_reply import EmailMessage

from comms.mail import quoting

LINE_LIMIT: Final = 600
"""Characters of a line that are looked at; announcements of quotes are shorter."""

_LIBRARY_LINES = 150
_LIBRARY_WIDTH = 160
_LIBRARY_LANGUAGES = ["en", "de", "fr", "it", "ja", "cs", "da", "es", "ko", "nl", "sv", "zh"]
_LIBRARY = EmailMessage(text="", languages=_LIBRARY_LANGUAGES).HEADER_REGEX


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _label(words: str) -> re.Pattern[str]:
    names = "|".join(re.escape(word).replace("_", " ") for word in words.split())
    return re.compile(rf"[*\s]*+(?:{names})[*\s]{{0,3}}[:：][*\s]*+(?P<value>\S.*)?", re.IGNORECASE)


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKER = re.compile("|".join(re.escape(marker.strip("— ")) for marker in quoting.REPLY_MARKERS.values()))
_WROTE = re.compile(rf"(?<!\w)(?:{_any_of(quoting.WROTE)})|(?:{_any_of(quoting.WROTE)})(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}")
_BRACKETED = re.compile(r"[<(\[]\s*[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\s*[>)\]]")
_COLON_AT_END = re.compile(r"[:：][*_\s]{0,5}$")
_ORIGINAL = re.compile(rf"[-_=* ]{{2,}}+\s*+(?:{_any_of(quoting.ORIGINAL)})\s*[-_=* :]*$", re.IGNORECASE)
_FORWARDED = re.compile(rf"[-_=*\s]*+(?:{_any_of(quoting.FORWARDED)})", re.IGNORECASE)
_FORWARDED_EDGE = re.compile(r"^\s*[-_=*]{2,}|[:：]\s*$|[-_=*]{2,}\s*$")
_SUBJECT_PREFIXES = "|".join(quoting.FORWARDED_SUBJECT.split())
FORWARDED_SUBJECT = re.compile(rf"\s*(?:\[[^\]]{{0,40}}\]\s*)?(?:{_SUBJECT_PREFIXES})\s?[:：]", re.IGNORECASE)
LABELS = {
    "from": _label(quoting.FROM),
    "sent": _label(quoting.SENT),
    "to": _label(quoting.TO),
    "subject": _label(quoting.SUBJECT),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """``new`` and ``quoted`` hold between them every line of the text that is not blank, in order."""

    new: str
    quoted: str


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where history begins, and whether its own lines bear a mark, so that what bears none is the writer's."""

    line: int
    marked: bool


def split(text: str, subject: str = "") -> Folded:
    """Parts new text from quoted history, in linear time. ``subject`` tells a forwarded message from a reply."""
    lines = text.split("\n")
    seen = [_INVISIBLE.sub("", line[:LINE_LIMIT]).replace("\u00a0", " ") for line in lines]
    forwards = bool(FORWARDED_SUBJECT.match(subject))
    cut = _cut(seen, forwards=forwards) or (None if forwards else _library_cut(seen))
    forwarded = _first(seen, announces_forward)
    if cut is None or (forwarded is not None and forwarded <= cut.line + 3):
        return Folded(_trimmed(lines), "")
    quoted = _quoted_lines(seen, cut)
    new = [line for number, line in enumerate(lines) if number not in quoted]
    if not any(line.strip() for line in new):
        return Folded(_trimmed(lines), "")
    return Folded(_trimmed(new), _trimmed([line for number, line in enumerate(lines) if number in quoted]))


def _quoted_lines(seen: list[str], cut: _Cut) -> set[int]:
    """The numbers of the lines to fold: all from the cut on, or, where quotes are marked, those and no others.

    Answers between the quotes make sense only beside them: then nothing is folded.
    """
    after = range(cut.line, len(seen))
    if not cut.marked:
        return set(after)
    first_mark = next(number for number in after if _is_marked(seen[number]))
    quoted = {number for number in after if number < first_mark or _is_marked(seen[number]) or not seen[number].strip()}
    written = [number for number in after if number not in quoted]
    answers_between = written and any(_is_marked(seen[number]) for number in range(written[0], len(seen)))
    return set() if answers_between else quoted


def _cut(seen: list[str], *, forwards: bool) -> _Cut | None:
    """The earliest line where history begins, by what mail programs write there."""
    marker = _first(seen, lambda line: bool(_MARKER.search(line)))
    found = [_announced(seen), None if forwards else _header_block(seen), _trailing_marks(seen)]
    if marker is not None:
        found.append(_above_marker(seen, marker))
    return min((cut for cut in found if cut), key=lambda cut: cut.line, default=None)


def _above_marker(seen: list[str], marker: int) -> _Cut:
    """Our own marker is inside the quote: the quote begins with the marked lines around it."""
    start = marker
    while start and (_is_marked(seen[start - 1]) or not seen[start - 1].strip()):
        start -= 1
    if start and _COLON_AT_END.search(seen[start - 1]) and _speaks_of_mail(seen[start - 1]):
        start -= 1
    return _Cut(start, marked=_is_marked(seen[marker]))


def _announced(seen: list[str]) -> _Cut | None:
    """'On …, Jane wrote:' in any language, on up to three lines, or '-----Original Message-----'."""
    for number, line in enumerate(seen):
        if _is_marked(line):
            continue
        if _ORIGINAL.match(line):
            return _Cut(number, marked=False)
        if _COLON_AT_END.search(line):
            following = _next_written(seen, number + 1)
            quotes = following is not None and _is_marked(seen[following])
            start = _announcement_start(seen, number, quotes=quotes)
            if start is not None:
                return _Cut(start, marked=quotes)
    return None


def _announcement_start(seen: list[str], end: int, *, quotes: bool) -> int | None:
    """The first line of an announcement whose last line is ``end``, the shortest that makes sense; or None."""
    found = None
    for start in range(end, max(end - 3, -1), -1):
        if not seen[start].strip() or _is_marked(seen[start]):
            break
        whole = " ".join(line.strip() for line in seen[start : end + 1])
        if _is_dated(whole) and (_WROTE.search(whole) or _BRACKETED.search(whole)):
            return start
        if found is None and _is_undated_announcement(whole, quotes=quotes):
            found = start
    return found


def _is_dated(line: str) -> bool:
    return bool(_YEAR.search(line)) and bool(_TIME.search(line))


def _is_undated_announcement(line: str, *, quotes: bool) -> bool:
    """Where a quote follows, a hint will do; where none does, a verb, an address and half a date are asked for."""
    if quotes:
        return _speaks_of_mail(line)
    return bool(_WROTE.search(line) and _ADDRESS.search(line) and (_YEAR.search(line) or _TIME.search(line)))


def _speaks_of_mail(line: str) -> bool:
    return any(pattern.search(line) for pattern in (_WROTE, _ADDRESS, _YEAR, _TIME))


def _header_block(seen: list[str]) -> _Cut | None:
    """Outlook's block over a quote: From, Sent, To, Subject in one language or another, one under the other."""
    for number, line in enumerate(seen):
        if LABELS["from"].match(line) or LABELS["sent"].match(line):
            block = seen[number : number + 9]
            labels = {name: found for name in LABELS if (found := _labelled(block, name))}
            vouched = "subject" in labels or "@" in labels.get("from", "")
            if "from" in labels and len(labels) >= 3 and vouched:
                rule = number - 1 if number and re.fullmatch(r"\s*[-_]{5,}\s*", seen[number - 1]) else number
                return _Cut(rule, marked=False)
    return None


def _labelled(block: list[str], name: str) -> str:
    for line in block:
        found = LABELS[name].match(line)
        if found and found["value"]:
            return found["value"]
    return ""


def _trailing_marks(seen: list[str]) -> _Cut | None:
    """A block of marked lines that nothing but blanks follows, with the line above that announces it."""
    start = len(seen)
    while start and (_is_marked(seen[start - 1]) or not seen[start - 1].strip()):
        start -= 1
    if not any(_is_marked(line) for line in seen[start:]):
        return None
    if start and _COLON_AT_END.search(seen[start - 1]) and _speaks_of_mail(seen[start - 1]):
        start -= 1
    return _Cut(start, marked=True)


def _library_cut(seen: list[str]) -> _Cut | None:
    """A second opinion from mail-parser-reply, on short text only: its patterns take quadratic time."""
    text = "\n".join(line.strip()[:_LIBRARY_WIDTH] for line in seen[:_LIBRARY_LINES])
    for found in _LIBRARY.finditer(text):
        header = found[0].strip()
        if _ADDRESS.search(header) or (_YEAR.search(header) and _COLON_AT_END.search(header)):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            return _Cut(text.count("\n", 0, start), marked=False)
    return None


def announces_forward(line: str) -> bool:
    return bool(_FORWARDED.match(line)) and bool(_FORWARDED_EDGE.search(line)) and len(line) < 120


def _is_marked(line: str) -> bool:
    return line.lstrip(" ").startswith((">", "＞"))


def _next_written(seen: list[str], start: int) -> int | None:
    return next((number for number in range(start, min(start + 4, len(seen))) if seen[number].strip()), None)


def _first(seen: list[str], is_it: Callable[[str], bool]) -> int | None:
    return next((number for number, line in enumerate(seen) if is_it(line)), None)


def _trimmed(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")
