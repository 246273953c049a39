"""What stands beside every page: how much waits behind the entries of the navigation, and one's clients.

No page waits for it: it shows what was known last, and asks once it stands, if half a minute has passed or the member
has done something since. Only who has been away for a while waits for the clients.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from agency import registry
from agency.models import Membership
from agency.permissions import may
from agency.shortcuts import shortcuts

FRESH, A_WHILE = timedelta(seconds=30), timedelta(minutes=10)
A_DAY = 24 * 3600
Counts = Mapping[str, tuple[int, datetime]]
"""By the names of entries: how much, and when it was counted."""


class AtHand(NamedTuple):
    """`clients` as the sidebar's provider gives them, and when it was asked."""

    counts: Counts
    clients: Mapping[str, Any]
    at: datetime

    @property
    def numbers(self) -> dict[str, int]:
        return {name: number for name, (number, _at) in self.counts.items()}


def known(member: Membership, now: datetime) -> tuple[AtHand, bool]:
    """What was known last, and whether that will do."""
    found, done = _kept(member), _done(member)
    if found is None or now - found.at > A_WHILE:
        found = _keep(member, AtHand(found.counts if found else {}, clients_of(member, now), now))
    return found, all(_is_fresh(at, now, done) for at in _moments(found, member))


def look_again(member: Membership, now: datetime, **counted: int) -> AtHand:
    """All that the member may see, but for what has been `counted` already or within half a minute."""
    done, found = _done(member), _kept(member)
    kept = found.counts if found else {}
    counts = {name: (number, at) for name, (number, at) in kept.items() if _is_fresh(at, now, done)}
    counts |= {name: (number, now) for name, number in counted.items()}
    for entry in registry.nav_entries:
        if entry.count and entry.name not in counts and may(member, entry.verb):
            counts[entry.name] = (entry.count(member, now), now)
    return _keep(member, AtHand(counts, clients_of(member, now), now))


def clients_of(member: Membership, now: datetime) -> Mapping[str, Any]:
    nobody: Mapping[str, Any] = {"led": [], "backed": []}
    return registry.sidebar_clients[0](member, now) if registry.sidebar_clients else nobody


def keep_count(member: Membership, now: datetime, **counted: int) -> None:
    """A page has counted its own; all else is as old as it was."""
    found, _fresh = known(member, now)
    _keep(member, found._replace(counts={**found.counts, **{name: (number, now) for name, number in counted.items()}}))


def forget(member: Membership) -> None:
    """What the member does changes what stands beside: nothing that was known before it is committed will do."""

    def mark() -> None:
        shortcuts.set(_done_key(member), timezone.now(), A_DAY)

    mark()
    transaction.on_commit(mark)


def _moments(found: AtHand, member: Membership) -> list[datetime | None]:
    names = [entry.name for entry in registry.nav_entries if entry.count and may(member, entry.verb)]
    return [found.at, *(found.counts.get(name, (0, None))[1] for name in names)]


def _is_fresh(at: datetime | None, now: datetime, done: datetime | None) -> bool:
    return at is not None and now - at < FRESH and (done is None or at > done)


def _kept(member: Membership) -> AtHand | None:
    found = shortcuts.get(_key(member))
    return AtHand(*found) if found is not None else None


def _keep(member: Membership, found: AtHand) -> AtHand:
    shortcuts.set(_key(member), tuple(found), A_DAY)
    return found


def _done(member: Membership) -> datetime | None:
    done: datetime | None = shortcuts.get(_done_key(member))
    return done


def _key(member: Membership) -> str:
    return f"at-hand:{member.agency_id}:{member.pk}:{get_language()}"


def _done_key(member: Membership) -> str:
    return f"done:{member.agency_id}:{member.pk}"
