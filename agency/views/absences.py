"""Being away: one's own absences, and for owners those of everybody."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import absence_words, absences as queries, wording
from agency.domain import absences as verbs
from agency.doors import member_door
from agency.forms.absences import AbsenceForm
from agency.http import MemberRequest
from agency.models import Absence, Membership
from agency.reach import reach
from agency.sections import settings_sections


class AbsencesOf:
    """The absences of one member, and where they stand: under one's own address, or for owners under the member's."""

    def __init__(self, request: MemberRequest, member: Membership, *, own: bool) -> None:
        self.request, self.member = request, member
        self.own = own

    def url(self, name: str, *keys: str) -> str:
        if self.own:
            return reverse(f"my_{name}", args=[self.request.agency.slug, *keys])
        return reverse(f"member_{name}", args=[self.request.agency.slug, self.member.key, *keys])

    def absence(self, key: str) -> Absence:
        return reach(queries.not_over(timezone.now()).filter(member=self.member), key=key)


@member_door("absence.own", writes=True)
def my_absences(request: MemberRequest) -> HttpResponse:
    return listed(AbsencesOf(request, request.member, own=True))


@member_door("absence.own", writes=True)
def my_absence(request: MemberRequest, key: str) -> HttpResponse:
    return changed(AbsencesOf(request, request.member, own=True), key)


@member_door("absence.own", writes=True)
@require_POST
def my_absence_withdrawal(request: MemberRequest, key: str) -> HttpResponse:
    return withdrawn(AbsencesOf(request, request.member, own=True), key)


@member_door("absence.any", writes=True)
def member_absences(request: MemberRequest, key: str) -> HttpResponse:
    return listed(AbsencesOf(request, somebody(key), own=False))


@member_door("absence.any", writes=True)
def member_absence(request: MemberRequest, key: str, absence_key: str) -> HttpResponse:
    return changed(AbsencesOf(request, somebody(key), own=False), absence_key)


@member_door("absence.any", writes=True)
@require_POST
def member_absence_withdrawal(request: MemberRequest, key: str, absence_key: str) -> HttpResponse:
    return withdrawn(AbsencesOf(request, somebody(key), own=False), absence_key)


def somebody(key: str) -> Membership:
    return reach(Membership.objects.select_related("user"), key=key)


def listed(place: AbsencesOf) -> HttpResponse:
    """What is entered, who answers meanwhile, and the form for more. After saving, the same page says it of these
    days."""
    request, form = place.request, AbsenceForm(place.request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = attempt(form, verbs.enter, place.member, by=request.member)
        if entered is not None:
            say_saved(place, entered)
            return redirect(place.url("absences"))
    now = timezone.now()
    rows = [
        {
            "said": row,
            "change_url": place.url("absence", row.key),
            "end_url": place.url("absence_withdrawal", row.key),
        }
        for row in queries.rows_of(place.member, now)
    ]
    covers = queries.covers_during(place.member, [(now, now)])[0]
    context = {"rows": rows, "covers": covers, "zone": wording.zone_place(place.member.user.zone)}
    return page(place, "agency/absences.html", form, **context)


def changed(place: AbsencesOf, key: str) -> HttpResponse:
    request, absence = place.request, place.absence(key)
    form = AbsenceForm(request.POST or None, absence=absence, begun=absence.begins_at <= timezone.now())
    if request.method == "POST" and form.is_valid():
        entered = attempt(form, verbs.change, absence, by=request.member)
        if entered is not None:
            say_saved(place, entered)
            return redirect(place.url("absences"))
    days = absence_words.days(absence.first, absence.last, queries.day_of(place.member, timezone.now()))
    return page(place, "agency/absence.html", form, days=days)


def withdrawn(place: AbsencesOf, key: str) -> HttpResponse:
    absence, now = place.absence(key), timezone.now()
    begun = absence.begins_at <= now
    try:
        verbs.withdraw(absence, by=place.request.member, at=now)
    except ValidationError as refusal:
        messages.error(place.request, " ".join(refusal.messages))
    else:
        back = _("Welcome back. What is still open comes back to you.")
        theirs = _("%(name)s is back. What is still open goes back to them.") % {"name": place.member}
        never = _("The absence is taken back.")
        messages.success(place.request, never if not begun else back if place.own else theirs)
    return redirect(place.url("absences"))


def attempt(form: AbsenceForm, verb: Callable[..., Absence], thing: Any, *, by: Membership) -> Absence | None:
    """Runs the verb; what it refuses stands beside its field, and gives None."""
    try:
        return verb(thing, **form.cleaned_data, by=by, at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


def say_saved(place: AbsencesOf, absence: Absence) -> None:
    """The days in a toast; and, where a client has no backup who could, who answers instead."""
    today = queries.day_of(place.member, timezone.now())
    days = absence_words.days(absence.first, absence.last, today)
    messages.success(place.request, _("Entered: %(days)s.") % {"days": days})
    for line in queries.covers_during(place.member, [(absence.begins_at, absence.ends_at)])[0]:
        if line.alone:
            messages.warning(place.request, line.words)


def page(place: AbsencesOf, template: str, form: AbsenceForm, **context: Any) -> HttpResponse:
    context = {
        "form": form,
        "shown": place.member,
        "own": place.own,
        "list_url": place.url("absences"),
        "settings_sections": settings_sections(place.request),
        **context,
    }
    return render(place.request, template, context, status=422 if form.errors else 200)
