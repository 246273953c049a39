"""How the promise of an answer was kept: counted here for Today, the overview, the portal and the reports alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import QuerySet

from comms.models import Episode

Fate = tuple[str, datetime, datetime | None]
"""What one message came to: the state of its promise, when it came, when a person acknowledged it."""
FATE = ("promise", "opened_at", "acknowledged_at")


@dataclass(frozen=True)
class Kept:
    """Of so many `messages` a person or a note kept the promise, or it was broken; for the rest it still runs."""

    messages: int = 0
    by_person: int = 0
    by_note: int = 0
    broken: int = 0
    waits: tuple[timedelta, ...] = ()
    """How long each person who has had an answer waited for it."""

    @property
    def settled(self) -> int:
        return self.by_person + self.by_note + self.broken

    @property
    def waiting(self) -> int:
        return self.messages - self.settled

    @property
    def rate(self) -> float | None:
        """Share of the settled messages that a person acknowledged in time; None without any."""
        return self.by_person / self.settled if self.settled else None

    @property
    def median(self) -> timedelta | None:
        """Half of the answers took no longer; None without any."""
        seconds = [wait.total_seconds() for wait in self.waits]
        return timedelta(seconds=median(seconds)) if seconds else None

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.messages + other.messages,
            self.by_person + other.by_person,
            self.by_note + other.by_note,
            self.broken + other.broken,
            self.waits + other.waits,
        )


def kept(fates: Iterable[Fate]) -> Kept:
    """Of these messages."""
    counts: Counter[str] = Counter()
    waits = []
    for promise, opened_at, acknowledged_at in fates:
        counts[promise] += 1
        if acknowledged_at:
            waits.append(acknowledged_at - opened_at)
    return Kept(
        messages=counts.total(),
        by_person=counts[Episode.Promise.KEPT_BY_PERSON],
        by_note=counts[Episode.Promise.KEPT_BY_NOTE],
        broken=counts[Episode.Promise.BROKEN],
        waits=tuple(waits),
    )


def counted(since: datetime, **which: Any) -> QuerySet[Episode]:
    """The messages that count: what was dismissed as needing no answer was never promised one."""
    return Episode.objects.filter(opened_at__gte=since, dismissed_at=None, **which)


def kept_since(since: datetime, **which: Any) -> Kept:
    """Of the messages since then, such as those of one `client` or of one member, the `rated` one; one query."""
    return kept(counted(since, **which).values_list(*FATE))


def kept_by_each(since: datetime) -> dict[int, Kept]:
    """By the id of the member in whose rates it counts, whoever is responsible by now; one query."""
    fates: dict[int, list[Fate]] = defaultdict(list)
    for rated_id, *fate in counted(since).values_list("rated_id", *FATE):
        fates[rated_id].append(tuple(fate))
    return {rated_id: kept(found) for rated_id, found in fates.items()}
