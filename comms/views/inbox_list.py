"""The list at the left of the Inbox: what is asked for in the address, its rows, and where further ones stand."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from agency.absences import away_at
from agency.http import MemberRequest
from agency.models import Membership
from agency.permissions import may
from clients.queries.client_list import default_whose
from comms import batch_words, inbox_pages, live
from comms.forms.inbox_filter import InboxFilter
from comms.models import Batch, Request
from comms.queries import inbox as queries
from comms.queries.inbox import Show
from comms.queries.inbox_filter import Choice, Standing, asked_by, filters_of, narrowed

LONGEST_NUMBER = 18


def list_context(request: MemberRequest, show: Show, current: str = "") -> dict[str, Any]:
    now = timezone.now()
    running = queries.running(request.member)
    counts = queries.counts(request.member, running)
    context: dict[str, Any] = {
        "tabs": inbox_pages.tabs(request.agency, show, counts),
        "show": show.value,
        "members": members(request, now),
    }
    if show is Show.UNMATCHED:
        waiting = queries.unmatched().order_by("received_at")[: queries.MOST_WAITING]
        return {
            **context,
            "unmatched": [inbox_pages.unmatched_row(message, now, current) for message in waiting],
            "may_settle": may(request.member, "unmatched.settle"),
            "live_url": live.unmatched_url(request, current),
        }
    form = InboxFilter(request.GET, member=request.member)
    choice = form.choice(show)
    rows = narrowed(choice, request.member, now)
    page = queries.page(
        rows,
        running,
        keyset(request),
        clocks=clocks_before(request),
        settled=show is not Show.WAITING,
        awake_at=None if choice.state == Standing.PUT_OFF else now,
    )
    here = reverse("inbox", args=[request.agency.slug])
    first = not (keyset(request) or clocks_before(request))
    return {
        **context,
        **head(request, form, choice),
        "rows": inbox_pages.rows(page.requests, show, now, current, choice.asked),
        "may_choose": may(request.member, "request.assign"),
        "put_off": queries.put_off(rows, now) if first and choice.state != Standing.PUT_OFF else 0,
        "put_off_url": f"{here}?{urlencode(choice.asked | {'state': Standing.PUT_OFF.value})}",
        "live_url": live.list_url(request, choice, current) if first else "",
        "kept_as": kept_as(request, choice.asked),
        **further(page, here, choice.asked),
    }


def beside(request: MemberRequest, found: Request, now: datetime) -> dict[str, Any]:
    """For a conversation: which list stands at its left, which the page itself does not wait for."""
    show = chosen(request)
    asked = InboxFilter(request.GET, member=request.member).choice(show).asked
    here, rows = (reverse(name, args=[request.agency.slug]) for name in ("inbox", "inbox_list"))
    return {
        "show": show.value,
        "members": members(request, now),
        "beside": {
            "list_url": f"{rows}?{urlencode(asked | {'beside': found.key})}",
            "inbox_url": f"{here}?{urlencode(asked)}",
            "kept_as": kept_as(request, asked),
        },
    }


def kept_as(request: MemberRequest, asked: dict[str, str]) -> str:
    """By what a browser knows a list again: whose it is, in which language, and what was asked for."""
    return f"{request.member.key}:{get_language()}:{urlencode(asked)}"


def head(request: MemberRequest, form: InboxFilter, choice: Choice) -> dict[str, Any]:
    """What stands above the rows: the filter, those that are kept, and what became of the last bulk change."""
    here = reverse("inbox", args=[request.agency.slug])
    asked = choice.asked
    saved = [
        {
            "name": kept.name,
            "url": f"{here}?{urlencode(asked_by(kept))}",
            "shared": kept.shared,
            "current": asked_by(kept) == asked,
        }
        for kept in filters_of(request.member)
    ]
    done = request.GET.get("batch", "")
    batch = Batch.objects.filter(member=request.member, key=done).first() if done else None
    return {
        "filter_url": f"{reverse('inbox_filter', args=[request.agency.slug])}?{urlencode(asked)}",
        "asked": asked,
        "filters_now": filters_now(form, here, asked),
        "clear_url": f"{here}?show={choice.show.value}",
        "saved": saved,
        "keep_url": f"{reverse('saved_filters', args=[request.agency.slug])}?{urlencode(asked)}",
        "csv_url": f"{reverse('inbox_csv', args=[request.agency.slug])}?{urlencode(asked)}",
        "may_export": may(request.member, "request.export"),
        "batch": batch_words.told(batch) if batch else None,
        "here": f"{here}?{urlencode(asked)}",
    }


def filters_now(form: InboxFilter, here: str, asked: dict[str, str]) -> list[dict[str, str]]:
    """What is set beside the tab, each with the address without it."""
    labels = {name: str(form.cleaned_data[name]) for name in ("find", "client", "who") if name in asked}
    for name in ("state", "period"):
        if name in asked:
            labels[name] = str({str(value): words for value, words in form.fields[name].choices}[asked[name]])  # type: ignore[attr-defined]
    return [
        {"label": label, "url": f"{here}?{urlencode({key: value for key, value in asked.items() if key != name})}"}
        for name, label in labels.items()
    ]


def further(page: queries.Page, here: str, asked: dict[str, str]) -> dict[str, Any]:
    """Where what found no place on a page stands: the clocks that run, too, and what is older."""

    def url(**where: object) -> str:
        return f"{here}?{urlencode({name: value for name, value in (asked | where).items() if value})}"

    return {
        "hidden": page.hidden,
        "clocks_url": url(clocks=page.clocks) if page.hidden else "",
        "older_url": url(before=f"{page.older[0].isoformat()},{page.older[1]}") if page.older else "",
    }


def chosen(request: MemberRequest) -> Show:
    """The tab that was asked for; a manager begins with their own requests, everybody else with all."""
    try:
        return Show(request.GET.get("show", ""))
    except ValueError:
        return Show.MINE if default_whose(request.member) == "mine" else Show.ALL


def keyset(request: MemberRequest) -> tuple[datetime, int] | None:
    """(last_at, id) after which the page begins; anything unreadable begins at the start."""
    at, _comma, pk = request.GET.get("before", "").partition(",")
    try:
        return datetime.fromisoformat(at).astimezone(UTC), bounded(pk)
    except (ValueError, OverflowError):
        return None


def clocks_before(request: MemberRequest) -> int:
    """How many running clocks stand on the pages before; anything unreadable is none."""
    try:
        return max(bounded(request.GET.get("clocks", "0")), 0)
    except ValueError:
        return 0


def bounded(pk: str) -> int:
    """A number that the database can compare with. Raises ValueError."""
    if len(pk) > LONGEST_NUMBER:
        raise ValueError("no row has such a number")
    return int(pk)


def members(request: MemberRequest, now: datetime) -> list[dict[str, str]]:
    """To whom one may give something: oneself first, then the others by name."""
    rows = Membership.objects.filter(deactivated_at=None).select_related("user").order_by("user__name")
    in_order = sorted(rows, key=lambda member: member.pk != request.member.pk)
    return inbox_pages.holders(in_order, away_at(now), timezone.localdate(now))
