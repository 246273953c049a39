"""Who of the demo is away, and who will be."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from agency.demo.world import House
from agency.domain import absences


@dataclass(frozen=True, kw_only=True)
class Leave:
    """`entered` is a moment as the house reads it; `first` and `last` are days from today; no `by`: by themselves."""

    handle: str
    entered: str
    first: int
    last: int
    note: str
    by: str = ""


LEAVES = {
    "northlight": (
        Leave(handle="yuki", entered="20d 16:40", first=-2, last=6, note="My grandmother turns ninety, in Kanazawa"),
        Leave(handle="ida", entered="6d 09:15", first=16, last=25, note="Walking along the Elbe"),
        Leave(handle="lena", entered="-90m", first=1, last=2, note="Her boy has chickenpox", by="helen"),
    ),
    "ponte": (Leave(handle="clara", entered="9d 11:00", first=9, last=11, note="My sister’s wedding"),),
}


def plan(house: House, name: str) -> None:
    """Each is entered at its own moment; what follows from it happens while the diary is played."""
    for leave in LEAVES[name]:
        first, last = house.day(leave.first), house.day(leave.last)
        house.plan(house.moment(leave.entered), partial(_enter, house, leave, first, last))


def _enter(house: House, leave: Leave, first: date, last: date, at: datetime) -> None:
    member = house.members[leave.handle]
    by = house.members[leave.by] if leave.by else member
    absences.enter(member, first=first, last=last, note=leave.note, by=by, at=at)
