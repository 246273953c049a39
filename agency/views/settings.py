"""What the agency works by: itself, its hours and holidays, its promise. For owners."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import calendar, queries, wording
from agency.domain import agencies
from agency.doors import has_second_factor, member_door
from agency.forms.settings import HUES, AgencyForm, ClosedDayForm, HoursForm, PromiseForm
from agency.http import MemberRequest
from agency.models import ClosedDay
from agency.reach import reach
from agency.sections import settings_sections


@member_door("agency.settings", writes=True)
def settings(request: MemberRequest) -> HttpResponse:
    form = AgencyForm(request.POST or None, agency=request.agency)
    if request.method == "POST" and form.is_valid() and change(request, form, form.cleaned_data):
        return redirect("settings", request.agency.slug)
    return page(request, "agency/settings.html", form, hues=HUES, chosen_hue=_as_number(form["hue"].value()))


@member_door("agency.settings", writes=True)
def settings_promise(request: MemberRequest) -> HttpResponse:
    form = PromiseForm(request.POST or None, agency=request.agency, has_second_factor=has_second_factor(request))
    if request.method == "POST" and form.is_valid() and change(request, form, form.values()):
        return redirect("settings_promise", request.agency.slug)
    return page(request, "agency/settings_promise.html", form)


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


def change(request: MemberRequest, form: Any, values: dict[str, Any]) -> bool:
    """Runs the verb; what it refuses stands beside its field."""
    try:
        agencies.change(request.agency, by=request.member, at=timezone.now(), **values)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Saved."))
    return True


def page(request: MemberRequest, name: str, form: Any, **context: Any) -> HttpResponse:
    context = {"form": form, "settings_sections": settings_sections(request), **context}
    return render(request, name, context, status=422 if form.errors else 200)


def hours_page(request: MemberRequest, form: HoursForm, day_form: ClosedDayForm) -> HttpResponse:
    today = timezone.localdate()
    years = (today.year, today.year + 1)
    public = calendar.public_holidays(request.agency.country, request.agency.region, years)
    context = {
        "day_form": day_form,
        "place": wording.zone_place(request.agency.zone),
        "closed": [
            {"key": row.key, "day": wording.long_day(row.day, today), "name": row.name}
            for row in queries.closed_days(years)
        ],
        "public": next_holidays(public, today),
        "settings_sections": settings_sections(request),
    }
    wrong = form.errors or day_form.errors
    return render(request, "agency/settings_hours.html", {"form": form, **context}, status=422 if wrong else 200)


def next_holidays(public: dict[date, str], today: date) -> list[dict[str, str]]:
    """The next twelve public holidays in words."""
    ahead = sorted(day for day in public if day >= today)[:12]
    return [{"term": wording.long_day(day, today), "value": public[day]} for day in ahead]


def _as_number(value: object) -> int | None:
    return int(str(value)) if str(value).isdecimal() else None
