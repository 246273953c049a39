"""What one does with a request: each a small resource of its own. POST makes it; `undo` takes it back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from agency import absence_words, wording
from agency.absences import away_at
from agency.doors import member_door
from agency.http import MemberRequest
from agency.models import Membership
from agency.permissions import require
from agency.reach import reach
from clients.models import Exclusion
from comms import drafts, filling
from comms.domain import answers, dismissals, draft_files, flags, requests as verbs
from comms.domain.outbox import HOLD
from comms.flagging import clauses_of
from comms.forms.inbox import AcknowledgementForm, AssignForm
from comms.models import Request, ScopeFlag
from comms.queries import inbox as queries


def found_for(request: MemberRequest, key: str, verb: str) -> Request:
    """The request, or the one into which it was merged. Raises Http404, Refused."""
    found = reach(queries.requests_of(request.member), key=key)
    if found.merged_into_id is not None:
        found = queries.requests_of(request.member).get(pk=found.merged_into_id)
    require(request.member, verb, found.client)
    return found


def back(request: MemberRequest, found: Request) -> HttpResponse:
    """To where the form stood: Today, whole and on its tab, or the conversation."""
    if today := to_today(request):
        return HttpResponse(headers={"HX-Refresh": "true"}) if request.htmx else redirect(today)
    return redirect("request", request.agency.slug, found.key)


def to_today(request: MemberRequest) -> str:
    """The address of Today if the form stood there: it says so, or names that very page; else ''."""
    here, wish = reverse("today", args=[request.agency.slug]), request.POST.get("next", "")
    if wish == "today":
        return here
    return wish if wish.split("?")[0] == here else ""


def done(
    request: MemberRequest, found: Request, words: str, undo_url: str = "", until: datetime | None = None
) -> HttpResponse:
    """In Today the row says what was done, with Undo; elsewhere the page is shown again with a toast, which counts the
    seconds down `until` the moment after which nothing is undone.
    """
    if request.htmx and request.POST.get("next") == "today":
        context = {"row_id": f"request-{found.key}", "words": words, "undo_url": undo_url, "found": found}
        return trigger_client_event(render(request, "comms/today_done.html", context), "today:changed")
    tags = [f"undo:{undo_url}" if undo_url else "", f"until:{until.isoformat()}" if until else ""]
    messages.success(request, words, extra_tags=" ".join(filter(None, tags)))
    return back(request, found)


def refused(request: MemberRequest, found: Request, refusal: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(refusal.messages))
    return back(request, found)


def unsent(request: MemberRequest, found: Request, refusal: ValidationError) -> HttpResponse:
    """What was typed is a draft in the conversation, and there one reads why it has not left."""
    if not request.POST.get("text", "").strip():
        return refused(request, found, refusal)
    drafts.keep(request.member, drafts.reply_place(found), request.POST, at=timezone.now())
    messages.error(request, " ".join(refusal.messages))
    there = reverse("request", args=[request.agency.slug, found.key])
    return HttpResponse(headers={"HX-Redirect": there}) if request.htmx else redirect(there)


@require_POST
@member_door("request.acknowledge", writes=True)
def acknowledgement(request: MemberRequest, key: str) -> HttpResponse:
    found, now = found_for(request, key, "request.acknowledge"), timezone.now()
    form, once, place = AcknowledgementForm(request.POST), request.POST.get("once", ""), drafts.reply_place(found)
    try:
        draft_files.add(request.member, place, request.FILES.getlist("files"), at=now)
        if not form.is_valid():
            raise ValidationError(list(form.errors["text"]))
        text = form.cleaned_data["text"]
        text = "" if filling.is_bare(text, found.contact) else text
        sent = answers.acknowledge(found, by=request.member, at=now, text=text, key=once)
    except ValidationError as refusal:
        return unsent(request, found, refusal)
    drafts.sent(request.member, place, once, request.POST.get("based", ""))
    words = [_("Acknowledged. %(name)s has it in a minute.") % {"name": wording.first_name(found.contact.person.name)}]
    if draft_files.kept(request.member, place).exists():
        words.append(_("Your files wait for the answer."))
    undo = reverse("message_withdrawal", args=[request.agency.slug, sent.key])
    return done(request, found, " ".join(words), undo, until=sent.at + HOLD)


@require_POST
@member_door("request.dismiss", writes=True)
def dismissal(request: MemberRequest, key: str) -> HttpResponse:
    """'No answer needed', with one's name on it; undone, the clock runs on with its old times."""
    found = found_for(request, key, "request.dismiss")
    verb: Callable[..., Any] = dismissals.undo if request.POST.get("undo") else dismissals.dismiss
    try:
        verb(found, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        return refused(request, found, refusal)
    if request.POST.get("undo"):
        return back(request, found)
    return done(request, found, _("No answer needed."), reverse("dismissal", args=[request.agency.slug, found.key]))


@require_POST
@member_door("request.assign", writes=True)
def assignment(request: MemberRequest, key: str) -> HttpResponse:
    """POST gives it to somebody; `undo` gives it back to whom it `was`, if it is still theirs who have it `now`."""
    found = found_for(request, key, "request.assign")
    undo = bool(request.POST.get("undo"))
    form = AssignForm({"member": request.GET.get("was", "")} if undo else request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose somebody of the agency."))
        return back(request, found)
    member, before = form.cleaned_data["member"], found.assignee
    who: dict[str, Any] = {"by": request.member, "at": timezone.now()}
    if undo:
        given = Membership.objects.filter(key=request.GET.get("now", "")).first()
        try:
            verbs.give_back(found, given=given, was=member, **who)
        except ValidationError as refusal:
            return refused(request, found, refusal)
        messages.success(request, holder_words(member))
        return back(request, found)
    verbs.assign(found, member, **who)
    named = urlencode({"was": before.key if before else "", "now": member.key if member else ""})
    here = reverse("assignment", args=[request.agency.slug, found.key])
    messages.success(request, holder_words(member), extra_tags=f"undo:{here}?{named}")
    return back(request, found)


def holder_words(member: Membership | None) -> str:
    """Who has it now, and that they are away."""
    if member is None:
        return _("Nobody in particular.")
    now, words = timezone.now(), {"name": member.user}
    absence = away_at(now, [member.pk]).get(member.pk)
    if absence is None:
        return _("%(name)s looks after it.") % words
    away = absence_words.away_until(absence.last, timezone.localdate(now))
    return _("%(name)s looks after it, and is %(away)s.") % {**words, "away": away}


@require_POST
@member_door("request.answer", writes=True)
def closure(request: MemberRequest, key: str) -> HttpResponse:
    found = found_for(request, key, "request.answer")
    verb = verbs.reopen if request.POST.get("undo") else verbs.close
    try:
        verb(found, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        return refused(request, found, refusal)
    return back(request, found)


@require_POST
@member_door("request.flag", writes=True)
def flag(request: MemberRequest, key: str) -> HttpResponse:
    """Outside the scope: raised with the clause that bears on it, or with none; `undo` takes it back. What becomes of
    it is decided on its own page. A flag that stood before is nothing to undo: somebody else may have raised it.
    """
    found, now = found_for(request, key, "request.flag"), timezone.now()
    try:
        if request.POST.get("undo"):
            if standing := ScopeFlag.objects.filter(request=found, state=ScopeFlag.State.RAISED).first():
                flags.take_back(standing, by=request.member, at=now)
        else:
            raised = flags.flag(found, by=request.member, at=now, exclusion=clause_named(request, found))
            if raised.raised_at == now:
                undo = reverse("flag", args=[request.agency.slug, found.key])
                messages.success(request, _("Flagged as outside the scope."), extra_tags=f"undo:{undo}")
            else:
                messages.info(request, _("It is flagged already."))
    except ValidationError as refusal:
        return refused(request, found, refusal)
    return back(request, found)


def clause_named(request: MemberRequest, found: Request) -> Exclusion | None:
    """The clause that the form names, None when it names none. Raises ValidationError for one that is not in force."""
    key = request.POST.get("exclusion", "")
    if not key:
        return None
    clause = clauses_of(found.client_id).filter(key=key).first()
    if clause is None:
        raise ValidationError(_("The scope in force has no such clause. Please choose again."))
    return clause
