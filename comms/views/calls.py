"""Log a call: one desk, the form at the left, at the right the mail as the client will read it (ui.md, practices V4,
O5).
"""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.keys import is_key
from agency.permissions import Reach, reach_of, require
from agency.reach import reach
from clients.models import Client, Contact
from clients.queries import clients_of, person_card
from comms import desk_acts, drafts, follows, sheet, unlocking
from comms.desk import Desk, laid_out, place_of
from comms.desk_letter import Chosen, of_desk
from comms.desk_sides import beside, person_beside, timer, transcript_panel
from comms.domain import calls, checked_sending, corrections, running, transcripts
from comms.domain.checked_sending import NeedsReason
from comms.forms.calls import call_notes
from comms.models import Meeting, Summary
from comms.queries.calls import planned_meeting, summaries_of

MOST_SHOWN = 200
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"


@member_door("call.log")
def call_new(request: MemberRequest) -> HttpResponse:
    """Whom did you talk with? The member's own clients first, by their name or that of one of their people; the only
    one that was looked for is the answer.
    """
    words = request.GET.get("q", "").strip()
    found = clients_of(request.member).filter(archived_at=None).select_related("lead__user", "backup__user")
    if words:
        speaking = Contact.objects.filter(person__name__icontains=words, ended_at=None)
        found = found.filter(Q(name__icontains=words) | Q(pk__in=speaking.values("client_id")))
    looked_after = Q(lead=request.member) | Q(backup=request.member)
    own = list(found.filter(looked_after).order_by("name")[:MOST_SHOWN])
    others = list(found.exclude(looked_after).order_by("name")[:MOST_SHOWN]) if _sees_all(request) else []
    if words and not request.htmx and len(hits := own + others) == 1:
        return redirect("client_call_new", request.agency.slug, hits[0].key)
    return render(request, "comms/call_new.html", {"own": own, "others": others, "q": words})


@member_door("call.log", writes=True)
def client_call_new(request: MemberRequest, client_key: str) -> HttpResponse:
    """What is typed of a client that is archived meanwhile comes back with the reason."""
    clients = clients_of(request.member)
    client = reach(clients if request.method == "POST" else clients.filter(archived_at=None), key=client_key)
    require(request.member, "call.log", client)
    return desk(request, client, None, planned_meeting(client, request.GET.get("meeting", "")))


@member_door("call.log", writes=True)
def call_start(request: MemberRequest, client_key: str) -> HttpResponse:
    """POST: the call begins now, and its desk opens."""
    client = reach(clients_of(request.member), key=client_key)
    require(request.member, "call.log", client)
    if request.method == "POST":
        try:
            running.start(client, by=request.member, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("client", request.agency.slug, client.key)
    return redirect("client_call_new", request.agency.slug, client.key)


@member_door("call.log", writes=True)
def call_drop(request: MemberRequest, client_key: str) -> HttpResponse:
    """POST: what is being written of a call that was not kept yet is thrown away, its transcript with it."""
    client = reach(clients_of(request.member), key=client_key)
    require(request.member, "call.log", client)
    if request.method == "POST":
        place = place_of(client, None, planned_meeting(client, request.POST.get("meeting", "")))
        drafts.forget(request.member, place)
        transcripts.remove(by=request.member, at=timezone.now(), place=place)
        running.forget(client, by=request.member)
        messages.success(request, _("The draft is gone."))
    return redirect("client", request.agency.slug, client.key)


@member_door("call.log", writes=True)
def call(request: MemberRequest, key: str) -> HttpResponse:
    """A call that was logged and whose summary is still a draft; a sent one is shown as it was sent."""
    summary = reach(summaries_of(request.member), key=key)
    if summary.state != Summary.State.DRAFT:
        return redirect("summary", request.agency.slug, summary.key)
    require(request.member, "call.log", summary.client)
    return desk(request, summary.client, summary)


@member_door("call.log", writes=True)
def call_preview(request: MemberRequest, client_key: str) -> HttpResponse:
    """The sheet at the right, for what is typed so far, and what else of the page follows from who was there. Saves
    nothing.
    """
    filled, now = _typed_desk(request, client_key), timezone.now()
    context = beside(filled, request.member, now, Chosen.of(request.POST))
    spoken_with = person_beside(filled, context.get("first"))
    stands = spoken_with is None or spoken_with.key == request.POST.get("card", "")
    context |= {"desk": filled, "title": sheet.title(filled), "other_contact": None if stands else spoken_with}
    return render(request, "comms/call_preview.html", context)


@member_door("call.log", writes=True)
def call_letter(request: MemberRequest, client_key: str) -> HttpResponse:
    """The mail itself, as one reader will get it, for what is typed so far. Saves nothing."""
    filled, now = _typed_desk(request, client_key), timezone.now()
    context = of_desk(filled, request.member, now, Chosen.of(request.POST))
    if context["sheet"] is None:
        return render(request, "comms/call_letter_empty.html", {"client": filled.client}, status=422)
    response = HttpResponse(context["sheet"]["copy"].html)
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return response


def _typed_desk(request: MemberRequest, client_key: str) -> Desk:
    client = reach(clients_of(request.member), key=client_key)
    require(request.member, "call.log", client)
    key = request.POST.get("call", "")
    summary = summaries_of(request.member).filter(client=client, key=key).first() if is_key(key) else None
    return laid_out(client, request.member, summary, request.POST)


@member_door("call.log", writes=True)
def call_discard(request: MemberRequest, key: str) -> HttpResponse:
    summary = reach(summaries_of(request.member), key=key)
    require(request.member, "call.log", summary.client)
    if request.method == "POST":
        try:
            corrections.discard(summary, by=request.member, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("summary", request.agency.slug, key)
        drafts.forget(request.member, f"call:{key}")
        messages.success(request, _("The draft is gone."))
    return redirect("client", request.agency.slug, summary.client.key)


def desk(
    request: MemberRequest, client: Client, summary: Summary | None, meeting: Meeting | None = None
) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        kept = drafts.recall(request.member, place_of(client, summary, meeting))
        return _show(request, laid_out(client, request.member, summary, kept, meeting), now, judged=False)
    turned = unlocking.asked(request, summary, now)
    filled = laid_out(client, request.member, summary, request.POST)
    if turned:
        return _show(request, filled, now, judged=False)
    if desk_acts.wanted(request.POST):
        data, refused = desk_acts.done(request, filled, now)
        drafts.keep(request.member, filled.place, data, at=now)
        grown = laid_out(client, request.member, summary, data)
        return _show(request, grown, now, status=422 if refused else 200, refused=refused, judged=False)
    if not filled.valid():
        return _show(request, filled, now, status=422)
    try:
        saved = _save(filled, request, now)
    except NeedsReason as refusal:
        filled.why.add_error("because", refusal.messages[0])
        return _show(request, filled, now, status=422)
    except ValidationError as refusal:
        for words in refusal.messages:
            filled.form.add_error(None, words)
        return _show(request, filled, now, status=422)
    return _answer(request, saved)


@transaction.atomic
def _save(filled: Desk, request: MemberRequest, now: datetime) -> Summary:
    """Keeps the call and, if asked to, sends its summary: both or neither, so that a second try logs no second call."""
    notes, by = call_notes(filled.form, filled.topics), request.member
    if filled.summary is None:
        saved = calls.log_call(filled.client, notes, by=by, at=now)
    else:
        saved = calls.rewrite_call(filled.summary, notes, by=by, at=now)
    saved.subject, why = request.POST.get("subject", "").strip()[:200], filled.why.cleaned_data
    saved.purpose, saved.value, saved.because = why["purpose"], why["value"], why["because"]
    saved.save(update_fields=["subject", "purpose", "value", "because"])
    used = filled.form.used_lines()
    transcripts.attach(saved.interaction, place=filled.place, used=used, by=by, at=now)
    if request.POST.get("do") == "send":
        to = sheet.recipients(saved, filled.to.keys())
        checked_sending.send(saved, by=by, at=now, to=to, **why)
    drafts.forget(by, filled.place)
    running.forget(filled.client, by=by)
    return saved


def _answer(request: MemberRequest, saved: Summary) -> HttpResponse:
    saved.refresh_from_db()
    if saved.state == Summary.State.DRAFT:
        messages.success(request, _("Kept as a draft. The summary has not been sent."))
        return redirect("call", request.agency.slug, saved.key)
    messages.success(request, _("The summary is on its way."))
    return redirect("summary", request.agency.slug, saved.key)


def _show(
    request: MemberRequest, filled: Desk, now: datetime, *, status: int = 200, refused: str = "", judged: bool = True
) -> HttpResponse:
    slug, member = request.agency.slug, request.member
    shown = beside(filled, member, now, Chosen.of(filled.form.data))
    spoken_with = person_beside(filled, shown.get("first"))
    context = {
        "desk": filled,
        "title": sheet.title(filled),
        "when": wording.moment(filled.summary.interaction.at, timezone.get_current_timezone(), now)
        if filled.summary
        else "",
        "draft_url": reverse("draft", args=[slug, filled.place]),
        "preview_url": reverse("call_preview", args=[slug, filled.client.key]),
        "letter_url": reverse("call_letter", args=[slug, filled.client.key]),
        "panel": filled.form.data.get("beside", "") if request.method == "POST" else "",
        "refused": refused,
        **timer(filled, member, now),
        **transcript_panel(filled, member),
        **shown,
        "card_contact": spoken_with,
        "person": person_card(spoken_with, member, now) if spoken_with else None,
        "follows": follows.of_call(filled.summary, member, now) if filled.summary else None,
    }
    if not judged:
        filled.still_written()
    template = "comms/call_desk.html" if request.htmx else "comms/call.html"
    return render(request, template, context, status=status)


def _sees_all(request: MemberRequest) -> bool:
    return reach_of(request.member, "call.log") is Reach.ALL
