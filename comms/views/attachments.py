"""Files that came or went with a message: for those who may see the client, as a download that no browser runs."""

from django.http import FileResponse, Http404, HttpResponse

from agency.doors import member_door
from agency.http import MemberRequest
from agency.reach import reach
from comms.domain import files
from comms.models import Attachment
from comms.queries.inbox import attachments_of

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Pictures are shown; everything else is downloaded."""
SAFE = SHOWN | {"application/pdf", "text/plain", "text/csv", "text/calendar", "application/zip"}
"""Other types say what they are not: a page that would run in our name."""


@member_door("request.read")
def attachment(request: MemberRequest, key: str) -> HttpResponse:
    return served(reach(attachments_of(request.member), key=key))  # type: ignore[return-value]


def served(attachment: Attachment) -> FileResponse:
    """The bytes with a type that is safe to send, in a sandbox, under the name they came with."""
    try:
        place = files.place_of(attachment)
    except FileNotFoundError:
        raise Http404("no such page") from None
    safe = attachment.content_type if attachment.content_type in SAFE else "application/octet-stream"
    response = FileResponse(
        place.open("rb"),
        as_attachment=attachment.content_type not in SHOWN,
        filename=attachment.name,
        content_type=safe,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
