"""Which thread a message belongs to, and which headers put our own into it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import ProtectedError

from agency.models import Agency
from comms.domain import together
from comms.mail import tokens
from comms.mail.parsed import Parsed
from comms.models import Interaction, OutboxMessage, Request

REFERENCES_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Headers:
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


def headers_for(request: Request) -> Headers:
    """What a mail of ours in this thread refers to: the client's last message, and what that one referred to; our own
    last one in a thread that we began and in which the client has written nothing yet.
    """
    said = Interaction.objects.filter(request__in=together.ids(request)).exclude(message_id="").order_by("-at", "-pk")
    heard = said.filter(direction=Interaction.Direction.INBOUND)
    last = heard.values_list("message_id", "references").first()
    if last is None and not _heard_from(request):
        last = said.filter(withdrawn_at=None).values_list("message_id", "references").first()
    if last is None:
        return Headers()
    message_id, before = last
    chain = [*before.split(), message_id]
    return Headers(message_id, tuple(dict.fromkeys(chain[:1] + chain[1:][-REFERENCES_LIMIT:])))


def _heard_from(request: Request) -> bool:
    inbound = Interaction.objects.filter(request__in=together.ids(request), direction=Interaction.Direction.INBOUND)
    return inbound.exists()


def begun_by(said: Interaction) -> bool:
    """Whether this message of ours began its thread: nothing was said in it before."""
    if said.request_id is None or said.direction != Interaction.Direction.OUTBOUND:
        return False
    before = Interaction.objects.filter(request=said.request_id, pk__lt=said.pk, internal=False)
    return not before.exists()


def forget_if_bare(said: Interaction) -> None:
    """The thread that a message began is gone with it, unless something else stands in it by now."""
    request = said.request
    if request is None or Interaction.objects.filter(request=request).exclude(pk=said.pk).exists():
        return
    Interaction.objects.filter(pk=said.pk).update(request=None)
    try:
        request.delete()
    except ProtectedError:
        Interaction.objects.filter(pk=said.pk).update(request=request)
    else:
        said.request = None


def find(agency: Agency, recipient: str, parsed: Parsed, client_ids: Collection[int]) -> Request | None:
    """The request whose thread a message continues, among those of the sender's own clients; never by its subject.

    First the signed token in the recipient, then In-Reply-To and References, the nearest first.
    """
    key = tokens.read(recipient, settings.SECRET_KEY, agency_slug=agency.slug)
    if key:
        found = Request.objects.filter(key=key, client_id__in=client_ids).first()
        if found:
            return together.survivor(found)
    named = dict.fromkeys((parsed.in_reply_to, *reversed(parsed.references)))
    holding = (_holding(message_id, client_ids) for message_id in named if message_id)
    return next((request for request in holding if request is not None), None)


def _holding(message_id: str, client_ids: Collection[int]) -> Request | None:
    """The request in which a message of ours or of the client carries this Message-ID."""
    ours = (
        OutboxMessage.objects.filter(message_id=message_id, interaction__request__client_id__in=client_ids)
        .order_by("-pk")
        .values_list("interaction__request_id", flat=True)
    )
    theirs = (
        Interaction.objects.filter(message_id=message_id, request__client_id__in=client_ids)
        .order_by("-pk")
        .values_list("request_id", flat=True)
    )
    request_id = ours.first() or theirs.first()
    return together.survivor(Request.objects.get(pk=request_id)) if request_id else None
