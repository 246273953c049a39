"""How near two texts are, by the words they share: pure, explainable, and the same on every database (practice T19).

A word counts by its stem (`agency/stemming.py`); scripts without blanks between words count by pairs of signs. A word
that few entries hold says more than one that many hold, and one that stands in half of all mail says little
(`everyday_words.py`): however many of those are shared, they make no two texts near.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import log

from agency import stemming
from comms.everyday_words import BETWEEN_CHINESE_WORDS, SAYING_LITTLE, SAYING_NOTHING

MOST_STEMS = 120
NEAR_ENOUGH = 0.34
OF_TITLE = 0.7
"""What a title that is shared wholly comes to: half of one is just near enough."""
LITTLE = 0.2
"""What a word that says little weighs beside one that does not."""
SHARED_AT_LEAST = 2
LOOKED_AT = 20

_WORD = re.compile(r"[^\W_]+")
_PAIRED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def stem(word: str) -> str:
    """By what a word counts; '' for one that says nothing."""
    return "" if stemming.folded(word) in SAYING_NOTHING else stemming.stem(word)


def stems(text: str, but: Collection[str] = ()) -> dict[str, str]:
    """Each stem of a text with the first word that has it, in the order in which they come; at most MOST_STEMS. Words
    that are written exactly as one of `but` are left out.
    """
    found: dict[str, str] = {}
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        for piece in _pieces(word):
            cut = piece if _PAIRED.fullmatch(piece) else stem(piece)
            if cut and piece not in but:
                found.setdefault(cut, piece)
        if len(found) >= MOST_STEMS:
            break
    return dict(list(found.items())[:MOST_STEMS])


def _pieces(word: str) -> list[str]:
    """A word as it is; of a script without blanks its pairs of neighbouring signs, none across what says nothing."""
    pieces, start = [], 0
    for run in _PAIRED.finditer(word):
        pieces.append(word[start : run.start()])
        for signs in BETWEEN_CHINESE_WORDS.split(run[0]):
            pieces += [signs[place : place + 2] for place in range(len(signs) - 1)]
        start = run.end()
    return [piece for piece in (*pieces, word[start:]) if piece]


@dataclass(frozen=True, slots=True)
class Known:
    """An entry by its stems: all of them, and those of its title."""

    stems: Collection[str]
    title: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """How near an entry is, from 0 to 1; the stems that are shared, and the words of the question that say so."""

    score: float
    stems: frozenset[str]
    shared: tuple[str, ...]


def weight(cut: str, holding: Mapping[str, int], entries: int) -> float:
    rarity = log(1 + max(entries, 1) / max(holding.get(cut, 1), 1))
    return rarity * LITTLE if cut in SAYING_LITTLE else rarity


def nearness(asked: Mapping[str, str], known: Known, holding: Mapping[str, int], entries: int) -> Near:
    """The weight of what both share, measured against the lighter of the two, or against the entry's title.

    asked: stems of the question with their words. holding: how many entries hold a stem; a stem that is missing there
    is held by one. entries: how many there are.
    """
    shared = [cut for cut in asked if cut in known.stems]
    weigh = lambda cuts: sum(weight(cut, holding, entries) for cut in cuts)  # noqa: E731
    lighter, title = min(weigh(asked), weigh(known.stems)), weigh(known.title)
    of_all = weigh(shared) / lighter if lighter else 0.0
    of_title = OF_TITLE * weigh(cut for cut in shared if cut in known.title) / title if title else 0.0
    return Near(min(max(of_all, of_title), 1.0), frozenset(shared), _told(shared, asked))


def is_near(near: Near, known: Known) -> bool:
    """Whether it is worth offering: two words that say something are shared, or all of what it is called."""
    title = set(known.title or known.stems)
    enough = _telling(near.stems) >= SHARED_AT_LEAST or (title and title <= near.stems)
    return bool(enough) and near.score >= NEAR_ENOUGH


def nearest(
    asked: Mapping[str, str], known: Mapping[int, Known], holding: Mapping[str, int], entries: int
) -> list[tuple[int, Near]]:
    """Those of the entries, by their ids, that are worth offering: the nearest first, of two the later one."""
    judged = [(pk, nearness(asked, entry, holding, entries)) for pk, entry in known.items()]
    near = [(pk, found) for pk, found in judged if is_near(found, known[pk])]
    return sorted(near, key=lambda pair: (-pair[1].score, -pair[0]))


def likeliest(shared: Mapping[int, Iterable[str]], holding: Mapping[str, int], entries: int) -> list[int]:
    """The entries, by their ids, that are worth a closer look: those that share the most weight."""
    weights = {pk: sum(weight(cut, holding, entries) for cut in cuts) for pk, cuts in shared.items()}
    return sorted(weights, key=lambda pk: (-weights[pk], -pk))[:LOOKED_AT]


def named_most(asked: Collection[str], names: Mapping[int, Collection[str]]) -> int | None:
    """Whose name, of one word or two, stands in the text most wholly, and by a word that says something."""
    shares = {pk: sum(cut in asked for cut in cuts) / len(cuts) for pk, cuts in names.items() if cuts}
    telling = [pk for pk in shares if any(cut in asked and cut not in SAYING_LITTLE for cut in names[pk])]
    return max(telling, key=lambda pk: (shares[pk], -pk), default=None)


def _telling(cuts: Iterable[str]) -> float:
    """How many words say something. Of pairs it counts the signs, since one word of three signs is two pairs."""
    telling = [cut for cut in cuts if cut not in SAYING_LITTLE]
    signs = {sign for cut in telling if _PAIRED.fullmatch(cut) for sign in cut}
    return sum(not _PAIRED.fullmatch(cut) for cut in telling) + len(signs) / 2


def _told(shared: Collection[str], asked: Mapping[str, str]) -> tuple[str, ...]:
    """The words as they were written, those that say something if there are any; neighbouring pairs are one again."""
    words: list[str] = []
    for cut in [cut for cut in shared if cut not in SAYING_LITTLE] or shared:
        follows = words and _PAIRED.fullmatch(words[-1]) and _PAIRED.fullmatch(cut) and words[-1][-1] == cut[0]
        if follows:
            words[-1] += cut[1:]
        else:
            words.append(asked[cut])
    return tuple(words)
