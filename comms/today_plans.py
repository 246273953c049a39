"""What this room puts on Today beside running clocks: next steps whose day comes, and requests that are back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from agency.permissions import may
from agency.registry import TodayGroup, TodayOutline, TodayRow, TodaySection
from agency.today import outlines
from comms.models import Request
from comms.queries.inbox import at_rest, awake, requests_of

MOST_ROWS = 30
A_WEEK = timedelta(days=7)


def held_by(member: Membership) -> QuerySet[Request]:
    """What a member looks after and nobody has closed: given to them, or to nobody while they lead the client."""
    holds = Q(assignee=member) | Q(assignee=None, client__lead=member)
    return requests_of(member).filter(holds, merged_into=None).exclude(state=Request.State.CLOSED)


def steps(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """Next steps of the coming week; a day that has passed stands among what is late, the longest first."""
    zone = timezone.get_current_timezone()
    today = now.astimezone(zone).date()

    def section(on: date) -> TodaySection:
        soon = TodaySection.TODAY if on == today else TodaySection.WEEK
        return TodaySection.NOW if on < today else soon

    due = awake(held_by(member), now).exclude(next_step="").filter(next_step_on__lte=today + A_WEEK)
    found = due.order_by("next_step_on", "pk").values_list("pk", "next_step_on")[:MOST_ROWS]
    places = ((pk, section(on), datetime.combine(on, datetime.min.time(), zone)) for pk, on in found if on)
    return outlines(requests_of(member), places, partial(_step, member, today), group=TodayGroup.WORK)


def _step(member: Membership, today: date, request: Request, place: TodayOutline) -> TodayRow:
    on = request.next_step_on or today
    late = today - on
    when = _("late by %(span)s") % {"span": wording.span(late)} if late > timedelta(0) else wording.day(on, today)
    return TodayRow(
        row_id=f"step-{request.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=request.next_step,
        about=f"{when} · {request.subject}",
        client=request.client.name,
        client_url=reverse("client", args=[request.agency.slug, request.client.key]),
        icon="warning" if late > timedelta(0) else "calendar",
        template="comms/today_step.html",
        data={
            **_where(request),
            "done_url": reverse("next_step", args=[request.agency.slug, request.key]),
            "may": may(member, "request.plan", request.client),
        },
    )


def returned(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """What was put off until now and for which no clock runs: those stand among the clocks again."""
    back = at_rest(held_by(member).filter(snoozed_until__lte=now))
    found = back.order_by("snoozed_until", "pk").values_list("pk", "snoozed_until")[:MOST_ROWS]
    places = ((pk, TodaySection.TODAY, until or now) for pk, until in found)
    return outlines(requests_of(member), places, partial(_returned, member, now), group=TodayGroup.WORK)


def _returned(member: Membership, now: datetime, request: Request, place: TodayOutline) -> TodayRow:
    when = wording.moment(place.at, timezone.get_current_timezone(), now)
    return TodayRow(
        row_id=f"back-{request.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=_("Back as you wished: %(subject)s") % {"subject": request.subject},
        about=_("put off until %(when)s") % {"when": when},
        client=request.client.name,
        client_url=reverse("client", args=[request.agency.slug, request.client.key]),
        icon="clock",
        template="comms/today_back.html",
        data={
            **_where(request),
            "snooze_url": reverse("snooze", args=[request.agency.slug, request.key]),
            "may": may(member, "request.snooze", request.client),
        },
    )


def _where(request: Request) -> dict[str, str]:
    return {"url": reverse("request", args=[request.agency.slug, request.key])}
