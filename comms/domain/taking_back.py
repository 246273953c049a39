"""Undo of what a person wrote: nothing leaves, and text, files and ticks are a draft again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from comms import drafts
from comms.domain import clocks as rows, draft_files, outbox, threads
from comms.models import Answer, Draft, Interaction, OutboxMessage


@transaction.atomic
def take_back(interaction: Interaction, *, by: Membership, at: datetime) -> Draft:
    """Undo, while every copy still waits: nothing leaves, the clock runs on, and the text is a draft again. Raises what
    `withdraw` raises.
    """
    first = threads.begun_by(interaction)
    interaction = withdraw(interaction, by=by, at=at)
    if first and interaction.contact is not None:
        place = drafts.letter_place(interaction.contact)
    else:
        place = drafts.reply_place(interaction.request) if interaction.request else f"mail:{interaction.client.key}"
    draft_files.give_back(by, place, interaction.attachments.all(), at=at)
    draft = drafts.give_back(by, place, _as_typed(interaction), at=at)
    if first:
        threads.forget_if_bare(interaction)
    return draft


@transaction.atomic
def withdraw(interaction: Interaction, *, by: Membership, at: datetime) -> Interaction:
    """The same for words that nobody typed: they are no draft.

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
    return interaction


def _as_typed(interaction: Interaction) -> drafts.Fields:
    """The fields of the form that it came from, as a draft keeps them."""
    answered = Answer.objects.filter(interaction=interaction).exclude(episode__request=interaction.request_id)
    also = list(answered.order_by("episode__promise_at").values_list("episode__key", flat=True))
    return {"text": interaction.text, "subject": interaction.subject, "also": also, "once": interaction.key}


def _forget_last_word(request_id: int) -> None:
    """The thread stands in lists where it stood before."""
    request = rows.lock(request_id)
    said = Interaction.objects.filter(request=request, withdrawn_at=None).order_by("-at").values_list("at", flat=True)
    request.last_at = said.first() or request.opened_at
    request.save(update_fields=["last_at"])


def _written_by_us(interaction: Interaction) -> bool:
    mail_out = (interaction.kind, interaction.direction) == (Interaction.Kind.EMAIL, Interaction.Direction.OUTBOUND)
    return mail_out and interaction.member_id is not None and not interaction.automatic
