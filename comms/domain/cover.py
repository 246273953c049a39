"""The sweep of absences: what runs is handed over when somebody goes away, and comes back when they return (V8).

Where it was handed to follows from who is here now (`responsibility.settle`), never from what was missed meanwhile: an
absence that began and ended while nothing ran moves nothing. Its clock is the database's.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from agency import wording
from agency.models import Absence, Agency, Membership
from agency.tenancy.scope import everywhere, within
from clients.models import Client
from comms.bell import ring
from comms.domain import clocks, notices, responsibility
from comms.instants import database_time
from comms.models import Episode
from comms.queries.cover import answering, in_care

logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=5)
"""When an absence is looked at again of which not everything could be handed over."""


def soon(absence: Absence) -> None:
    """What begins or ends today is done at once; the sweep finds what this bell missed."""
    ring("cover_absence", absence.agency_id, absence.pk)


def due(limit: int = 200) -> list[tuple[int, int]]:
    """(agency id, absence id) of those that have begun or ended and were not acted upon, the longest due first."""
    with everywhere():
        found = Absence.objects.filter(next_check_at__isnull=False, next_check_at__lte=Now(), agency__closed_at=None)
        return list(found.order_by("next_check_at").values_list("agency_id", "pk")[:limit])


def look_at(agency: Agency, absence_id: int) -> int:
    """Acts upon one absence; gives how many clocks changed hands. Each in a transaction of its own: one that fails
    stops no other and is tried again, and so is what a crash left undone.
    """
    with within(agency), transaction.atomic():
        absence = Absence.objects.select_related("member__user").filter(pk=absence_id).first()
        at = database_time()
        if absence is None or absence.next_check_at is None or absence.next_check_at > at:
            return 0
        waiting = list(touched_by(absence.member).order_by("request_id").values_list("pk", flat=True))
    moved = [_settle(agency, episode_id) for episode_id in waiting]
    try:
        with within(agency), transaction.atomic():
            _tell_who_stands_in(absence, at)
    except Exception:
        logger.exception("nobody could be told of an absence", extra={"absence": absence_id, "agency": agency.pk})
        moved.append(None)
    with within(agency), transaction.atomic():
        later = _next_check(absence, at, again=None in moved)
        Absence.objects.filter(pk=absence_id, next_check_at=absence.next_check_at).update(next_check_at=later)
    return sum(bool(each) for each in moved)


def touched_by(member: Membership) -> QuerySet[Episode]:
    """Running clocks that may change hands when this member goes or comes: theirs, and what anybody stands in for."""
    return Episode.objects.filter(Q(responsible=member) | Q(covers__isnull=False), closed_at=None)


def _settle(agency: Agency, episode_id: int) -> bool | None:
    """Whether it changed hands; None if it could not be worked."""
    try:
        with within(agency), transaction.atomic():
            episode, at = clocks.locked(episode_id), database_time()
            if episode.closed_at is not None:
                return False
            return responsibility.settle(episode, responsibility.chain(episode.client, at), at)
    except Exception:
        logger.exception("a clock could not be handed over", extra={"episode": episode_id, "agency": agency.pk})
        return None


def _next_check(absence: Absence, at: datetime, *, again: bool) -> datetime | None:
    """The absence's end while it lies ahead; sooner if something is to be tried again."""
    ahead = [absence.ends_at] if absence.ends_at > at else []
    return min([*ahead, at + AGAIN] if again else ahead, default=None)


def _tell_who_stands_in(absence: Absence, at: datetime) -> None:
    """Once for each absence and each end of it: who answers for whom, until when, and for which clients."""
    if not absence.begins_at <= at < absence.ends_at:
        return
    clients = list(in_care().filter(lead=absence.member).order_by("name"))
    found = answering(clients, at)
    by_member: dict[Membership, list[Client]] = {}
    for client in clients:
        stand_in = found.get(client.pk)
        if stand_in is not None and stand_in.member is not None:
            by_member.setdefault(stand_in.member, []).append(client)
    for member, covered in by_member.items():
        notices.tell(
            member,
            kind="absence.cover",
            facts={
                "for": str(absence.member),
                "until": absence.last.isoformat(),
                "clients": wording.listing((client.name for client in covered), member.user.language),
            },
            purpose_key=f"absence:{absence.key}:{absence.last.isoformat()}",
            at=at,
            path=reverse("today", args=[absence.agency.slug]),
        )
