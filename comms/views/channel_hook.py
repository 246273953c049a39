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
    known = _channel(key)
    if known is None:
        return _problem(404, _("There is no such channel."))
    if int(request.headers.get("Content-Length") or 0) > chat_words.LARGEST or len(request.body) > chat_words.LARGEST:
        return _problem(413, _("A message may have 64 kB."))
    signature = request.headers.get(chat_words.SIGNATURE, "")
    if not chat_words.is_signed(signature, channels.secret_of(known), request.body, database_time()):
        return _problem(401, _("The signature does not fit, or is older than five minutes."))
    try:
        said = chat_words.read(request.body)
    except ValidationError as refusal:
        return _problem(400, _("The message cannot be read."), errors=refusal.message_dict)
    stored = inbound.receive(
        request.body, agency=known.agency, recipient=f"channel:{known.key}", door=InboundMessage.Door.CHAT,
        at=database_time(), channel=known,
    )  # fmt: skip
    return JsonResponse({"id": said.id, "stored": stored.key}, status=202)


def _channel(key: str) -> ChatChannel | None:
    """The channel of this key, whichever agency's; closed agencies have none."""
    with everywhere():
        agency_id = ChatChannel.objects.filter(key=key).values_list("agency_id", flat=True).first()
    agency = Agency.objects.filter(pk=agency_id or 0, closed_at=None).first()
    if agency is None:
        return None
    with within(agency):
        return ChatChannel.objects.filter(key=key, active=True).first()


def _problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JsonResponse:
    body = {"type": "about:blank", "title": detail, "status": status, **more}
    return JsonResponse(body, status=status, content_type=PROBLEM, headers=headers)
