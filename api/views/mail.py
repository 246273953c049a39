"""Mail that left, mail that comes in by this door, and the record of what happened."""

from base64 import b64decode
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer

from agency.models import Event
from agency.reach import reach
from api import events
from api.operations import Operation, listing, operation
from api.parsers import RawMessage, StrictJSON
from api.renderers import AnyFile
from api.serializers.mail import (
    LARGEST_MESSAGE,
    EventAnswer,
    EventQuery,
    InboundAnswer,
    InboundBody,
    InboundQuery,
    OutboxAnswer,
    OutboxQuery,
)
from api.views.base import ApiView
from comms.domain import addressees, inbound
from comms.domain.addressees import Addressee
from comms.instants import database_time
from comms.models import Attachment, InboundMessage, OutboxMessage
from comms.queries.inbox import attachments_of
from comms.queries.outbox import outbox_rows, searched, standing
from comms.views.attachments import served


class Outbox(ApiView):
    tag = "Mail"
    verbs = {"GET": "outbox.read"}

    @listing("List mail that left", of=OutboxAnswer, asks=OutboxQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[OutboxMessage]:
        """Or should have: a row per recipient, with its state and the server's words."""
        chosen = {name: query[name] for name in ("client", "state", "lane") if name in query}
        rows = searched(outbox_rows(self.member).filter(**chosen), query.get("q", ""))
        return standing(rows, query.get("standing", ""))


class OneFile(ApiView):
    tag = "Mail"
    verbs = {"GET": "request.read"}
    renderer_classes = [AnyFile, JSONRenderer]

    def found(self, key: str) -> tuple[Attachment]:  # type: ignore[override]
        return (reach(attachments_of(self.member).select_related("client"), key=key),)

    @operation("A file", media_type="*/*")
    def get(self, attachment: Attachment) -> HttpResponse:
        """That came or went with a message, byte for byte, under the type it came with if that is safe to open."""
        return served(attachment)  # type: ignore[return-value]


class Inbound(ApiView):
    """A door by which mail comes in: the bytes are committed as they came, reading them is a worker's."""

    tag = "Mail"
    verbs = {"POST": "mailbox.edit"}
    parser_classes = [StrictJSON, RawMessage]
    largest_body = LARGEST_MESSAGE * 4 // 3 + 10_000

    @operation("Hand a message over", asks=InboundQuery, takes=InboundBody, gives=InboundAnswer, status=202)
    def post(self, query: dict[str, Any], body: dict[str, Any]) -> InboundMessage:
        """Send the message as it came, as message/rfc822 with `recipient` behind the question mark, or as JSON.

        Once this says 202 the message is stored and will be read. The same bytes for the same recipient are one.
        """
        to = self.addressee(body["recipient"])
        return inbound.receive(
            body["message"],
            agency=self.agency,
            recipient=to.recipient,
            door=InboundMessage.Door.API,
            mailbox=to.mailbox,
            at=database_time(),
        )

    def body(self, what: Operation, *things: Any) -> dict[str, Any]:
        sent = self.request.data
        if isinstance(sent, bytes):
            raw, recipient = sent, self.request.query_params.get("recipient", "")
            if not recipient:
                raise ValidationError({"recipient": [_("Say whom the message is for.")]}, code="required")
        else:
            read = super().body(what)
            raw, recipient = decoded(read["message"]), read["recipient"]
        if not raw.strip():
            raise ValidationError({"message": [_("There is no message.")]}, code="empty")
        return {"message": raw, "recipient": recipient}

    def addressee(self, recipient: str) -> Addressee:
        """An address of this agency. Another agency's is nobody's here."""
        to = addressees.addressee(recipient)
        if to is None or to.agency.pk != self.agency.pk:
            raise ValidationError({"recipient": [_("Nobody here has this address.")]}, code="nobody")
        return to


def decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        words = ErrorDetail(_("This is no base64."), "base64")
        raise ValidationError({"message": [words]}) from None


class OneInbound(ApiView):
    tag = "Mail"
    verbs = {"GET": "mailbox.edit"}

    def found(self, key: str) -> tuple[InboundMessage]:  # type: ignore[override]
        rows = InboundMessage.objects.filter(door=InboundMessage.Door.API)
        return (reach(rows.defer("raw"), key=key),)

    @operation("What became of a message", gives=InboundAnswer)
    def get(self, message: InboundMessage) -> InboundMessage:
        """For one that was handed over here."""
        return message


class Events(ApiView):
    tag = "Events"
    verbs = {"GET": "audit.read"}

    @listing("Follow what happens", of=EventAnswer, asks=EventQuery, rising=True)
    def get(self, query: dict[str, Any]) -> QuerySet[Event]:
        """Oldest first. `next` is always there: keep it, and ask again later for what has happened since."""
        rows = events.settled(self.now)
        if "client" in query:
            rows = rows.filter(client_id=query["client"].pk)
        return rows.filter(verb=query["verb"]) if "verb" in query else rows

    def shown_with(self, rows: list[Any]) -> list[Any]:
        return events.told(rows)
