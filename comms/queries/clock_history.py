"""All that is known of the clocks of a thread, in a fixed number of queries: what its page and the API replay."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Prefetch

from agency.models import Event, Membership
from comms.domain import together
from comms.domain.clock_notices import path_of
from comms.models import Answer, Episode, Interaction, Notice, OutboxMessage, Request, StageFired

MOST = 20
"""Clocks of one request that are replayed at once, the newest of them."""
TOLD = (
    "episode.handed_over",
    "episode.replanned",
    "episode.dismissed",
    "episode.reinstated",
)
"""What no other row tells."""

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class ClockHistory:
    """One episode with its rows, each oldest first."""

    episode: Episode
    heard: list[Interaction] = field(default_factory=list)
    stages: list[StageFired] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def histories(request: Request) -> tuple[list[ClockHistory], bool]:
    """Of each clock of a thread, the newest first, and whether there are older ones: nine queries."""
    thread = _thread(request)
    people = ("responsible__user", "rated__user", "dismissed_by__user")
    rows = Episode.objects.filter(request__in=thread).select_related(*people)
    found = list(rows.order_by("-opened_at", "-pk")[: MOST + 1])
    episodes = found[:MOST]
    ids = [episode.pk for episode in episodes]
    for episode in episodes:
        episode.request = thread[episode.request_id]
    heard = _heard(thread, episodes)
    stages = _grouped(StageFired.objects.filter(episode__in=ids).order_by("fired_at", "pk"), "episode_id")
    answers = _grouped(_answers(ids), "episode_id")
    events = _grouped(
        Event.objects.filter(object_kind="episode", object_id__in=ids, verb__in=TOLD).order_by("at", "pk"), "object_id"
    )
    notices = _notices(thread.values())
    return [
        ClockHistory(
            episode=episode,
            heard=heard[episode.pk],
            stages=stages[episode.pk],
            answers=answers[episode.pk],
            notices=notices[episode.key],
            events=events[episode.pk],
        )
        for episode in episodes
    ], len(found) > MOST


def _thread(request: Request) -> dict[int, Request]:
    """The requests of its thread by their ids."""
    found = Request.objects.filter(pk__in=together.ids(request)).select_related("contact__person").in_bulk()
    for one in found.values():
        one.agency = request.agency
    return found


def people_in(told: Iterable[ClockHistory]) -> dict[int, str]:
    """The names of members of whom events tell, by id: one query."""
    ids: set[int] = set()
    for history in told:
        for event in history.events:
            named = (event.facts.get("giver"), event.facts.get("receiver"))
            acted = event.actor_id if event.actor_kind == Event.Actor.MEMBER else None
            ids.update(id_ for id_ in (*named, acted) if isinstance(id_, int))
    return {member.pk: str(member) for member in Membership.objects.filter(pk__in=ids).select_related("user")}


def _answers(ids: list[int]) -> Iterable[Answer]:
    mails = Prefetch("interaction__outgoing", OutboxMessage.objects.defer("mime"))
    rows = Answer.objects.filter(episode__in=ids).select_related("interaction", "member__user")
    return rows.prefetch_related(mails).order_by("at", "pk")


def _heard(thread: Collection[int], episodes: list[Episode]) -> dict[int, list[Interaction]]:
    """What the client said while each clock ran: whatever came since it began and before the next one did."""
    found: dict[int, list[Interaction]] = defaultdict(list)
    rows = Interaction.objects.filter(request__in=thread, direction=Interaction.Direction.INBOUND)
    for said in rows.select_related("contact__person").defer("html", "text", "quoted").order_by("at", "pk"):
        began = [episode for episode in episodes if episode.opened_at <= said.at]
        ran = [episode for episode in began if episode.closed_at is None or episode.closed_at >= said.at] or began
        own = [episode for episode in ran if episode.request_id == said.request_id]
        for episode in (own or ran)[:1]:
            found[episode.pk].append(said)
    return found


def _notices(thread: Iterable[Request]) -> dict[str, list[Notice]]:
    """By the key of the episode that they speak of, which stands in their purpose: 'clock:<key>:half'."""
    found: dict[str, list[Notice]] = defaultdict(list)
    places = {path_of(request): request.client_id for request in thread}
    rows = Notice.objects.filter(client__in=places.values(), path__in=places, purpose_key__startswith="clock:")
    for notice in rows.select_related("member__user").order_by("at", "pk"):
        found[notice.purpose_key.split(":")[1]].append(notice)
    return found


def _grouped(rows: Iterable[Row], by: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found
