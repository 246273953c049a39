"""Celery shells: they take ids, open the agency's scope and call a verb. State is in the database, so any may
be lost.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from clients.models import Client
from reports.domain import reports, sending
from reports.models import Report
from reports.months import month_of, shifted

log = logging.getLogger(__name__)
BATCH = 100
EASTMOST = timedelta(hours=14)
"""So far ahead of UTC is the zone where a month ends first."""


@shared_task
def sweep_reports() -> None:
    """Drafts what a new month asks for, releases what nobody reviewed, prints and sends what was approved."""
    now = timezone.now()
    with everywhere():
        due = list(
            Report.objects.filter(next_check_at__lte=now, client__archived_at=None, agency__closed_at=None)
            .order_by("next_check_at")
            .values_list("agency_id", "pk")[:BATCH]
        )
        clients = list(clients_without_report(now))
    for agency_id, client_id, month in clients:
        draft_report.delay(agency_id, client_id, month)
    for agency_id, report_id in due:
        advance_report.delay(agency_id, report_id)


def clients_without_report(now: datetime) -> Iterator[tuple[int, int, str]]:
    """(agency id, client id, month) of whoever has no report yet of the month that is over where they live.

    Only of months in which they were with the agency. A batch at a time. Needs `everywhere`.
    """
    month = shifted(month_of((now + EASTMOST).date()), -1)
    after = shifted(month, 1)
    written = Report.objects.filter(month=month).values("client_id")
    rows = Client.objects.filter(archived_at=None, agency__closed_at=None, created_at__date__lt=after)
    rows = rows.filter(Q(started_on=None) | Q(started_on__lt=after)).exclude(pk__in=written).select_related("agency")
    due = (client for client in rows.order_by("pk") if now >= reports.drafting_moment(client, client.agency, month))
    for client in islice(due, BATCH):
        yield client.agency_id, client.pk, month.isoformat()


@shared_task
def draft_report(agency_id: int, client_id: int, month: str) -> None:
    now = timezone.now()
    with within(Agency.objects.get(pk=agency_id)):
        client = Client.objects.select_related("lead").get(pk=client_id)
        first = date.fromisoformat(month)
        if now >= reports.drafting_moment(client, client.agency, first):
            reports.draft(client, first, at=now)


@shared_task
def advance_report(agency_id: int, report_id: int) -> None:
    """Printing stands between two transactions: it takes seconds and touches nothing."""
    now, agency = timezone.now(), Agency.objects.get(pk=agency_id)
    with within(agency):
        reports.release_unreviewed(report_id, at=now)
        report = Report.objects.select_related("client", "approved_by__user").get(pk=report_id)
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
