"""What counts as an answer, and since when: the provider's word makes one that is on its way stand."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from agency.domain.events import SYSTEM, Actor, record
from agency.models import Membership
from clients.domain.clients import touch
from comms import clock as clocks
from comms.clock import By, Clock
from comms.domain import clocks as rows, episodes, together
from comms.models import Answer, Episode, Interaction, OutboxMessage

State = OutboxMessage.State
STANDING = (State.SENT, State.DELIVERED)
ON_ITS_WAY = (State.QUEUED, State.CLAIMED, State.SENDING, State.RETRY)


@transaction.atomic
def on_its_way(
    episode: Episode,
    interaction: Interaction,
    *,
    kind: str,
    by: Membership | None,
    at: datetime,
    waits: bool = False,
) -> Answer:
    """A message that answers this episode has been queued: its clock, if it runs, waits for the provider's word.

    One that `waits` leaves later, at `at`: until then the clock goes on as if it were not there.
    """
    episode = rows.locked(episode.pk)
    at = max(at, episode.opened_at)
    answer = Answer.objects.create(
        client=episode.client, episode=episode, interaction=interaction, kind=kind, member=by, at=at, waits=waits
    )
    if kind != Answer.Kind.NOTE:
        rows.write(episode, with_pending(episode, rows.read(episode)))
        episodes.settle_request(episode.request)
    return answer


@transaction.atomic
def spoken(
    episode: Episode,
    interaction: Interaction,
    *,
    kind: str = Answer.Kind.ANSWER,
    by: Membership,
    at: datetime,
    known_at: datetime,
) -> Episode:
    """An answer that needs no provider: said on a logged call, standing in a chat, or seen in a mail of a member.

    `at` is when it was said, `known_at` when it became a fact here. A breach that was recorded by then stays.
    """
    episode = rows.locked(episode.pk)
    at = max(at, episode.opened_at)
    answer = Answer.objects.create(
        client=episode.client, episode=episode, interaction=interaction, kind=kind, member=by, at=at
    )
    _accept(answer, max(known_at, at))
    return rows.locked(episode.pk)


def accepted(message: OutboxMessage, at: datetime) -> None:
    """Hook: the provider has one copy of an answer. The first copy makes it count."""
    if message.interaction is not None:
        stands(message.interaction, message.settled_at or at)


def stands(said: Interaction, at: datetime) -> None:
    """It has reached the provider, or stands in the channel: what it answers counts from now on, and is a contact.

    The client's row comes before those of the requests, as where mail is filed.
    """
    if said.member_id and said.direction == Interaction.Direction.OUTBOUND:
        touch(said.client, said.at)
    waiting = Answer.objects.filter(interaction=said, accepted_at=None, fell_at=None)
    for answer in waiting.order_by("episode__request_id"):
        _accept(answer, max(at, answer.at))


def _accept(answer: Answer, known_at: datetime) -> None:
    answer.accepted_at, answer.waits = known_at, False
    answer.save(update_fields=["accepted_at", "waits"])
    episode = rows.locked(answer.episode_id)
    of = By.NOTE if answer.kind == Answer.Kind.NOTE else By.PERSON
    was_open = episode.closed_at is None
    rows.write(episode, clocks.acknowledge(rows.read(episode), answer.at, by=of, known_at=known_at))
    if of is By.NOTE:
        record("episode.note_accepted", episode, by=SYSTEM, at=known_at, promise=episode.promise)
        return
    if was_open:
        _record_answer(episode, answer, known_at)
        _hear_what_came_since(episode, answer)
    episodes.settle_request(episode.request)


def _record_answer(episode: Episode, answer: Answer, known_at: datetime) -> None:
    actor: Actor = answer.member or SYSTEM
    record(
        "episode.answered",
        episode,
        by=actor,
        at=known_at,
        shown=True,
        kind=answer.kind,
        request=episode.request.key,
        promise=episode.promise,
        target=episode.target,
    )


def written_at(answer: Answer) -> datetime:
    """When the person acted; of an answer that was put off, when they wrote it."""
    copies = OutboxMessage.objects.filter(interaction=answer.interaction_id).exclude(leaves_at=None)
    return copies.order_by("queued_at").values_list("queued_at", flat=True).first() or answer.at


def _hear_what_came_since(episode: Episode, answer: Answer) -> None:
    """What the client wrote after the person had acted was not answered by it: it gets an episode of its own.

    Of merged requests each asks for itself, as the survivor must not be locked behind them: an episode that the message
    has opened elsewhere in the thread is enough.
    """
    thread = together.ids(episode.request)
    later = Interaction.objects.filter(
        request__in=thread,
        direction=Interaction.Direction.INBOUND,
        at__gt=max(written_at(answer), episode.opened_at),
        withdrawn_at=None,
    )
    first = later.order_by("at").select_related("contact").first()
    elsewhere = Episode.objects.filter(request__in=thread).exclude(request=episode.request_id)
    if first is not None and not elsewhere.filter(opened_at=first.at).exists():
        episodes.heard(episode.request, at=first.at, contact=first.contact)
        episode.request.refresh_from_db()


def with_pending(episode: Episode, clock: Clock) -> Clock:
    """The clock with what is on its way, and with what was put off; of several the earliest."""
    since, leaves_at = _on_its_way(episode)
    return clocks.put_off(clocks.sending(clock, since), leaves_at)


def reinstated(episode: Episode, at: datetime) -> Clock:
    """The clock of a dismissed episode that goes on, with what people of ours have said meanwhile."""
    since, leaves_at = _on_its_way(episode)
    standing = first_that_stands(episode)
    return clocks.reinstate(rows.read(episode), at, since=since, leaves_at=leaves_at, standing=standing)


def _on_its_way(episode: Episode) -> tuple[datetime | None, datetime | None]:
    """Since when an answer is on its way, and when the first of those leaves that were put off."""
    pending = _pending(episode).order_by("at")
    since = pending.filter(waits=False).values_list("at", flat=True).first()
    return since, pending.filter(waits=True).values_list("at", flat=True).first()


def _pending(episode: Episode) -> "QuerySet[Answer]":
    """Answers of people that the provider has not accepted yet. One that is perhaps sent is none."""
    copies = OutboxMessage.objects.filter(interaction=OuterRef("interaction"))
    stuck = Exists(copies.filter(state=State.UNCERTAIN)) & ~Exists(copies.filter(state__in=(*STANDING, *ON_ITS_WAY)))
    return _standing(episode).filter(accepted_at=None).exclude(stuck)


def first_that_stands(episode: Episode) -> tuple[datetime, datetime] | None:
    """When a person gave the first answer that stands, and when the provider had it; None without any."""
    found = _standing(episode).exclude(accepted_at=None).order_by("at", "pk").first()
    return (found.at, found.accepted_at) if found is not None and found.accepted_at is not None else None


def _standing(episode: Episode) -> "QuerySet[Answer]":
    return Answer.objects.filter(episode=episode, fell_at=None).exclude(kind=Answer.Kind.NOTE)
