"""The talking points of a month: to read, to print, to put in other words, and to plan the month's call with."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.addresses import address
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from clients.frame import client_frame
from clients.models import Client
from clients.queries import clients_of
from clients.views.answers import said, tried
from comms.proposal_words import standard_title
from reports.domain import talking as verbs
from reports.months import month_of, parse, shifted
from reports.queries import talking as queries
from reports.talking_forms import CallForm, PointsForm
from reports.talking_points import Part

USUAL_MINUTES = 30


@member_door("report.read", writes=True)
def talking_points(request: MemberRequest, client_key: str) -> HttpResponse:
    """Of the month in the address, else of the last one. POST keeps the words, and with `do=plan` plans the call."""
    rows = clients_of(request.member).select_related("lead__user", "backup__user")
    client = reach(rows, key=client_key)
    month = _month(request)
    talk = queries.talk_of(client, month, at=timezone.now())
    if request.method != "POST":
        return _page(request, client, talk, PointsForm(points=talk.points), _call_form(request, client, month))
    require(request.member, "report.review", client)
    planning = request.POST.get("do") == "plan"
    points = PointsForm(request.POST, points=talk.points)
    call = _call_form(request, client, month, data=request.POST if planning else None)
    by, at = request.member, timezone.now()
    right = (not planning or call.is_valid()) and points.is_valid()
    if right and tried(points, lambda: verbs.change(client, month, points.edits(), by=by, at=at)) is not None:
        here = f"{reverse('talking_points', args=[request.agency.slug, client.key])}?month={month:%Y-%m}"
        if not planning:
            said(request, _("Your words are kept."))
            return redirect(here)
        planned = tried(call, lambda: _plan(request, client, month, call))
        if planned is not None:
            said(request, _("The month’s call is planned."))
            return redirect(address("meeting", request.agency.slug, planned.key) or here)
    return _page(request, client, talk, points, call, status=422)


def _month(request: MemberRequest) -> date:
    """Raises Http404 for a month that has not begun, or none."""
    this = month_of(timezone.localdate())
    typed = request.GET.get("month", "")
    month = parse(typed) if typed else shifted(this, -1)
    if month is None or month > this:
        raise Http404("no such month")
    return month


def _plan(request: MemberRequest, client: Client, month: date, form: CallForm) -> Any:
    return verbs.plan_call(
        client, month, by=request.member, at=timezone.now(), starts_at=form.starts_at(_zone(request)),
        minutes=form.cleaned_data["minutes"], contacts=form.invited(),
    )  # fmt: skip


def _zone(request: MemberRequest) -> ZoneInfo:
    return ZoneInfo(request.user.zone)


def _call_form(request: MemberRequest, client: Client, month: date, data: Any = None) -> CallForm:
    people = queries.invited(client)
    first = people[0] if people else None
    proposed = queries.proposed_time(client, month, first, at=timezone.now(), minutes=USUAL_MINUTES)
    local = proposed.astimezone(_zone(request))
    usual = {
        "on": local.date(),
        "at": local.time(),
        "minutes": USUAL_MINUTES,
        "contacts": [contact.key for contact in people if contact.decision_maker or contact == first],
    }
    return CallForm(data, contacts=people, initial=usual)


def _page(
    request: MemberRequest,
    client: Client,
    talk: queries.Talk,
    points: PointsForm,
    call: CallForm,
    status: int = 200,
) -> HttpResponse:
    may_change = may(request.member, "report.review", client) and not client.archived
    planned = queries.called(client, talk.month)
    here = reverse("talking_points", args=[request.agency.slug, client.key])
    this = month_of(timezone.localdate())
    context = {
        **client_frame(request, client, "reports"),
        "month": wording.month(talk.month),
        "language": talk.language,
        "parts": [_part(part, talk, points) for part in Part if any(p.part == part for p in talk.points)],
        "reported": talk.reported,
        "form": points,
        "call": call,
        "may_change": may_change,
        "planned": _planned(request, planned) if planned else None,
        "earlier_url": f"{here}?month={shifted(talk.month, -1):%Y-%m}",
        "later_url": f"{here}?month={shifted(talk.month, 1):%Y-%m}" if talk.month < this else "",
        "here": f"{here}?month={talk.month:%Y-%m}",
    }
    return render(request, "reports/talking_points.html", context, status=status)


def _part(part: Part, talk: queries.Talk, form: PointsForm) -> dict[str, Any]:
    return {
        "title": standard_title(verbs.ITEMS[part][0], talk.language),
        "rows": [
            {
                "text": point.text,
                "left_out": point.left_out,
                "changed": point.text != point.gathered,
                "gathered": point.gathered,
                "say": form[f"say-{point.slot}"],
                "words": form[f"text-{point.slot}"],
            }
            for point in talk.points
            if point.part == part
        ],
    }


def _planned(request: MemberRequest, meeting: Any) -> dict[str, str]:
    when = wording.moment(meeting.starts_at, _zone(request), timezone.now())
    return {
        "words": _("The call about it is planned: %(when)s.") % {"when": when},
        "url": address("meeting", request.agency.slug, meeting.key),
    }
