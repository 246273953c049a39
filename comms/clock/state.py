"""What is known of one episode's time at a moment: a value, all of which the database stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from comms.clock.policy import Stage


class Promise(StrEnum):
    """Has the client heard anything by ``promise_at``?"""

    PENDING = "pending"
    KEPT_BY_PERSON = "kept_by_person"
    KEPT_BY_NOTE = "kept_by_note"
    BROKEN = "broken"


class Target(StrEnum):
    """Has a person answered by ``target_at``?"""

    PENDING = "pending"
    MET = "met"
    MISSED = "missed"


class Cause(StrEnum):
    """Why a promise is broken."""

    UNANSWERED = "unanswered"
    BOUNCED = "bounced"


class By(StrEnum):
    """Who acknowledged."""

    PERSON = "person"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of one episode; every moment in UTC. Changed only by the functions of this package."""

    opened_at: datetime
    """When we stored the message; the mail's own date is not trusted."""
    promise_at: datetime
    target_at: datetime
    plan: Mapping[Stage, datetime] = field(hash=False)
    """When each stage comes. A stage that is missing never does."""
    fired: frozenset[Stage] = frozenset()
    """The stages that have happened: one row each, unique by episode and stage."""
    closed_at: datetime | None = None
    """When the answer became a fact, or the episode was dismissed. None: it is open."""
    dismissed_at: datetime | None = None
    """When a person said that no answer is needed. Such episodes are counted apart."""
    person_acked_at: datetime | None = None
    """When the person acted whose answer was accepted: acknowledged_at."""
    sending_since: datetime | None = None
    """When the person acted whose answer is on its way; the earliest, if there are several."""
    leaves_at: datetime | None = None
    """When an answer leaves that its writer has put off; the earliest of several. Until then it is no answer: whatever
    comes before goes on. From then on it is on its way like any other."""
    note_accepted_at: datetime | None = None
    promise: Promise = Promise.PENDING
    target: Target = Target.PENDING
    broken_cause: Cause | None = None

    @property
    def on_its_way_from(self) -> datetime | None:
        """From when on an answer is on its way: one that left, or the first that was put off. None: there is none."""
        return min(filter(None, (self.sending_since, self.leaves_at)), default=None)

    @property
    def is_open(self) -> bool:
        """Whether a further message of the thread joins this episode, its times unchanged."""
        return self.closed_at is None

    @property
    def rated_at(self) -> datetime:
        """Whoever was responsible at this moment has it in their rates: the answer or the target, the earlier one."""
        return min(self.person_acked_at or self.target_at, self.target_at)
