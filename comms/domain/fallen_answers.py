"""An answer that does not stand: taken back, never sent, or come back. And what a person sends once more."""

from dataclasses import replace
from datetime import datetime

from agency.domain.events import SYSTEM, record
from comms import clock as clocks
from comms.clock import By, Clock
from comms.domain import clock_notices, clocks as rows, episodes, responsibility
from comms.domain.acknowledgements import ON_ITS_WAY, STANDING, first_that_stands, with_pending
from comms.models import Answer, Episode, Interaction, OutboxMessage

State = OutboxMessage.State
FATES = {State.BOUNCED: Answer.Fate.BOUNCED, State.WITHDRAWN: Answer.Fate.WITHDRAWN}


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
    if (standing := first_that_stands(episode)) is not None:
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
