"""The sweep of the acknowledgement clocks: finds what is due, and fires each stage once, whatever crashes around it.

Stage, notice and the note's outbox row commit together. Its clock is the database's. A row that cannot be processed
backs off alone, is reported, and stops nobody else.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from agency.domain.events import SYSTEM, record
from agency.models import Agency, Membership
from agency.tenancy.scope import everywhere, within
from comms import clock as clocks
from comms.clock import Clock, Stage, Tier
from comms.domain import clock_notices, clocks as rows, notes, notices, responsibility
from comms.domain.responsibility import Chain
from comms.instants import database_time
from comms.models import Episode, StageFired

logger = logging.getLogger(__name__)

TRIES_BEFORE_TELLING = 2
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def due_episodes(limit: int = 500) -> list[tuple[int, int]]:
    """(agency id, episode id) of what is due now, the longest due first. Costs what is due, not what is open."""
    with everywhere():
        found = Episode.objects.filter(next_check_at__isnull=False, next_check_at__lte=Now(), agency__closed_at=None)
        return list(found.order_by("next_check_at").values_list("agency_id", "pk")[:limit])


def look_at(agency: Agency, episode_id: int) -> tuple[Stage, ...]:
    """Fires what is due in one episode. What goes wrong is kept in the row, which is looked at again later."""
    try:
        with within(agency), transaction.atomic():
            return fire(episode_id, at=database_time())
    except Exception as reason:
        logger.exception("an episode could not be processed", extra={"episode": episode_id, "agency": agency.pk})
        with within(agency), transaction.atomic():
            _back_off(episode_id, f"{type(reason).__name__}: {reason}")
    return ()


def fire(episode_id: int, *, at: datetime) -> tuple[Stage, ...]:
    """The stages that are due, with rows, notices and note, in the running transaction. Empty if another is at it."""
    notes.take_turn(episode_id, at)
    episode = rows.locked_if_free(episode_id)
    if episode is None or episode.next_check_at is None or episode.next_check_at > at:
        return ()
    people = responsibility.chain(episode.client, at)
    responsibility.settle(episode, people, at)
    clock = rows.read(episode)
    verdict = notes.Verdict()
    if Stage.NOTE in clocks.due(clock, at):
        clock, verdict = notes.judge(episode, clock, at)
    clock, stages = clocks.fire(clock, at)
    episode.attempts, episode.problem = 0, ""
    told = _tell(episode, people, clock, stages, at)
    _write_down(episode, clock, stages, told, verdict.why, at)
    rows.write(episode, clock)
    if Stage.NOTE in stages:
        _note(episode, people, verdict, at)
    return stages


def _tell(episode: Episode, people: Chain, clock: Clock, stages: Collection[Stage], at: datetime) -> list[Membership]:
    """One notice a person for all that is due together: after an outage too."""
    reached = notices.told_about(episode, people.people)
    tiers = {tier: people.tier(tier, episode.responsible) for tier in Tier}
    told_tiers = [tier for tier, members in tiers.items() if members and all(m.pk in reached for m in members)]
    together = clocks.catch_up(stages, told_tiers)
    if together.stage is None:
        return []
    members = {member.pk: member for tier in Tier if tier in together.tells for member in tiers[tier] if member.active}
    known = clock_notices.know_already(episode, together.stage)
    known |= reached if together.stage is Stage.ALARM else set()
    members = {pk: member for pk, member in members.items() if pk not in known}
    clock_notices.tell_stage(episode, clock, together.stage, members.values(), at=at)
    return list(members.values())


def _write_down(
    episode: Episode, clock: Clock, stages: Collection[Stage], told: list[Membership], why: str, at: datetime
) -> None:
    StageFired.objects.bulk_create(
        StageFired(
            client=episode.client,
            episode=episode,
            stage=stage.value,
            due_at=clock.plan[stage],
            fired_at=at,
            told=told[0] if told and stage in clocks.TELLS else None,
            why=why if stage is Stage.NOTE else "",
        )
        for stage in stages
    )
    if Stage.BROKEN in stages and clock.promise is clocks.Promise.BROKEN:
        record("episode.broken", episode, by=SYSTEM, at=at, cause=clock.broken_cause, request=episode.request.key)
    if Stage.TARGET in stages:
        record("episode.target_missed", episode, by=SYSTEM, at=at, request=episode.request.key)


def _note(episode: Episode, people: Chain, verdict: notes.Verdict, at: datetime) -> None:
    """The automatic note, or, if it is held back for good, a person instead: the clock goes on either way."""
    if not verdict.why:
        notes.send(episode, at=at)
        return
    record("episode.note_held", episode, by=SYSTEM, at=at, why=verdict.why)
    clock_notices.tell_at_once(episode, "note_held", people.people[:2], at=at, why=verdict.why)


def _back_off(episode_id: int, problem: str) -> None:
    """The row waits longer each time, up to an hour; from the third time on an owner knows."""
    episode = Episode.objects.select_related("client", "request__contact__person").get(pk=episode_id)
    wait = BACK_OFF[min(episode.attempts, len(BACK_OFF) - 1)]
    Episode.objects.filter(pk=episode_id, next_check_at__isnull=False).update(
        attempts=F("attempts") + 1, problem=problem[:500], next_check_at=database_time() + wait
    )
    if episode.attempts >= TRIES_BEFORE_TELLING:
        clock_notices.tell_at_once(episode, "stuck", responsibility.owners(), at=database_time())
