"""Which line of the earlier version a line of the new one goes on from: from one at most, and no two from the same one.
Pure.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

New = TypeVar("New")
Old = TypeVar("Old")
Ways = Sequence[tuple[Callable[[New], Hashable], Callable[[Old], Hashable]]]


def predecessors(new: Sequence[New], old: Sequence[Old], ways: Ways[New, Old]) -> list[Old | None]:
    """For each of `new` its predecessor among `old`, or None. `ways` say what must be alike, the surest first; None is
    like nothing.
    """
    found: dict[int, Old] = {}
    left = list(old)
    for of_new, of_old in ways:
        for place, line in enumerate(new):
            wanted = of_new(line)
            if place in found or wanted is None:
                continue
            alike = next((index for index, before in enumerate(left) if of_old(before) == wanted), None)
            if alike is not None:
                found[place] = left.pop(alike)
    return [found.get(place) for place in range(len(new))]
