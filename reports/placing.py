"""Where a word may stand in a chart so that no line runs through it. Pure geometry in shares of the field, 0 to 1.

Labels are HTML, laid over the marks and placed by classes in steps of five per cent (a strict content policy allows
no inline styles), so a place is worked out here for the narrowest field, where a label covers the largest share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

Point = tuple[float, float]
Line = Sequence[Point]

STEP = 5
HIGHEST = 90
LABEL_HEIGHT = 0.10
LETTER_HEIGHT = 0.09
LETTER_WIDTH = 0.07
_CLEAR = 0.015
_NARROWEST_FIELD_PX = 330
_WIDE_GLYPH_PX, _GLYPH_PX, _PADDING_PX = 13.5, 7.0, 8


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box: start and end from 0 at the left, bottom and top from 0 at the foot of the field."""

    start: float
    end: float
    bottom: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share an area."""
        across = self.start < other.end and other.start < self.end
        return across and self.bottom < other.top and other.bottom < self.top


def width_of(text: str) -> float:
    """The share of the narrowest field that a label takes, at most 0.6."""
    glyphs = sum(_WIDE_GLYPH_PX if east_asian_width(sign) in "WF" else _GLYPH_PX for sign in text)
    return min((glyphs + _PADDING_PX) / _NARROWEST_FIELD_PX, 0.6)


def place_label(text: str, near: float, lines: Iterable[Line], taken: Iterable[Box], *, above: bool) -> Box | None:
    """A place at the end of the field for a label whose line ends at height `near`, or None if every place is crossed.

    The nearest free place on the wished side is taken, else the nearest on the other.
    """
    start = 1 - width_of(text)
    spans = [span for line in lines if (span := _reach(line, start, 1.0))]
    free = [
        box
        for box in (Box(start, 1.0, step / 100, step / 100 + LABEL_HEIGHT) for step in range(0, HIGHEST + 1, STEP))
        if _clear(box, spans) and not any(box.meets(other) for other in taken)
    ]
    wished = [box for box in free if (box.bottom >= near) == above]
    return min(wished or free, key=lambda box: abs((box.bottom + box.top) / 2 - near), default=None)


def place_letter(at: float, lines: Iterable[Line], taken: Iterable[Box]) -> Box:
    """A place beside the upright rule at `at` for its letter, as high as it can stand free; at the top if nowhere."""
    start = _beside(at)
    spans = [span for line in lines if (span := _reach(line, start, start + LETTER_WIDTH))]
    taken = list(taken)
    places = [
        Box(start, start + LETTER_WIDTH, step / 100, step / 100 + LETTER_HEIGHT) for step in range(HIGHEST, -1, -STEP)
    ]
    unmet = [box for box in places if not any(box.meets(other) for other in taken)] or places
    return next((box for box in unmet if _clear(box, spans)), unmet[0])


def class_of(axis: str, share: float) -> str:
    """`x-40` for a share of 0.4 on axis x."""
    return f"{axis}-{round(share * 100 / STEP) * STEP}"


def _beside(at: float) -> float:
    after = -(-round(at * 1000) // (STEP * 10)) * STEP / 100
    before = (round((at - LETTER_WIDTH * 0.7) * 1000) // (STEP * 10)) * STEP / 100
    return after if after <= HIGHEST / 100 else min(before, HIGHEST / 100)


def _clear(box: Box, spans: Iterable[tuple[float, float]]) -> bool:
    return all(high <= box.bottom - _CLEAR or low >= box.top + _CLEAR for low, high in spans)


def _reach(line: Line, start: float, end: float) -> tuple[float, float] | None:
    """Lowest and highest point of a line between two abscissae; None if it does not come there."""
    heights = [y for x, y in line if start <= x <= end]
    for (x1, y1), (x2, y2) in pairwise(line):
        heights.extend(y1 + (y2 - y1) * (edge - x1) / (x2 - x1) for edge in (start, end) if x1 < edge < x2)
    return (min(heights), max(heights)) if heights else None
