"""Names in notes: '@Ida Brandt' or '@Ida' is a member of ours. Pure: texts and names in, values out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agency import wording

AT = re.compile(r"(?<![\w.+@-])@(?=\w)")
WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """`named` are words as typed by the number of who is meant; `unclear` are names that several have, each with those
    who have it; `unknown` are words behind an @ that nobody here is called.
    """

    named: dict[int, str] = field(default_factory=dict)
    unclear: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def find(text: str, names: Mapping[int, str]) -> Found:
    """Who is named in a text: by a whole name, the longest that fits, else by a first name that only one has."""
    found = Found()
    for at in AT.finditer(text):
        behind = text[at.end() :]
        whole = _whole(behind, names)
        if whole is not None:
            found.named.setdefault(whole, text[at.start() : at.end() + len(names[whole])])
            continue
        word = WORD.match(behind)
        if word is None:
            continue
        called = [pk for pk, name in names.items() if _same(wording.first_name(name), word[0])]
        if len(called) == 1:
            found.named.setdefault(called[0], f"@{word[0]}")
        elif called:
            found.unclear[word[0]] = sorted(names[pk] for pk in called)
        elif word[0] not in found.unknown:
            found.unknown.append(word[0])
    return found


def _whole(behind: str, names: Mapping[int, str]) -> int | None:
    """Whose whole name stands there. Two of the same name are told apart by nothing, and count as unclear."""
    fitting = [pk for pk, name in names.items() if name and _begins(behind, name)]
    longest = max((len(names[pk]) for pk in fitting), default=0)
    best = [pk for pk in fitting if len(names[pk]) == longest]
    return best[0] if len(best) == 1 else None


def _begins(text: str, name: str) -> bool:
    rest = text[len(name) : len(name) + 1]
    return _same(text[: len(name)], name) and not (rest.isalnum() or rest == "_")


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def pieces(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in pieces, with whether each is a name of somebody mentioned; together they are the text."""
    if not words:
        return [(text, False)]
    pattern = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    return [(piece, piece in words) for piece in re.split(f"({pattern})", text) if piece]
