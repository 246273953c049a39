"""How near two texts are, by the words they share: pure, explainable, and the same on every database (practice T19).

A word counts by its beginning (`stem`), in small letters and without accents, so that 'banner' meets 'banners' and
'согласие' meets 'согласия'; scripts without blanks between words count by pairs of signs. A word that few texts hold
says more than one that many hold.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log

STEM = 5
SHORTEST = 3
MOST_STEMS = 120
NEAR_ENOUGH = 0.34
SHARED_AT_LEAST = 2

_WORD = re.compile(r"[^\W_]+")
_PAIRED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")

_EMPTY_WORDS = """
about after again all also and any are ask asked because been before but can could did does done for from get got had
has have hello her here him his how into its just kind know let like make many may more most much must need new not now
off one only other our out over own please put regards same say see shall she should since some still such take than
thank thanks that the their them then there these they this those too two under until use used very want was way well
were what when where which while who why will wish with would yes yet you your
aber als auch auf aus bei bin bis bitte das dass dem den der des die dies diese doch ein eine einen einer eines für
gibt gruß hallo hat hatte ich ihr ihre ist kann kein keine man mehr mein mit nach nicht noch nur oder sehr sein seine
sich sie sind über und uns unser vom von vor war was wenn wer wie wir wird wurde zum zur
без был была было быть вам вас ведь весь вот все всё всех где для его если есть ещё здравствуйте или как когда
которые который кто либо мне мой мочь нам нас наш нет они она оно при про спасибо так там тебя то тоже только тут уже
чего чем что чтобы эта эти это этот
أن أنا أنت إلى التي الذي بعد تحية شكرا على عن عند غير في قبل كان كل كيف لا لكن لم لن ليس ما مع من منذ نحن هذا هذه هل
هو هي
"""


def stem(word: str) -> str:
    """The beginning by which a word counts; '' for one that says nothing."""
    folded = _folded(word)
    if _ARABIC.search(folded):
        folded = _without_article(folded)
    if len(folded) < SHORTEST or folded in _EMPTY or folded.isdecimal():
        return ""
    return folded[:STEM]


def stems(text: str) -> dict[str, str]:
    """Each stem of a text with the first word that has it, in the order in which they come; at most MOST_STEMS."""
    found: dict[str, str] = {}
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        for piece in _pieces(word):
            cut = piece if _PAIRED.fullmatch(piece) else stem(piece)
            if cut:
                found.setdefault(cut, piece)
        if len(found) >= MOST_STEMS:
            break
    return dict(list(found.items())[:MOST_STEMS])


def _pieces(word: str) -> list[str]:
    """A word as it is; of a script without blanks its pairs of neighbouring signs."""
    pieces, start = [], 0
    for run in _PAIRED.finditer(word):
        pieces.append(word[start : run.start()])
        signs = run[0]
        pieces += [signs[place : place + 2] for place in range(max(len(signs) - 1, 1))]
        start = run.end()
    return [piece for piece in (*pieces, word[start:]) if piece]


def _folded(word: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _without_article(word: str) -> str:
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= SHORTEST:
            return word[len(article) :]
    return word


_EMPTY = frozenset(_folded(word) for word in _EMPTY_WORDS.split())


@dataclass(frozen=True, slots=True)
class Near:
    """How near an entry is, from 0 to 1, and the words of the question that say so."""

    score: float
    shared: tuple[str, ...]


def nearness(asked: Mapping[str, str], known: Collection[str], holding: Mapping[str, int], entries: int) -> Near:
    """The weight of what both share, measured against the lighter of the two.

    asked: stems of the question with their words. known: stems of one entry. holding: how many entries hold a stem;
    a stem that is missing there is held by one. entries: how many there are.
    """
    shared = [cut for cut in asked if cut in known]
    weigh = lambda cuts: sum(log(1 + max(entries, 1) / max(holding.get(cut, 1), 1)) for cut in cuts)  # noqa: E731
    lighter = min(weigh(asked), weigh(known))
    score = min(weigh(shared) / lighter, 1.0) if lighter else 0.0
    return Near(score, tuple(asked[cut] for cut in shared))


def is_near(near: Near, known: Collection[str]) -> bool:
    """Whether it is worth offering: two words at least, or all that the entry has."""
    return near.score >= NEAR_ENOUGH and len(near.shared) >= min(SHARED_AT_LEAST, len(known)) > 0
