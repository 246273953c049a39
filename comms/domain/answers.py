"""What a person writes to a client: an acknowledgement, or an answer to a request and perhaps to others of theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency import wording
from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from agency.search import indexing
from clients.models import Contact
from comms import drafts, letters, placeholders
from comms.domain import acknowledgements, citations, clocks as rows, files, outbox, senders, together
from comms.domain.taking_back import take_back as take_back
from comms.mail.parsed import Mailbox as Address, Part
from comms.models import Answer, Episode, Interaction, OutboxMessage, Participant, Request


class NothingWritten(ValidationError):
    def __init__(self) -> None:
        super().__init__({"text": _("Write something first.")}, code="empty")


class NobodyToWriteTo(ValidationError):
    def __init__(self) -> None:
        super().__init__({"to": _("Choose who gets it.")}, code="nobody")


class Unfilled(ValidationError):
    """Variables of a template still stand in the text."""

    def __init__(self, names: Sequence[str]) -> None:
        listed = wording.listing(f"{{{name}}}" for name in names)
        super().__init__({"text": _("Fill in %(names)s first.") % {"names": listed}}, code="unfilled")


class TakenBack(ValidationError):
    """The form's message was sent once and taken back: a page from before that may not send it again unseen."""

    def __init__(self) -> None:
        super().__init__({"text": _("You took this message back. Read it once more, then send it.")}, code="taken_back")


@transaction.atomic
def acknowledge(
    request: Request, *, by: Membership, at: datetime, text: str = "", key: str = "", also: Sequence[Request] = ()
) -> Interaction:
    """'Received, we are on it': to whoever wrote, in words that fit them unless others are given.

    Its mail waits 20 seconds, so that it can be taken back; it counts once the provider has accepted it. `key` is the
    form's own (a fresh `new_key()` in the page): sent twice by this member in this request, it is one mail. One that is
    no key, or another row's, counts as none. Raises NoAddress, Unfilled, TakenBack.
    """
    contact = request.contact
    words = text.strip() or letters.acknowledgement(request, contact, by=by, at=at)
    return _send(request, Answer.Kind.ACKNOWLEDGEMENT, words, [contact], by=by, at=at, key=key, also=also)


@transaction.atomic
def answer(
    request: Request,
    *,
    by: Membership,
    at: datetime,
    text: str,
    to: Sequence[Contact] | None = None,
    also: Sequence[Request] = (),
    attachments: Sequence[Part] = (),
    subject: str = "",
    key: str = "",
    settles: bool = True,
    leaves_at: datetime | None = None,
) -> Interaction:
    """A person's answer, mailed to the contacts of the request's client, by default to whoever wrote last.

    `also` are other open requests of the same client that it answers too; whoever waits in them gets it as well. With
    `leaves_at` it leaves then and not after 20 seconds, and counts from then on (`later`). `key` as in `acknowledge`.
    Unless it `settles` the matter it is a word more: what was acknowledged waits for its answer still. Raises
    NothingWritten, Unfilled, TakenBack, NobodyToWriteTo, NoAddress; ValueError for another client's request or contact.
    """
    if not text.strip():
        raise NothingWritten
    recipients = [request.contact] if to is None else list(to)
    if not recipients:
        raise NobodyToWriteTo
    return _send(
        request,
        Answer.Kind.ANSWER if settles else Answer.Kind.ACKNOWLEDGEMENT,
        text.strip(),
        recipients,
        by=by,
        at=at,
        key=key,
        also=also,
        attachments=attachments,
        subject=subject,
        leaves_at=leaves_at,
    )


def _send(
    request: Request,
    kind: str,
    text: str,
    to: Sequence[Contact],
    *,
    by: Membership,
    at: datetime,
    key: str,
    also: Sequence[Request] = (),
    attachments: Sequence[Part] = (),
    subject: str = "",
    leaves_at: datetime | None = None,
) -> Interaction:
    if left := placeholders.unfilled(text):
        raise Unfilled(left)
    request = together.survivor(request)
    locked = {pk: rows.lock(pk) for pk in sorted({pk for one in (request, *also) for pk in together.ids(one)})}
    request = locked[request.pk]
    to = list(dict.fromkeys([*to, *(other.contact for other in locked.values() if other.pk != request.pk)]))
    clients = {contact.client_id for contact in to} | {other.client_id for other in also}
    if clients != {request.client_id}:
        raise ValueError("a mail to one client answers only that client's requests")
    known = Interaction.objects.filter(key=key).first() if is_key(key) else None
    if known is not None and (known.request_id, known.member_id) == (request.pk, by.pk):
        if known.withdrawn_at is not None:
            raise TakenBack
        return known
    interaction = Interaction.objects.create(
        key=key if is_key(key) and known is None else new_key(),
        client=request.client,
        request=request,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.OUTBOUND,
        at=leaves_at or at,
        contact=to[0],
        member=by,
        subject=subject.strip() or letters.answer_subject(request),
        text=text,
    )
    Participant.objects.bulk_create(
        Participant(client=request.client, interaction=interaction, contact=contact) for contact in to
    )
    files.keep(interaction, attachments)
    queue_copies(interaction, to, attachments, at=at, leaves_at=leaves_at)
    for answered in locked.values():
        is_answered_by(answered, interaction, kind, by=by, at=at, leaves_at=leaves_at)
    drafts.sent(by, drafts.reply_place(request), key)
    citations.left_with(interaction, by=by, at=at)
    verb = "request.answer_put_off" if leaves_at else "request.answered"
    until: dict[str, Any] = {"until": leaves_at.isoformat()} if leaves_at else {}
    record(verb, request, by=by, at=at, shown=leaves_at is None, kind=kind, interaction=interaction.key, **until)
    return interaction


def by_letter(request: Request, to: Contact, subject: str, text: str, *, by: Membership, at: datetime) -> Interaction:
    """What we send for another reason answers a request as well, such as a summary that was corrected at its wish.

    `text` says what it is. The caller queues the mail itself with the interaction that this gives, and with a `thing`
    whose hooks tell `acknowledgements` what became of it.
    """
    thread = [rows.lock(pk) for pk in together.ids(request)]
    request = thread[0]
    interaction = Interaction.objects.create(
        client=request.client,
        request=request,
        kind=Interaction.Kind.LETTER,
        direction=Interaction.Direction.OUTBOUND,
        at=at,
        contact=to,
        member=by,
        subject=subject,
        text=text,
    )
    for one in thread:
        is_answered_by(one, interaction, Answer.Kind.ANSWER, by=by, at=at)
    indexing.renew(interaction)
    return interaction


def queue_copies(
    interaction: Interaction,
    to: Sequence[Contact],
    attachments: Sequence[Part],
    *,
    at: datetime,
    leaves_at: datetime | None,
) -> None:
    """One mail a contact, each showing the others on its To line."""
    addresses = {contact.pk: senders.recipient(contact) for contact in to}
    for contact in to:
        letter = letters.by_a_person(interaction, contact)
        message = outbox.queue(
            purpose_key=f"answer:{interaction.key}:{contact.key}",
            lane=OutboxMessage.Lane.PERSON,
            to=contact,
            subject=interaction.subject,
            text=letter.text,
            html=letter.html,
            at=at,
            hold=outbox.HOLD,
            leaves_at=leaves_at,
            request=interaction.request,
            interaction=interaction,
            thing=interaction,
            by=interaction.member,
            also_to=_others(addresses, contact),
            attachments=attachments,
            language=letter.language,
        )
        interaction.message_id = interaction.message_id or message.message_id
    interaction.save(update_fields=["message_id"])


def _others(addresses: dict[int, Address], contact: Contact) -> list[Address]:
    return [address for pk, address in addresses.items() if pk != contact.pk]


def is_answered_by(
    request: Request,
    interaction: Interaction,
    kind: str,
    *,
    by: Membership,
    at: datetime,
    leaves_at: datetime | None = None,
) -> None:
    """The request's open episode waits for this mail; with none open, an answer settles what was acknowledged or
    dismissed before, and the times and rates of that episode stay. An acknowledgement is then one word more.
    """
    request.last_at = max(request.last_at, at)
    if request.assignee_id is None:
        request.assignee = by
    request.save(update_fields=["last_at", "assignee"])
    episode = Episode.objects.filter(request=request).order_by("-number").first()
    if episode is not None and (episode.closed_at is None or kind == Answer.Kind.ANSWER):
        waits = leaves_at is not None
        acknowledgements.on_its_way(episode, interaction, kind=kind, by=by, at=leaves_at or at, waits=waits)
