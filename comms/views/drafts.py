"""Keeping what is being typed: the browser sends a form here every few seconds."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from clients.models import Contact
from clients.queries import contacts_of
from comms import composing, drafts
from comms.queries import inbox as queries


@require_POST
@member_door("request.read", writes=True)
def draft(request: MemberRequest, place: str) -> HttpResponse:
    """Keeps the fields for this member alone; others never see them. Of an answer it says if it looks as if it were in
    another language than its reader's. 409: the form's message has left, and nothing more is kept of it.
    """
    if drafts.keep(request.member, place, request.POST, at=timezone.now()) is None:
        return HttpResponse(status=409)
    kind, _colon, key = place.partition(":")
    reader = _reader(request, kind, key)
    hint = composing.hint(request.POST.get("text", ""), reader) if reader is not None else ""
    return JsonResponse({"hint": hint}) if hint else HttpResponse(status=204)


def _reader(request: MemberRequest, kind: str, key: str) -> Contact | None:
    """Who will read an answer or a letter."""
    if kind == "letter":
        return contacts_of(request.member).filter(key=key).first()
    found = queries.requests_of(request.member).filter(key=key).first() if kind == "reply" else None
    return found.contact if found is not None else None
