"""What a member forwards is the message of whoever wrote it first; what the member wrote above it stays among us."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from agency.models import Membership
from comms.domain import filing, matching, own_addresses, requests
from comms.mail import forwarded
from comms.mail.forwarded import Forwarded
from comms.mail.parsed import Parsed
from comms.models import InboundMessage, Interaction, Request

State = InboundMessage.State
DEEPEST = 4
EXCERPT = 300


def original(message: InboundMessage, parsed: Parsed) -> Forwarded | None:
    """The first message inside that no member and no address of ours wrote. All their remarks go along."""
    own, inside = own_addresses.OwnAddresses(message.agency), parsed
    remarks: list[str] = []
    for _level in range(DEEPEST):
        found = forwarded.original(inside)
        if found is None:
            return None
        inside, remarks = found.message, [*remarks, found.remark]
        address = inside.sender.address.lower()
        if matching.member_at(address) is None and address not in own:
            return Forwarded("\n\n".join(filter(None, remarks)), inside)
    return None


def as_written(message: InboundMessage, parsed: Parsed) -> Forwarded:
    """What a person gives to a client: the message inside, if a member forwarded one, else the message itself."""
    if matching.member_at(parsed.sender.address) is not None and (found := original(message, parsed)) is not None:
        return found
    return Forwarded("", parsed)


def file(message: InboundMessage, found: Forwarded, member: Membership, at: datetime) -> str:
    """With the client of its first writer, from whom it counts as heard when we got it; else with triage, under their
    name. A message that came by itself as well is not filed twice.
    """
    show_writer(message, found)
    match = matching.match(message.agency, message, found.message)
    if match.contact is None:
        return filing.unmatched(message, found.message, at, among=match.among)
    if (known := _filed_before(found.message, match.contact.client_id)) is not None:
        remark(known, found, member, at)
        return State.OURS
    said = filing.take(message, found.message, match.contact, match.request, at=at, why="forwarded", by=member)
    if said.request is not None:
        remark(said.request, found, member, at)
    return State.FILED


def show_writer(message: InboundMessage, found: Forwarded) -> None:
    """The row speaks of whoever wrote it, so that triage and lists do."""
    sender = found.message.sender
    message.sender, message.sender_name = sender.address.lower()[:320], sender.name[:320]
    message.subject, message.excerpt = found.message.subject, found.message.new_text[:EXCERPT]
    message.wants_answer = True


def unproven(message: InboundMessage, found: Forwarded, member: Membership, parsed: Parsed, at: datetime) -> str:
    """Perhaps the member forwarded it; no server says so. A person decides."""
    show_writer(message, found)
    words = _("It seems to be forwarded by %(name)s, but no server vouches for that.")
    message.problem = words % {"name": str(member)}
    return filing.unmatched(message, replace(parsed, subject=found.message.subject), at)


def remark(request: Request, found: Forwarded, member: Membership, at: datetime) -> None:
    if found.remark:
        requests.note(request, by=member, at=at, text=found.remark)


def _filed_before(inside: Parsed, client_id: int) -> Request | None:
    if not inside.message_id:
        return None
    heard = Interaction.objects.filter(client_id=client_id, direction=Interaction.Direction.INBOUND)
    known = heard.filter(message_id=inside.message_id).exclude(request=None).select_related("request").first()
    return known.request if known else None
