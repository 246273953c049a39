"""How the promise of an answer was kept: counted here for Today, the overview, the rates, the portal and the reports.

Figures and the rows behind them come from the same conditions (`SHOWN`), so that there are as many rows as the figure
says. Counts and percentiles are made in the database; where it knows no percentiles, the waits are read.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import (
    Aggregate,
    Case,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Field,
    FloatField,
    Func,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import TruncMonth

from agency.models import Membership
from clients.models import Client
from clients.queries.reach import clients_of, kept_to_own
from comms.kept import HALF, NINE_TENTHS, Fate, Kept, middle_and_ninetieth
from comms.models import Episode

FATE = Fate._fields
Promise, Target = Episode.Promise, Episode.Target
COUNTS = Q(dismissed_at=None)
ACKNOWLEDGED = COUNTS & Q(acknowledged_at__isnull=False, accepted_at__isnull=False)


class Show(StrEnum):
    """A figure, and the messages behind it."""

    MESSAGES = "messages"
    BY_PERSON = "by_person"
    BY_NOTE = "by_note"
    BROKEN = "broken"
    WAITING = "waiting"
    MET = "met"
    MISSED = "missed"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


SHOWN: dict[Show, Q] = {
    Show.MESSAGES: COUNTS,
    Show.BY_PERSON: COUNTS & Q(promise=Promise.KEPT_BY_PERSON),
    Show.BY_NOTE: COUNTS & Q(promise=Promise.KEPT_BY_NOTE),
    Show.BROKEN: COUNTS & Q(promise=Promise.BROKEN),
    Show.WAITING: COUNTS & Q(promise=Promise.PENDING),
    Show.MET: COUNTS & Q(target=Target.MET),
    Show.MISSED: COUNTS & Q(target=Target.MISSED),
    Show.ANSWERED: ACKNOWLEDGED,
    Show.DISMISSED: ~COUNTS,
}


@dataclass(frozen=True, kw_only=True)
class Which:
    """The messages that came from `begins` on and before `ends`, all or those of one client, in one member’s rates.

    `elsewhere`: of clients that whoever asks may not see any more, yet in whose rates they have a share.
    """

    begins: datetime
    ends: datetime
    rated: Membership | None = None
    client: Client | None = None
    elsewhere: bool = False


# --- Which messages ---------------------------------------------------------------------------------------------------
def counted(since: datetime, **which: Any) -> QuerySet[Episode]:
    """The messages that count: what was dismissed as needing no answer was never promised one."""
    return Episode.objects.filter(COUNTS, opened_at__gte=since, **which)


def theirs(member: Membership) -> Q:
    """Messages of clients that a member who is kept to their own may see."""
    return Q(client__lead=member) | Q(client__backup=member)


def episodes_of(member: Membership) -> QuerySet[Episode]:
    """What a member may see rates of: everything, or their clients' messages and those in their own rates."""
    rows = Episode.objects.all()
    return rows.filter(theirs(member) | Q(rated=member)) if kept_to_own(member) else rows


def chosen(member: Membership, which: Which) -> QuerySet[Episode]:
    """Of those, the ones that are meant. Without joins unless the member is kept to their own."""
    rows = episodes_of(member).filter(opened_at__gte=which.begins, opened_at__lt=which.ends)
    if which.rated is not None:
        rows = rows.filter(rated=which.rated)
    if which.client is not None:
        rows = rows.filter(client=which.client)
    return rows.exclude(client__in=clients_of(member)) if which.elsewhere else rows


# --- Figures ----------------------------------------------------------------------------------------------------------
def kept_since(since: datetime, **which: Any) -> Kept:
    """Of the messages since then, such as those of one `client` or of one member, the `rated` one."""
    return total(counted(since, **which))


def kept_by_each(since: datetime) -> dict[int, Kept]:
    """By the id of the member in whose rates it counts, whoever is responsible by now."""
    return by_rated(counted(since))


def total(rows: QuerySet[Episode]) -> Kept:
    """Of all these together: one query, or two."""
    return next(iter(tally(rows, "agency_id").values()), Kept())


def by_month(rows: QuerySet[Episode], zone: ZoneInfo) -> dict[date, Kept]:
    """By the first day of the month in which they came, in this zone; months without any are missing."""
    return tally(rows.annotate(month=TruncMonth("opened_at", tzinfo=zone, output_field=DateField())), "month")


def by_rated(rows: QuerySet[Episode]) -> dict[int, Kept]:
    """By the id of the member in whose rates they count."""
    return tally(rows, "rated_id")


def by_client(rows: QuerySet[Episode], member: Membership) -> dict[int | None, Kept]:
    """By the id of the client; under None those of all clients together that the member may not see any more."""
    if kept_to_own(member):
        return tally(rows.annotate(seen=Case(When(theirs(member), then=F("client_id")))), "seen")
    return tally(rows, "client_id")


def numbers(rows: QuerySet[Episode]) -> dict[Show, int]:
    """How many rows are behind each figure: one query, which sorts nothing."""
    found = rows.aggregate(**{show.value: Count("id", filter=condition) for show, condition in SHOWN.items()})
    return {show: found[show.value] for show in Show}


def tally(rows: QuerySet[Episode], by: str) -> dict[Any, Kept]:
    """Kept by the value of a column or annotation: one query on PostgreSQL, two elsewhere."""
    counts = {show.value: Count("id", filter=condition) for show, condition in SHOWN.items() if show != Show.WAITING}
    grouped = rows.order_by().values(by).annotate(**counts)
    if connection.vendor == "postgresql":
        grouped = grouped.annotate(percentiles=Percentiles(Seconds(WAIT), filter=ACKNOWLEDGED))
        return {row.pop(by): _with_percentiles(row) for row in grouped}
    waits = _waits(rows, by)
    return {(key := row.pop(by)): _kept(row, *middle_and_ninetieth(waits[key])) for row in grouped}


def _with_percentiles(row: dict[str, Any]) -> Kept:
    found = row.pop("percentiles")
    return _kept(row, *(timedelta(seconds=seconds) for seconds in found or ()))


def _kept(row: dict[str, Any], median: timedelta | None = None, ninetieth: timedelta | None = None) -> Kept:
    return Kept(**row, median=median, ninetieth=ninetieth)


def _waits(rows: QuerySet[Episode], by: str) -> dict[Any, list[timedelta]]:
    found: dict[Any, list[timedelta]] = defaultdict(list)
    for key, opened_at, acknowledged_at in rows.filter(ACKNOWLEDGED).values_list(by, "opened_at", "acknowledged_at"):
        if acknowledged_at is not None:
            found[key].append(acknowledged_at - opened_at)
    return found


WAIT = ExpressionWrapper(F("acknowledged_at") - F("opened_at"), output_field=DurationField())
"""How long the client waited for a person, in real time."""


class Seconds(Func):
    """The seconds of a span, on PostgreSQL."""

    template = "date_part('epoch', %(expressions)s)"
    output_field = FloatField()


class Percentiles(Aggregate):
    """Median and 90th percentile as `comms.kept.percentile` defines them, on PostgreSQL; None without values."""

    template = f"percentile_cont(ARRAY[{HALF}, {NINE_TENTHS}]::float8[]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = Field()  # a list, which no field of ours converts
