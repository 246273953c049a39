"""Reports: the grid of months and clients, and one client's."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from agency.models import Membership
from clients.models import Client
from clients.queries import clients_of
from reports.models import Report


def reports_of(member: Membership) -> QuerySet[Report]:
    """The reports of the clients that a member may see, without the bytes of their PDFs."""
    return (
        Report.objects.filter(client__in=clients_of(member))
        .select_related("client__lead", "approved_by__user")
        .defer("pdf")
    )


def waiting_for(member: Membership) -> QuerySet[Report]:
    """In review, of clients that the member leads; the one that leaves first at the head."""
    waiting = reports_of(member).filter(state=Report.State.IN_REVIEW, client__lead=member)
    return waiting.order_by("release_at")


def grid(member: Membership, months: Sequence[date], *, mine: bool) -> list[tuple[Client, dict[date, Report]]]:
    """Each active client with its newest report of each month: two queries."""
    clients = clients_of(member).filter(archived_at=None).order_by("name")
    if mine:
        clients = clients.filter(lead=member) | clients.filter(backup=member)
    rows: dict[int, tuple[Client, dict[date, Report]]] = {}
    for client in clients.select_related("lead__user"):
        rows[client.pk] = (client, {})
    found = reports_of(member).filter(month__in=months, client_id__in=list(rows)).defer("pdf", "snapshot")
    for report in found.order_by("revision"):
        rows[report.client_id][1][report.month] = report
    return list(rows.values())
