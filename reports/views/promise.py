"""How the promise was kept: the figures, the rows behind each, and both as files (practice M4)."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.spreadsheet import as_csv
from clients.queries.reach import kept_to_own
from comms.queries.promise import Show
from reports import promise_page, promise_rows
from reports.asked import Asked, AskedForm, read
from reports.periods import Period
from reports.queries import promise as queries
from reports.queries.promise import By


@member_door("promise.read")
def promise(request: MemberRequest) -> HttpResponse:
    """Figures of some days, told apart by month, manager or client."""
    form, asked = read(request)
    by, agency = chosen_by(request.GET), request.agency
    kept = queries.whole(asked, request.member)
    lines = queries.lines(asked, by, request.member)
    sort = chosen_sort(request.GET)
    ordered = promise_page.in_order(lines, by, sort)
    shown, older = promise_page.part(ordered, request.GET.get("after", ""))
    context = {
        **head(request, form, asked, "promise"),
        "figures": promise_page.figures(kept, asked, agency),
        "tabs": tabs(request, by),
        "by": by.value,
        "columns": columns(request.GET, by, sort),
        "rows": [promise_page.row(line, by, agency) for line in shown],
        "sum": promise_page.cells(kept, asked, agency) if kept.messages or kept.dismissed else [],
        "chart": promise_page.chart(lines, queries.year_before(asked, request.member)) if by is By.MONTH else None,
        "csv_url": asked.url(agency, "promise_csv", by=by.value, sort=sort),
        "older_url": address(request.GET, after=older) if older else "",
        "newest_url": address(request.GET) if request.GET.get("after") else "",
    }
    return render(request, "reports/promise.html", context)


@member_door("promise.read")
def promise_csv(request: MemberRequest) -> HttpResponse:
    _form, asked = read(request)
    by = chosen_by(request.GET)
    lines = queries.lines(asked, by, request.member)
    if by is not By.MONTH:
        lines = promise_page.in_order(lines, by, chosen_sort(request.GET))
    return as_csv(promise_page.table(lines, by), f"promise-{by.value}-{asked.days.last.isoformat()}.csv")


@member_door("promise.read")
def promise_rows_page(request: MemberRequest) -> HttpResponse:
    """The messages behind a figure: `show` names it, everything else is as on the page of figures."""
    form, asked = read(request)
    show, sort, agency = chosen_show(request.GET), chosen_row_sort(request.GET), request.agency
    numbers = promise_rows.counts(asked, request.member)
    rows = promise_rows.behind(asked, show, request.member)
    page = promise_rows.page(rows, sort, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        **head(request, form, asked, "promise_rows"),
        "heading": promise_rows.NAMES[show],
        "count": numbers[show],
        "back_url": asked.url(agency),
        "tabs": [
            {"label": name, "count": numbers[each], "url": asked.rows_url(agency, each), "current": each is show}
            for each, name in promise_rows.SHORT.items()
        ],
        "columns": row_columns(request.GET, sort),
        "rows": promise_rows.in_words(page.rows, request.member, timezone.get_current_timezone(), timezone.now()),
        "csv_url": asked.url(agency, "promise_rows_csv", show=show.value, sort=sort),
        "newer_url": address(request.GET, before=page.before) if page.before else "",
        "older_url": address(request.GET, after=page.after) if page.after else "",
    }
    return render(request, "reports/promise_rows.html", context)


@member_door("promise.read")
def promise_rows_csv(request: MemberRequest) -> HttpResponse:
    _form, asked = read(request)
    show, sort = chosen_show(request.GET), chosen_row_sort(request.GET)
    rows = promise_rows.behind(asked, show, request.member)
    table = promise_rows.table(rows, sort, request.member, timezone.get_current_timezone())
    return as_csv(table, f"promise-{show.value}-{asked.days.last.isoformat()}.csv")


# --- What the address says --------------------------------------------------------------------------------------------
def chosen_by(query: QueryDict) -> By:
    asked_for = query.get("by", "")
    return By(asked_for) if asked_for in tuple(By) else By.MONTH


def chosen_sort(query: QueryDict) -> str:
    """A column of the table of figures, with '-' before it when it falls."""
    sort = query.get("sort", "")
    return sort if sort.removeprefix("-") in {"name", *promise_page.SORTS} else promise_page.WORST_FIRST


def chosen_show(query: QueryDict) -> Show:
    asked_for = query.get("show", "")
    return Show(asked_for) if asked_for in tuple(Show) else Show.MESSAGES


def chosen_row_sort(query: QueryDict) -> str:
    sort = query.get("sort", "")
    return sort if sort in promise_rows.SORTS else promise_rows.NEWEST_FIRST


def address(query: QueryDict, **changed: str) -> str:
    """The query of this page with some of it changed, from the first row on."""
    parts = query.copy()
    for name in ("after", "before", *changed):
        parts.pop(name, None)
    parts.update({name: value for name, value in changed.items() if value})
    return f"?{parts.urlencode()}"


# --- What stands at the head ------------------------------------------------------------------------------------------
def head(request: MemberRequest, form: AskedForm, asked: Asked, name: str) -> dict[str, Any]:
    """Days, filters and what is set: the same on both pages."""
    agency = request.agency
    first, last = (wording.short_day(day) for day in (asked.days.first, asked.days.last))
    return {
        "form": form,
        "days": _("%(first)s to %(last)s") % {"first": first, "last": last},
        "own": kept_to_own(request.member),
        "hours": agency.promise_hours,
        "periods": periods(request.GET, asked),
        "set": [{"label": label, "url": address(request.GET, **{gone: ""})} for gone, label in filters(asked)],
    }


def filters(asked: Asked) -> list[tuple[str, str]]:
    """What is set beside the days: the name in the address, and what it is called."""
    client = str(asked.client or "") or (_("Clients that are yours no more") if asked.elsewhere else "")
    named = (("manager", str(asked.rated or "")), ("client", client))
    return [(name, label) for name, label in named if label]


def periods(query: QueryDict, asked: Asked) -> list[dict[str, Any]]:
    names = {
        Period.YEAR: _("Thirteen months"),
        Period.QUARTER: _("This quarter"),
        Period.MONTH: _("This month"),
        Period.LAST_MONTH: _("Last month"),
    }
    return [
        {
            "label": name,
            "url": address(query, period=period.value, begins="", ends=""),
            "current": asked.period is period,
        }
        for period, name in names.items()
    ]


def tabs(request: MemberRequest, by: By) -> list[dict[str, Any]]:
    names = {By.MONTH: _("By month"), By.MANAGER: _("By manager"), By.CLIENT: _("By client")}
    return [
        {"label": name, "url": address(request.GET, by=each.value, sort=""), "current": each is by}
        for each, name in names.items()
    ]


def columns(query: QueryDict, by: By, sort: str) -> list[dict[str, Any]]:
    named = [("name", promise_page.FIRST[by]), *((column.name, column.label) for column in promise_page.COLUMNS)]
    return [
        {"label": label, "num": name != "name", **(sorting(query, name, sort) if by is not By.MONTH else {})}
        for name, label in named
    ]


def sorting(query: QueryDict, name: str, sort: str) -> dict[str, str]:
    """How a head sorts: by it, or the other way round if it does already."""
    if name not in {"name", *promise_page.SORTS}:
        return {}
    here, falls = sort.removeprefix("-") == name, sort.startswith("-")
    order = ("descending" if falls else "ascending") if here else ""
    return {"url": address(query, sort=f"-{name}" if here and not falls else name), "sorted": order}


def row_columns(query: QueryDict, sort: str) -> list[dict[str, Any]]:
    heads = (
        ("", _("Client")),
        ("", _("About")),
        ("came", _("Came")),
        ("", _("Acknowledged")),
        ("wait", _("After")),
        ("", _("Promise")),
        ("", _("In whose rates")),
    )
    return [{"label": label, "num": name == "wait", **row_sorting(query, name, sort)} for name, label in heads]


def row_sorting(query: QueryDict, name: str, sort: str) -> dict[str, str]:
    """The newest and the longest first, then the other way round."""
    if not name:
        return {}
    here, falls = sort.removeprefix("-") == name, sort.startswith("-")
    order = ("descending" if falls else "ascending") if here else ""
    return {"url": address(query, sort=name if here and falls else f"-{name}"), "sorted": order}
