"""Filing a message that was read: with its client, with triage, or in quarantine; always for somebody to see."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from agency.absences import away_at
from agency.domain.events import SYSTEM, record
from agency.models import Membership
from clients.domain.clients import touch
from clients.models import Contact
from comms.domain import episodes, files, mail_agreement, matching, notices, responsibility
from comms.mail.parse import parse
from comms.mail.parsed import Mailbox as Address, Parsed, Part
from comms.models import InboundMessage, Interaction, Participant, Request

State = InboundMessage.State
FROM_LINE = re.compile(rb"^from:[^\r\n]{0,300}?([\w.+%'-]{1,64}@[\w.-]{3,255})", re.IGNORECASE | re.MULTILINE)
HEAD = 64 * 1024


class TooEarly(Exception):
    """What a message speaks of is not known or not settled yet. It is looked at again in a minute."""


def take(
    message: InboundMessage,
    parsed: Parsed,
    contact: Contact,
    request: Request | None,
    *,
    at: datetime,
    why: str,
    by: Membership | None = None,
) -> Interaction:
    """A client's message becomes an interaction in its thread, or in a new request, and its clock starts or goes on.

    The clock counts from when the message was stored, however late somebody says who wrote it.
    """
    heard_at = message.received_at
    thread = request or episodes.new_request(contact, parsed.subject, at=heard_at)
    interaction = Interaction.objects.create(
        client=contact.client,
        request=thread,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.INBOUND,
        at=heard_at,
        contact=contact,
        subject=parsed.subject,
        text=parsed.new_text,
        quoted=parsed.quoted_text,
        html=parsed.html,
        message_id=parsed.message_id,
        references=" ".join(dict.fromkeys((*parsed.references, parsed.in_reply_to))).strip(),
        inbound=message,
    )
    note_participants(interaction, parsed)
    files.keep(interaction, parsed.attachments)
    touch(contact.client, heard_at)
    record(
        "message.received",
        interaction,
        by=contact,
        at=heard_at,
        shown=True,
        request=thread.key,
        found=why,
        matched_by=by.pk if by else None,
    )
    episodes.heard(thread, at=heard_at, contact=contact)
    mail_agreement.heard(message, parsed, interaction)
    return interaction


def note_participants(interaction: Interaction, parsed: Parsed) -> None:
    """The client's contacts among sender, To and Cc: they were on it, and may read it in the portal."""
    people = matching.people_at(box.address for box in (*parsed.to, *parsed.cc, parsed.sender))
    present = Contact.objects.filter(client_id=interaction.client_id, person_id__in=people)
    ids = dict.fromkeys([interaction.contact_id, *present.values_list("pk", flat=True)])
    Participant.objects.bulk_create(
        Participant(client_id=interaction.client_id, interaction=interaction, contact_id=pk) for pk in ids if pk
    )


def unmatched(message: InboundMessage, parsed: Parsed, at: datetime, among: Sequence[Contact] = ()) -> str:
    """Nobody's address, or one of somebody who speaks for several clients (`among`): it waits for the triage person,
    who is told unless it went to many or came from a robot.
    """
    if not among and matching.is_blocked(message.sender):
        message.settled_at = at
        return State.DISMISSED
    message.triage = triage_of(message)
    if message.wants_answer and message.triage is not None:
        notices.tell(
            message.triage,
            kind="inbound.of_several" if among else "inbound.unmatched",
            facts={"sender": message.sender_name or message.sender, "subject": parsed.subject[:200]},
            purpose_key=f"inbound:{message.key}",
            at=at,
            path=triage_path(message),
        )
    return State.UNMATCHED


def quarantine(message: InboundMessage, parsed: Parsed, at: datetime) -> str:
    """What cannot be read still opens a clock if its sender can be known; in any case a person sees it as it is."""
    contact = matching.contacts_at(message.sender or _sender_in(bytes(message.raw))).first()
    if contact is not None:
        words = _("This message could not be read. It is kept as it came, in the attached file.")
        whole = Part("message.eml", "application/octet-stream", bytes(message.raw))
        shown = replace(parsed, new_text=words, quoted_text="", html="", attachments=(whole,))
        take(message, shown, contact, None, at=at, why="quarantine")
    return set_aside(message, at)


def set_aside(message: InboundMessage, at: datetime) -> str:
    """In quarantine, and triage is told at once."""
    message.triage = triage_of(message)
    if message.triage is not None:
        notices.tell(
            message.triage,
            kind="inbound.quarantined",
            facts={},
            urgent=True,
            purpose_key=f"inbound:{message.key}",
            at=at,
            path=triage_path(message),
        )
    record("message.quarantined", message, by=SYSTEM, at=at)
    return State.QUARANTINED


def bare(message: InboundMessage) -> Parsed:
    """Of a message that could not be filed as it was read, no more than who sent it and about what."""
    sender = Address(message.sender_name, message.sender or _sender_in(bytes(message.raw)))
    return replace(parse(b""), sender=sender, subject=message.subject)


def triage_of(message: InboundMessage) -> Membership | None:
    """The mailbox's triage person while they are there, else the first owner who is."""
    named = message.mailbox.triage if message.mailbox else None
    line = [each for each in (named, *responsibility.owners()) if each is not None and each.active]
    away = away_at(message.received_at)
    return next((each for each in line if each.pk not in away), next(iter(line), None))


def triage_path(message: InboundMessage) -> str:
    return reverse("unmatched", args=[message.agency.slug, message.key])


def _sender_in(raw: bytes) -> str:
    found = FROM_LINE.search(raw[:HEAD])
    return found[1].decode("ascii", "replace").lower() if found else ""
