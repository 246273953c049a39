"""Between an episode's row and its clock, a value: read it, let a function of `comms.clock` change it, write it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from django.db.models import QuerySet

from agency.calendar import hours_of
from agency.models import Agency
from agency.promise import Terms, as_stored
from agency.worktime import Hours
from clients.models import Client
from clients.promise import terms_for
from comms import clock as clocks
from comms.clock import Clock, Policy, Stage, TargetKind
from comms.models import Answer, Episode, Request, StageFired


def policy_of(terms: Terms) -> Policy:
    """The rules that follow from what is promised; the stages before a shorter promise shrink with it."""
    return Policy.within(
        timedelta(hours=terms.promise_hours),
        target=timedelta(minutes=terms.target_minutes),
        target_kind=TargetKind(terms.target_kind),
        warn=Fraction(terms.warn_percent, 100),
        backup=Fraction(terms.backup_percent, 100),
    )


def hours_at(agency: Agency, moment: datetime) -> Hours:
    return hours_of(agency, moment.date())


def started(client: Client, opened_at: datetime) -> Clock:
    """The clock of a message of this client's that was stored at that moment, by the present rules."""
    return clocks.start(opened_at, policy_of(terms_for(client)), hours_at(client.agency, opened_at))


def keep_rules(episode: Episode) -> None:
    """Notes on the row by which rules it is reckoned: the versions of calendar and promise, and their terms."""
    client = episode.client
    episode.calendar_version, episode.promise_version = client.agency.calendar_version, client.promise_version
    episode.rules = as_stored(terms_for(client))


def read(episode: Episode) -> Clock:
    """The clock as the row and its stages tell it."""
    return clock_of(episode, StageFired.objects.filter(episode=episode).values_list("stage", flat=True))


def clock_of(episode: Episode, fired: Iterable[str]) -> Clock:
    """The clock of a row whose stages are known."""
    counts = episode.accepted_at is not None
    return Clock(
        opened_at=episode.opened_at,
        promise_at=episode.promise_at,
        target_at=episode.target_at,
        plan=clocks.plan_from_stored(episode.stage_times),
        fired=frozenset(Stage(stage) for stage in fired),
        closed_at=episode.closed_at,
        dismissed_at=episode.dismissed_at,
        person_acked_at=episode.acknowledged_at if counts else None,
        sending_since=None if counts else episode.acknowledged_at,
        leaves_at=episode.answer_leaves_at,
        note_accepted_at=episode.note_accepted_at,
        promise=clocks.Promise(episode.promise),
        target=clocks.Target(episode.target),
        broken_cause=clocks.Cause(episode.promise_cause) if episode.promise_cause else None,
    )


def write(episode: Episode, clock: Clock) -> None:
    """Puts the clock into the row's fields, `next_check_at` among them, and saves it."""
    answered = clock.person_acked_at is not None
    before = episode.promise, episode.target
    episode.opened_at, episode.promise_at, episode.target_at = clock.opened_at, clock.promise_at, clock.target_at
    episode.stage_times = clocks.plan_as_stored(clock.plan)
    episode.promise, episode.target = clock.promise.value, clock.target.value
    episode.promise_cause = clock.broken_cause.value if clock.broken_cause else ""
    episode.acknowledged_at = clock.person_acked_at or clock.sending_since
    episode.accepted_at = clock.closed_at if answered else None
    episode.note_accepted_at, episode.answer_leaves_at = clock.note_accepted_at, clock.leaves_at
    episode.closed_at, episode.dismissed_at = clock.closed_at, clock.dismissed_at
    episode.next_check_at = clocks.next_check(clock)
    if episode.pk:
        episode.acknowledged_by_id = author(episode) if episode.acknowledged_at else None
    episode.save()
    if episode.number > 1 and (episode.promise, episode.target) != before:
        _decide_earlier(episode)


def _decide_earlier(episode: Episode) -> None:
    """An answer came back after the client had written again: the newer clock took its promise over, and what becomes
    of that one becomes of the closed one as well, so that it is not counted as running for ever.
    """
    earlier = Episode.objects.filter(request=episode.request_id, number__lt=episode.number, closed_at__isnull=False)
    waiting = earlier.filter(dismissed_at=None)
    if episode.promise != Episode.Promise.PENDING:
        outcome = {"promise": episode.promise, "promise_cause": episode.promise_cause}
        waiting.filter(promise=Episode.Promise.PENDING).update(**outcome)
    if episode.target != Episode.Target.PENDING:
        waiting.filter(target=Episode.Target.PENDING).update(target=episode.target)


def author(episode: Episode) -> int | None:
    """Who gave the answer that counts, else the one that is on its way: the earliest."""
    standing = Answer.objects.filter(episode=episode, fell_at=None, waits=False).exclude(kind=Answer.Kind.NOTE)
    counted = standing.exclude(accepted_at=None).order_by("at", "pk").values_list("member_id", flat=True).first()
    return counted or standing.order_by("at", "pk").values_list("member_id", flat=True).first()


def locked(episode_id: int) -> Episode:
    """The row with its request and client, held until the transaction ends.

    The request is the lock for all its episodes: whoever hears, answers or fires takes it first, so that no message
    joins an episode that is just being closed. Who needs several takes them in the order of the requests' ids. One that
    goes to another request while we wait for the lock, as a split moves it, is held under that one, whose id is higher.
    """
    while True:
        found = _episode_of(held(Request.objects.filter(episodes=episode_id)).get(), episode_id)
        if found is not None:
            return found


def locked_if_free(episode_id: int) -> Episode | None:
    """The same; None when somebody else holds it, or has just moved it."""
    request = held(Request.objects.filter(episodes=episode_id), skip_locked=True).first()
    return _episode_of(request, episode_id) if request is not None else None


def lock(request_id: int) -> Request:
    """The thread's request, held until the transaction ends."""
    return held(Request.objects.filter(pk=request_id)).get()


def held(requests: "QuerySet[Request]", *, skip_locked: bool = False) -> "QuerySet[Request]":
    return requests.select_for_update(of=("self",), skip_locked=skip_locked).select_related(
        "contact__person", "client__lead__user", "client__backup__user"
    )


def _episode_of(request: Request, episode_id: int) -> Episode | None:
    found = Episode.objects.select_related("responsible__user", "covers__user").get(pk=episode_id)
    if found.request_id != request.pk:
        return None
    found.request, found.client, found.agency = request, request.client, request.agency
    found.responsible.agency = request.agency
    return found
