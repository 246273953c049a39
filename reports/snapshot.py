"""The frozen month: all a monthly report says, as it was when it was drafted (practices V9, P0, P3, P4, P6).

Facts are kept as values, not as sentences, so that the report is worded in the client's language when it is laid out.
Words that people wrote (names, notes, sentences) are kept as written. Nothing here is internal: no cost, no margin,
no internal date, no note of ours. A missing figure is None and is told as missing, never as zero.

Units of figures: an ISO 4217 code ("EUR", values in whole euros with decimals), "%" (41 is 41 %), "" for plain counts,
or a word of the client's own ("rides"). Prices in minor units are ints and say so. All texts and lists may be empty.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from reports.freezing import UnreadableError, freeze, thaw

SCHEMA = 1

Detail = Literal["headline", "summary", "full"]
Comparison = Literal["share", "amount"]
Dated = tuple[date, Decimal | None]


@dataclass(frozen=True, slots=True)
class Agency:
    """Who signs the report: `hue` in degrees, `address` as lines."""

    name: str
    hue: int = 205
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the month, with the same month of the year before and the month before (P6).

    `compare` says how a change is told: as a share of what was, or as an amount, which suits ratios and prices.
    """

    name: str
    value: Decimal
    unit: str = ""
    year_ago: Decimal | None = None
    month_ago: Decimal | None = None
    compare: Comparison = "share"


@dataclass(frozen=True, slots=True)
class Note:
    """What explains a date: season, market, an outage, our own experiment (P4)."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over time, drawn as a chart: `now` up to this month, `then` the same months a year earlier, as dated."""

    name: str
    unit: str
    source: str
    now: tuple[Dated, ...]
    then: tuple[Dated, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal and where it stands (M3b, T5). `outlook` is the manager's honest word on it."""

    metric: str
    target: Decimal
    unit: str = ""
    now: Decimal | None = None
    due: date | None = None
    outlook: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A message that no person and no note acknowledged in time (M4). `late_minutes` is None while it still waits."""

    subject: str
    received: date
    late_minutes: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """Something tried, what came out, and what follows from it (V9)."""

    what: str
    result: str = ""
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """Work of next month: the client-facing date, the date it was moved from, and what the client has to bring."""

    work: str
    with_you_by: date | None = None
    moved_from: date | None = None
    we_need: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of the month; `corrected` is the day it was superseded in the same month, if it was."""

    what: str
    on: date
    by: str = ""
    why: str = ""
    corrected: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """How the promise was kept: `by_person` and `by_note` in time, `broken` late or never, the rest still running.

    `median_minutes` is how long a person's first answer took for half of the messages.
    """

    messages: int
    by_person: int
    by_note: int = 0
    broken: int = 0
    median_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class TaskCount:
    """Tasks whose client-facing date fell in the month: `due` is all of them (T16, T17)."""

    due: int
    on_time: int = 0
    early: int = 0
    late_announced: int = 0
    late_unannounced: int = 0


@dataclass(frozen=True, slots=True)
class Favour:
    """Work given free (M6b): hours, and its price in minor units of `currency` if the agency tells it."""

    what: str
    hours: Decimal
    price_minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree account, channel, initiative, campaign (P3); amounts in minor units of the tree's currency.

    `result` and its two comparisons are in the tree's result unit; `unit_cost_minor` is what one result cost.
    """

    name: str
    spent_minor: int | None = None
    result: Decimal | None = None
    result_year_ago: Decimal | None = None
    result_month_ago: Decimal | None = None
    unit_cost_minor: int | None = None
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Spend:
    """What was spent where and what it brought: `result_name` ("Sales") and `unit_cost_name` head columns."""

    currency: str
    whole: Node
    result_name: str = ""
    result_unit: str = ""
    unit_cost_name: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A month of one client: `month` is its first day, `zone` the client's, `written_by` empty if none reviewed it."""

    client: str
    agency: Agency
    month: date
    language: str
    zone: str
    written_on: date
    contacts: tuple[str, ...] = ()
    written_by: str = ""
    detail: Detail = "summary"
    headline: str = ""
    figures: tuple[Figure, ...] = ()
    series: tuple[Series, ...] = ()
    goals: tuple[Goal, ...] = ()
    went_well: tuple[str, ...] = ()
    went_wrong: tuple[str, ...] = ()
    missed: tuple[Missed, ...] = ()
    tests: tuple[Trial, ...] = ()
    plan: tuple[Planned, ...] = ()
    decisions: tuple[Decided, ...] = ()
    promise: Promise | None = None
    tasks: TaskCount | None = None
    favours: tuple[Favour, ...] = ()
    spend: Spend | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON data for a JSONField, with its `schema`."""
        return {"schema": SCHEMA, **freeze(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Snapshot":
        """What `to_json` gave. Raises UnreadableError, also for a schema that this version does not know."""
        if data.get("schema") != SCHEMA:
            raise UnreadableError(f"schema: {SCHEMA} was expected, not {data.get('schema')!r}.")
        snapshot = thaw(cls, {name: value for name, value in data.items() if name != "schema"})
        if snapshot.month.day != 1:
            raise UnreadableError("month: the first day of a month was expected.")
        return snapshot

    def digest(self) -> str:
        """SHA-256 of the frozen data in hex: equal snapshots have equal digests, whatever the order of their keys."""
        frozen = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(frozen.encode()).hexdigest()
