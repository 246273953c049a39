"""The table of clients, and the same as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.spreadsheet import as_csv
from clients.forms.clients import ClientFilter
from clients.queries.client_list import (
    SORTS,
    WHOSE,
    Choice,
    chosen,
    client_page,
    client_rows,
    default_whose,
    industries,
    table,
)
from clients.queries.reach import clients_of

MOST_ROWS = 10_000


@member_door("client.read")
def clients(request: MemberRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    form, choice = _choice(request)
    page = client_page(member, choice, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    here = reverse("clients", args=[member.agency.slug])
    context = {
        "rows": client_rows(page.rows, member, now),
        "columns": _columns(request.GET, choice),
        "filter_form": form,
        "filters_now": _filters_now(request.GET, form),
        "tabs": _tabs(here, choice),
        "choice": choice,
        "here": here,
        "new_url": reverse("client_new", args=[member.agency.slug]),
        "all_url": f"{here}?whose=all",
        "first_action": _("Take the first client on") if may(member, "client.create") else "",
        "clear_url": f"{here}?whose={choice.whose}",
        "newer_url": _address(request.GET, before=page.before) if page.before else "",
        "older_url": _address(request.GET, after=page.after) if page.after else "",
        "csv_url": reverse("clients_csv", args=[member.agency.slug]) + _address(request.GET),
        "may_create": may(member, "client.create"),
        "may_export": may(member, "client.export"),
        "none_at_all": not page.rows and not clients_of(member).exists(),
    }
    return render(request, "clients/clients.html", context)


@member_door("client.export")
def clients_csv(request: MemberRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    _form, choice = _choice(request)
    names = [f"-{name}" if falls else name for name, falls in choice.order]
    found = list(chosen(member, choice).order_by(*names, "key")[:MOST_ROWS])
    return as_csv(table(client_rows(found, member, now), member.agency), f"clients-{now:%Y-%m-%d}.csv")


def _choice(request: MemberRequest) -> tuple[ClientFilter, Choice]:
    """The filter of the address. What makes no sense in it is as if it were not there."""
    member = request.member
    form = ClientFilter(request.GET, industries=industries(member))
    form.is_valid()
    clean = form.cleaned_data
    whose, sort = clean.get("whose", ""), clean.get("sort", "")
    lead = clean.get("lead")
    return form, Choice(
        whose=whose if whose in WHOSE else default_whose(member),
        q=clean.get("find", "").strip(),
        lead_id=lead.pk if lead else None,
        industry=clean.get("industry", ""),
        silent_at=timezone.now() if clean.get("silent") else None,
        sort=sort if sort.removeprefix("-") in SORTS else "name",
    )


def _address(query: QueryDict, **changed: str) -> str:
    """The query of this page with some of it changed; a changed filter begins at the first page."""
    kept = {name: value for name, value in query.items() if name not in ("after", "before")} | changed
    return "?" + urlencode({name: value for name, value in kept.items() if value})


def _columns(query: QueryDict, choice: Choice) -> list[dict[str, Any]]:
    labels = {
        "name": _("Client"),
        "industry": _("Industry"),
        "lead": _("Lead"),
        "backup": _("Backup"),
        "last": _("Last contact"),
        "next": _("Next touch"),
    }
    columns = []
    for name, label in labels.items():
        sorted_by = choice.sort.removeprefix("-") == name
        falls = sorted_by and choice.sort.startswith("-")
        turned = f"-{name}" if sorted_by and not falls else name
        order = "descending" if falls else "ascending"
        columns.append(
            {
                "label": label,
                "url": _address(query, sort=turned),
                "sorted": order if sorted_by else "",
                "extra": name == "industry",
            }
        )
    return [*columns, {"label": _("Open clocks")}, {"label": _("Scope use"), "width": "fifth"}]


def _filters_now(query: QueryDict, form: ClientFilter) -> list[dict[str, str]]:
    """What is set beside the tab, each with the address without it."""
    chosen_now = {
        "find": form.cleaned_data.get("find", ""),
        "lead": str(form.cleaned_data.get("lead") or ""),
        "industry": form.cleaned_data.get("industry", ""),
        "silent": _("Silent for longer than their cadence") if form.cleaned_data.get("silent") else "",
    }
    return [{"label": label, "url": _address(query, **{name: ""})} for name, label in chosen_now.items() if label]


def _tabs(here: str, choice: Choice) -> list[dict[str, Any]]:
    labels = {
        "mine": _("Mine"),
        "led": _("You lead"),
        "backed": _("You back up"),
        "all": _("All"),
        "archived": _("Archived"),
    }
    return [
        {"label": label, "url": f"{here}?whose={whose}", "current": choice.whose == whose}
        for whose, label in labels.items()
    ]
