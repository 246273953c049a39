"""Meetings: all of them, one client's, planning one, changing it, making it ready, planning the next (M2, M5)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.forms.days import YEARS
from agency.http import MemberRequest
from agency.permissions import Reach, may, reach_of, require
from agency.reach import reach
from agency.spreadsheet import as_csv
from clients.domain.refusals import Refusal
from clients.frame import client_frame
from clients.keyset import page_of
from clients.queries import clients_of
from clients.views.answers import back, said, wants_undo
from clients.views.clients import this_client
from comms import meeting_pages as pages
from comms.domain import meetings as verbs, readiness
from comms.forms.meetings import MeetingFilter
from comms.models import Meeting
from comms.queries import meetings as queries

A_PAGE, MOST_CLIENTS, MOST_EXPORTED = 25, 200, 5000


def this_meeting(request: MemberRequest, key: str, verb: str = "") -> Meeting:
    """The meeting of that key, read in full; with a verb only for who may do it to the client's."""
    found = reach(queries.in_full(queries.meetings_of(request.member)), key=key)
    if verb:
        require(request.member, verb, found.client)
    return found


@member_door("meeting.read")
def meetings(request: MemberRequest) -> HttpResponse:
    """By day: what comes, of the member or of all; or what was."""
    now = timezone.now()
    form, choice = _choice(request, now)
    ahead = choice.show in {"mine", "all"}
    order = [("starts_at", not ahead)]
    page = page_of(
        queries.in_full(queries.chosen(request.member, choice, now)),
        order,
        size=A_PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    here, today = reverse("meetings", args=[request.agency.slug]), timezone.localdate()
    context = {
        "days": pages.by_day((pages.row(each, now) for each in page.rows), today),
        "tabs": _tabs(here, choice.show),
        "filter_form": form,
        "here": here,
        "week": _week(request, choice, here, today) if ahead else None,
        "show": choice.show,
        "filtered": bool(choice.words or choice.kind or choice.client_id or choice.until),
        "newer_url": _address(request, before=page.before) if page.before else "",
        "older_url": _address(request, after=page.after) if page.after else "",
        "csv_url": f"{reverse('meetings_csv', args=[request.agency.slug])}?{request.GET.urlencode()}"
        if may(request.member, "meeting.export")
        else "",
        "may_plan": may(request.member, "meeting.plan"),
    }
    return render(request, "comms/meetings.html", context)


@member_door("meeting.export")
def meetings_csv(request: MemberRequest) -> HttpResponse:
    """The filtered list as a file."""
    now = timezone.now()
    _form, choice = _choice(request, now)
    rows = queries.in_full(queries.chosen(request.member, choice, now)).order_by("starts_at", "pk")
    return as_csv(pages.table(list(rows[:MOST_EXPORTED])), "meetings.csv")


@member_door("meeting.read")
def client_meetings(request: MemberRequest, key: str) -> HttpResponse:
    """The tab of a client: coming, past, called off."""
    client, now = this_client(request, key), timezone.now()
    show = request.GET.get("show", "")
    show = show if show in {"past", "cancelled"} else "all"
    choice = queries.Choice(show=show, client_id=client.pk)
    rows = queries.in_full(queries.chosen(request.member, choice, now))
    page = page_of(
        rows, [("starts_at", show != "all")], size=A_PAGE, after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    here = reverse("client_meetings", args=[request.agency.slug, key])
    labels = {"all": _("Coming"), "past": _("Past"), "cancelled": _("Called off")}
    plans = may(request.member, "meeting.plan", client) and not client.archived
    context = {
        **client_frame(request, client, "meetings"),
        "rows": [pages.row(each, now) for each in page.rows],
        "show": show,
        "shown_tabs": [
            {"label": label, "url": f"{here}?show={name}", "current": name == show} for name, label in labels.items()
        ],
        "newer_url": f"?show={show}&before={page.before}" if page.before else "",
        "older_url": f"?show={show}&after={page.after}" if page.after else "",
        "plan_url": reverse("meeting_new", args=[request.agency.slug, key]) if plans else "",
    }
    return render(request, "comms/client_meetings.html", context)


@member_door("meeting.plan")
def meeting_whom(request: MemberRequest) -> HttpResponse:
    """With whom? The member's own clients first."""
    rows, own = (
        clients_of(request.member).filter(archived_at=None).order_by("name"),
        queries.looked_after(request.member),
    )
    sees_all = reach_of(request.member, "meeting.plan") is Reach.ALL
    context = {
        "own": rows.filter(own)[:MOST_CLIENTS],
        "others": rows.exclude(own)[:MOST_CLIENTS] if sees_all else [],
    }
    return render(request, "comms/meeting_whom.html", context)


@require_POST
@member_door("meeting.plan", writes=True)
def meeting_readiness(request: MemberRequest, key: str) -> HttpResponse:
    """POST marks a meeting ready; with undo=1 it is worked on again."""
    found = this_meeting(request, key, "meeting.plan")
    here = reverse("meeting_readiness", args=[request.agency.slug, key])
    try:
        if wants_undo(request):
            readiness.take_back_ready(found, by=request.member, at=timezone.now())
            said(request, _("It is worked on again."))
        else:
            readiness.mark_ready(found, by=request.member, at=timezone.now())
            said(request, _("Ready."), here)
    except Refusal as refusal:
        messages.error(request, refusal.words)
    return back(request, reverse("meeting", args=[request.agency.slug, key]))


@require_POST
@member_door("meeting.plan", writes=True)
def meeting_next(request: MemberRequest, key: str) -> HttpResponse:
    """The same in the week that comes."""
    found = this_meeting(request, key, "meeting.plan")
    try:
        following = verbs.plan_next(found, by=request.member, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.words)
        return redirect("meeting", request.agency.slug, key)
    said(request, _("Planned, with the items that stayed open. Nobody was told yet."))
    return redirect("meeting", request.agency.slug, following.key)


def _choice(request: MemberRequest, now: datetime) -> tuple[MeetingFilter, queries.Choice]:
    """The filter of the address; what makes no sense in it is as if it were not there."""
    form = MeetingFilter(request.GET, clients=clients_of(request.member).filter(archived_at=None).order_by("name"))
    form.is_valid()
    clean = form.cleaned_data
    client, show, week = clean.get("client"), clean.get("show", ""), clean.get("week")
    show = show if show in queries.SHOWN else queries.SHOWN[0]
    today = timezone.localdate(now)
    ahead = show in {"mine", "all"}
    since = _midnight(_monday(week) if week else today) if ahead else None
    return form, queries.Choice(
        show=show,
        kind=clean.get("kind", ""),
        client_id=client.pk if client else None,
        words=clean.get("q", ""),
        since=since,
        until=_midnight(_monday(week) + timedelta(days=7)) if week and ahead else None,
    )


def _week(request: MemberRequest, choice: queries.Choice, here: str, today: date) -> dict[str, Any]:
    """The strip of the week that is looked at, or of this one."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    first = _monday(choice.since.astimezone(zone).date() if choice.since else today)
    counts = queries.per_day(request.member, choice, _midnight(first), _midnight(first + timedelta(days=7)), zone)
    kept = {name: value for name, value in request.GET.items() if name in {"q", "client", "kind"} and value}
    return pages.week_strip(first, counts, today, f"{here}?{urlencode({'show': choice.show, **kept})}")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday()) if day.year in YEARS else timezone.localdate()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _address(request: MemberRequest, **changed: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "before")} | changed
    return "?" + urlencode(kept)


def _tabs(here: str, current: str) -> list[dict[str, Any]]:
    labels = {"mine": _("Mine"), "all": _("All"), "past": _("Past"), "cancelled": _("Called off")}
    return [
        {"label": label, "url": f"{here}?show={show}", "current": current == show} for show, label in labels.items()
    ]
