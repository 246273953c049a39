"""Cover while somebody is away: what rooms tell the house about it, as in `agency/registry.py`."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from agency.models import Absence, Membership

absence_hooks: list[Callable[[Absence], None]] = []
"""Told, in the same transaction, that an absence was entered, changed or ended."""


class CoverLine(NamedTuple):
    """Who answers for which clients meanwhile, in a sentence; `alone`: a client has no backup who could."""

    words: str
    alone: bool


Period = tuple[datetime, datetime]
leave_covers: list[Callable[[Membership, Sequence[Period]], list[list[CoverLine]]]] = []
"""At most one function: who would answer for a member's clients in each of these periods."""


class StandIn(NamedTuple):
    """A client's lead is away until this day, the last of the absence; `member` answers, if anybody else is there."""

    until: date
    member: Membership | None


stand_ins: list[Callable[[Sequence[Any], datetime], dict[int, StandIn]]] = []
"""At most one function: of these clients, those whose lead is away at the moment, by client id."""
