"""The sweep of absences: what runs is handed over when somebody goes away, and comes back when they return (V8).

Where it was handed to follows from who is here now (`responsibility.settle`), never from what was missed meanwhile: an
absence that began and ended while nothing ran moves nothing. Its clock is the database's.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from agency import wording
from agency.models import Absence, Agency, Membership
from agency.tenancy.scope import everywhere, within
from clients.models import Client
from comms.bell import ring
from comms.domain import clocks, notices, questions, responsibility
from comms.instants import database_time
from comms.models import Episode, Question
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
        waiting = touched_by(absence.member)
    moved = [_apart(agency, partial(settle, episode_id)) for episode_id in waiting]
    moved += [_apart(agency, partial(tell, absence)) for tell in (tell_who_stands_in, tell_who_asked)]
    with within(agency), transaction.atomic():
        _done(absence, at, again=None in moved)
    return sum(bool(each) for each in moved)


def act_upon(absence: Absence, at: datetime) -> None:
    """The same for a moment that is given, all of it in the running transaction and scope."""
    for episode_id in touched_by(absence.member):
        settle(episode_id, at)
    tell_who_stands_in(absence, at)
    tell_who_asked(absence, at)
    _done(absence, at, again=False)


def _apart(agency: Agency, act: Callable[[datetime], bool]) -> bool | None:
    """What it gives; None if it could not be done."""
    try:
        with within(agency), transaction.atomic():
            return act(database_time())
    except Exception:
        logger.exception("an absence could not be acted upon", extra={"agency": agency.pk})
        return None


def touched_by(member: Membership) -> list[int]:
    """Running clocks that may change hands when this member goes or comes: theirs, and what anybody stands in for."""
    rows = Episode.objects.filter(Q(responsible=member) | Q(covers__isnull=False), closed_at=None)
    return list(rows.order_by("request_id").values_list("pk", flat=True))


def settle(episode_id: int, at: datetime) -> bool:
    """Whether the clock changed hands."""
    episode = clocks.locked(episode_id)
    if episode.closed_at is not None:
        return False
    return responsibility.settle(episode, responsibility.chain(episode.client, at), at)


def _done(absence: Absence, at: datetime, *, again: bool) -> None:
    """Next comes the absence's end while it lies ahead; something sooner if part of it is to be tried again. What
    somebody has changed meanwhile stays due.
    """
    ahead = [absence.ends_at] if absence.ends_at > at else []
    later = min([*ahead, at + AGAIN] if again else ahead, default=None)
    Absence.objects.filter(pk=absence.pk, next_check_at=absence.next_check_at).update(next_check_at=later)


def tell_who_stands_in(absence: Absence, at: datetime) -> bool:
    """Once for each absence and each end of it: who answers for whom, until when, and for which clients. No clock
    changes hands by it.
    """
    if not absence.begins_at <= at < absence.ends_at:
        return False
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
    return False


def tell_who_asked(absence: Absence, at: datetime) -> bool:
    """Once for each absence: whoever waits for an answer of somebody who went away after they were asked. Who asks
    later sees it before they ask.
    """
    if not absence.begins_at <= at < absence.ends_at:
        return False
    since = max(absence.begins_at, absence.entered_at)
    waiting = Question.objects.filter(holder=absence.member, state=Question.State.ASKED, asked_at__lt=since)
    for question in waiting.select_related("asked_by__user", "client", "expert__member__user").order_by("pk"):
        questions.tell(question, question.asked_by, "question.away", f"away:{absence.key}", at, until=absence.last)
    return False
