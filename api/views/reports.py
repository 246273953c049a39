"""Monthly reports, and the figures they are made of."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework.renderers import JSONRenderer

from agency.permissions import require
from agency.reach import reach
from api import queries
from api.fields import one
from api.operations import listing, operation
from api.renderers import Pdf
from api.serializers.reports import (
    DraftBody,
    FullReportAnswer,
    MetricAnswer,
    MetricQuery,
    MetricsBody,
    MetricsStored,
    ReportAnswer,
    ReportQuery,
    WordsBody,
)
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.models import Client
from clients.queries import clients_of
from reports.domain import metrics, reports as verbs
from reports.models import Metric, Report
from reports.queries.reports import reports_of


class Reports(ApiView):
    tag = "Reports"
    verbs = {"GET": "report.read"}

    @listing("List reports", of=ReportAnswer, asks=ReportQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Report]:
        chosen = {name: query[name] for name in ("client", "state", "month") if name in query}
        return reports_of(self.member).defer("pdf", "snapshot").filter(**chosen)


class ClientReports(ClientView):
    tag = "Reports"
    verbs = {"POST": "report.review"}

    @operation("Draft a report", takes=DraftBody, gives=FullReportAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> Report:
        """Of a month that is over. A month has one report: a second call gives the one that is there."""
        drafted = verbs.draft(client, body["month"], at=self.now, by=self.member)
        return reach(reports_of(self.member), key=drafted.key)


class ReportView(ApiView):
    tag = "Reports"

    def found(self, key: str) -> tuple[Report]:  # type: ignore[override]
        return (reach(reports_of(self.member), key=key),)


class OneReport(ReportView):
    verbs = {"GET": "report.read"}

    @operation("One report", gives=FullReportAnswer)
    def get(self, report: Report) -> Report:
        """With everything it tells. The words of the manager are frozen into the snapshot on approval."""
        return report


class Gathering(ReportView):
    verbs = {"POST": "report.review"}

    @operation("Gather a report anew", gives=FullReportAnswer)
    def post(self, report: Report) -> Report:
        """From the records as they now are, until it is approved. The manager’s words stay."""
        verbs.refresh(report, by=self.member, at=self.now)
        return self.found(key=report.key)[0]


class Words(ReportView):
    verbs = {"PUT": "report.review"}

    @operation("Write what a manager adds", takes=WordsBody, gives=FullReportAnswer)
    def put(self, report: Report, body: dict[str, Any]) -> Report:
        """Until the report is approved."""
        words = {name: body.get(name, "") for name in ("headline", "went_well", "went_wrong")}
        verbs.write(report, by=self.member, at=self.now, **words)
        return self.found(key=report.key)[0]


class Approval(ReportView):
    verbs = {"POST": "report.approve"}

    @operation("Approve a report", gives=FullReportAnswer, once=True)
    def post(self, report: Report, key: str) -> Report:
        """From here on nothing changes; it is printed and mailed once."""
        verbs.approve(report, by=self.member, at=self.now)
        return self.found(key=report.key)[0]


class Document(ReportView):
    verbs = {"GET": "report.read"}
    renderer_classes = [Pdf, JSONRenderer]

    @operation("A report’s PDF", media_type="application/pdf")
    def get(self, report: Report) -> HttpResponse:
        """The very bytes that were sent; not found until they are printed."""
        if report.pdf is None:
            raise Http404("not printed yet")
        name = {"Content-Disposition": f'attachment; filename="{report.month:%Y-%m}.pdf"'}
        return HttpResponse(bytes(report.pdf), content_type="application/pdf", headers=name)


class Metrics(ApiView):
    tag = "Metrics"
    verbs = {"GET": "report.read", "PUT": "metric.edit"}

    @listing("List figures", of=MetricAnswer, asks=MetricQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Metric]:
        rows = queries.metrics_of(self.member)
        rows = rows.filter(**{name: query[name] for name in ("client", "node", "name") if name in query})
        if "from_day" in query:
            rows = rows.filter(day__gte=query["from_day"])
        return rows.filter(day__lte=query["until"]) if "until" in query else rows

    @operation("Store figures", takes=MetricsBody, gives=MetricsStored)
    def put(self, body: Mapping[str, Any]) -> dict[str, int]:
        """Up to a thousand values at once: all are stored, or none, and faults are named by row and field."""
        rows = body["rows"]
        clients = self.clients_named(rows)
        figures = [Metric(**{**row, "client": clients[row["client"]]}) for row in rows]
        return {"stored": metrics.store(figures, by=self.member, at=self.now)}

    def clients_named(self, rows: list[dict[str, Any]]) -> dict[str, Client]:
        """By key. Raises ValidationError with the row of the first one that is missing, Refused."""
        found = {row.key: row for row in clients_of(self.member).filter(key__in={row["client"] for row in rows})}
        for place, row in enumerate(rows):
            one(f"rows.{place}.client", row["client"], found)
        for client in found.values():
            require(self.member, "metric.edit", client)
        return found
