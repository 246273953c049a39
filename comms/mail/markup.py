"""HTML made harmless to a parser: the rules that browsers parse by take quadratic time on some input."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

NESTING_LIMIT: Final = 400
"""Elements open at once. Real mail stays far below, even after a hundred replies."""

FORMATTING_LIMIT: Final = 20
"""Bold, font, link and the like open at once: a browser opens them all again in each new paragraph."""

TAG_LIMIT: Final = 5_000
"""Characters of one tag, except an image that carries its own data."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]{0,60})([^<>]*)>?")
_DATA_IMAGE = re.compile(r"""(?:\s+[a-z:-]{1,40}\s*=\s*(?:"[^"]*"|'[^']*')){1,30}\s*/?""", re.IGNORECASE)
_FOREIGN = re.compile(r"<(?:svg|math)\b", re.IGNORECASE)
_FORMATTING_NAMES = "a b big code em font i nobr s small strike strong tt u"
_FORMATTING = frozenset(_FORMATTING_NAMES.split())
_CHILDLESS_NAMES = """
    br img hr input meta link col area base embed param source track wbr p li dd dt
    td th tr tbody thead tfoot colgroup caption option optgroup
"""
_CHILDLESS = frozenset(_CHILDLESS_NAMES.split())


def tamed(markup: str) -> str:
    """``markup`` without the tags that would open past the limits; the text in them stays.

    Elements that close themselves are not counted, except where foreign content (SVG, MathML) suspends that rule.
    The result is as unsafe as before: it is meant for nh3.
    """
    return _TAG.sub(_Count(frozenset() if _FOREIGN.search(markup) else _CHILDLESS).keep, markup)


@dataclass(slots=True)
class _Count:
    childless: frozenset[str]
    still_open: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    formatting: int = 0

    def keep(self, found: re.Match[str]) -> str:
        name = found[2].lower()
        if len(found[3]) > TAG_LIMIT and not (name == "img" and _DATA_IMAGE.fullmatch(found[3])):
            return " "
        if name in self.childless:
            return found[0]
        if found[1]:
            self._step(name, -1 if self.still_open[name] else 0)
        elif self.depth >= NESTING_LIMIT or (name in _FORMATTING and self.formatting >= FORMATTING_LIMIT):
            return " "
        else:
            self._step(name, 1)
        return found[0]

    def _step(self, name: str, change: int) -> None:
        self.still_open[name] += change
        self.depth += change
        self.formatting += change * (name in _FORMATTING)
