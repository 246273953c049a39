"""Telling people of a meeting, and that it does not take place. GET shows what will leave; POST sends it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.views.answers import form_page, said, tried, wants_undo
from comms import announcing_pages
from comms.domain import announcing as verbs
from comms.forms.announcements import CancellationForm
from comms.meeting_addresses import meeting_path
from comms.models import Announcement, Meeting
from comms.queries.meeting_mail import meetings_of


def _reached(request: MemberRequest, key: str) -> Meeting:
    found = reach(meetings_of(request.member), key=key)
    require(request.member, "meeting.announce", found.client)
    return found


@member_door("meeting.announce", writes=True)
def meeting_announcement(request: MemberRequest, key: str) -> HttpResponse:
    """POST sends what has not been told yet; with `undo` it is taken back while it waits."""
    found = _reached(request, key)
    if request.method == "POST":
        if wants_undo(request):
            return _taken_back(request, found, Announcement.Method.REQUEST)
        try:
            made = verbs.announce(found, by=request.member, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("meeting_announcement", request.agency.slug, key)
        here = reverse("meeting_announcement", args=[request.agency.slug, key])
        said(request, announcing_pages.sent_words(made), here)
        return redirect(meeting_path(found))
    return render(request, "comms/meeting_announcement.html", announcing_pages.announcement_page(found, timezone.now()))


@member_door("meeting.announce", writes=True)
def meeting_cancellation(request: MemberRequest, key: str) -> HttpResponse:
    """POST calls it off with the reason; `preview` shows first what everybody reads; `undo` takes it back."""
    found = _reached(request, key)
    if request.method == "POST" and wants_undo(request):
        return _taken_back(request, found, Announcement.Method.CANCEL)
    form = CancellationForm(request.POST or None)
    if request.method == "POST":
        done = tried(
            form,
            lambda: verbs.call_off(found, reason=form.cleaned_data["reason"], by=request.member, at=timezone.now()),
        )
        if done is not None:
            here = reverse("meeting_cancellation", args=[request.agency.slug, key])
            said(request, _("Called off. Everybody who was invited is told."), here)
            return redirect(meeting_path(found))
    if found.state != Meeting.State.PLANNED and request.method != "POST":
        messages.info(request, _("Only a meeting that is planned can be called off."))
        return redirect(meeting_path(found))
    context = {**announcing_pages.cancellation_page(found, form["reason"].value() or ""), "form": form}
    return form_page(request, "comms/meeting_cancellation.html", context)


def _taken_back(request: MemberRequest, found: Meeting, method: str) -> HttpResponse:
    try:
        verbs.take_back(found, by=request.member, at=timezone.now(), method=method)
        messages.success(request, _("Taken back: nobody was told."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(meeting_path(found))
