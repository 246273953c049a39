"""Which words of an answering mail are the sender's own: programs write some by themselves. Pure.

When in doubt they are somebody's words: a message too many is looked at, one too few breaks a promise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .reading import Answer

WRITE_THEMSELVES: Final = ("google", "apple", "mozilla", "icloud")
"""Calendars, by their PRODID, that put a sentence of theirs and the event into the mail; a note stands between."""

_ADVERTISEMENT = re.compile(r"(?:get outlook for|sent from my) .{0,60}", re.IGNORECASE)
_RULE = re.compile(r"[\s_*~=-]{5,}")
_LONGEST_SENTENCE = 300


def own_words(answer: Answer, subject: str, text: str) -> str:
    """What somebody wrote themselves, of the new text of a mail that brought this answer; '' for a bare answer."""
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if not _ADVERTISEMENT.fullmatch(line)]
    lines = _before_event(lines, answer.summary)
    if any(name in answer.product.lower() for name in WRITE_THEMSELVES):
        lines = _after_sentence(lines)
    said = "\n".join(lines).strip()
    repeated = {_plain(subject), _plain(subject.rpartition(":")[2]), _plain(answer.summary), _plain(answer.comment)}
    return "" if _plain(said) in repeated else said


def _before_event(lines: Sequence[str], summary: str) -> list[str]:
    """Up to where the event is told again: its title alone on a line, or a rule as Outlook draws it."""
    title = _plain(summary)
    for number, line in enumerate(lines):
        if _RULE.fullmatch(line) or (title and _plain(line) == title):
            return list(lines[:number])
    return list(lines)


def _after_sentence(lines: Sequence[str]) -> list[str]:
    """Without the paragraph that the program wrote: 'Maria Holm has accepted this invitation.'"""
    begun = next((number for number, line in enumerate(lines) if line), len(lines))
    ended = next((number for number in range(begun, len(lines)) if not lines[number]), len(lines))
    if len(" ".join(lines[begun:ended])) > _LONGEST_SENTENCE:
        return list(lines)
    return list(lines[ended:])


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
