"""Who stands in a table of rates: months, managers or clients, each with its figures and what their rows ask for."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from clients.models import Client
from clients.queries.reach import clients_of
from comms.kept import Kept
from comms.queries.promise import by_client, by_month, by_rated, chosen, total
from reports.asked import Asked

MOST_MONTHS = 36


class By(StrEnum):
    """What the figures are told apart by."""

    MONTH = "month"
    MANAGER = "manager"
    CLIENT = "client"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table. `of` asks for the same as the page, of this month, manager or client alone."""

    name: str
    kept: Kept
    of: Asked
    key: str = ""
    gone: bool = False
    month: date | None = None
    row: Membership | Client | None = None


def whole(asked: Asked, member: Membership) -> Kept:
    """All that was asked for, together."""
    return total(chosen(member, asked.which(ZoneInfo(member.agency.zone))))


def lines(asked: Asked, by: By, member: Membership) -> list[Line]:
    """Months in order, or managers and clients by name. Two queries at most on PostgreSQL, whatever there is."""
    rows = chosen(member, asked.which(ZoneInfo(member.agency.zone)))
    match by:
        case By.MONTH:
            return _months(asked, by_month(rows, ZoneInfo(member.agency.zone)))
        case By.MANAGER:
            return _managers(asked, by_rated(rows))
        case _:
            return _clients(asked, by_client(rows, member), member)


def year_before(asked: Asked, member: Membership) -> dict[date, Kept]:
    """The same months a year earlier, where there was anything: what last year's line is drawn from."""
    zone = ZoneInfo(member.agency.zone)
    return by_month(chosen(member, asked.among(asked.days.a_year_before()).which(zone)), zone)


def _months(asked: Asked, found: dict[date, Kept]) -> list[Line]:
    """From the first month with a message on, those without one too."""
    months = [month for month in asked.days.months() if found and min(found) <= month]
    if len(months) > MOST_MONTHS:
        months = [month for month in months if month <= max(found)]
    return [
        Line(
            name=wording.month(month),
            kept=found.get(month, Kept()),
            of=asked.among(asked.days.of_month(month)),
            key=f"{month:%Y-%m}",
            month=month,
        )
        for month in months
    ]


def _managers(asked: Asked, found: dict[int, Kept]) -> list[Line]:
    people = Membership.objects.filter(pk__in=found).select_related("user").order_by("user__name", "pk")
    return [
        Line(
            name=str(row.user),
            kept=found[row.pk],
            of=replace(asked, rated=row),
            key=row.key,
            gone=not row.active,
            row=row,
        )
        for row in people
    ]


def _clients(asked: Asked, found: dict[int | None, Kept], member: Membership) -> list[Line]:
    seen = clients_of(member).filter(pk__in=[pk for pk in found if pk is not None]).order_by("name", "pk")
    seen = seen.only("agency", "key", "name", "archived_at")
    told = [
        Line(
            name=row.name,
            kept=found[row.pk],
            of=replace(asked, client=row, elsewhere=False),
            key=row.key,
            gone=row.archived_at is not None,
            row=row,
        )
        for row in seen
    ]
    if None in found:
        name = _("Clients that are yours no more")
        told.append(Line(name=name, kept=found[None], of=replace(asked, client=None, elsewhere=True), gone=True))
    return told
