"""Which words of a client's glossary stand in a text. Pure; quick for hundreds of terms.

A term is found as a whole word. Scripts that join words (Chinese, Japanese, Thai) or grow them at both ends (Arabic)
have no such edges, and there it is found wherever it stands. An abbreviation in capitals is not the same small word.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

WORD = re.compile(r"\w+")
UNEDGED = re.compile(
    r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
LONGEST_ABBREVIATION = 4


class Term(Protocol):
    term: str
    forms: str
    meaning: str


@dataclass(frozen=True)
class Found:
    """A term and where it stands in the text."""

    term: Term
    start: int
    end: int


@dataclass
class Matcher:
    """Made once of a client's terms, then asked for each text."""

    _by_first: dict[str, list[tuple[str, Term]]] = field(default_factory=lambda: defaultdict(list))
    _anywhere: list[tuple[str, Term]] = field(default_factory=list)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Matcher":
        matcher = cls()
        for term in terms:
            for form in forms_of(term):
                matcher._add(form, term)
        for known in matcher._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))
        return matcher

    def _add(self, form: str, term: Term) -> None:
        first = WORD.search(form)
        if first is None or UNEDGED.search(form):
            self._anywhere.append((form, term))
        else:
            self._by_first[first[0].casefold()].append((form, term))

    def find(self, text: str) -> list[Found]:
        """In the order of the text; of those that overlap the earlier, and of those the longer."""
        hits = [*self._whole_words(text), *self._joined(text)]
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[Found] = []
        for hit in hits:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept

    def _whole_words(self, text: str) -> Iterable[Found]:
        if not self._by_first:
            return
        for word in WORD.finditer(text):
            for form, term in self._by_first.get(word[0].casefold(), ()):
                start = word.start() - _lead(form)
                end = start + len(form)
                if start >= 0 and same(text[start:end], form) and not text[end : end + 1].isalnum():
                    yield Found(term, start, end)
                    break

    def _joined(self, text: str) -> Iterable[Found]:
        folded = text.casefold()
        straight = len(folded) == len(text)
        for form, term in self._anywhere:
            where, wanted = (folded, form.casefold()) if straight else (text, form)
            start = where.find(wanted)
            while start >= 0:
                yield Found(term, start, start + len(wanted))
                start = where.find(wanted, start + len(wanted))


def forms_of(term: Term) -> list[str]:
    forms = (term.term, *re.split(r"[,،、;\n]", term.forms))
    return list(dict.fromkeys(" ".join(form.split()) for form in forms if form.strip()))


def same(said: str, form: str) -> bool:
    """Capitals do not matter, but for an abbreviation: 'IT' is not 'it'."""
    if said == form:
        return True
    if len(form) <= LONGEST_ABBREVIATION and form.isupper():
        return False
    return said.casefold() == form.casefold()


def folded(word: str) -> str:
    """A term as it is compared with others: written in whatever way, it stands once in a glossary."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())[:160]


def spoken_of(terms: Sequence[Term], texts: Iterable[str]) -> list[Term]:
    """The terms that stand in these texts, in the glossary's order."""
    matcher = Matcher.of(terms)
    met = {id(found.term) for text in texts if text for found in matcher.find(text)}
    return [term for term in terms if id(term) in met]


def _lead(form: str) -> int:
    first = WORD.search(form)
    return first.start() if first else 0
