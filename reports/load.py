"""The weighted load of a manager (practice V8): what the clients they lead weigh, against how many they may lead. Pure.

One ordinary client weighs 1. The weights are sums of plain reasons, so that an owner can see why a client is heavy.
"""

from collections.abc import Iterable
from dataclasses import dataclass

INVOLVEMENT = {"hands_off": -0.2, "in_the_weeds": 0.3}
NARROW = -0.3
OFTEN, OFTEN_DAYS = 0.2, 7
MORE_PEOPLE, FEW_PEOPLE, MOST_FOR_PEOPLE = 0.1, 3, 0.3
PARTICULAR_TYPES = {"choleric": 0.1, "phlegmatic": 0.1}
FULL, SOON = 1.0, 0.9


@dataclass(frozen=True)
class Weighed:
    """What a client is weighed by; `types` are the personality types of its decision-makers."""

    involvement: str = ""
    cadence_days: int = 14
    people: int = 1
    narrow: bool = False
    types: tuple[str, ...] = ()


def weight(client: Weighed) -> float:
    """What one client weighs, at least 0.3."""
    found = 1.0 + INVOLVEMENT.get(client.involvement, 0.0)
    found += OFTEN if client.cadence_days <= OFTEN_DAYS else 0.0
    found += min(MOST_FOR_PEOPLE, MORE_PEOPLE * max(0, client.people - FEW_PEOPLE))
    found += max((PARTICULAR_TYPES.get(kind, 0.0) for kind in client.types), default=0.0)
    found += NARROW if client.narrow else 0.0
    return max(0.3, round(found, 2))


def load(clients: Iterable[Weighed], limit: int) -> float:
    """Share of the limit: 1.0 is full. A limit is at least one client."""
    return sum(weight(client) for client in clients) / max(1, limit)


def judgement(share: float) -> str:
    """'late' over the limit, 'attention' when nearly full, '' otherwise."""
    if share > FULL:
        return "late"
    return "attention" if share >= SOON else ""
