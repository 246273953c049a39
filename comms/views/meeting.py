"""One meeting: planned by a form, shown with all that one needs for it, its agenda edited in place (M2, M5)."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.keys import is_key, new_key
from agency.permissions import require
from agency.reach import reach
from clients.domain.refusals import Refusal
from clients.models import Client
from clients.queries import clients_of
from clients.views.answers import form_page, said, tried, wants_undo
from clients.views.clients import this_client
from comms import agenda_undo, meeting_hints, meeting_pages as pages
from comms.domain import agendas, attending, meetings as verbs
from comms.forms.meetings import Guests, ItemForm, MeetingForm
from comms.meeting_starts import beginning
from comms.models import Meeting
from comms.views.meetings import this_meeting

STEPS = {"up": -1, "down": 1}


@member_door("meeting.plan", writes=True)
def meeting_new(request: MemberRequest, client_key: str) -> HttpResponse:
    """GET proposes a time and who comes (`contact` in the address names them); POST plans."""
    client, now = this_client(request, client_key), timezone.now()
    require(request.member, "meeting.plan", client)
    guests = Guests(client)
    initial = beginning(client, guests, request.member, now, contact=request.GET.get("contact", ""))
    form = MeetingForm(request.POST or None, guests=guests, initial=initial)
    if request.method == "POST":
        once = request.POST.get("once", "")
        made = tried(
            form,
            lambda: verbs.plan(client, by=request.member, at=now, key=once, **form.of_meeting(), **form.people()),
        )
        if made is not None:
            said(request, _("Planned. Write the agenda, then send it."))
            return redirect("meeting", request.agency.slug, made.key)
    return form_page(request, "comms/meeting_form.html", _form_context(request, form, client))


@member_door("meeting.read")
def meeting(request: MemberRequest, key: str) -> HttpResponse:
    found, now = this_meeting(request, key), timezone.now()
    shown = pages.in_full(found, request.member, now)
    guests = Guests(found.client, found) if shown["may_plan"] else None
    context = {
        "shown": shown,
        "meeting": found,
        "beside": pages.beside(found, request.member, now),
        "agenda": pages.agenda(found, guests, fresh=new_key()),
    }
    return render(request, "comms/meeting.html", context)


@member_door("meeting.plan", writes=True)
def meeting_change(request: MemberRequest, key: str) -> HttpResponse:
    """What, when, where and who, of a meeting that is still ahead."""
    found, now = this_meeting(request, key, "meeting.plan"), timezone.now()
    guests = Guests(found.client, found)
    form = MeetingForm(request.POST or None, guests=guests, row=found)
    if request.method == "POST" and tried(form, lambda: _changed(found, form, request)) is not None:
        said(request, _("Saved."))
        return redirect("meeting", request.agency.slug, key)
    context = _form_context(request, form, found.client, found) | {"now": pages.row(found, now)}
    return form_page(request, "comms/meeting_form.html", context)


@transaction.atomic
def _changed(found: Meeting, form: MeetingForm, request: MemberRequest) -> Meeting:
    by, at = request.member, timezone.now()
    verbs.change(found, by=by, at=at, **form.of_meeting())
    return attending.set_people(found, by=by, at=at, **form.people())


@member_door("meeting.plan")
def meeting_hints_for(request: MemberRequest, client_key: str) -> HttpResponse:
    """What speaks against the time and the people that are typed so far. Saves nothing."""
    client = reach(clients_of(request.member), key=client_key)
    require(request.member, "meeting.plan", client)
    known = Meeting.objects.filter(client=client, key=request.GET.get("meeting", "")).first()
    form = MeetingForm(request.GET, guests=Guests(client))
    return render(request, "comms/meeting_hints.html", {"hints": _hints(form, client, known), "oob": True})


@require_POST
@member_door("meeting.plan", writes=True)
def meeting_agenda(request: MemberRequest, key: str) -> HttpResponse:
    """The agenda as it stands on the page is kept; `do` moves a line or takes one out, `undo` puts it back."""
    found = this_meeting(request, key, "meeting.plan")
    if wants_undo(request):
        return _put_back(request, found)
    guests, fresh = Guests(found.client, found), request.POST.get("fresh", "")
    known = {item.key: item for item in found.items.all()}
    sent = [each for each in request.POST.getlist("item") if each in known or each == fresh]
    forms = [ItemForm(request.POST, key=each, guests=guests, item=known.get(each)) for each in dict.fromkeys(sent[:60])]
    refused = _kept(found, forms, request, fresh if is_key(fresh) else "")
    kept_only = request.POST.get("do") == "keep" and request.htmx
    if refused is None and not request.htmx:
        return redirect(_agenda_of(request, key))
    again = this_meeting(request, key)
    if refused is None:
        shown = pages.agenda(again, guests, fresh=new_key(), focus=_focus(request, again))
    else:
        shown = pages.agenda(again, guests, fresh=fresh, typed=request.POST) | {"refused": refused}
    context = {"agenda": shown, "shown": pages.in_full(again, request.member, timezone.now()), "meeting": again}
    if kept_only:
        return render(request, "comms/meeting_kept.html", context)
    if request.htmx:
        return render(request, "comms/meeting_agenda.html", context, status=200 if refused is None else 422)
    context["beside"] = pages.beside(again, request.member, timezone.now())
    return render(request, "comms/meeting.html", context, status=422)


def _kept(found: Meeting, forms: list[ItemForm], request: MemberRequest, fresh: str) -> str | None:
    """None when everything was kept; else why not."""
    if wrong := [form for form in forms if not form.is_valid()]:
        return str(next(iter(wrong[0].errors.values()))[0])
    try:
        with transaction.atomic():
            by, at = request.member, timezone.now()
            agendas.write(found, [form.notes() for form in forms], by=by, at=at, fresh=fresh)
            _moved(found, request)
    except Refusal as refusal:
        return refusal.words
    return None


def _moved(found: Meeting, request: MemberRequest) -> None:
    what, _colon, key = request.POST.get("do", "").partition(":")
    item = found.items.filter(key=key).select_related("meeting__client").first() if key else None
    if item is None:
        return
    if what in STEPS:
        agendas.place(item, item.position + STEPS[what], by=request.member, at=timezone.now())
    elif what == "remove":
        undo = f"{request.path}?item={agenda_undo.sealed(item)}"
        agendas.remove(item, by=request.member, at=timezone.now())
        said(request, _("Taken off the agenda."), undo)


@transaction.atomic
def _put_back(request: MemberRequest, found: Meeting) -> HttpResponse:
    try:
        agenda_undo.put_back(found, request.GET.get("item", ""), by=request.member, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.words)
    return redirect(_agenda_of(request, found.key))


def _agenda_of(request: MemberRequest, key: str) -> str:
    return f"{reverse('meeting', args=[request.agency.slug, key])}#agenda"


def _focus(request: MemberRequest, found: Meeting) -> str:
    """The line that was moved keeps the focus; otherwise the new one has it."""
    _what, _colon, key = request.POST.get("do", "").partition(":")
    return key if any(item.key == key for item in found.items.all()) else ""


def _form_context(
    request: MemberRequest, form: MeetingForm, client: Client, found: Meeting | None = None
) -> dict[str, Any]:
    hints = _hints(form, client, found) if form.is_bound else {}
    return {"form": form, "client": client, "meeting": found, "hints": hints, "once": request.POST.get("once", "")}


def _hints(form: MeetingForm, client: Client, known: Meeting | None) -> dict[str, list[str]]:
    sketch = form.sketch(client, known)
    return meeting_hints.hints(sketch, client.agency) if sketch else {}
