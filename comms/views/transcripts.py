"""The transcript of a call that was logged: taken away for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from comms.domain import transcripts
from comms.queries.calls import summaries_of


@member_door("call.log", writes=True)
def transcript_removal(request: MemberRequest, key: str) -> HttpResponse:
    """POST: nothing of it is kept."""
    found = reach(summaries_of(request.member), key=key)
    require(request.member, "call.log", found.client)
    if request.method == "POST":
        transcripts.remove(by=request.member, at=timezone.now(), interaction=found.interaction)
        messages.success(request, _("The transcript is gone."))
    return redirect("summary", request.agency.slug, key)
