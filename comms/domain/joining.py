"""Merging two requests of a client into one thread, and making a request of its own of one message. See docs/time.md.

Neither changes the time of any clock: no deadline is lengthened, and what was recorded as broken stays so.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agency.domain.events import SYSTEM, record
from agency.models import Membership
from comms import clock as clocks
from comms.bell import ring
from comms.clock import By
from comms.domain import acknowledgements, clock_notices, clocks as rows, episodes, responsibility, together
from comms.models import Answer, Episode, Interaction, Notice, Request

Direction = Interaction.Direction


class NotTheSameClient(ValidationError):
    def __init__(self) -> None:
        super().__init__({"other": _("Only requests of the same client can become one.")}, code="other_client")


class OneThreadAlready(ValidationError):
    def __init__(self) -> None:
        super().__init__({"other": _("These two are one thread already.")}, code="same")


class HoldsOthers(ValidationError):
    def __init__(self) -> None:
        words = _("Other threads are part of the younger one. Take them out first, then merge each into the older one.")
        super().__init__({"other": words}, code="holds_others")


class NothingToSplit(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("It is the client’s only message here. There is nothing to split."), code="only")


class NotFromTheClient(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Only a message of the client can become a request of its own."), code="ours")


@transaction.atomic
def merge(request: Request, other: Request, *, by: Membership, at: datetime) -> Request:
    """Two requests of a client become one thread. The older one survives and is given; the younger points to it.

    Both clocks run on with their own times until one answer closes both. Raises NotTheSameClient, OneThreadAlready,
    HoldsOthers.
    """
    if request.client_id != other.client_id:
        raise NotTheSameClient
    first, second = (together.survivor(one).pk for one in (request, other))
    if first == second:
        raise OneThreadAlready
    older, younger = rows.lock(min(first, second)), rows.lock(max(first, second))
    if younger.merged_into_id is not None or older.merged_into_id is not None:
        raise OneThreadAlready
    if Request.objects.filter(merged_into=younger).exists():
        raise HoldsOthers
    younger.merged_into, younger.merged_at = older, at
    younger.save(update_fields=["merged_into", "merged_at"])
    older.last_at = max(older.last_at, younger.last_at)
    if older.state == Request.State.CLOSED and younger.state != Request.State.CLOSED:
        older.state, older.closed_at = Request.State.ANSWERED, None
    older.save(update_fields=["last_at", "state", "closed_at"])
    episodes.settle_request(older)
    record("request.merged", older, by=by, at=at, merged=younger.key)
    return older


@transaction.atomic
def take_out(request: Request, *, by: Membership, at: datetime) -> Request:
    """Undo: what was merged is a thread of its own again, with the clocks that it brought. What has come since stays
    with the survivor; where it waited behind a clock that goes, it gets one of its own, as with `split`.
    """
    older = Request.objects.filter(merged=request).first()
    if older is None:
        return request
    thread = {one.pk: one for one in together.hold(older)}
    taken = thread.pop(request.pk, None)
    if taken is None:
        return request
    taken.merged_into, taken.merged_at = None, None
    taken.save(update_fields=["merged_into", "merged_at"])
    _keep_waiting(list(thread.values()), Episode.objects.filter(request=taken, closed_at=None).first(), at)
    record("request.taken_out", older, by=by, at=at, merged=taken.key)
    return taken


def _keep_waiting(rest: list[Request], clock: Episode | None, at: datetime) -> None:
    """The first message that waited behind this clock alone, in what stays of the thread, has one there from now on."""
    if clock is None or Episode.objects.filter(request__in=rest, closed_at=None).exists():
        return
    said = Interaction.objects.filter(request__in=rest, direction=Direction.INBOUND, withdrawn_at=None)
    settled = list(Episode.objects.filter(request__in=rest).values_list("opened_at", "closed_at"))
    for message in said.filter(at__gte=clock.opened_at).order_by("at", "pk"):
        if not any(opened <= message.at <= closed for opened, closed in settled if closed):
            _open(rest[0], message, clock, at)
            episodes.settle_request(rest[0])
            return


@transaction.atomic
def split(message: Interaction, *, by: Membership, at: datetime) -> Request:
    """A message of the client becomes a request of its own.

    A clock that stands for this message alone goes with it as it is. If others stand behind that clock too and nobody
    has answered, the new request gets one of its own that counts from when the message came; whatever answers the
    message counts for it. What was answered gets none. Raises NotFromTheClient, NothingToSplit.
    """
    if message.request_id is None or message.direction != Direction.INBOUND or message.contact is None:
        raise NotFromTheClient
    thread = together.hold(together.survivor(Request.objects.get(pk=message.request_id)))
    message = Interaction.objects.select_for_update(of=("self",)).select_related("contact__person").get(pk=message.pk)
    said = Interaction.objects.filter(request__in=thread, direction=Direction.INBOUND, withdrawn_at=None)
    if not said.exclude(pk=message.pk).exists():
        raise NothingToSplit
    clock = _clock_of(message, thread)
    fresh = episodes.new_request(message.contact, message.subject or thread[0].subject, at=message.at)  # type: ignore[arg-type]
    fresh.assignee = thread[0].assignee
    fresh.state = Request.State.ANSWERED
    fresh.save(update_fields=["assignee", "state"])
    fresh = rows.lock(fresh.pk)
    stands_alone = clock is not None and _stands_alone(message, clock, thread)
    Interaction.objects.filter(pk=message.pk).update(request=fresh)
    if clock is not None and stands_alone:
        _move(clock, fresh)
    elif clock is not None and clock.closed_at is None:
        _open(fresh, message, clock, at)
    episodes.settle_request(fresh)
    for one in thread:
        episodes.settle_request(one)
    record("request.split", fresh, by=by, at=at, message=message.key, out_of=thread[0].key)
    return fresh


def _clock_of(message: Interaction, thread: list[Request]) -> Episode | None:
    """The episode that this message opened or joined: of its own request first, the newest that it can belong to."""
    found = Episode.objects.filter(request__in=thread, opened_at__lte=message.at).order_by("-opened_at", "-pk")
    heard = [one for one in found if one.closed_at is None or one.closed_at >= message.at]
    return next((one for one in heard if one.request_id == message.request_id), next(iter(heard), None))


def _stands_alone(message: Interaction, clock: Episode, thread: list[Request]) -> bool:
    """Whether no other message of the client waits behind this clock; those that opened another do not."""
    others = Interaction.objects.filter(
        request__in=thread, direction=Direction.INBOUND, withdrawn_at=None, at__gte=clock.opened_at
    ).exclude(pk=message.pk)
    if clock.closed_at is not None:
        others = others.filter(at__lte=clock.closed_at)
    elsewhere = Episode.objects.filter(request__in=thread).exclude(pk=clock.pk).values("opened_at")
    return not others.exclude(at__in=elsewhere).exists()


def _move(clock: Episode, fresh: Request) -> None:
    """What was told of it leads to where it is found from now on."""
    Episode.objects.filter(pk=clock.pk).update(request=fresh, number=_next_number(fresh))
    told = Notice.objects.filter(client=clock.client_id, purpose_key__startswith=f"clock:{clock.key}:")
    told.update(path=clock_notices.path_of(fresh))


def _next_number(request: Request) -> int:
    return (Episode.objects.filter(request=request).aggregate(last=Max("number"))["last"] or 0) + 1


def _open(fresh: Request, message: Interaction, clock: Episode, at: datetime) -> None:
    """A clock that counts from when the message came. A note that was accepted since has kept its promise, and what is
    on its way to the client answers it too.
    """
    own = rows.started(fresh.client, message.at)
    if clock.note_accepted_at is not None and clock.note_accepted_at >= message.at:
        own = clocks.acknowledge(own, clock.note_accepted_at, by=By.NOTE)
    responsible, covers = clock.responsible, clock.covers
    if not responsible.active:
        responsible, covers = responsibility.of_new(responsibility.chain(fresh.client, at))
    episode = Episode(
        client=fresh.client,
        request=fresh,
        number=_next_number(fresh),
        responsible=responsible,
        rated=responsible,
        covers=covers,
    )
    rows.keep_rules(episode)
    pending = Answer.objects.filter(episode=clock, fell_at=None, accepted_at=None, at__gte=message.at)
    rows.write(episode, clocks.judge(own, at))
    for answer in pending.select_related("interaction", "member").order_by("at"):
        if acknowledgements.written_at(answer) >= message.at:
            said, kind, author = answer.interaction, answer.kind, answer.member
            acknowledgements.on_its_way(episode, said, kind=kind, by=author, at=answer.at, waits=answer.waits)
    record("episode.opened", episode, by=SYSTEM, at=message.at, request=fresh.key, number=episode.number)
    ring("look_at_episode", episode.agency_id, episode.pk)
