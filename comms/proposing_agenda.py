"""What an agenda may be made of: points from what is open, ranked for the kind of meeting, cut to its length, and each
with somebody who speaks for it. Pure (practices M2, M5, T5, T8, T10).
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from agency.models import Membership
from clients.models import Contact
from comms.models import AgendaItem, Meeting

Kind, Aim = Meeting.Kind, AgendaItem.Aim
Source = tuple[str, int]
"""What proposed an item, as it is kept with it: so that it is proposed once."""


class Matter(StrEnum):
    """Why something is proposed."""

    STANDARD = "standard"
    SLIP = "slip"
    ACTION = "action"
    DECISION = "decision"
    REQUEST = "request"
    ANSWER = "answer"
    GOAL = "goal"
    FLAG = "flag"
    BRIEFING = "briefing"
    GAP = "gap"


SOURCE_KINDS = {Matter.SLIP: "task", Matter.ACTION: "task"}
"""A promise that was slipping when it was taken up is not proposed again as one that is open."""
M = Matter
ORDER: dict[str, Sequence[Matter]] = {
    Kind.KICKOFF: (M.STANDARD, M.GAP, M.BRIEFING, M.ANSWER, M.REQUEST, M.DECISION, M.SLIP, M.ACTION, M.FLAG, M.GOAL),
    Kind.WEEKLY: (M.SLIP, M.ACTION, M.STANDARD, M.DECISION, M.ANSWER, M.REQUEST, M.GOAL, M.FLAG, M.BRIEFING, M.GAP),
    Kind.REVIEW: (M.STANDARD, M.GOAL, M.SLIP, M.DECISION, M.ACTION, M.ANSWER, M.REQUEST, M.FLAG, M.GAP, M.BRIEFING),
    Kind.AD_HOC: (M.DECISION, M.ANSWER, M.REQUEST, M.SLIP, M.ACTION, M.FLAG, M.GOAL, M.BRIEFING, M.GAP, M.STANDARD),
    Kind.VISIT: (M.DECISION, M.GOAL, M.ANSWER, M.REQUEST, M.SLIP, M.ACTION, M.FLAG, M.BRIEFING, M.GAP, M.STANDARD),
}
"""What is spoken of first, by kind of meeting."""
MINUTES = {
    M.SLIP: 5, M.ACTION: 2, M.DECISION: 5, M.REQUEST: 3, M.ANSWER: 3, M.GOAL: 3, M.FLAG: 5, M.BRIEFING: 3, M.GAP: 5,
}  # fmt: skip
AIMS = {
    M.SLIP: Aim.INFORM, M.ACTION: Aim.INFORM, M.DECISION: Aim.DECIDE, M.ANSWER: Aim.INFORM, M.FLAG: Aim.DECIDE,
}  # fmt: skip
MOST = {M.SLIP: 3, M.ACTION: 6, M.DECISION: 4, M.REQUEST: 4, M.ANSWER: 3, M.GOAL: 3, M.FLAG: 3, M.BRIEFING: 3, M.GAP: 3}
"""Of each matter, so that one does not crowd the others out."""


class Standard(StrEnum):
    """What belongs to a meeting of its kind, whatever is open."""

    WELCOME = "welcome"
    GOALS = "goals"
    SCOPE = "scope"
    WAYS = "ways"
    FIRST_DAYS = "first_days"
    QUESTIONS = "questions"
    DONE = "done"
    NEXT = "next"
    BLOCKED = "blocked"
    RESULT = "result"
    WRONG = "wrong"
    COMING = "coming"
    GIVEN = "given"

    @property
    def number(self) -> int:
        """Its id as a source: never renumbered, new ones go to the end."""
        return list(Standard).index(self) + 1


S = Standard
SKELETONS: dict[str, Sequence[tuple[Standard, int, str]]] = {
    Kind.KICKOFF: (
        (S.WELCOME, 5, Aim.INFORM), (S.GOALS, 10, Aim.DISCUSS), (S.SCOPE, 10, Aim.DISCUSS), (S.WAYS, 10, Aim.DECIDE),
        (S.FIRST_DAYS, 10, Aim.INFORM), (S.QUESTIONS, 5, Aim.DISCUSS),
    ),
    Kind.WEEKLY: ((S.DONE, 5, Aim.INFORM), (S.NEXT, 5, Aim.INFORM), (S.BLOCKED, 5, Aim.DISCUSS)),
    Kind.REVIEW: ((S.RESULT, 10, Aim.INFORM), (S.WRONG, 5, Aim.INFORM), (S.COMING, 5, Aim.DISCUSS)),
}  # fmt: skip
"""By kind of meeting: what, for how many minutes, to what end."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """Something that could be spoken of. `text` is in the words of whoever wrote it, or the row that is worded later;
    `why` is for us. `about` is the request it is about: of two points about one the first stands.
    """

    matter: Matter
    id: int
    text: Any = ""
    why: str = ""
    minutes: int = 0
    aim: str = ""
    owner: Membership | None = None
    contact: Contact | None = None
    day: date | None = None
    about: int | None = None

    @property
    def source(self) -> Source:
        return SOURCE_KINDS.get(self.matter, self.matter.value), self.id


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A point with who speaks for it, as it would stand on the agenda. `fits`: there is time for it; `key` names it to
    whoever chooses.
    """

    key: str
    title: str
    aim: str
    minutes: int
    owner: Membership | None
    contact: Contact | None
    source_kind: str
    source_id: int
    why: str
    fits: bool


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The meeting as it stands: who comes, what is on its agenda, and how many minutes of it are free."""

    kind: str
    free: int
    taken: Collection[Source]
    members: Sequence[Membership]
    contacts: Sequence[Contact]
    owned: Counter[int]
    """How many items each member owns already, by id."""


def key_of(source: Source, place: str) -> str:
    """The same for the same source at the same place (a meeting's key), and says nothing of either."""
    return hashlib.sha256(f"{place}:{source[0]}:{source[1]}".encode()).hexdigest()[:12]


def skeleton(kind: str) -> Iterator[Point]:
    for standard, minutes, aim in SKELETONS.get(kind, ()):
        yield Point(matter=Matter.STANDARD, id=standard.number, text=standard, minutes=minutes, aim=aim)


def ranked(points: Iterable[Point], agenda: Agenda) -> list[Point]:
    """In the order of the meeting's kind; without what is on the agenda, what is said already, and more of one matter
    than one can speak of.
    """
    order = {matter: place for place, matter in enumerate(ORDER[agenda.kind])}
    left = sorted(
        (point for point in points if point.source not in agenda.taken), key=lambda point: order[point.matter]
    )
    counts: Counter[Matter] = Counter()
    seen: set[Source | int] = set()
    found = []
    for point in left:
        marks: set[Source | int] = {point.source, *([point.about] if point.about is not None else [])}
        if marks & seen or counts[point.matter] >= MOST.get(point.matter, len(left)):
            continue
        seen |= marks
        counts[point.matter] += 1
        found.append(point)
    return found


def fitting(points: Sequence[Point], free: int) -> list[bool]:
    """For each point in turn whether there is still time for it."""
    fits = []
    for point in points:
        fits.append(minutes_of(point) <= free)
        free -= minutes_of(point) if fits[-1] else 0
    return fits


def minutes_of(point: Point) -> int:
    return point.minutes or MINUTES[point.matter]


def aim_of(point: Point) -> str:
    return point.aim or AIMS.get(point.matter, Aim.DISCUSS)


Speaker = tuple[Membership | None, Contact | None]


def speakers(points: Sequence[Point], agenda: Agenda) -> list[Speaker]:
    """Who speaks for each: whose it is, if they come; else the first of us, and at a kickoff whoever of us has least,
    so that everybody owns something (practice M2).
    """
    there = {member.pk: member for member in agenda.members}
    theirs = {contact.pk for contact in agenda.contacts}
    owned, found = Counter(agenda.owned), list[Speaker]()
    for point in points:
        if point.contact is not None and point.contact.pk in theirs:
            found.append((None, point.contact))
            continue
        ours = there.get(point.owner.pk) if point.owner else None
        if ours is None and agenda.members:
            least = min(agenda.members, key=lambda member: owned[member.pk])
            ours = least if agenda.kind == Kind.KICKOFF else agenda.members[0]
        if ours is not None:
            owned[ours.pk] += 1
        found.append((ours, None))
    return found
