"""Keeping what is being typed: the browser sends a form here every few seconds."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from comms import drafts


@require_POST
@member_door("request.read", writes=True)
def draft(request: MemberRequest, place: str) -> HttpResponse:
    """Keeps the fields for this member alone; others never see them."""
    drafts.keep(request.member, place, request.POST, at=timezone.now())
    return HttpResponse(status=204)
