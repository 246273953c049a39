"""Who answers while people come and go. Pure: people are ids, and who is where is passed in.

The rule is about a state, not about a change: asked again, it gives the same person. So it does not matter how often,
how late or by how many sweeps it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Presence:
    """`gone`: no longer of the agency; `away`: for some days; `bounces`: whether mail to somebody comes back, asked
    only where it decides.
    """

    gone: Collection[int]
    away: Collection[int]
    bounces: Callable[[int], bool]

    def here(self, member: int) -> bool:
        return member not in self.gone and member not in self.away

    def fit(self, member: int) -> bool:
        return self.here(member) and not self.bounces(member)


def first(chain: Sequence[int], presence: Presence) -> int | None:
    """The first of a chain who is here and reachable; else who is here; if all are away, the first who is reachable, or
    who is still of the agency. None when everybody has gone.
    """
    active = [member for member in chain if member not in presence.gone]
    people = [member for member in active if member not in presence.away] or active
    return next((member for member in people if not presence.bounces(member)), people[0] if people else None)


def who_answers(chain: Sequence[int], holder: int, covered: int | None, presence: Presence) -> int:
    """Who is to answer what `holder` answers now, `covered` being the one for whom they stand in.

    Whoever is covered gets it back once they are fit. Until then it is with the first in the chain. What is covered for
    nobody stays where it is while its holder is fit. With the whole chain away it stays with whoever can be reached.
    """
    if covered is not None and covered in presence.gone:
        covered = None
    if covered is not None and presence.fit(covered):
        return covered
    if covered is None and presence.fit(holder):
        return holder
    anybody_here = any(presence.here(member) for member in chain)
    if not anybody_here and holder not in presence.gone and not presence.bounces(holder):
        return holder
    found = first(chain, presence)
    return holder if found is None else found


def why_not(member: int, presence: Presence) -> str:
    """Why somebody cannot answer: 'inactive', 'away' or 'bounces'; '' if they can."""
    if member in presence.gone:
        return "inactive"
    if member in presence.away:
        return "away"
    return "bounces" if presence.bounces(member) else ""


def covered_next(holder: int, covered: int | None, receiver: int, presence: Presence) -> int | None:
    """For whom the receiver stands in: whoever is away, until it is theirs again; nobody for those who have gone."""
    whose = covered if covered is not None and covered not in presence.gone else None
    if whose is None and why_not(holder, presence) == "away":
        whose = holder
    return None if whose == receiver else whose
