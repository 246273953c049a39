"""What rooms tell the house about themselves, so that pages which span rooms need no import upward.

Each room registers its providers in its apps.py. Nothing here knows any room.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from agency.models import Event, Membership


# --- Today: rows that need somebody now -------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class TodayRow:
    """One thing that needs the member: words first, done in place.

    `template` renders the opened row's work area and gets `row`; `form_url` is where its one button posts.
    """

    key: str
    group: str
    at: datetime
    icon: str
    strong: str
    rest: str
    about: str
    client_name: str
    client_url: str
    url: str
    section: str = "now"
    clock: dict[str, Any] | None = None
    actions: Sequence[dict[str, Any]] = ()
    template: str = ""
    data: dict[str, Any] = field(default_factory=dict)


TodayProvider = Callable[[Membership, datetime], Iterable[TodayRow]]
today_rows: list[TodayProvider] = []


# --- The client page: tabs, blocks beside the timeline, and words for events ------------------------------------------
class ClientTab(NamedTuple):
    name: str
    label: Any
    url_name: str
    position: int
    verb: str
    count: Callable[[Any], int] | None = None


client_tabs: list[ClientTab] = []


@dataclass(frozen=True, kw_only=True)
class TimelineLine:
    """One event in words. `strong` and `rest` make the first line, `body` is what was written, `signs` its state."""

    icon: str
    strong: str
    rest: str = ""
    body: str = ""
    url: str = ""
    inside: bool = False
    signs: Sequence[dict[str, Any]] = ()
    clock: dict[str, Any] | None = None


TimelineTeller = Callable[[Sequence[Event], Membership], dict[int, TimelineLine]]
timeline_tellers: dict[str, TimelineTeller] = {}
"""Object kind to a function that puts all its events of a page into words at once, by event id."""


# --- Search -----------------------------------------------------------------------------------------------------------
class Hit(NamedTuple):
    kind: Any
    title: str
    about: str
    url: str


SearchSource = Callable[[Membership, str], Iterable[Hit]]
search_sources: list[SearchSource] = []


# --- Handing over before somebody goes --------------------------------------------------------------------------------
class Holding(NamedTuple):
    """Something that must not be left behind when a member is deactivated."""

    label: str
    count: int
    url: str


HoldingsProvider = Callable[[Membership], Iterable[Holding]]
HandOver = Callable[[Membership, Membership, Membership, datetime], None]
holdings: list[HoldingsProvider] = []
hand_overs: list[HandOver] = []
"""Functions (leaving member, receiving member, by, at) that move everything of their room."""


# --- Navigation ---------------------------------------------------------------------------------------------------------
class NavEntry(NamedTuple):
    """An entry of the main navigation. `count` gives how much waits there for the member; `phone` puts it in the foot bar."""

    name: str
    label: Any
    url_name: str
    icon: str
    position: int
    verb: str
    phone: bool = True
    count: Callable[[Membership, datetime], int] | None = None


nav_entries: list[NavEntry] = []

SidebarClients = Callable[[Membership, datetime], dict[str, Any]]
sidebar_clients: list[SidebarClients] = []
"""At most one provider: {'led': [{'name', 'url', 'clock'}], 'backed': [{'name', 'url', 'note'}]}."""

client_clocks: list[Callable[[Sequence[int], Membership, datetime], dict[int, dict[str, Any]]]] = []
"""Functions (client ids, member, now): the first running clock of each client, as the clock component takes it."""


# --- Demo ---------------------------------------------------------------------------------------------------------------
DemoStory = Callable[[Any], None]
demo_stories: list[tuple[int, DemoStory]] = []
"""(order, function) pairs that fill the demo world; each gets the world built so far."""
