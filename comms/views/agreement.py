"""What we do with what the client said: accept corrections, discuss one, and read a mail for what it says."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.views.answers import back
from comms import drafts
from comms.domain import corrections, mail_agreement
from comms.domain.mail_agreement import Saying
from comms.domain.summaries import begin_correction
from comms.models import Correction, Summary
from comms.queries.calls import copies_of, corrections_of, summaries_of

SAYINGS: dict[str, Saying] = {"agreed": "agreed", "corrected": "corrected", "neither": "neither"}


@member_door("summary.send", writes=True)
def summary_correction(request: MemberRequest, key: str) -> HttpResponse:
    """POST accepts corrections into a new version in draft: the chosen ones, all with `take_over`; or opens one as it
    is.
    """
    found = reach(summaries_of(request.member), key=key)
    require(request.member, "summary.send", found.client)
    if request.method != "POST":
        return redirect("summary", request.agency.slug, key)
    try:
        draft = _begun(request, found)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("summary", request.agency.slug, key)
    messages.success(request, _("A new version is open. The one that was sent stays beside it."))
    return redirect("call", request.agency.slug, draft.key)


def _begun(request: MemberRequest, found: Summary) -> Summary:
    now = timezone.now()
    if request.POST.get("take_over"):
        return corrections.take_over(found, by=request.member, at=now)
    if request.POST.get("accept"):
        chosen = Correction.objects.filter(line__summary=found, key__in=request.POST.getlist("correction"))
        return corrections.take_over(found, by=request.member, at=now, only=list(chosen))
    return begin_correction(found, by=request.member, at=now)


@require_POST
@member_door("summary.send", writes=True)
def correction_discussion(request: MemberRequest, key: str) -> HttpResponse:
    """POST opens an answer in the thread that the correction opened, with the line quoted; `undo` leaves it open."""
    found = reach(corrections_of(request.member), key=key)
    summary, now = found.copy.summary, timezone.now()
    require(request.member, "summary.send", summary.client)
    try:
        if request.POST.get("undo"):
            corrections.undecide(found, by=request.member, at=now)
            return redirect("summary", request.agency.slug, summary.key)
        thread = corrections.discuss(found, by=request.member, at=now)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("summary", request.agency.slug, summary.key)
    begun = QueryDict(mutable=True)
    begun["text"] = f"“{found.line.text}”\n→ “{found.text}”\n\n"
    drafts.keep(request.member, drafts.reply_place(thread), begun, at=now)
    undo = reverse("correction_discussion", args=[request.agency.slug, key])
    messages.success(request, _("Being discussed. The line is quoted in your answer."), extra_tags=f"undo:{undo}")
    return redirect("request", request.agency.slug, thread.key)


@require_POST
@member_door("summary.send", writes=True)
def mail_judgement(request: MemberRequest, key: str) -> HttpResponse:
    """POST `says` what the mail in answer to a summary says; `undo` lets it wait to be read again."""
    copy = reach(copies_of(request.member), key=key)
    require(request.member, "summary.send", copy.summary.client)
    here, now = reverse("summary", args=[request.agency.slug, copy.summary.key]), timezone.now()
    says = request.POST.get("says", "")
    try:
        if request.POST.get("undo"):
            mail_agreement.undo(copy, by=request.member, at=now)
            messages.success(request, _("It waits to be read again."))
            return back(request, here)
        if says not in SAYINGS:
            raise ValidationError(_("Choose what the mail says."))
        draft = mail_agreement.judge(copy, SAYINGS[says], by=request.member, at=now)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return back(request, here)
    undo = reverse("mail_judgement", args=[request.agency.slug, key])
    words = {
        "agreed": _("Noted: they agree."),
        "corrected": _("A new version is open, with their words beside it."),
        "neither": _("Noted. The time to answer begins anew with that mail."),
    }
    messages.success(request, words[says], extra_tags=f"undo:{undo}")
    if says == "corrected" and draft.state == Summary.State.DRAFT:
        return redirect("call", request.agency.slug, draft.key)
    return back(request, here)
