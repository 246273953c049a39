"""How to treat somebody, worked out: a person's own lines over the agency's texts over what comes with Rapport.

Pure: it reads the rows it is given and asks the database nothing (practice T2; the contact overrides the type).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from django.utils import translation

from clients.playbooks import PLAYBOOKS, Playbook

LISTS = ("do", "dont", "words")
HARD_MOMENTS = ("bad_news", "late", "price", "silence", "anger")
PARTS = ("essence", *LISTS, "phone", "writing", *HARD_MOMENTS)
"""Everything that a playbook says, in the order of its page."""
MOST_LINES, LONGEST_LINE = 10, 160
MARK_LENGTH = 12


class Source(StrEnum):
    """Where a line comes from."""

    PERSON = "person"
    AGENCY = "agency"
    TYPE = "type"


class Texts(Protocol):
    """An agency's own texts of a type: a row of clients.models.AgencyPlaybook."""

    def __getattribute__(self, name: str, /) -> Any: ...


class Person(Protocol):
    """Whose lines stand first; `not_for_them` are marks of lines that are not said of them."""

    do: str
    dont: str
    not_for_them: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is 'do' or 'dont'. `mark` is what it is known by, whatever language it is shown in."""

    text: str
    kind: str
    source: Source
    mark: str = ""


@dataclass(frozen=True, slots=True)
class EffectivePlaybook:
    """`book` is the type's, with the agency's texts in it, None while nobody knows the type; `own` names the parts that
    are the agency's. `lines` hold for this person, their own first; `silenced` are the book's that do not.
    """

    book: Playbook | None
    own: frozenset[str]
    lines: Sequence[Line]
    silenced: Sequence[Line] = ()

    def of_kind(self, kind: str) -> list[str]:
        return [line.text for line in self.lines if line.kind == kind]


def lines_of(text: str) -> list[str]:
    """What stands on the lines of a text, without blanks around it and without empty ones."""
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]


def laid_over(shipped: Playbook, texts: Texts | None) -> tuple[Playbook, frozenset[str]]:
    """The playbook with the agency's texts in the place of the shipped ones, and which those are. A line of a list
    that is kept as it is shipped stands there in the language of whoever reads it.
    """
    own = {name: said for name in PARTS if (said := getattr(texts, name, "").strip())}
    values: dict[str, Any] = {name: _kept(shipped, name, said) if name in LISTS else said for name, said in own.items()}
    return replace(shipped, **values), frozenset(own)


def _kept(shipped: Playbook, name: str, said: str) -> list[Any]:
    known = {mark_of(line): line for line in getattr(shipped, name)}
    return [known.get(mark_of(line), line) for line in lines_of(said)]


def effective_playbook(person: Person, book: Playbook | None, own: frozenset[str] = frozenset()) -> EffectivePlaybook:
    """What holds for this person; `book` and `own` as `laid_over` gives them."""
    theirs = [Line(text, kind, Source.PERSON) for kind in ("do", "dont") for text in lines_of(getattr(person, kind))]
    said = list(book_lines(book, own)) if book is not None else []
    left_out = set(person.not_for_them)
    return EffectivePlaybook(
        book,
        own,
        [*theirs, *(line for line in said if line.mark not in left_out)],
        [line for line in said if line.mark in left_out],
    )


def book_lines(book: Playbook, own: frozenset[str]) -> Iterator[Line]:
    """What to do and what not, as the type's book says it."""
    for kind in ("do", "dont"):
        shipped = {mark_of(line) for line in getattr(PLAYBOOKS[book.type], kind)}
        for line in getattr(book, kind):
            mark = mark_of(line)
            ours = kind in own and mark not in shipped
            yield Line(str(line), kind, Source.AGENCY if ours else Source.TYPE, mark)


def mark_of(line: Any) -> str:
    """The same for a shipped line in every language: it is made of the words as they stand in the code."""
    return hashlib.sha256(in_code(line).encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]


def in_code(line: Any) -> str:
    """The words of a shipped line as they stand in the code; any other line as it is."""
    with translation.override(None):
        return str(line)


def as_text(book: Playbook, name: str) -> str:
    """A part as one writes it into a form: a list has one line each."""
    said = getattr(book, name)
    return "\n".join(map(str, said)) if name in LISTS else str(said)
