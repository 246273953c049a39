"""Notes among us, and following what is said in a request."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from comms import drafts
from comms.domain import following as follows, requests as verbs
from comms.forms.composer import NoteForm
from comms.models import Interaction, Mention
from comms.views.inbox import request_context
from comms.views.requests import back, found_for


@require_POST
@member_door("request.note", writes=True)
def note(request: MemberRequest, key: str) -> HttpResponse:
    """A note for us: it has no recipient, and no code path turns it into mail. Who is named by @name is told."""
    found, once = found_for(request, key, "request.note"), request.POST.get("once", "")
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            made = verbs.note(found, by=request.member, at=timezone.now(), text=text, key=once)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            drafts.sent(request.member, drafts.note_place(found), once, request.POST.get("based", ""))
            messages.success(request, noted_words(made, request))
            return back(request, found)
    return render(request, "comms/inbox.html", request_context(request, found, note=form), status=422)


def noted_words(made: Interaction, request: MemberRequest) -> str:
    """Who was told, and which names nobody here has."""
    rows = Mention.objects.filter(interaction=made).exclude(member=request.member).select_related("member__user")
    told = [str(row.member.user) for row in rows.order_by("member__user__name")]
    words = [_("Noted, for us only.")]
    if told:
        words.append(_("Told: %(names)s.") % {"names": wording.listing(told)})
    if unknown := follows.named_in(made.text).unknown:
        words.append(_("Nobody here is called %(names)s.") % {"names": wording.listing(unknown)})
    return " ".join(words)


@require_POST
@member_door("request.follow", writes=True)
def following(request: MemberRequest, key: str) -> HttpResponse:
    """From now on one is told what is said here; `undo` ends it."""
    found = found_for(request, key, "request.follow")
    if request.POST.get("undo"):
        follows.unfollow(found, by=request.member, at=timezone.now())
        messages.success(request, _("You are no longer told what is said here."))
    else:
        follows.follow(found, by=request.member, at=timezone.now())
        messages.success(request, _("You are told what is said here."))
    return back(request, found)
