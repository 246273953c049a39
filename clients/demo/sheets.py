"""How the clients of the demo world are written down: plain data, built by `clients.demo.building`.

Days count from today, back when negative; months count back. People, members and clients are named by their handles.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

THIS_YEAR = -1
"""The end of this year, or of the next when this one is nearly over."""


@dataclass(frozen=True, kw_only=True)
class PersonSheet:
    """`kind` is the personality type, `calls` the hours for calls, `note` the personal one, which never leaves us.

    `portal` is how many days ago the portal was opened for them; `visited` when they were last there.
    """

    handle: str
    name: str
    role: str
    email: str
    salutation: str = ""
    phone: str = ""
    kind: str = ""
    channel: str = ""
    detail: str = ""
    tone: str = ""
    involvement: str = ""
    cadence: int | None = None
    language: str = ""
    zone: str = ""
    triggers: str = ""
    ways: str = ""
    do: str = ""
    dont: str = ""
    boundaries: str = ""
    calls: tuple[str, str] | None = None
    note: str = ""
    decides: bool = False
    decides_about: str = ""
    summaries: bool = True
    reports: bool = True
    portal: int | None = None
    visited: str = "4d 09:20"


@dataclass(frozen=True)
class AlsoThere:
    """A person whom another client brought in, as a contact here too."""

    handle: str
    person: str
    role: str
    summaries: bool = False
    reports: bool = False


@dataclass(frozen=True)
class Version:
    """One version of a scope of work, accepted so many months ago. Deliverables: (name, quantity, unit, period).

    Exclusions: (number, what, why). `fee` is in whole units of the currency, a month. It ends `until` months from now.
    """

    months: int
    by: str
    fee: int
    deliverables: Sequence[tuple[str, float, str, str]]
    exclusions: Sequence[tuple[str, str, str]]
    changes: str = ""
    how: str = "by e-mail"
    until: int = 8


@dataclass(frozen=True)
class Used:
    deliverable: str
    days: int
    quantity: float
    what: str


@dataclass(frozen=True)
class Given:
    """A favour."""

    days: int
    what: str
    hours: float
    worth: int


@dataclass(frozen=True)
class Aim:
    """A goal; `due` in months from now, at the end of that month, or THIS_YEAR."""

    name: str
    unit: str
    baseline: float
    target: float
    current: float | None
    due: int
    outlook: str = ""


@dataclass(frozen=True)
class Work:
    """A task: `made`, `ours` and `theirs` (the client-facing date) in days from today; `done` when it was finished."""

    title: str
    who: str
    made: int
    ours: int | None
    theirs: int | None = None
    done: int | None = None
    details: str = ""
    internal: bool = False
    dropped: int | None = None


@dataclass(frozen=True)
class Promised:
    """What the client was promised apart from the others, so many days ago."""

    days: int
    hours: int
    target_hours: float


@dataclass(frozen=True, kw_only=True)
class ClientSheet:
    """A client with everything that is not communication. `months` is how long they have been with the agency.

    `facts` are further fields of the client: expectations, worries, cadence_days, detail_level and so on.
    """

    handle: str
    name: str
    industry: str
    about: str
    country: str
    zone: str
    lead: str
    months: int
    backup: str = ""
    language: str = "en"
    website: str = ""
    currency: str = "EUR"
    facts: dict[str, Any] = field(default_factory=dict)
    people: Sequence[PersonSheet] = ()
    also: Sequence[AlsoThere] = ()
    assumptions: Sequence[str] = ()
    success: Sequence[str] = ()
    scope: Sequence[Version] = ()
    used: Sequence[Used] = ()
    favours: Sequence[Given] = ()
    aims: Sequence[Aim] = ()
    work: Sequence[Work] = ()
    promised: Promised | None = None
    archived: tuple[int, str, str] | None = None
