"""What counts as an answer, and since when: the provider's word makes one that is on its way stand, or fall."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from agency.domain.events import SYSTEM, Actor, record
from agency.models import Membership
from clients.domain.clients import touch
from comms import clock as clocks
from comms.clock import By, Clock
from comms.domain import clock_notices, clocks as rows, episodes, responsibility, together
from comms.domain.hooks import accepted_hooks, failed_hooks, retried_hooks
from comms.models import Answer, Episode, Interaction, OutboxMessage

State = OutboxMessage.State
STANDING = (State.SENT, State.DELIVERED)
ON_ITS_WAY = (State.QUEUED, State.CLAIMED, State.SENDING, State.RETRY)
FATES = {State.BOUNCED: Answer.Fate.BOUNCED, State.WITHDRAWN: Answer.Fate.WITHDRAWN}


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


def _fall(answer: Answer, fate: str, at: datetime) -> None:
    """The answer does not stand: if it counted, its episode is open again with its old times, and people are told.

    One that came beside it, to an episode that another had closed, changes no clock; its mail's failure is told anyway.
    """
    counted = answer.accepted_at is not None
    answer.fell_at, answer.fate = at, fate
    answer.save(update_fields=["fell_at", "fate"])
    episode = rows.locked(answer.episode_id)
    clock = rows.read(episode)
    was_broken = clock.promise is clocks.Promise.BROKEN
    beside = clock.closed_at is not None and clock.person_acked_at != answer.at
    if answer.kind == Answer.Kind.NOTE:
        clock = clocks.bounce(clock, at, of=By.NOTE) if counted else clock
    elif counted and clock.person_acked_at == answer.at:
        clock = _reopened(episode, clock, at)
    if answer.kind != Answer.Kind.NOTE:
        clock = with_pending(episode, clock)
    unanswered = clock.person_acked_at is None and clock.sending_since is None
    if unanswered and not was_broken and at <= episode.target_at:
        episode.rated = episode.responsible
    rows.write(episode, clock)
    episodes.settle_request(episode.request)
    record("answer.fell", episode, by=SYSTEM, at=at, kind=answer.kind, fate=fate)
    people = responsibility.chain(episode.client, at)
    if episode.closed_at is None:
        responsibility.settle(episode, people, at)
    if fate != Answer.Fate.WITHDRAWN and (not beside or answer.kind == Answer.Kind.NOTE):
        clock_notices.tell_at_once(episode, "reopened", people.people[:2], at=at, once=f"{answer.key}:{at.isoformat()}")


def _reopened(episode: Episode, clock: Clock, at: datetime) -> Clock:
    """After the answer that counted came back. Another one that stands counts in its place.

    If the client has written since, that message's clock is the one that runs, and takes over what ends sooner; what
    became of it, if it was settled, became of this one.
    """
    if (standing := _accepted(episode)) is not None:
        return clocks.bounce(clock, at, of=By.PERSON, standing=standing)
    bounced = clocks.bounce(clock, at, of=By.PERSON)
    newer = Episode.objects.filter(request_id=episode.request_id, number__gt=episode.number).order_by("-number").first()
    if newer is None:
        return bounced
    if newer.closed_at is None and bounced.promise is clocks.Promise.PENDING:
        successor = rows.locked(newer.pk)
        rows.write(successor, clocks.hurried(rows.read(successor), bounced))
    if bounced.promise is clocks.Promise.PENDING and newer.dismissed_at is None:
        bounced = replace(bounced, promise=clocks.Promise(newer.promise))
    if bounced.target is clocks.Target.PENDING and newer.dismissed_at is None:
        bounced = replace(bounced, target=clocks.Target(newer.target))
    return replace(bounced, closed_at=clock.closed_at, person_acked_at=clock.person_acked_at)


def _standing(episode: Episode) -> "QuerySet[Answer]":
    return Answer.objects.filter(episode=episode, fell_at=None).exclude(kind=Answer.Kind.NOTE)


def _accepted(episode: Episode) -> tuple[datetime, datetime] | None:
    """When a person gave the first answer that stands, and when the provider had it; None without any."""
    found = _standing(episode).exclude(accepted_at=None).order_by("at", "pk").first()
    return (found.at, found.accepted_at) if found is not None and found.accepted_at is not None else None


def with_pending(episode: Episode, clock: Clock) -> Clock:
    """The clock with what is on its way, and with what was put off; of several the earliest."""
    since, leaves_at = _on_its_way(episode)
    return clocks.put_off(clocks.sending(clock, since), leaves_at)


def reinstated(episode: Episode, at: datetime) -> Clock:
    """The clock of a dismissed episode that goes on, with what people of ours have said meanwhile."""
    since, leaves_at = _on_its_way(episode)
    return clocks.reinstate(rows.read(episode), at, since=since, leaves_at=leaves_at, standing=_accepted(episode))


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


def failed(message: OutboxMessage, at: datetime) -> None:
    """Hook: one copy did not arrive. The answer falls when no other copy has arrived or is on its way.

    One that is perhaps sent does not fall, and counts only once a person says that it arrived: until then the clock of
    an answer warns as if nothing was on its way.
    """
    copies = OutboxMessage.objects.filter(interaction=message.interaction)
    if copies.filter(state__in=(*STANDING, *ON_ITS_WAY)).exists():
        return
    if message.state == State.UNCERTAIN:
        _wait_no_longer(message)
        return
    if message.interaction is not None:
        falls(message.interaction, FATES.get(State(message.state), Answer.Fate.UNSENT), at)


def falls(said: Interaction, fate: str, at: datetime) -> None:
    """It has reached nobody: what it answered is open again."""
    for answer in Answer.objects.filter(interaction=said, fell_at=None).order_by("episode__request_id"):
        _fall(answer, fate, at)


def _wait_no_longer(message: OutboxMessage) -> None:
    """The clocks of what this mail answers go on as if nothing was on its way."""
    waiting = Answer.objects.filter(interaction=message.interaction, accepted_at=None, fell_at=None)
    for answer in waiting.exclude(kind=Answer.Kind.NOTE).order_by("episode__request_id"):
        episode = rows.locked(answer.episode_id)
        rows.write(episode, with_pending(episode, rows.read(episode)))
        episodes.settle_request(episode.request)


def retried(message: OutboxMessage, at: datetime) -> None:
    """Hook: a person sends it again. Answers that had fallen with it, or were perhaps sent, are on their way once more.

    Their clocks judge first what has passed by now: until this moment nothing was on its way.
    """
    stuck = Answer.objects.filter(interaction=message.interaction).exclude(fell_at=None, accepted_at__isnull=False)
    for answer in stuck.order_by("episode__request_id"):
        episode = rows.locked(answer.episode_id)
        answer.accepted_at, answer.fell_at, answer.fate, answer.waits = None, None, "", False
        answer.save(update_fields=["accepted_at", "fell_at", "fate", "waits"])
        if answer.kind == Answer.Kind.NOTE:
            continue
        if episode.closed_at is None:
            clock = clocks.judge(rows.read(episode), at)
            rows.write(episode, with_pending(episode, clock))
        episodes.settle_request(episode.request)


for kind in ("interaction", "summary"):
    accepted_hooks[kind].append(accepted)
    failed_hooks[kind].append(failed)
    retried_hooks[kind].append(retried)
