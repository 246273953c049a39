"""What stands beside every page: how much waits behind the entries of the navigation, and one's clients.

No page waits for it: it shows what was known last, and asks once it stands, if half a minute has passed or the member
has done something since. Only who comes for the first time in a day waits for the clients.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import get_language

from agency import registry
from agency.models import Membership
from agency.permissions import may
from agency.shortcuts import shortcuts

FRESH = timedelta(seconds=30)
A_DAY = 24 * 3600


class AtHand(NamedTuple):
    """`counts` by the names of entries; `clients` as the sidebar's provider gives them; when they were looked at, None
    if that will not do any more.
    """

    counts: Mapping[str, int]
    clients: Mapping[str, Any]
    at: datetime | None

    def is_fresh(self, now: datetime) -> bool:
        return self.at is not None and now - self.at < FRESH


def known(member: Membership, now: datetime) -> AtHand:
    return _kept(member) or _keep(member, AtHand({}, clients_of(member, now), None))


def look_again(member: Membership, now: datetime, **counted: int) -> AtHand:
    """All that the member may see, but for what has been `counted` already."""
    counts = {
        entry.name: counted[entry.name] if entry.name in counted else entry.count(member, now)
        for entry in registry.nav_entries
        if entry.count and may(member, entry.verb)
    }
    return _keep(member, AtHand(counts, clients_of(member, now), now))


def clients_of(member: Membership, now: datetime) -> Mapping[str, Any]:
    nobody: Mapping[str, Any] = {"led": [], "backed": []}
    return registry.sidebar_clients[0](member, now) if registry.sidebar_clients else nobody


def keep_count(member: Membership, now: datetime, **counted: int) -> None:
    """A page has counted its own; all else is as old as it was."""
    found = known(member, now)
    _keep(member, found._replace(counts={**found.counts, **counted}))


def forget(member: Membership) -> None:
    """It is shown as it was until somebody has looked again."""
    if (found := _kept(member)) is not None:
        _keep(member, found._replace(at=None))


def _kept(member: Membership) -> AtHand | None:
    found = shortcuts.get(_key(member))
    return AtHand(*found) if found is not None else None


def _keep(member: Membership, found: AtHand) -> AtHand:
    shortcuts.set(_key(member), tuple(found), A_DAY)
    return found


def _key(member: Membership) -> str:
    return f"at-hand:{member.agency_id}:{member.pk}:{get_language()}"
