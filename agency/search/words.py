"""Texts and questions as the words by which one finds the other: pure, and the same on every database.

A word counts as it is written, without case and accents, and by its stem (`agency/stemming.py`), whatever its language:
whoever types says neither theirs nor that of what they look for. Scripts without blanks between words count by pairs of
neighbouring signs. What comes out is letters and digits alone, so that nothing typed is ever read as an operator.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from agency.stemming import folded, stem

LONGEST_WORD = 40
MOST_WORDS = 3000
"""Of a text; what follows is not found by."""
LONGEST_QUESTION = 200
MOST_ASKED = 12
SHORTEST_PART = 2

_WORD = re.compile(r"[^\W_]+")
_PAIRED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
_COMBINING = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
_WRITTEN = re.compile(rf"[^\W_][^\W_{_COMBINING}]*(?:[{_COMBINING}]+[^\W_]*)*")


class Piece(NamedTuple):
    """A word of a text, or a run of signs, where it stands there."""

    start: int
    end: int
    written: str
    paired: bool


def pieces(text: str) -> Iterator[Piece]:
    for found in _WRITTEN.finditer(text):
        start = found.start()
        for run in _PAIRED.finditer(found[0]):
            if start < found.start() + run.start():
                yield _piece(text, start, found.start() + run.start(), paired=False)
            yield _piece(text, found.start() + run.start(), found.start() + run.end(), paired=True)
            start = found.start() + run.end()
        if start < found.end():
            yield _piece(text, start, found.end(), paired=False)


def _piece(text: str, start: int, end: int, *, paired: bool) -> Piece:
    return Piece(start, end, text[start:end], paired)


def plain(word: str) -> str:
    """As it is compared: small letters and digits without accents; '' where nothing is left."""
    return "".join(_WORD.findall(folded(word)))[:LONGEST_WORD]


def words_of(text: str, *, parts: bool = False) -> Iterator[tuple[str, ...]]:
    """All that each word of a text is found by, in the order of the text. With `parts` by any end of the word as well,
    so that whoever knows a piece of a name finds it.
    """
    for count, piece in enumerate(pieces(text)):
        if count >= MOST_WORDS:
            return
        if piece.paired:
            yield from (tuple(pair) for pair in _pairs(piece.written))
            continue
        if forms := _forms(piece.written):
            bare = forms[0]
            ends = (bare[at:] for at in range(1, len(bare) - SHORTEST_PART + 1)) if parts else ()
            yield tuple(dict.fromkeys((*forms, *ends)))


def _pairs(signs: str) -> Iterator[list[str]]:
    """Each sign with its neighbour; the last one alone, so that a question of one sign finds it by its beginning."""
    for at in range(min(len(signs), MOST_WORDS)):
        yield [signs[at : at + 2]]


def _forms(written: str) -> tuple[str, ...]:
    """The word itself and its stem; none where nothing is left. Short words are remembered: the same few come again."""
    return _remembered(written) if len(written) <= LONGEST_WORD else _made_of(written)


def _made_of(written: str) -> tuple[str, ...]:
    bare = plain(written)
    return tuple(dict.fromkeys(filter(None, (bare, plain(stem(bare)))))) if bare else ()


_remembered = lru_cache(maxsize=20_000)(_made_of)


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question: any of the `exact` ones answers it, and any word that begins with `beginning`."""

    exact: tuple[str, ...]
    beginning: str = ""


def asked(question: str) -> list[Asked]:
    """What a question asks for, all of it to be found; the word that is being typed may go on. Empty for one that holds
    no word at all.
    """
    text = question[:LONGEST_QUESTION]
    found: list[Asked] = []
    for piece in pieces(text):
        open_end = piece.end == len(text)
        if piece.paired:
            found += _asked_signs(piece.written)
        elif forms := _forms(piece.written):
            found.append(Asked(forms, forms[0] if open_end else ""))
    return list(dict.fromkeys(found))[:MOST_ASKED]


def telling(words: Sequence[Asked]) -> list[Asked]:
    """Those that say something alone: 'a', 'to' and 'и' do not, two signs of Chinese do."""
    return [
        one for one in words
        if any(len(form) > SHORTEST_PART or _PAIRED.match(form) for form in (*one.exact, one.beginning))
    ]  # fmt: skip


def _asked_signs(signs: str) -> list[Asked]:
    if len(signs) == 1:
        return [Asked((), signs)]
    return [Asked((signs[at : at + 2],)) for at in range(len(signs) - 1)]


def places(text: str, wanted: Sequence[Asked]) -> list[tuple[int, int]]:
    """Where a text holds what was asked, from the first to the last; neighbouring signs are one place."""
    found: list[tuple[int, int]] = []
    for count, piece in enumerate(pieces(text)):
        if count >= MOST_WORDS:
            break
        for start, end in _hits(piece, wanted):
            if found and found[-1][1] >= start:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return found


def _hits(piece: Piece, wanted: Sequence[Asked]) -> Iterator[tuple[int, int]]:
    if piece.paired:
        for at in range(len(piece.written)):
            pair = piece.written[at : at + 2]
            for one in wanted:
                if pair in one.exact or (one.beginning and pair.startswith(one.beginning)):
                    yield piece.start + at, piece.start + at + len(one.beginning or pair)
        return
    forms = _forms(piece.written) or ("",)
    bare = forms[0]
    for one in wanted:
        if not set(one.exact).isdisjoint(forms) or (one.beginning and bare.startswith(one.beginning)):
            yield piece.start, piece.end
            return
        at = bare.find(one.beginning) if len(one.beginning) > SHORTEST_PART and len(bare) == len(piece.written) else -1
        if at > 0:
            yield piece.start + at, piece.start + at + len(one.beginning)
            return


def normal(text: str) -> str:
    """One way of writing what looks alike, before it is stored in an index or asked for."""
    return unicodedata.normalize("NFKC", text.replace("\0", ""))
