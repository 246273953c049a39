"""The shared list of requests: its tabs, its rows, what runs, what came from nobody known."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from agency.models import Membership
from clients.models import Client
from clients.queries import clients_of, seen_by
from comms.models import Attachment, Episode, InboundMessage, Request

A_PAGE, FEWEST = 25, 5
"""Rows of a page, and those below running clocks even where these fill it."""
CLOCKS, MOST_WAITING = 100, 400
"""Rows of a page that shows running clocks alone, and of the tab of unknown senders."""


RUNS = Q(closed_at=None)
"""Of an episode: its clock runs."""
THREAD, THREAD_OF = Coalesce("request__merged_into_id", "request_id"), Coalesce("merged_into_id", "id")
"""The id of the survivor: of an episode's request, of a request."""


class Page(NamedTuple):
    """Requests as they stand on a page; how many running clocks find their place on later ones, and how many stand on
    this and those before; from where what is older begins.
    """

    requests: list[Request]
    hidden: int
    clocks: int
    older: tuple[datetime, int] | None


class RunningClock(NamedTuple):
    """By ids: its thread, who holds that, who is responsible for it and for whom they stand in; how the promise is."""

    thread: int
    holder: int | None
    responsible: int
    covers: int | None
    promise: str


class Show(StrEnum):
    """The tabs of the Inbox."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    ALL = "all"
    BROKEN = "broken"
    WAITING = "waiting"
    UNMATCHED = "unmatched"

    @classmethod
    def _missing_(cls, value: object) -> "Show | None":
        """The tab of broken promises was called so once: addresses and filters that were kept lead there still."""
        return cls.BROKEN if value == "missed" else None


def requests_of(member: Membership) -> QuerySet[Request]:
    """Requests of the clients that a member may see, ready to be drawn."""
    return drawn(seen_by(member, Request.objects.all()))


def drawn(rows: QuerySet[Request]) -> QuerySet[Request]:
    """With what a row shows."""
    return rows.select_related("contact__person", "assignee__user").prefetch_related("client")


def survivors_of(member: Membership, keys: Sequence[str]) -> dict[str, Request]:
    """By each key the request under which it is found now; what the member may not see is not there."""
    found = requests_of(member).filter(key__in=keys).values_list("key", THREAD_OF)
    threads = dict(found)
    rows = requests_of(member).in_bulk(set(threads.values()))
    return {key: rows[pk] for key, pk in threads.items()}


def open_episodes_of(member: Membership) -> QuerySet[Episode]:
    """Running clocks that the member is responsible for, the one that ends first at the head."""
    return Episode.objects.filter(RUNS, responsible=member).order_by("promise_at")


def with_people(episodes: QuerySet[Episode], ids: Sequence[int]) -> dict[int, Episode]:
    """Those of these ids, each under the request that survives, with who wrote, of which client, and who is covered."""
    people = episodes.select_related("request__contact__person", "client", "covers__user")
    found = people.prefetch_related("request__merged_into__contact__person").in_bulk(ids)
    for episode in found.values():
        episode.request = episode.request.merged_into or episode.request
        episode.request.client = episode.request.contact.client = episode.client
    return found


def shown(rows: QuerySet[Request], show: Show, member: Membership) -> QuerySet[Request]:
    """The requests of one tab."""
    rows = rows.filter(merged_into=None)
    match show:
        case Show.MINE:
            unassigned = Q(assignee=None) & _has(Q(responsible=member))
            return rows.filter(Q(assignee=member) | unassigned | _has(_standing_in(member)))
        case Show.UNASSIGNED:
            return rows.filter(assignee=None).exclude(state=Request.State.CLOSED)
        case Show.BROKEN:
            return rows.filter(_has(Q(promise=Episode.Promise.BROKEN)))
        case Show.WAITING:
            return waiting(rows)
        case _:
            return rows


def waiting(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those in whose thread a clock runs."""
    return rows.filter(_has(RUNS))


def at_rest(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those in whose thread none runs."""
    return rows.exclude(_has(RUNS))


def _has(such: Q) -> Q:
    """Whether there is such an episode in the thread of a survivor: asked for each row, which an index answers, since a
    page shows few rows and an agency has many episodes. That one is merged is said twice, for its partial index.
    """
    own = Episode.objects.filter(such, request=OuterRef("pk"))
    joined = Episode.objects.filter(such, request__merged_into=OuterRef("pk"), request__merged_into__isnull=False)
    return Q(Exists(own)) | Q(Exists(joined))


def _standing_in(member: Membership) -> Q:
    """What runs under the member's name for somebody who is away, whoever was to look after it."""
    return RUNS & Q(responsible=member, covers__isnull=False)


def with_clock(rows: QuerySet[Request]) -> QuerySet[Request]:
    """With the last episode of each request, and of those merged into it, for `clock_of`."""
    newest = Episode.objects.filter(number=_newest_number()).select_related("responsible__user", "covers__user")
    last = Prefetch("episodes", newest, to_attr="last_episodes")
    joined = Prefetch("merged", Request.objects.order_by("pk").prefetch_related(last), to_attr="joined")
    return rows.prefetch_related(last, joined)


def clock_of(request: Any) -> Episode | None:
    """The clock of a thread that `with_clock` gave: of those that run the one that ends first, else the newest."""
    found = [episode for one in (request, *request.joined) for episode in one.last_episodes]
    running = [episode for episode in found if episode.closed_at is None]
    if running:
        return min(running, key=lambda episode: episode.promise_at)
    return max(found, key=lambda episode: episode.opened_at, default=None)


def _newest_number() -> Subquery:
    others = Episode.objects.filter(request=OuterRef("request")).order_by("-number")
    return Subquery(others.values("number")[:1])


def page(
    rows: QuerySet[Request],
    running: Sequence[RunningClock],
    before: tuple[datetime, int] | None = None,
    *,
    size: int = A_PAGE,
    clocks: int = 0,
    settled: bool = True,
    awake_at: datetime | None = None,
) -> Page:
    """A page of a list: those whose clocks are `running`, by the end of their promise, then the newest of the rest.

    With `before` the rest goes on from there, by keyset; with `clocks` the running ones go on after so many, alone, as
    they always stand where nothing `settled` is wanted. What is put off beyond `awake_at` is left out of the rest: a
    running clock is never hidden. Who stands on it is asked by keys alone, then all rows at once.
    """
    alone = bool(clocks) or not settled
    waiting = [] if before else _waiting(rows, running)
    head = waiting[clocks : clocks + (CLOCKS if alone else size - FEWEST)]
    room = max(size - len(head), FEWEST)
    rest = [] if alone else _settled(awake(rows, awake_at), before, room + 1)
    chosen = [*head, *rest[:room]]
    found = with_clock(drawn(Request.objects.all())).in_bulk(chosen)
    shown = [found[pk] for pk in chosen if pk in found]
    last = shown[-1] if len(rest) > room and shown else None
    upto = clocks + len(head)
    return Page(shown, max(len(waiting) - upto, 0), upto, (last.last_at, last.pk) if last else None)


def _waiting(rows: QuerySet[Request], running: Sequence[RunningClock]) -> list[int]:
    found = list(dict.fromkeys(clock.thread for clock in running))
    asked = set(rows.filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in found if pk in asked]


def _settled(rows: QuerySet[Request], before: tuple[datetime, int] | None, most: int) -> list[int]:
    """Newest first."""
    found = at_rest(rows).order_by("-last_at", "-id")
    if before:
        found = found.filter(Q(last_at__lt=before[0]) | Q(last_at=before[0], id__lt=before[1]))
    return list(found.values_list("pk", flat=True)[:most])


def put_off(rows: QuerySet[Request], at: datetime) -> int:
    """How many of them are left out of the list until later."""
    return at_rest(rows.filter(snoozed_until__gt=at)).count()


def awake(rows: QuerySet[Request], at: datetime | None) -> QuerySet[Request]:
    """Without what is put off beyond that moment; without a moment all of them."""
    return rows if at is None else rows.exclude(snoozed_until__gt=at)


def running(member: Membership, **of: object) -> list[RunningClock]:
    """The running clocks that a member may see, the one that ends first at the head; `of` narrows their episodes."""
    merged = When(request__merged_into__isnull=False, then="request__merged_into__assignee_id")
    holder = Case(merged, default="request__assignee_id")
    rows = seen_by(member, Episode.objects.filter(RUNS, **of)).order_by("promise_at", "pk")
    found = rows.values_list(THREAD, holder, "responsible_id", "covers_id", "promise")
    return [RunningClock(*clock) for clock in found]


def counts(member: Membership, clocks: Sequence[RunningClock]) -> dict[str, int]:
    """In how many threads clocks run behind each tab, and how much came from unknown senders: one query."""

    def is_mine(clock: RunningClock) -> bool:
        responsible = clock.responsible == member.pk
        return clock.holder == member.pk or (responsible and (clock.covers is not None or clock.holder is None))

    tests: dict[Show, Callable[[RunningClock], bool]] = {
        Show.MINE: is_mine,
        Show.UNASSIGNED: lambda clock: clock.holder is None,
        Show.WAITING: lambda clock: True,
        Show.BROKEN: lambda clock: clock.promise == Episode.Promise.BROKEN,
    }
    found = {show.value: len({clock.thread for clock in clocks if test(clock)}) for show, test in tests.items()}
    return {**found, Show.UNMATCHED.value: unmatched().count()}


def unmatched() -> QuerySet[InboundMessage]:
    """What came from somebody unknown, or could not be read: waits for a person."""
    states = (InboundMessage.State.UNMATCHED, InboundMessage.State.QUARANTINED)
    return InboundMessage.objects.filter(state__in=states).select_related("triage__user").defer("raw")


def of_nobody() -> QuerySet[InboundMessage]:
    """What waits for a person, and what a person found to be nobody's."""
    states = (InboundMessage.State.UNMATCHED, InboundMessage.State.QUARANTINED, InboundMessage.State.DISMISSED)
    return InboundMessage.objects.filter(state__in=states).defer("raw")


def first_clocks(client_ids: list[int]) -> dict[int, Episode]:
    """The running clock of each client that ends first."""
    found: dict[int, Episode] = {}
    rows = Episode.objects.filter(client_id__in=client_ids, closed_at=None).order_by("promise_at")
    for episode in rows.only("client_id", "opened_at", "promise_at", "promise", "acknowledged_at", "agency_id"):
        found.setdefault(episode.client_id, episode)
    return found


def attachments_of(member: Membership) -> QuerySet[Attachment]:
    return seen_by(member, Attachment.objects.select_related("interaction"))


def clients_for_attaching(member: Membership) -> QuerySet[Client]:
    return clients_of(member).filter(archived_at=None).order_by("name")
