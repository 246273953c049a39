"""The shared list of requests, and what stands in one."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from agency.models import Membership
from clients.models import Client
from clients.queries import clients_of
from comms.models import Attachment, Episode, InboundMessage, Interaction, OutboxMessage, Participant, Request

A_PAGE, BESIDE, FEWEST = 25, 15, 5
"""Rows of a page, of the list beside an open conversation, and those below running clocks even where these fill it."""
CLOCKS, MOST_WAITING = 100, 400
"""Rows of a page that shows running clocks alone, and of the tab of unknown senders."""


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
    MISSED = "missed"
    WAITING = "waiting"
    UNMATCHED = "unmatched"


def requests_of(member: Membership) -> QuerySet[Request]:
    """Requests of the clients that a member may see, with what a row shows."""
    rows = Request.objects.filter(client__in=clients_of(member))
    return rows.select_related("contact__person", "assignee__user").prefetch_related("client")


def open_episodes_of(member: Membership) -> QuerySet[Episode]:
    """Running clocks that the member is responsible for, the one that ends first at the head."""
    return (
        Episode.objects.filter(responsible=member, closed_at=None)
        .select_related("request__contact__person", "request__contact__client", "request__client", "client")
        .select_related("covers__user")
        .order_by("promise_at")
    )


def shown(rows: QuerySet[Request], show: Show, member: Membership) -> QuerySet[Request]:
    """The requests of one tab."""
    running = Episode.objects.filter(request=OuterRef("pk"), closed_at=None)
    match show:
        case Show.MINE:
            mine = Q(assignee=member) | Q(assignee=None, pk__in=_responsible(member))
            return rows.filter(mine | Q(pk__in=_standing_in(member)))
        case Show.UNASSIGNED:
            return rows.filter(assignee=None).exclude(state=Request.State.CLOSED)
        case Show.MISSED:
            return rows.filter(Exists(Episode.objects.filter(request=OuterRef("pk"), promise=Episode.Promise.BROKEN)))
        case Show.WAITING:
            return rows.filter(Exists(running))
        case _:
            return rows


def _responsible(member: Membership) -> QuerySet[Episode, Any]:
    return Episode.objects.filter(responsible=member).values("request_id")


def _standing_in(member: Membership) -> QuerySet[Episode, Any]:
    """What runs under the member's name for somebody who is away, whoever was to look after it."""
    return Episode.objects.filter(responsible=member, closed_at=None, covers__isnull=False).values("request_id")


def with_clock(rows: QuerySet[Request]) -> QuerySet[Request]:
    """With the last episode of each as `last_episodes[0]`: the running one, if there is one."""
    newest = Episode.objects.filter(number=_newest_number()).select_related("responsible__user", "covers__user")
    return rows.prefetch_related(Prefetch("episodes", newest, to_attr="last_episodes"))


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
) -> Page:
    """A page of a list: the running clocks by the end of their promise, then the newest of the rest.

    With `before` the rest goes on from there, by keyset; with `clocks` the running ones go on after so many, alone, as
    they always stand where nothing `settled` is wanted. Who stands on it is asked by keys alone, then all rows at once:
    five queries, or three.
    """
    alone = bool(clocks) or not settled
    running = [] if before else _running(rows)
    head = running[clocks : clocks + (CLOCKS if alone else size - FEWEST)]
    room = max(size - len(head), FEWEST)
    rest = [] if alone else _settled(rows, before, room + 1)
    chosen = [*head, *rest[:room]]
    found = {request.pk: request for request in with_clock(rows.filter(pk__in=chosen))}
    shown = [found[pk] for pk in chosen if pk in found]
    last = shown[-1] if len(rest) > room and shown else None
    upto = clocks + len(head)
    return Page(shown, max(len(running) - upto, 0), upto, (last.last_at, last.pk) if last else None)


def _running(rows: QuerySet[Request]) -> list[int]:
    running = Episode.objects.filter(closed_at=None, request__in=rows)
    return list(running.order_by("promise_at", "pk").values_list("request_id", flat=True))


def _settled(rows: QuerySet[Request], before: tuple[datetime, int] | None, most: int) -> list[int]:
    """Newest first."""
    still = Episode.objects.filter(request=OuterRef("pk"), closed_at=None)
    found = rows.exclude(Exists(still)).order_by("-last_at", "-id")
    if before:
        found = found.filter(Q(last_at__lt=before[0]) | Q(last_at=before[0], id__lt=before[1]))
    return list(found.values_list("pk", flat=True)[:most])


def counts(member: Membership) -> dict[str, int]:
    """How many clocks run behind each tab, and how much came from unknown senders: two queries."""
    running = Episode.objects.filter(closed_at=None, client__in=clients_of(member))
    stands_in = Q(responsible=member, covers__isnull=False)
    found = running.aggregate(
        mine=Count(
            "id", filter=Q(request__assignee=member) | stands_in | Q(request__assignee=None, responsible=member)
        ),
        unassigned=Count("id", filter=Q(request__assignee=None)),
        waiting=Count("id"),
        missed=Count("id", filter=Q(promise=Episode.Promise.BROKEN)),
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
    rows = Interaction.objects.filter(request=request, withdrawn_at=None).select_related(
        "contact__person", "member__user", "chat_post"
    )
    return list(
        rows.prefetch_related(
            "attachments",
            Prefetch("participants", Participant.objects.select_related("contact__person")),
            Prefetch("outgoing", OutboxMessage.objects.defer("mime")),
        ).order_by("at", "id")
    )


def client_spoke_last(request: Request) -> bool:
    """Whether nothing of ours has gone, or is going, to the client since they wrote."""
    said = Interaction.objects.filter(request=request, withdrawn_at=None).exclude(kind=Interaction.Kind.NOTE)
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
    return (
        Episode.objects.filter(client=request.client, closed_at=None)
        .exclude(request=request)
        .select_related("request__contact__person")
        .order_by("promise_at")
    )


def clients_for_attaching(member: Membership) -> QuerySet[Client]:
    return clients_of(member).filter(archived_at=None).order_by("name")
