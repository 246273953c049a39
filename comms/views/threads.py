"""A thread as a whole: when it comes back, what is done next with it, and of which requests it is made."""

from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.forms.days import YEARS
from agency.http import MemberRequest
from agency.reach import reach
from comms.domain import joining, requests as verbs
from comms.forms.later import MergeForm, NextStepForm, SnoozeForm
from comms.models import Interaction, Request
from comms.queries import inbox as queries, threads
from comms.views.requests import done, found_for, refused


@member_door("request.snooze", writes=True)
def snooze(request: MemberRequest, key: str) -> HttpResponse:
    """Put off: out of Today and out of the list until then. No clock stands still for it."""
    found = found_for(request, key, "request.snooze")
    now, zone = timezone.now(), timezone.get_current_timezone()
    here = reverse("snooze", args=[request.agency.slug, found.key])
    if request.POST.get("undo"):
        return done(request, found, _snoozed(request, found, _ahead(request.GET.get("was", ""), now)))
    form = SnoozeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        before = found.snoozed_until
        try:
            words = _snoozed(request, found, form.until(now, zone))
            was = before.isoformat() if before else ""
            return done(request, found, words, f"{here}?{urlencode({'was': was})}")
        except ValidationError as refusal:
            form.add_error(None if "until" in refusal.message_dict else "on", " ".join(refusal.messages))
    context = {"form": form, "request_shown": found, "action": here}
    return render(request, "comms/snooze.html", context, status=422 if form.errors else 200)


def _snoozed(request: MemberRequest, found: Request, until: datetime | None) -> str:
    now, zone = timezone.now(), timezone.get_current_timezone()
    verbs.snooze(found, until=until, by=request.member, at=now)
    if until is None:
        return _("It is back.")
    return _("Put off until %(when)s.") % {"when": wording.moment(until, zone, now)}


def _ahead(text: str, now: datetime) -> datetime | None:
    """A moment that an Undo brings back; what has passed, or makes none, is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    sane = moment is not None and moment.tzinfo is not None and moment.year in YEARS and moment > now
    return moment if sane else None


@member_door("request.plan", writes=True)
def next_step(request: MemberRequest, key: str) -> HttpResponse:
    """What is done next, and when. `undo` brings back what the address names."""
    found = found_for(request, key, "request.plan")
    here = reverse("next_step", args=[request.agency.slug, found.key])
    before = {"step": found.next_step, "on": found.next_step_on.isoformat() if found.next_step_on else ""}
    undone = bool(request.POST.get("undo"))
    form = NextStepForm((request.GET if undone else request.POST) if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        step, on = form.cleaned_data["step"], form.cleaned_data["on"]
        verbs.plan_next_step(found, step=step, on=on, by=request.member, at=timezone.now())
        words = _("Noted as the next step.") if step else _("No next step any more.")
        return done(request, found, words, "" if undone else f"{here}?{urlencode(before)}")
    context = {"form": form, "request_shown": found, "action": here}
    return render(request, "comms/next_step.html", context, status=422 if form.errors else 200)


@member_door("request.merge", writes=True)
def merger(request: MemberRequest, key: str) -> HttpResponse:
    """Two requests become one thread: the older survives. `undo` at the address of a merged one takes it out."""
    if request.POST.get("undo"):
        return _undone(request, key)
    found = found_for(request, key, "request.merge")
    others = threads.mergeable(found, request.member)
    form = MergeForm(request.POST if request.method == "POST" else None, others=others)
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other"]
        try:
            survivor = joining.merge(found, other, by=request.member, at=timezone.now())
        except ValidationError as refusal:
            form.add_error("other", " ".join(refusal.messages))
        else:
            gone = found if survivor.pk == other.pk else other
            undo = reverse("merger", args=[request.agency.slug, gone.key])
            return done(request, survivor, _("They are one thread now."), undo)
    context = {"form": form, "request_shown": found, **threads.merger_page(found, others[: threads.MOST_OFFERED])}
    return render(request, "comms/merger.html", context, status=422 if form.errors else 200)


def _undone(request: MemberRequest, key: str) -> HttpResponse:
    """A merged one is taken out; a message that was split off, named with the thread that it came from, goes back."""
    found = found_for(request, key, "request.merge")
    if other_key := request.GET.get("other"):
        other = found_for(request, other_key, "request.merge")
        try:
            survivor = joining.merge(found, other, by=request.member, at=timezone.now())
        except ValidationError as refusal:
            return refused(request, found, refusal)
        return done(request, survivor, _("They are one thread again."))
    merged = reach(queries.requests_of(request.member), key=key)
    joining.take_out(merged, by=request.member, at=timezone.now())
    return done(request, merged, _("It is a thread of its own again."))


@require_POST
@member_door("request.merge", writes=True)
def message_request(request: MemberRequest, key: str) -> HttpResponse:
    """A message of the client becomes a request of its own; merged again, everything stands together as before."""
    rows = Interaction.objects.filter(request__in=queries.requests_of(request.member)).select_related("request")
    message = reach(rows, key=key)
    found = found_for(request, message.request.key if message.request else "", "request.merge")
    try:
        fresh = joining.split(message, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        return refused(request, found, refusal)
    undo = reverse("merger", args=[request.agency.slug, fresh.key]) + f"?other={found.key}"
    return done(request, fresh, _("The message is a request of its own now."), undo)
