"""The list of summaries over all clients, and the same as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.spreadsheet import as_csv
from clients.keyset import page_of
from comms import telling
from comms.forms.summary_list import STANDING_WORDS, SummaryFilter
from comms.models import Summary
from comms.queries import summary_list as queries

A_PAGE = 25
MOST_ROWS = 10_000
NEWEST_FIRST = (("created_at", True),)


@member_door("summary.read")
def summaries(request: MemberRequest) -> HttpResponse:
    """`before` and `after` are keys of summaries; everything else in the address filters."""
    form, now = SummaryFilter(request.GET), timezone.now()
    chosen = form.chosen()
    rows = queries.shown(_found(request, chosen))
    edges = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = page_of(rows, NEWEST_FIRST, size=A_PAGE, **edges)
    here = reverse("summaries", args=[request.agency.slug])
    context = {
        "form": form,
        "tabs": _tabs(request, here, chosen["state"]),
        "rows": [telling.listed(summary, now) for summary in page.rows],
        "older_url": _address(request, here, after=page.after) if page.after else "",
        "newer_url": _address(request, here, before=page.before) if page.before else "",
        "filtered": any(chosen.values()),
        "here": here,
        "csv_url": _address(request, reverse("summaries_csv", args=[request.agency.slug])),
        "may_export": may(request.member, "client.export"),
    }
    return render(request, "comms/summaries.html", context)


@member_door("client.export")
def summaries_csv(request: MemberRequest) -> HttpResponse:
    """What the page shows by its filters, all of it."""
    rows = _found(request, SummaryFilter(request.GET).chosen()).order_by("-created_at", "key")
    return as_csv(_table(rows), f"summaries-{timezone.localdate():%Y-%m-%d}.csv")


def _table(rows: QuerySet[Summary]) -> Iterator[Sequence[object]]:
    zone = timezone.get_current_timezone()
    yield (
        *(_("Client"), _("Subject"), _("Version"), _("How it stands"), _("Written by"), _("Called")),
        *(_("Sent"), _("Silence counts from"), _("Settled"), _("Sent all the same, because")),
    )
    for row in rows[:MOST_ROWS]:
        moments = (row.interaction.at, row.sent_at, row.silence_at, row.settled_at)
        called, sent, silence, settled = (
            moment.astimezone(zone).isoformat(timespec="seconds") if moment else "" for moment in moments
        )
        yield (
            *(row.client.name, row.subject or row.interaction.subject, row.version, row.get_state_display()),
            *(str(row.written_by.user), called, sent, silence, settled, row.because),
        )


def _found(request: MemberRequest, chosen: dict[str, str]) -> QuerySet[Summary]:
    rows = queries.searched(request.member, chosen["q"], chosen["writer"])
    return queries.standing(rows, chosen["state"], timezone.now())


def _tabs(request: MemberRequest, here: str, current: str) -> list[dict[str, Any]]:
    labels = {"": _("All"), **{one.value: words for one, words in STANDING_WORDS.items()}}
    return [
        {"label": words, "url": _address(request, here, state=name), "current": current == name}
        for name, words in labels.items()
    ]


def _address(request: MemberRequest, here: str, **edge: str) -> str:
    """The address with its filters and another edge of the page, or another standing."""
    parts = request.GET.copy()
    for name in ("before", "after", *edge):
        parts.pop(name, None)
    for name, value in edge.items():
        if value:
            parts[name] = value
    return f"{here}?{parts.urlencode()}" if parts else here
