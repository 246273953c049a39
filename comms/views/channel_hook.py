"""Where programs bring what is written in a client's chat channel, signed with the channel's secret."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from agency.doors import open_door
from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from comms import chat_words
from comms.domain import channels, inbound
from comms.instants import database_time
from comms.models import ChatChannel, InboundMessage

PROBLEM = "application/problem+json"


@open_door("machine", writes=True)
@csrf_exempt
def channel_hook(request: HttpRequest, key: str) -> HttpResponse:
    """POST {id, text, author: {name, email}, thread}. 202 once the bytes are stored; a second time changes nothing.

    No scope is open for the whole request, so that what is accepted is committed before we say so.
    """
    if request.method != "POST":
        return _problem(405, _("Messages are brought here by POST."), headers={"Allow": "POST"})
    if request.headers.get("Transfer-Encoding"):
        return _problem(411, _("Send the message in one piece, with its Content-Length."))
    if int(request.headers.get("Content-Length") or 0) > chat_words.LARGEST or len(request.body) > chat_words.LARGEST:
        return _problem(413, _("A message may have 64 kB."))
    signature = request.headers.get(chat_words.SIGNATURE, "")
    agency_id, secret = _secret(key)
    if not chat_words.is_signed(signature, secret, request.body, database_time()):
        return _problem(401, _("There is no such channel, or its signature does not fit, or is five minutes old."))
    try:
        said = chat_words.read(request.body)
    except ValidationError as refusal:
        return _problem(400, _("The message cannot be read."), errors=refusal.message_dict)
    agency = Agency.objects.get(pk=agency_id)
    with within(agency):
        known = ChatChannel.objects.get(key=key)
    stored = inbound.receive(
        request.body, agency=agency, recipient=f"channel:{key}", door=InboundMessage.Door.CHAT, at=database_time(),
        channel=known,
    )  # fmt: skip
    return JsonResponse({"id": said.id, "stored": stored.key}, status=202)


def _secret(key: str) -> tuple[int, str]:
    """Whose channel it is, and what its messages are signed with; '' where there is none, or it is not in use."""
    with everywhere():
        rows = ChatChannel.objects.filter(key=key, active=True, agency__closed_at=None)
        agency_id, sealed = rows.values_list("agency_id", "secret").first() or (0, b"")
    return agency_id, channels.unsealed(bytes(sealed))


def _problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JsonResponse:
    body = {"type": "about:blank", "title": detail, "status": status, **more}
    return JsonResponse(body, status=status, content_type=PROBLEM, headers=headers)
