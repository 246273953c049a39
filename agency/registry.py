"""What rooms tell the house about themselves, so that pages which span rooms need no import upward.

Each room registers its providers in its apps.py. Nothing here knows any room.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from agency.models import Agency, Event, Membership, User
from agency.promise import Terms


# --- Today: rows that need somebody now -------------------------------------------------------------------------------
class TodaySection(StrEnum):
    """When something should be done: the headings of Today, in order."""

    NOW = "now"
    TODAY = "today"
    WEEK = "week"


class TodayGroup(StrEnum):
    """What kind of thing it is: the tabs of Today."""

    CLOCKS = "clocks"
    TO_SEND = "to_send"
    WORK = "work"
    REPORTS = "reports"
    SILENCES = "silences"
    CARE = "care"


@dataclass(frozen=True, kw_only=True)
class TodayPlace:
    """Where something that needs the member stands on Today. `at` orders the places within a section."""

    section: TodaySection
    group: TodayGroup
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TodayRow(TodayPlace):
    """One thing that needs the member: words first, done in place.

    `template` draws what stands in the row (buttons; when `open`, its work) and gets `row`, `open` and `request`.
    `ring` is {'share', 'state', 'due_at'}; without it `icon` stands there.
    """

    row_id: str
    lead: str
    rest: str = ""
    about: str = ""
    client: str = ""
    client_url: str = ""
    icon: str = ""
    ring: dict[str, Any] | None = None
    template: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TodayOutline(TodayPlace):
    """A place whose words are asked for only if it is drawn: there may be hundreds. `written` makes the rows of all
    drawn outlines that share it, by the id of the `subject`; one whose subject is gone meanwhile has none.
    """

    subject: int
    written: "Wording"


Wording = Callable[[Sequence[TodayOutline]], Mapping[int, TodayRow]]
TodayProvider = Callable[[Membership, datetime], Iterable[TodayRow | TodayOutline]]
today_rows: list[TodayProvider] = []

today_rail: list[Callable[[Membership, datetime], dict[str, Any] | None]] = []
"""Blocks beside Today: functions (member, now) to {'template', …context}, or None where there is nothing to say."""


class FirstStep(NamedTuple):
    """Something that a new agency does once. The `needed` ones stand in Today until all of them are done."""

    position: int
    title: Any
    about: Any
    button: Any
    url: str
    done: bool
    needed: bool = True


first_steps: list[Callable[[Agency], Iterable[FirstStep]]] = []


# --- The client page: tabs, blocks beside the timeline, and words for events ------------------------------------------
@dataclass(frozen=True)
class ClientTab:
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


PageSection = dict[str, Any]
"""{'template', 'context'}: the template gets `section`, the context."""

scope_sections: list[Callable[[Any, Membership, datetime], Iterable[PageSection]]] = []
"""Functions (client, member, now) that put something above the scope of work on its page, such as open flags."""

TimelineTeller = Callable[[Sequence[Event], Membership], dict[int, TimelineLine]]
timeline_tellers: dict[str, TimelineTeller] = {}
"""Object kind to a function that puts all its events of a page into words at once, by event id."""

thing_names: dict[str, Callable[[Collection[int]], Mapping[int, str]]] = {}
"""Object kind to a function that says what its objects are called, by id: one query for a page of the audit log."""


def call_by(field: str, *models: Any) -> None:
    """The objects of these models are called by this field of theirs, which may lie behind a foreign key."""
    for model in models:
        thing_names[model._meta.model_name] = partial(_called, model, field)


def _called(model: Any, field: str, ids: Collection[int]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in=ids).values_list("pk", field))


# --- Handing over before somebody goes --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Holding:
    """Something that must not be left behind: in words with its count, such as '2 open tasks'."""

    words: str
    count: int
    url: str


open_things: list[Callable[[Any, Membership, datetime], Iterable[Holding]]] = []
"""Functions (client, member, now): what is still open and stays so when the client is archived, such as requests."""

HoldingsProvider = Callable[[Membership], Iterable[Holding]]
HandOver = Callable[[Membership, Membership, Membership, datetime], None]
holdings: list[HoldingsProvider] = []
hand_overs: list[HandOver] = []
"""Functions (leaving member, receiving member, by, at) that move everything of their room."""


clients_led: list[Callable[[Sequence[int]], dict[int, int]]] = []
"""At most one function: of these members (by id), how many active clients each leads (practice V8)."""


# --- The promise ------------------------------------------------------------------------------------------------------
class WorkedExample(NamedTuple):
    """What the terms of a promise mean for one message: a sentence, and each moment with what happens then."""

    about: str
    moments: list[dict[str, str]]


worked_examples: list[Callable[[Agency, Terms, datetime], WorkedExample]] = []
"""At most one function: (agency, terms, now)."""


def worked_example(agency: Agency, terms: Terms, now: datetime) -> WorkedExample | None:
    return next((reckon(agency, terms, now) for reckon in worked_examples), None)


# --- Addresses --------------------------------------------------------------------------------------------------------
used_elsewhere: list[Callable[[str, Agency], bool]] = []
"""Functions (address in lower case, agency): whether another agency receives mail at it."""


# --- Places to go after signing in ------------------------------------------------------------------------------------
class Place(NamedTuple):
    """A portal that a user may open; the agencies that one works for are known to the front door itself."""

    name: str
    about: str
    url: str


places: list[Callable[[User], Iterable[Place]]] = []


# --- The audit log ----------------------------------------------------------------------------------------------------
verb_words: dict[str, Any] = {}
"""What an event's verb is called for people: 'client.created' to 'made a client'. Each room adds its own verbs."""


class ClientName(NamedTuple):
    id: int
    key: str
    name: str
    url: str


client_directory: list[Callable[[], Iterable[ClientName]]] = []
"""At most one function: all clients of the open scope, archived ones too, by name."""


# --- Navigation -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class NavEntry:
    """An entry of the main navigation. `count` gives how much waits there for the member; `phone` puts it in the foot
    bar; `go` is its letter after g.
    """

    name: str
    label: Any
    url_name: str
    icon: str
    position: int
    verb: str
    phone: bool = True
    count: Callable[[Membership, datetime], int] | None = None
    go: str = ""


nav_entries: list[NavEntry] = []

across_clients: list[NavEntry] = []
"""Lists over all clients of what each has in a tab: linked from the page of clients, and by `go` after g."""

nav_places: dict[str, str] = {}
"""The first word of an address to the entry under which it is found: 'tasks' to 'work'."""

SidebarClients = Callable[[Membership, datetime], dict[str, Any]]
sidebar_clients: list[SidebarClients] = []
"""At most one provider: {'led': [{'name', 'url', 'clock'}], 'backed': [{'name', 'url', 'note'}]}."""

client_clocks: list[Callable[[Sequence[int], Membership, datetime], dict[int, dict[str, Any]]]] = []
"""Functions (client ids, member, now): the first running clock of each client, as the clock component takes it."""


# --- Demo -------------------------------------------------------------------------------------------------------------
DemoStory = Callable[[Any], None]
demo_stories: list[tuple[int, DemoStory]] = []
"""(order, function) pairs that fill the demo world; each gets the world built so far."""
