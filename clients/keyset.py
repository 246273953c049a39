"""Pages of a list that stay put while rows come and go: each page begins after a row, named by its key.

The order is a list of (expression, descending) pairs and ends in the key. Expressions must not be null: coalesce them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from agency.keys import is_key

M = TypeVar("M", bound=Model)
Order = Sequence[tuple[str, bool]]
"""Names of fields or annotations, each with whether it descends."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """`after` is the key to go on from and `before` the key to go back from; '' where there is no more."""

    rows: list[M]
    before: str
    after: str


def page_of(rows: QuerySet[M], order: Order, *, size: int, after: str = "", before: str = "") -> Page[M]:
    """The rows after, or before, the row of that key; the first page when there is no such row. Two queries at most."""
    edge = rows.model._default_manager.none()
    if is_key(before or after):
        edge = rows.filter(key=before or after)
    mark = edge.first()
    back = mark is not None and bool(before)
    names = [*order, ("key", False)]
    if mark is not None:
        rows = rows.filter(_beyond(names, mark, back))
    found = list(rows.order_by(*(_directed(name, falls ^ back) for name, falls in names))[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    there_is_newer = more if back else mark is not None
    there_is_older = mark is not None if back else more
    return Page(
        rows=found,
        before=found[0].key if found and there_is_newer else "",  # type: ignore[attr-defined]
        after=found[-1].key if found and there_is_older else "",  # type: ignore[attr-defined]
    )


def _beyond(names: Order, mark: Any, back: bool) -> Q:
    condition, equal = Q(), Q()
    for name, falls in names:
        value = getattr(mark, name)
        condition |= equal & Q(**{f"{name}__{'lt' if falls ^ back else 'gt'}": value})
        equal &= Q(**{name: value})
    return condition


def _directed(name: str, falls: bool) -> str:
    return f"-{name}" if falls else name
