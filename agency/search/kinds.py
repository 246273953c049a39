"""What can be found: each room says of its things how they read, who sees them, and where they stand."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from agency.models import Event, Membership
from agency.tenancy.base import TenantModel


class Text(NamedTuple):
    """A thing as it is looked for: its title, everything else it says, of which clients it is, and when it was."""

    id: int
    at: datetime
    title: str
    text: str = ""
    clients: tuple[int, ...] = ()


class Found(NamedTuple):
    """A thing as the search shows it. `about` says where and when, in words; of `text` a piece is shown."""

    title: str
    url: str
    about: str = ""
    text: str = ""
    same: str = ""
    """Things that share it are one place, of which the first one stands for all: messages of one conversation."""


Touched = Callable[[Event], Collection[int]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`texts` reads the things of these ids anew; one that is not among them is not to be found. `rows` are those that
    a member may see, `shown` says in words what was found of them. `touched` are kinds of other objects whose events
    change things of this one, each with a function to their ids. `parts`: names, found by a part of a word too.
    `family` is the heading under which kinds stand together, and its word in addresses.
    """

    model: type[TenantModel]
    family: str
    label: Any
    icon: str
    verb: str
    position: int
    texts: Callable[[Collection[int]], Iterable[Text]]
    rows: Callable[[Membership], QuerySet[Any]]
    shown: Callable[[Any, Membership], Found]
    touched: Mapping[str, Touched] = field(default_factory=dict)
    parts: bool = False

    @property
    def name(self) -> str:
        return self.model._meta.model_name or ""


kinds: dict[str, Kind] = {}
"""By the name of the model, which is the kind of the object in events."""


def register(*found: Kind) -> None:
    kinds.update({kind.name: kind for kind in found})


def touched_by(event: Event) -> Iterator[tuple[Kind, Collection[int]]]:
    """What an event may have changed: the thing it tells of, and things of other kinds."""
    if event.object_kind in kinds:
        yield kinds[event.object_kind], (event.object_id,)
    for kind in kinds.values():
        if event.object_kind in kind.touched and (ids := kind.touched[event.object_kind](event)):
            yield kind, ids
