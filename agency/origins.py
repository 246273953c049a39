"""Where things come from, such as a task from a call: rooms say how theirs are found, pages lower down show it."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple


class Origin(NamedTuple):
    """Where something comes from, in words and as an address ('' where there is no page)."""

    words: str
    url: str


origins: dict[str, Callable[[Collection[int]], Mapping[int, Origin]]] = {}
"""Object kind, as a task's `origin_kind`, to a function that says where its objects are found: by id, in one query."""


def origins_of(kind: str, ids: Collection[int]) -> dict[int, Origin]:
    """Where rows of a kind are found, for those that there still are."""
    where = origins.get(kind)
    return dict(where(ids)) if where and ids else {}
