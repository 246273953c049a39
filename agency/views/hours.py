"""When somebody is there: the week, and the days on which nobody works. For owners."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import promise, wording
from agency.days_off import breaks, days_off, minutes_of
from agency.domain import agencies, worked_days as worked_verbs
from agency.doors import member_door
from agency.forms.settings import ClosedDayForm, HoursForm
from agency.http import MemberRequest
from agency.models import ClosedDay, WorkedDay
from agency.reach import reach
from agency.sections import settings_sections
from agency.views.settings import change
from agency.week import parse_week


@member_door("agency.settings", writes=True)
def settings_hours(request: MemberRequest) -> HttpResponse:
    """The week and the public holidays. While a country is chosen, htmx asks for its regions by `?country=`."""
    asked = request.GET.get("country") if request.htmx else None
    form = HoursForm(request.POST or None, agency=request.agency, country=asked)
    if request.htmx and asked is not None:
        return render(request, "agency/region.html", {"form": form})
    if request.method == "POST" and form.is_valid() and change(request, form, form.values()):
        return redirect("settings_hours", request.agency.slug)
    return hours_page(request, form, ClosedDayForm())


@member_door("agency.settings", writes=True)
@require_POST
def closed_days(request: MemberRequest) -> HttpResponse:
    form = ClosedDayForm(request.POST)
    if form.is_valid():
        try:
            agencies.close_on(request.agency, **form.cleaned_data, by=request.member, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Nobody works on this day; clocks and due dates know."))
            return redirect("settings_hours", request.agency.slug)
    return hours_page(request, HoursForm(agency=request.agency), form)


@member_door("agency.settings", writes=True)
@require_POST
def closed_day_removal(request: MemberRequest, key: str) -> HttpResponse:
    closed = reach(ClosedDay.objects.all(), key=key)
    agencies.open_again(closed, by=request.member, at=timezone.now())
    messages.success(request, _("“%(name)s” is a day like others again.") % {"name": closed.name})
    return redirect("settings_hours", request.agency.slug)


@member_door("agency.settings", writes=True)
@require_POST
def worked_days(request: MemberRequest) -> HttpResponse:
    """A public holiday on which one works all the same."""
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        worked = worked_verbs.work_on(request.agency, day, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except ValueError:
        messages.error(request, _("Choose one of the public holidays."))
    else:
        messages.success(request, _("“%(name)s” is worked; clocks and due dates know.") % {"name": worked.name})
    return redirect("settings_hours", request.agency.slug)


@member_door("agency.settings", writes=True)
@require_POST
def worked_day_removal(request: MemberRequest, key: str) -> HttpResponse:
    worked = reach(WorkedDay.objects.all(), key=key)
    worked_verbs.rest_on(worked, by=request.member, at=timezone.now())
    messages.success(request, _("“%(name)s” is a day off again.") % {"name": worked.name})
    return redirect("settings_hours", request.agency.slug)


def hours_page(request: MemberRequest, form: HoursForm, day_form: ClosedDayForm) -> HttpResponse:
    week = parse_week(request.agency.week)
    context = {
        "day_form": day_form,
        "place": wording.zone_place(request.agency.zone),
        "years": days_off(request.agency, timezone.localdate()),
        "length": promise.length(minutes_of(week)),
        "breaks": breaks(week),
        "settings_sections": settings_sections(request),
    }
    wrong = form.errors or day_form.errors
    return render(request, "agency/settings_hours.html", {"form": form, **context}, status=422 if wrong else 200)
