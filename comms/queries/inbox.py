"""The shared list of requests, and what stands in one."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from agency.models import Membership
from clients.models import Client
from clients.queries import clients_of
from comms.models import Attachment, Episode, InboundMessage, Interaction, OutboxMessage, Participant, Request

A_PAGE, BESIDE, FEWEST = 25, 15, 5
"""Rows of a page, of the list beside an open conversation, and those below running clocks even where these fill it."""
CLOCKS, MOST_WAITING = 100, 400
"""Rows of a page that shows running clocks alone, and of the tab of unknown senders."""


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
    """Requests of the clients that a member may see, with what a row shows."""
    rows = Request.objects.filter(client__in=clients_of(member))
    return rows.select_related("contact__person", "assignee__user").prefetch_related("client")


def survivors_of(member: Membership, keys: Sequence[str]) -> dict[str, Request]:
    """By each key the request under which it is found now; what the member may not see is not there."""
    found = requests_of(member).filter(key__in=keys).values_list("key", THREAD_OF)
    threads = dict(found)
    rows = requests_of(member).in_bulk(set(threads.values()))
    return {key: rows[pk] for key, pk in threads.items()}


def open_episodes_of(member: Membership) -> QuerySet[Episode]:
    """Running clocks that the member is responsible for, the one that ends first at the head."""
    threads = ("request__merged_into__contact__person", "request__merged_into__contact__client")
    return (
        Episode.objects.filter(responsible=member, closed_at=None)
        .select_related("request__contact__person", "request__contact__client", "request__client", "client", *threads)
        .select_related("covers__user")
        .order_by("promise_at")
    )


def shown(rows: QuerySet[Request], show: Show, member: Membership) -> QuerySet[Request]:
    """The requests of one tab."""
    rows = rows.filter(merged_into=None)
    match show:
        case Show.MINE:
            mine = Q(assignee=member) | Q(assignee=None, pk__in=threads(Episode.objects.filter(responsible=member)))
            return rows.filter(mine | Q(pk__in=_standing_in(member)))
        case Show.UNASSIGNED:
            return rows.filter(assignee=None).exclude(state=Request.State.CLOSED)
        case Show.BROKEN:
            return rows.filter(pk__in=threads(Episode.objects.filter(promise=Episode.Promise.BROKEN)))
        case Show.WAITING:
            return rows.filter(pk__in=threads(Episode.objects.filter(closed_at=None)))
        case _:
            return rows


def threads(episodes: QuerySet[Episode]) -> QuerySet[Episode, Any]:
    """The ids of the requests under whose threads these episodes are found: a merged one's is its survivor's."""
    return episodes.annotate(thread=THREAD).values("thread")


def _standing_in(member: Membership) -> QuerySet[Episode, Any]:
    """What runs under the member's name for somebody who is away, whoever was to look after it."""
    return threads(Episode.objects.filter(responsible=member, closed_at=None, covers__isnull=False))


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


def clock_now(request: Request) -> Episode | None:
    """The same for one request by itself."""
    in_thread = Episode.objects.annotate(thread=THREAD).filter(thread=request.merged_into_id or request.pk)
    found = in_thread.select_related("responsible__user", "covers__user", "request")
    return found.filter(closed_at=None).order_by("promise_at").first() or found.order_by("-opened_at").first()


def _newest_number() -> Subquery:
    others = Episode.objects.filter(request=OuterRef("request")).order_by("-number")
    return Subquery(others.values("number")[:1])


def page(
    rows: QuerySet[Request],
    before: tuple[datetime, int] | None = None,
    *,
    size: int = A_PAGE,
    clocks: int = 0,
    settled: bool = True,
    awake_at: datetime | None = None,
) -> Page:
    """A page of a list: the running clocks by the end of their promise, then the newest of the rest.

    With `before` the rest goes on from there, by keyset; with `clocks` the running ones go on after so many, alone, as
    they always stand where nothing `settled` is wanted. What is put off beyond `awake_at` is left out of the rest: a
    running clock is never hidden. Who stands on it is asked by keys alone, then all rows at once.
    """
    alone = bool(clocks) or not settled
    running = [] if before else _running(rows)
    head = running[clocks : clocks + (CLOCKS if alone else size - FEWEST)]
    room = max(size - len(head), FEWEST)
    rest = [] if alone else _settled(awake(rows, awake_at), before, room + 1)
    chosen = [*head, *rest[:room]]
    found = {request.pk: request for request in with_clock(rows.filter(pk__in=chosen))}
    shown = [found[pk] for pk in chosen if pk in found]
    last = shown[-1] if len(rest) > room and shown else None
    upto = clocks + len(head)
    return Page(shown, max(len(running) - upto, 0), upto, (last.last_at, last.pk) if last else None)


def _running(rows: QuerySet[Request]) -> list[int]:
    running = Episode.objects.filter(closed_at=None).annotate(thread=THREAD).filter(thread__in=rows.values("pk"))
    return list(dict.fromkeys(running.order_by("promise_at", "pk").values_list("thread", flat=True)))


def _settled(rows: QuerySet[Request], before: tuple[datetime, int] | None, most: int) -> list[int]:
    """Newest first."""
    found = at_rest(rows).order_by("-last_at", "-id")
    if before:
        found = found.filter(Q(last_at__lt=before[0]) | Q(last_at=before[0], id__lt=before[1]))
    return list(found.values_list("pk", flat=True)[:most])


def at_rest(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those in whose thread no clock runs."""
    own = Episode.objects.filter(request=OuterRef("pk"), closed_at=None)
    joined = Episode.objects.filter(request__merged_into=OuterRef("pk"), closed_at=None)
    return rows.exclude(Exists(own)).exclude(Exists(joined))


def put_off(rows: QuerySet[Request], at: datetime) -> int:
    """How many of them are left out of the list until later."""
    return at_rest(rows.filter(snoozed_until__gt=at)).count()


def awake(rows: QuerySet[Request], at: datetime | None) -> QuerySet[Request]:
    """Without what is put off beyond that moment; without a moment all of them."""
    return rows if at is None else rows.exclude(snoozed_until__gt=at)


def counts(member: Membership) -> dict[str, int]:
    """In how many threads clocks run behind each tab, and how much came from unknown senders: two queries."""
    running = Episode.objects.filter(closed_at=None, client__in=clients_of(member))
    stands_in = Q(responsible=member, covers__isnull=False)
    merged = When(request__merged_into__isnull=False, then="request__merged_into__assignee_id")
    holder = Case(merged, default="request__assignee_id")
    running = running.annotate(thread=THREAD, holder=holder)

    def threads_with(of: Q) -> Count:
        return Count("thread", filter=of, distinct=True)

    found = running.aggregate(
        mine=threads_with(Q(holder=member.pk) | stands_in | Q(holder=None, responsible=member)),
        unassigned=threads_with(Q(holder=None)),
        waiting=threads_with(Q()),
        broken=threads_with(Q(promise=Episode.Promise.BROKEN)),
    )
    return {**found, "unmatched": unmatched().count()}


def unmatched() -> QuerySet[InboundMessage]:
    """What came from somebody unknown, or could not be read: waits for a person."""
    states = (InboundMessage.State.UNMATCHED, InboundMessage.State.QUARANTINED)
    return InboundMessage.objects.filter(state__in=states).select_related("triage__user").defer("raw")


def of_nobody() -> QuerySet[InboundMessage]:
    """What waits for a person, and what a person found to be nobody's."""
    states = (InboundMessage.State.UNMATCHED, InboundMessage.State.QUARANTINED, InboundMessage.State.DISMISSED)
    return InboundMessage.objects.filter(state__in=states).defer("raw")


def conversation(request: Request) -> list[Interaction]:
    """Everything said in a request, oldest first, with files, who was on it, and how each mail of ours stands."""
    rows = said_in(request).select_related("contact__person", "member__user", "chat_post")
    return list(
        rows.prefetch_related(
            "attachments",
            Prefetch("participants", Participant.objects.select_related("contact__person")),
            Prefetch("outgoing", OutboxMessage.objects.defer("mime")),
        ).order_by("at", "id")
    )


def said_in(request: Request) -> QuerySet[Interaction]:
    """What stands in its thread."""
    thread = Q(request=request) | Q(request__merged_into=request)
    return Interaction.objects.filter(thread, withdrawn_at=None)


def client_spoke_last(request: Request) -> bool:
    """Whether nothing of ours has gone, or is going, to the client since they wrote."""
    said = said_in(request).exclude(kind=Interaction.Kind.NOTE)
    last = said.order_by("-at", "-id").values_list("direction", flat=True).first()
    return last == Interaction.Direction.INBOUND


def first_clocks(client_ids: list[int]) -> dict[int, Episode]:
    """The running clock of each client that ends first."""
    found: dict[int, Episode] = {}
    rows = Episode.objects.filter(client_id__in=client_ids, closed_at=None).order_by("promise_at")
    for episode in rows.only("client_id", "opened_at", "promise_at", "promise", "agency_id"):
        found.setdefault(episode.client_id, episode)
    return found


def attachments_of(member: Membership) -> QuerySet[Attachment]:
    return Attachment.objects.filter(client__in=clients_of(member)).select_related("interaction")


def other_open(request: Request) -> QuerySet[Episode]:
    """Other running clocks of the same client: 'this also answers …'."""
    others = Episode.objects.filter(client=request.client, closed_at=None).annotate(thread=THREAD)
    return others.exclude(thread=request.pk).select_related("request__contact__person").order_by("promise_at")


def clients_for_attaching(member: Membership) -> QuerySet[Client]:
    return clients_of(member).filter(archived_at=None).order_by("name")
