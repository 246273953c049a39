"""Telling people about a clock: who, in which words, and when."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from agency.models import Membership
from comms import clock as clocks
from comms.clock import Clock, Stage
from comms.domain import notices, together
from comms.domain.clocks import hours_at
from comms.models import Episode, Notice, Request

NOT_URGENT = frozenset({Stage.ARRIVAL})
"""What may wait to be bundled. All else is about time that runs out."""


def tell_stage(
    episode: Episode, clock: Clock, stage: Stage, members: Iterable[Membership], *, at: datetime
) -> list[Notice]:
    """One notice to each, in their working hours unless the deadline it speaks of would come first."""
    mail_after = clocks.notice_time(stage, clock, at, hours_at(episode.agency, at))
    return [
        notices.tell(
            member,
            kind=f"clock.{stage}",
            facts=facts_of(episode),
            urgent=stage not in NOT_URGENT,
            purpose_key=f"clock:{episode.key}:{stage}",
            at=at,
            client=episode.client,
            path=path_of(episode.request),
            deadline=clocks.speaks_of(stage, clock),
            mail_after=mail_after if stage not in NOT_URGENT else None,
        )
        for member in members
    ]


def know_already(episode: Episode, stage: Stage) -> set[int]:
    """Ids of members who were told as much, or worse, of another clock of the same thread that ends no later, since one
    answer stops both. That a promise broke is told of each.
    """
    if stage is Stage.BROKEN:
        return set()
    others = Episode.objects.filter(request__in=together.ids(episode.request)).exclude(pk=episode.pk)
    running = others.filter(client=episode.client_id, closed_at=None, promise_at__lte=episode.promise_at)
    worse = clocks.GRAVITY[clocks.GRAVITY.index(stage) :]
    keys = [f"clock:{key}:{each}" for key in running.values_list("key", flat=True) for each in worse]
    if not keys:
        return set()
    return set(
        Notice.objects.filter(client=episode.client_id, purpose_key__in=keys).values_list("member_id", flat=True)
    )


def tell_at_once(
    episode: Episode, kind: str, members: Collection[Membership], *, at: datetime, once: str = "", **facts: Any
) -> None:
    """Something about an episode that a person must hear now, at any hour. `once` tells repetitions apart."""
    for member in members:
        notices.tell(
            member,
            kind=f"clock.{kind}",
            facts={**facts_of(episode), **facts},
            urgent=True,
            purpose_key=f"clock:{episode.key}:{kind}:{once}",
            at=at,
            client=episode.client,
            path=path_of(episode.request),
        )


def in_working_hours(episode: Episode, at: datetime) -> datetime:
    """When a notice about this episode's target may reach a person."""
    return clocks.notice_at(at, episode.target_at, hours_at(episode.agency, at))


def facts_of(episode: Episode) -> dict[str, Any]:
    """What every notice about an episode tells: who waits, for what, and until when."""
    return {
        "client": episode.client.name,
        "contact": episode.request.contact.person.name,
        "subject": episode.request.subject,
        "responsible": str(episode.responsible),
        "target": episode.target_at.isoformat(),
        "promise": episode.promise_at.isoformat(),
    }


def path_of(request: Request) -> str:
    return reverse("request", args=[request.agency.slug, request.key])
