"""What the agency works by: itself, and its promise. For owners. Hours and holidays stand in hours.py."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import registry
from agency.domain import agencies
from agency.doors import has_second_factor, member_door
from agency.forms.settings import HUES, AgencyForm, PromiseForm
from agency.http import MemberRequest
from agency.registry import WorkedExample
from agency.sections import settings_sections


@member_door("agency.settings", writes=True)
def settings(request: MemberRequest) -> HttpResponse:
    form = AgencyForm(request.POST or None, agency=request.agency)
    if request.method == "POST" and form.is_valid() and change(request, form, form.cleaned_data):
        return redirect("settings", request.agency.slug)
    return page(request, "agency/settings.html", form, hues=HUES, chosen_hue=_as_number(form["hue"].value()))


@member_door("agency.settings", writes=True)
def settings_promise(request: MemberRequest) -> HttpResponse:
    """While somebody types, htmx asks with `?preview=` what the numbers would mean for one message."""
    if request.htmx and "preview" in request.GET:
        typed = PromiseForm(request.GET, agency=request.agency)
        return render(request, "agency/worked_example.html", {"example": example_of(request, typed)})
    form = PromiseForm(request.POST or None, agency=request.agency, has_second_factor=has_second_factor(request))
    if request.method == "POST" and form.is_valid() and change(request, form, form.values()):
        return redirect("settings_promise", request.agency.slug)
    return page(request, "agency/settings_promise.html", form, example=example_of(request, form))


def example_of(request: MemberRequest, form: PromiseForm) -> WorkedExample | None:
    """What becomes of one message by the terms in the form; None while they cannot hold."""
    terms = form.terms()
    return registry.worked_example(request.agency, terms, timezone.now()) if terms else None


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


def _as_number(value: object) -> int | None:
    return int(str(value)) if str(value).isdecimal() else None
