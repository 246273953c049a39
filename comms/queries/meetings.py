"""What pages, Today, the API and search read of meetings."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from agency.models import Membership
from clients.models import Client, Task
from clients.queries.reach import kept_to_own
from comms.models import AgendaItem, Attendee, Meeting, Summary

State = Meeting.State
PLANNED = State.PLANNED
SHOWN = ("mine", "all", "past", "cancelled")
OPEN_ACTIONS, MOST_COUNTED = 6, 400


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What stands in the address of the list. `since` is the day from which coming ones are shown."""

    show: str = "mine"
    kind: str = ""
    client_id: int | None = None
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


def meetings_of(member: Membership) -> QuerySet[Meeting]:
    """Meetings with the clients that a member may see, and those the member comes to wherever they belong."""
    rows = Meeting.objects.select_related("client", "organiser__user", "made_by__user", "interaction")
    if not kept_to_own(member):
        return rows
    comes = Attendee.objects.filter(meeting=OuterRef("pk"), member=member, removed_at=None)
    return rows.filter(Q(client__lead=member) | Q(client__backup=member) | Exists(comes))


def in_full(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With who comes and what is spoken of, in a constant number of queries."""
    there = Attendee.objects.filter(removed_at=None).select_related(
        "member__user", "contact__person", "contact__client"
    )
    items = AgendaItem.objects.select_related("owner__user", "contact__person", "topic").order_by("position", "id")
    return rows.prefetch_related(Prefetch("attendees", there.order_by("id")), Prefetch("items", items))


def chosen(member: Membership, choice: Choice, now: datetime) -> QuerySet[Meeting]:
    rows = meetings_of(member)
    if choice.client_id:
        rows = rows.filter(client=choice.client_id)
    if choice.kind:
        rows = rows.filter(kind=choice.kind)
    if choice.words:
        rows = rows.filter(Q(title__icontains=choice.words) | Q(client__name__icontains=choice.words))
    if choice.show == "cancelled":
        return rows.filter(state=State.CANCELLED)
    if choice.show == "past":
        return rows.filter(Q(state=State.HELD) | Q(state=PLANNED, starts_at__lt=now))
    if choice.show == "mine":
        rows = rows.filter(mine(member))
    if choice.since is not None:
        rows = rows.filter(starts_at__gte=choice.since)
    if choice.until is not None:
        rows = rows.filter(starts_at__lt=choice.until)
    return rows.exclude(state=State.CANCELLED) if choice.until else rows.filter(state=PLANNED)


def mine(member: Membership) -> Q:
    """Those that a member invites to or comes to."""
    comes = Attendee.objects.filter(meeting=OuterRef("pk"), member=member, removed_at=None)
    return Q(organiser=member) | Q(Exists(comes))


def of_client(client: Client) -> QuerySet[Meeting]:
    return Meeting.objects.filter(client=client).select_related("client", "organiser__user", "interaction")


def next_with(client: Client, now: datetime) -> Meeting | None:
    """The next meeting that is planned, one that runs now too."""
    rows = of_client(client).filter(state=PLANNED, starts_at__gte=now - timedelta(hours=1))
    return rows.order_by("starts_at", "pk").first()


def last_summary(client: Client) -> Summary | None:
    rows = Summary.objects.filter(client=client).exclude(state__in=[Summary.State.DRAFT, Summary.State.SUPERSEDED])
    return rows.select_related("interaction").order_by("-interaction__at", "-pk").first()


def open_actions(client: Client) -> list[Task]:
    """What was promised in calls and is not done, the soonest first."""
    rows = Task.objects.filter(client=client, state=Task.State.OPEN, origin_kind="interaction")
    named = rows.select_related("client", "owner__user", "contact__person")
    return list(named.order_by("client_due", "pk")[:OPEN_ACTIONS])


def begun_or_near(member: Membership, until: datetime) -> QuerySet[Meeting]:
    """What a member invites to that begins before `until` and has no call yet."""
    rows = Meeting.objects.filter(organiser=member, client__archived_at=None, starts_at__lt=until, interaction=None)
    return rows.exclude(state=State.CANCELLED).order_by("starts_at", "pk")


def without_next(member: Membership, now: datetime, since: datetime) -> QuerySet[Meeting]:
    """Weekly meetings that a member held lately, after which none of the kind is planned with the client."""
    ahead = Meeting.objects.filter(
        client=OuterRef("client"), kind=Meeting.Kind.WEEKLY, state=PLANNED, starts_at__gt=OuterRef("starts_at")
    )
    later = Meeting.objects.filter(client=OuterRef("client"), kind=Meeting.Kind.WEEKLY, state=State.HELD).filter(
        starts_at__gt=OuterRef("starts_at")
    )
    held = Meeting.objects.filter(
        organiser=member, kind=Meeting.Kind.WEEKLY, state=State.HELD, starts_at__gte=since, starts_at__lte=now
    )
    rows = held.filter(client__archived_at=None, followed_by=None).exclude(interaction=None)
    return rows.exclude(Exists(ahead)).exclude(Exists(later)).order_by("starts_at", "pk")


def looked_after(member: Membership) -> Q:
    """Clients that a member leads or backs up."""
    return Q(lead=member) | Q(backup=member)


def per_day(member: Membership, choice: Choice, since: datetime, until: datetime, zone: ZoneInfo) -> dict[date, int]:
    """How many meetings of the choice each day between two moments holds; at most some hundreds are counted."""
    rows = chosen(member, replace(choice, since=since, until=until), since)
    moments = rows.order_by("starts_at").values_list("starts_at", flat=True)[:MOST_COUNTED]
    return dict(Counter(at.astimezone(zone).date() for at in moments))
