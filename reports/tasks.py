"""Celery shells: they take ids, open the agency's scope and call a verb. State is in the database, so any may
be lost.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from celery import shared_task
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from clients.models import Client
from reports.domain import reports, sending
from reports.models import Report
from reports.months import month_of, shifted

log = logging.getLogger(__name__)
BATCH = 100


@shared_task
def sweep_reports() -> None:
    """Drafts what a new month asks for, releases what nobody reviewed, prints and sends what was approved."""
    now = timezone.now()
    with everywhere():
        due = list(
            Report.objects.filter(next_check_at__lte=now)
            .order_by("next_check_at")
            .values_list("agency_id", "pk")[:BATCH]
        )
        clients = list(clients_without_report(now))
    for agency_id, client_id, month in clients:
        draft_report.delay(agency_id, client_id, month)
    for agency_id, report_id in due:
        advance_report.delay(agency_id, report_id)


def clients_without_report(now: datetime) -> Iterator[tuple[int, int, str]]:
    """(agency id, client id, month) of active clients that have no report of last month yet. Needs `everywhere`."""
    month = shifted(month_of((now - timedelta(hours=14)).date()), -1)
    written = Report.objects.filter(month=month).values("client_id")
    rows = Client.objects.filter(archived_at=None, created_at__lt=now - timedelta(days=1)).exclude(pk__in=written)
    for agency_id, client_id in rows.order_by("pk").values_list("agency_id", "pk")[:BATCH]:
        yield agency_id, client_id, month.isoformat()


@shared_task
def draft_report(agency_id: int, client_id: int, month: str) -> None:
    now = timezone.now()
    with within(Agency.objects.get(pk=agency_id)):
        client = Client.objects.select_related("agency", "lead").get(pk=client_id)
        first = date.fromisoformat(month)
        if now >= reports.drafting_moment(client, client.agency, first):
            reports.draft(client, first, at=now)


@shared_task
def advance_report(agency_id: int, report_id: int) -> None:
    """Printing stands between two transactions: it takes seconds and touches nothing."""
    now, agency = timezone.now(), Agency.objects.get(pk=agency_id)
    with within(agency):
        reports.release_unreviewed(report_id, at=now)
        report = Report.objects.select_related("client__agency", "approved_by__user").get(pk=report_id)
        if report.state != Report.State.APPROVED:
            return
    try:
        document, pages = sending.printed(report)
    except Exception as failure:
        log.exception("a report could not be printed", extra={"report": report_id})
        with within(agency):
            reports.postpone(report, str(failure), at=now)
        return
    with within(agency):
        sending.send(report, document, pages, at=timezone.now())
