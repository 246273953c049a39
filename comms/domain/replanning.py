"""When an agency changes its zone, calendar or promise, the clocks that run follow; no deadline is ever lengthened."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F

from agency.domain.events import SYSTEM, record
from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from comms import clock as clocks
from comms.domain import clocks as rows
from comms.instants import database_time
from comms.models import Episode

logger = logging.getLogger(__name__)


def outdated(limit: int = 500) -> list[tuple[int, int]]:
    """(agency id, episode id) of running clocks that were reckoned by older rules than their agency's."""
    with everywhere():
        running = Episode.objects.filter(closed_at=None, agency__closed_at=None).exclude(
            calendar_version=F("agency__calendar_version")
        )
        return list(running.order_by("agency_id", "pk").values_list("agency_id", "pk")[:limit])


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
    """target = min(old, max(recomputed, now + 1 h)), the promise likewise; what fired stays so. Keeps the version."""
    episode = rows.locked(episode_id)
    before = episode.target_at, episode.promise_at
    policy, hours = rows.policy_of(agency), rows.hours_at(agency, episode.opened_at)
    episode.calendar_version = agency.calendar_version
    rows.write(episode, clocks.replan(rows.read(episode), policy, hours, at))
    if (episode.target_at, episode.promise_at) != before:
        record("episode.replanned", episode, by=SYSTEM, at=at, version=agency.calendar_version)
    return episode
