"""The owner's span-of-control page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agency.doors import member_door
from agency.http import MemberRequest
from agency.spreadsheet import as_csv
from clients.days import day_of
from comms.queries.experts import counts_by_subject
from reports import overview_page
from reports.periods import four_weeks
from reports.queries import overview as queries


@member_door("overview.read")
def overview(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    spans = queries.spans(now)
    alone, days = queries.alone(request.agency), four_weeks(day_of(now, request.agency))
    context = {
        "heading": overview_page.heading(spans),
        "lead": overview_page.lead(spans, alone),
        "figures": overview_page.figures(spans, queries.whole(days), days, request.agency),
        "rows": overview_page.rows(spans, request.agency),
        "alone": overview_page.alone_rows(alone, spans, request.agency),
        "asked": overview_page.asked_line(counts_by_subject(request.member, now)),
    }
    return render(request, "reports/overview.html", context)


@member_door("overview.read")
def overview_csv(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    return as_csv(overview_page.table(queries.spans(now), now), "overview.csv")
