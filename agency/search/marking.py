"""The words that were found, marked in what is shown of a text."""

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from agency.search.words import Asked, normal, places

LONGEST_TITLE = 160
LONGEST_EXCERPT = 220
BEFORE = 60
"""Letters of an excerpt that stand before the first word that was found."""


def title(text: str, words: Sequence[Asked]) -> SafeString:
    return _marked(_cut(_flat(text), 0, LONGEST_TITLE), words)


def excerpt(text: str, words: Sequence[Asked]) -> SafeString:
    """Around the first word that was found; '' where none stands in the text."""
    return _marked(plain_excerpt(text, words), words)


def plain_excerpt(text: str, words: Sequence[Asked]) -> str:
    flat = _flat(text)
    found = places(flat, words)
    return _cut(flat, _start_of_word(flat, found[0][0] - BEFORE), LONGEST_EXCERPT) if found else ""


def _flat(text: str) -> str:
    return " ".join(normal(text).split())


def _start_of_word(text: str, at: int) -> int:
    if at <= 0:
        return 0
    blank = text.find(" ", at, at + BEFORE // 2)
    return at if blank < 0 else blank + 1


def _cut(text: str, start: int, most: int) -> str:
    end = min(start + most, len(text))
    if end < len(text) and (blank := text.rfind(" ", start + most // 2, end)) > 0:
        end = blank
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _marked(text: str, words: Sequence[Asked]) -> SafeString:
    told, last = [], 0
    for start, end in places(text, words):
        told += [conditional_escape(text[last:start]), format_html("<mark>{}</mark>", text[start:end])]
        last = end
    return mark_safe("".join([*told, conditional_escape(text[last:])]))  # noqa: S308 - each piece is escaped
