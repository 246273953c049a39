"""The transparency portal: one calm letter, and the pages behind its lines. Everything here reads; nothing writes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from agency import wording
from portal import charts, cover, decided, letter, meetings, promptness, queries, said, told, work
from portal.doors import Visit, portal_door


@never_cache
@portal_door
def portal(request: HttpRequest, visit: Visit) -> HttpResponse:
    now = timezone.now()
    today = now.astimezone(visit.zone).date()
    summaries = said.summaries(visit, now)
    away = cover.cover(visit, now)
    in_work, coming = work.tasks(visit, today)
    waiting = sum(1 for row in summaries if row["waits"])
    context: dict[str, Any] = {
        **letter.frame(visit),
        "greeting": letter.greeting(visit, now),
        "lead": letter.lead(visit, now, waiting),
        "awaiting": next((row for row in summaries if row["waits"]), None),
        "cover": cover.words(away, today),
        "in_work": in_work,
        "coming": coming,
        "meetings": meetings.coming(visit, now),
        "decisions": decided.decisions(visit, today),
        "summaries": summaries,
        "requests": said.requests(visit, now),
        "goals": letter.goals(visit),
        "charts": charts.of_visit(visit, today),
        "rights": told.rights(visit),
        "told": told.insights(visit, today),
        "scope": work.scope(visit, today),
        "promise": letter.promise(visit, now),
        "answered": promptness.by_month(visit, now),
        "path": promptness.path(visit),
        "reports": letter.reports(visit),
        "all": {
            kind: letter.address(visit, "portal_everything", kind) for kind in ("decisions", "summaries", "requests")
        },
        "colophon": letter.colophon(visit, away),
    }
    return render(request, "portal/portal.html", context)


@never_cache
@portal_door
def portal_summary(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    row = queries.summary(visit, key)
    if row is None:
        raise Http404("no such page")
    now = timezone.now()
    mine = next((found["mine"] for found in queries.summaries(visit, 200) if found["key"] == key), None)
    kind, state = said.summary_state(visit, {**row, "mine": mine}, now)
    context = {
        **letter.frame(visit),
        "row": row,
        "title": row["subject"] or row["about"],
        "when": wording.moment(row["at"], visit.zone, now),
        "blocks": said.summary_blocks(visit, row),
        "kind": kind,
        "state": state,
    }
    return render(request, "portal/summary.html", context)


@never_cache
@portal_door
def portal_request(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    row = queries.request(visit, key)
    if row is None:
        raise Http404("no such page")
    kind, state = said.request_state(row)
    context = {
        **letter.frame(visit),
        "row": row,
        "kind": kind,
        "state": state,
        "messages_shown": said.messages(visit, row, timezone.now()),
    }
    return render(request, "portal/request.html", context)


@never_cache
@portal_door
def portal_report(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    row = queries.report_pdf(visit, key)
    if row is None or row["pdf"] is None:
        raise Http404("no such page")
    name = f"{row['month']:%Y-%m}.pdf"
    return HttpResponse(
        bytes(row["pdf"]),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@never_cache
@portal_door
def portal_everything(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """All decisions, summaries or requests, of which the letter shows the newest."""
    now = timezone.now()
    today = now.astimezone(visit.zone).date()
    rows = {
        "decisions": lambda: decided.decisions(visit, today, 500, past=True),
        "summaries": lambda: said.summaries(visit, now, 500),
        "requests": lambda: said.requests(visit, now, 500),
    }
    if kind not in rows:
        raise Http404("no such page")
    return render(request, "portal/everything.html", {**letter.frame(visit), "kind": kind, "rows": rows[kind]()})
