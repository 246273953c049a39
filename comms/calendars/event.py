"""What stands in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Method(StrEnum):
    """What a calendar is asked to do with an event (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Standing(StrEnum):
    """What somebody has answered (PARTSTAT)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address; `chairs` is whoever of us invites."""

    name: str
    address: str
    standing: Standing = Standing.NEEDS_ACTION
    chairs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One meeting. Moments are aware; `stamp` is when this was said (DTSTAMP).

    organiser: its address is where answers go; `sent_by` the address that the mail comes from (RFC 6047).
    """

    uid: str
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    organiser: Person | None = None
    sent_by: str = ""
    attendees: tuple[Person, ...] = ()
    status: Status = Status.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDay:
    """Something that is due on a day and takes no time of it."""

    uid: str
    stamp: datetime
    day: date
    summary: str
    description: str = ""
    url: str = ""
