"""How the promise of an answer was kept, as figures; and the one definition of what lies behind a percentile.

Pure: what became of messages goes in, counts and spans come out. `comms/queries/promise.py` counts the same in the
database.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from comms.clock import Promise, Target

HALF, NINE_TENTHS = 0.5, 0.9


class Fate(NamedTuple):
    """What one message came to: the state of promise and target, when it came, when a person acknowledged it, when the
    provider had that, and when somebody said that it needs no answer.
    """

    promise: str
    target: str
    opened_at: datetime
    acknowledged_at: datetime | None
    accepted_at: datetime | None
    dismissed_at: datetime | None

    @property
    def wait(self) -> timedelta | None:
        """Real time until a person's acknowledgement, once it stands; None while there is none, or it is on its way."""
        if self.acknowledged_at is None or self.accepted_at is None:
            return None
        return self.acknowledged_at - self.opened_at


@dataclass(frozen=True)
class Kept:
    """Of so many `messages` a person or a note kept the promise, or it was broken; for the rest it still runs.

    `met` and `missed` are of the target, `answered` are those that a person has acknowledged, late ones too; `median`
    and `ninetieth` of how long these waited, None without any. The `dismissed` needed no answer and count nowhere else.
    """

    messages: int = 0
    by_person: int = 0
    by_note: int = 0
    broken: int = 0
    met: int = 0
    missed: int = 0
    answered: int = 0
    dismissed: int = 0
    median: timedelta | None = None
    ninetieth: timedelta | None = None

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
    def note_rate(self) -> float | None:
        """Share of the settled messages for which only the automatic note came in time."""
        return self.by_note / self.settled if self.settled else None

    @property
    def met_rate(self) -> float | None:
        """Share of the messages with a settled target that a person answered by it."""
        return self.met / (self.met + self.missed) if self.met + self.missed else None


def kept(fates: Iterable[tuple]) -> Kept:
    """Of these messages; each is a Fate, or a tuple in its order."""
    told = [Fate._make(fate) for fate in fates]
    counting = [fate for fate in told if fate.dismissed_at is None]
    promises, targets = Counter(fate.promise for fate in counting), Counter(fate.target for fate in counting)
    median, ninetieth = middle_and_ninetieth([fate.wait for fate in counting if fate.wait is not None])
    return Kept(
        messages=len(counting),
        by_person=promises[Promise.KEPT_BY_PERSON],
        by_note=promises[Promise.KEPT_BY_NOTE],
        broken=promises[Promise.BROKEN],
        met=targets[Target.MET],
        missed=targets[Target.MISSED],
        answered=sum(1 for fate in counting if fate.wait is not None),
        dismissed=len(told) - len(counting),
        median=median,
        ninetieth=ninetieth,
    )


def middle_and_ninetieth(waits: Sequence[timedelta]) -> tuple[timedelta | None, timedelta | None]:
    """The median and the 90th percentile; None twice without any."""
    seconds = sorted(wait.total_seconds() for wait in waits)
    if not seconds:
        return None, None
    half, most = (timedelta(seconds=percentile(seconds, share)) for share in (HALF, NINE_TENTHS))
    return half, most


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies, from 0 to 1, interpolated between its two neighbours.

    Definition 7 of Hyndman and Fan, 'Sample Quantiles in Statistical Packages' (The American Statistician 50, 1996):
    place `share * (n - 1)` in the values in rising order, counted from 0. It is PostgreSQL's `percentile_cont`, and at
    a half the median that everybody knows. Raises ValueError without values, or for a share outside of 0 to 1.
    """
    if not ordered:
        raise ValueError("Nothing has no percentile.")
    if not 0 <= share <= 1:
        raise ValueError("A share lies between 0 and 1.")
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
