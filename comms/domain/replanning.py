"""When an agency changes its zone, calendar or promise, or a client gets another promise, the clocks that run follow;
no deadline is ever lengthened.

Episodes keep the versions by which they were reckoned. What is behind is found by the oldest version of each agency,
and of each client with a promise of its own, at the head of an index of open episodes: none is read while none is.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from agency.domain.events import SYSTEM, record
from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from clients.models import Client
from clients.promise import terms_for
from comms import clock as clocks
from comms.domain import clocks as rows
from comms.instants import database_time
from comms.models import Episode

logger = logging.getLogger(__name__)


def outdated(limit: int = 500) -> list[tuple[int, int]]:
    """(agency id, episode id) of running clocks that were reckoned by older rules than those that hold now."""
    with everywhere():
        agencies, clients = list(_agencies_behind()[:limit]), list(_clients_behind()[:limit])
        if not agencies and not clients:
            return []
        of_agency = Q(agency__in=agencies, calendar_version__lt=F("agency__calendar_version"))
        of_client = Q(client__in=clients, promise_version__lt=F("client__promise_version"))
        behind = Episode.objects.filter(of_agency | of_client, closed_at=None)
        return list(behind.order_by("agency_id", "pk").values_list("agency_id", "pk")[:limit])


def _agencies_behind() -> "QuerySet[Agency, int]":
    oldest = _oldest("calendar_version").filter(agency=OuterRef("pk"))
    open_ones = Agency.objects.filter(closed_at=None).annotate(oldest=Subquery(oldest[:1]))
    return open_ones.filter(oldest__lt=F("calendar_version")).values_list("pk", flat=True)


def _clients_behind() -> "QuerySet[Client, int]":
    oldest = _oldest("promise_version").filter(client=OuterRef("pk"))
    special = Client.objects.filter(promise_version__gt=0, agency__closed_at=None).annotate(oldest=Subquery(oldest[:1]))
    return special.filter(oldest__lt=F("promise_version")).values_list("pk", flat=True)


def _oldest(version: str) -> "QuerySet[Episode, int]":
    return Episode.objects.filter(closed_at=None).order_by(version).values_list(version, flat=True)


def replan_outdated() -> int:
    """Reckons all of them afresh; how many. One that fails stops nobody else's."""
    found = outdated()
    known = Agency.objects.in_bulk({agency_id for agency_id, _episode in found})
    count = 0
    for agency_id, episode_id in found:
        agency = known[agency_id]
        try:
            with within(agency), transaction.atomic():
                replan(episode_id, agency, at=database_time())
                count += 1
        except Exception:
            logger.exception("a clock could not be reckoned afresh", extra={"episode": episode_id})
    return count


def replan(episode_id: int, agency: Agency, *, at: datetime) -> Episode:
    """target = min(old, max(recomputed, now + 1 h)), the promise likewise; what fired stays so. Keeps the versions."""
    episode = rows.locked(episode_id)
    before = episode.target_at, episode.promise_at
    policy, hours = rows.policy_of(terms_for(episode.client)), rows.hours_at(agency, episode.opened_at)
    rows.keep_rules(episode)
    rows.write(episode, clocks.replan(rows.read(episode), policy, hours, at))
    if (episode.target_at, episode.promise_at) != before:
        record(
            "episode.replanned",
            episode,
            by=SYSTEM,
            at=at,
            version=episode.calendar_version,
            target_was=before[0].isoformat(),
            target=episode.target_at.isoformat(),
            promise_was=before[1].isoformat(),
            promise=episode.promise_at.isoformat(),
        )
    return episode
