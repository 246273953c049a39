"""What a person writes to a client: an acknowledgement, or an answer to a request and perhaps to others of theirs."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.models import Contact
from comms import letters
from comms.domain import acknowledgements, clocks as rows, files, outbox, senders, together
from comms.mail.parsed import Mailbox as Address, Part
from comms.models import Answer, Draft, Episode, Interaction, OutboxMessage, Participant, Request


class NothingWritten(ValidationError):
    def __init__(self) -> None:
        super().__init__({"text": _("Write something first.")}, code="empty")


class NobodyToWriteTo(ValidationError):
    def __init__(self) -> None:
        super().__init__({"to": _("Choose who gets it.")}, code="nobody")


@transaction.atomic
def acknowledge(request: Request, *, by: Membership, at: datetime, text: str = "", key: str = "") -> Interaction:
    """'Received, we are on it': to whoever wrote, in words that fit them unless others are given.

    Its mail waits 20 seconds, so that it can be taken back; it counts once the provider has accepted it. `key` is the
    form's own (a fresh `new_key()` in the page): sent twice by this member in this request, it is one mail. One that is
    no key, or another row's, counts as none. Raises NoAddress.
    """
    contact = request.contact
    words = text.strip() or letters.acknowledgement(request, contact, by=by, at=at)
    return _send(request, Answer.Kind.ACKNOWLEDGEMENT, words, [contact], by=by, at=at, key=key)


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
) -> Interaction:
    """A person's answer, mailed to the contacts of the request's client, by default to whoever wrote last.

    `also` are other open requests of the same client that it answers too. `key` as in `acknowledge`. Unless it
    `settles` the matter it is a word more: what was acknowledged waits for its answer still.
    Raises NothingWritten, NobodyToWriteTo, NoAddress; ValueError for another client's request or contact.
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
) -> Interaction:
    request = together.survivor(request)
    locked = {pk: rows.lock(pk) for pk in sorted({pk for one in (request, *also) for pk in together.ids(one)})}
    request = locked[request.pk]
    clients = {contact.client_id for contact in to} | {other.client_id for other in also}
    if clients != {request.client_id}:
        raise ValueError("a mail to one client answers only that client's requests")
    known = Interaction.objects.filter(key=key).first() if is_key(key) else None
    if known is not None and (known.request_id, known.member_id) == (request.pk, by.pk):
        return known
    interaction = Interaction.objects.create(
        key=key if is_key(key) and known is None else new_key(),
        client=request.client,
        request=request,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.OUTBOUND,
        at=at,
        contact=to[0],
        member=by,
        subject=subject.strip() or letters.answer_subject(request),
        text=text,
    )
    Participant.objects.bulk_create(
        Participant(client=request.client, interaction=interaction, contact=contact) for contact in dict.fromkeys(to)
    )
    files.keep(interaction, attachments)
    _queue_copies(interaction, to, attachments)
    for answered in locked.values():
        _answers(answered, interaction, kind, by=by, at=at)
    Draft.objects.filter(member=by, place=draft_place(request)).delete()
    record("request.answered", request, by=by, at=at, shown=True, kind=kind, interaction=interaction.key)
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
        _answers(one, interaction, Answer.Kind.ANSWER, by=by, at=at)
    return interaction


def _queue_copies(interaction: Interaction, to: Sequence[Contact], attachments: Sequence[Part]) -> None:
    """One mail a contact, each showing the others on its To line."""
    addresses = {contact.pk: senders.recipient(contact) for contact in to}
    for contact in dict.fromkeys(to):
        letter = letters.by_a_person(interaction, contact)
        message = outbox.queue(
            purpose_key=f"answer:{interaction.key}:{contact.key}",
            lane=OutboxMessage.Lane.PERSON,
            to=contact,
            subject=interaction.subject,
            text=letter.text,
            html=letter.html,
            at=interaction.at,
            hold=outbox.HOLD,
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


def _answers(request: Request, interaction: Interaction, kind: str, *, by: Membership, at: datetime) -> None:
    """The request's open episode waits for this mail; with none open, an answer settles what was acknowledged or
    dismissed before, and the times and rates of that episode stay. An acknowledgement is then one word more.
    """
    request.last_at = max(request.last_at, at)
    if request.assignee_id is None:
        request.assignee = by
    request.save(update_fields=["last_at", "assignee"])
    episode = Episode.objects.filter(request=request).order_by("-number").first()
    if episode is not None and (episode.closed_at is None or kind == Answer.Kind.ANSWER):
        acknowledgements.on_its_way(episode, interaction, kind=kind, by=by, at=at)


@transaction.atomic
def take_back(interaction: Interaction, *, by: Membership, at: datetime) -> Draft:
    """Undo, while every copy still waits: nothing leaves, the clock runs on, and the text is a draft again.

    Raises TooLate as soon as one copy has left, is leaving, or was once handed to the server; then nothing is changed.
    Raises ValidationError for what is no e-mail that a person of ours wrote: a message of the client, an automatic
    note, or a call, whose summary is a mail of its own.
    """
    interaction = Interaction.objects.select_for_update().get(pk=interaction.pk)
    copies = list(OutboxMessage.objects.defer("mime").filter(interaction=interaction))
    if not copies or interaction.withdrawn_at is not None or not _written_by_us(interaction):
        raise ValidationError(_("Nothing of this waits to be sent."))
    for message in copies:
        outbox.withdraw(message, by=by, at=at)
    interaction.withdrawn_at = at
    interaction.save(update_fields=["withdrawn_at"])
    if interaction.request_id is not None:
        _forget_last_word(interaction.request_id)
    record("request.answer_taken_back", interaction, by=by, at=at, interaction=interaction.key)
    draft, _made = Draft.objects.update_or_create(
        member=by,
        place=draft_place(interaction.request) if interaction.request else f"mail:{interaction.client.key}",
        defaults={"fields": {"text": interaction.text, "subject": interaction.subject}, "kept_at": at},
    )
    return draft


def _forget_last_word(request_id: int) -> None:
    """The thread stands in lists where it stood before."""
    request = rows.lock(request_id)
    said = Interaction.objects.filter(request=request, withdrawn_at=None).order_by("-at").values_list("at", flat=True)
    request.last_at = said.first() or request.opened_at
    request.save(update_fields=["last_at"])


def _written_by_us(interaction: Interaction) -> bool:
    mail_out = (interaction.kind, interaction.direction) == (Interaction.Kind.EMAIL, Interaction.Direction.OUTBOUND)
    return mail_out and interaction.member_id is not None and not interaction.automatic


def draft_place(request: Request) -> str:
    return f"reply:{request.key}"
