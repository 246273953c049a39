"""The owner's view of each manager: span, load, how the promise is kept, what runs and what broke (practice V8)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from agency.absences import away_at
from agency.models import Absence, Agency, Membership, Role
from agency.tenancy.scope import current_agency
from clients.days import day_of
from clients.models import Client, Contact
from clients.profile import CADENCE_DAYS
from comms.kept import Kept
from comms.models import Episode, Summary
from comms.queries.promise import kept_by_each, kept_since
from comms.queries.summary_list import overdue
from reports import load
from reports.periods import Days, four_weeks


@dataclass
class Span:
    """One manager's line. `kept` is of these days; `open` and `overdue` are of now."""

    member: Membership
    days: Days
    clients: list[Client] = field(default_factory=list)
    backed: int = 0
    load: float = 0.0
    kept: Kept = field(default_factory=Kept)
    open: int = 0
    overdue: int = 0
    unsent: int = 0
    silent: int = 0
    away: Absence | None = None

    @property
    def leads(self) -> bool:
        """Whether this is, or ought to be, somebody who leads clients."""
        return bool(self.clients) or (self.member.active and self.member.role == Role.MANAGER)


def spans(now: datetime) -> list[Span]:
    """Whoever leads or may lead clients, or has answered them in this time, gone or not; the fullest first, those who
    have gone last. Seven queries, however many there are.
    """
    days = four_weeks(day_of(now, current_agency()))
    found = {member.pk: Span(member, days) for member in Membership.objects.select_related("user")}
    _clients(found, now)
    _episodes(found, began(days), now)
    _unsent(found, now)
    for pk, absence in away_at(now, list(found)).items():
        found[pk].away = absence
    shown = [span for span in found.values() if span.leads or span.open or span.unsent or span.kept.messages]
    return sorted(shown, key=lambda span: (not span.member.active, -span.load, str(span.member)))


def _clients(found: dict[int, Span], now: datetime) -> None:
    clients = list(Client.objects.filter(archived_at=None).order_by("name"))
    weighed = weights(clients)
    for client in clients:
        if client.lead_id in found:
            found[client.lead_id].clients.append(client)
            found[client.lead_id].silent += is_silent(client, now)
        if client.backup_id in found:
            found[client.backup_id].backed += 1
    for span in found.values():
        span.load = load.load((weighed[client.pk] for client in span.clients), span.member.limit)


def is_silent(client: Client, now: datetime) -> bool:
    """Nobody has been in touch for longer than the client's cadence (practice M0b)."""
    since = client.last_contact_at or client.created_at
    return now - since > timedelta(days=client.cadence_days or CADENCE_DAYS)


def weights(clients: Sequence[Client]) -> dict[int, load.Weighed]:
    """What each of these clients is weighed by, by client id. One query."""
    people: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    present = Contact.objects.filter(ended_at=None, client__archived_at=None)
    for client_id, decides, personality in present.values_list(
        "client_id", "decision_maker", "person__personality_type"
    ):
        people[client_id].append((decides, personality))
    return {
        client.pk: load.Weighed(
            involvement=client.involvement,
            cadence_days=client.cadence_days or CADENCE_DAYS,
            people=len(people[client.pk]),
            narrow=client.engagement == Client.Engagement.NARROW,
            types=tuple(personality for decides, personality in people[client.pk] if decides),
        )
        for client in clients
    }


def began(days: Days) -> datetime:
    """The first moment of these days in the open agency's zone."""
    return days.moments(ZoneInfo(current_agency().zone))[0]


def whole(days: Days) -> Kept:
    """Of everybody together."""
    return kept_since(began(days))


def _episodes(found: dict[int, Span], since: datetime, now: datetime) -> None:
    for rated_id, kept in kept_by_each(since).items():
        if span := found.get(rated_id):
            span.kept = kept
    running = Episode.objects.filter(closed_at=None).values("responsible_id")
    late = Q(promise_at__lte=now) & ~Q(promise=Episode.Promise.KEPT_BY_NOTE)
    for row in running.annotate(open=Count("id"), overdue=Count("id", filter=late)):
        if span := found.get(row["responsible_id"]):
            span.open, span.overdue = row["open"], row["overdue"]


def _unsent(found: dict[int, Span], now: datetime) -> None:
    drafts = Summary.objects.filter(overdue(now))
    for row in drafts.values("written_by_id").annotate(count=Count("id")):
        if span := found.get(row["written_by_id"]):
            span.unsent = row["count"]


def alone(agency: Agency) -> list[Client]:
    """Clients that hang on one person: nobody backs them up (practice V8: two people per client)."""
    rows = Client.objects.filter(archived_at=None).filter(Q(backup=None) | Q(backup__deactivated_at__isnull=False))
    return list(rows.select_related("lead__user").order_by("name"))
