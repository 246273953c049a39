"""What a person of ours writes unasked: a welcome, a check-in, a slip that is told ahead. It begins a thread.

The thread is a request in which nobody waits for us: it has no clock until the client answers, and then it gets one as
any other. What is taken back before it has left leaves no thread behind.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.domain.refusals import require_active
from clients.models import Contact
from comms import drafts, placeholders
from comms.domain import answers, draft_files, files, later
from comms.domain.episodes import SUBJECT_LIMIT
from comms.mail.parsed import Part
from comms.models import Interaction, Participant, Request


class NoSubject(ValidationError):
    def __init__(self) -> None:
        super().__init__({"subject": _("Say what it is about.")}, code="empty")


class NotThereAnyMore(ValidationError):
    """The contact has ended: nobody is written to who no longer speaks for the client."""

    def __init__(self, contact: Contact) -> None:
        words = _("%(name)s no longer speaks for %(client)s.")
        super().__init__(words % {"name": contact.person.name, "client": contact.client.name}, code="ended")


@transaction.atomic
def write(
    contact: Contact,
    *,
    by: Membership,
    at: datetime,
    subject: str,
    text: str,
    attachments: Sequence[Part] = (),
    leaves_at: datetime | None = None,
    key: str = "",
) -> Interaction:
    """A mail to a contact that answers nothing, in a thread of its own. It waits 20 seconds, or until `leaves_at`.

    `key` is the form's own: sent twice by this member to this contact, it is one mail. Raises NoSubject, NotAhead,
    TooFar, NothingWritten, Unfilled, TakenBack, NoAddress, NotThereAnyMore, ClientIsArchived.
    """
    contact = Contact.objects.select_for_update(of=("self",)).select_related("person", "client").get(pk=contact.pk)
    known = Interaction.objects.filter(key=key).first() if is_key(key) else None
    if known is not None and (known.contact_id, known.member_id) == (contact.pk, by.pk):
        if known.withdrawn_at is not None:
            raise answers.TakenBack
        return known
    _check(contact, subject, text, at=at, leaves_at=leaves_at)
    request = Request.objects.create(
        client=contact.client,
        contact=contact,
        assignee=by,
        subject=" ".join(subject.split())[:SUBJECT_LIMIT],
        state=Request.State.ANSWERED,
        opened_at=at,
        last_at=at,
    )
    said = Interaction.objects.create(
        key=key if is_key(key) and known is None else new_key(),
        client=contact.client,
        request=request,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.OUTBOUND,
        at=leaves_at or at,
        contact=contact,
        member=by,
        subject=request.subject,
        text=text.strip(),
    )
    Participant.objects.create(client=contact.client, interaction=said, contact=contact)
    files.keep(said, attachments)
    answers.queue_copies(said, [contact], attachments, at=at, leaves_at=leaves_at)
    verb = "letter.put_off" if leaves_at else "letter.written"
    until: dict[str, Any] = {"until": leaves_at.isoformat()} if leaves_at else {}
    record(verb, said, by=by, at=at, shown=leaves_at is None, request=request.key, **until)
    return said


def _check(contact: Contact, subject: str, text: str, *, at: datetime, leaves_at: datetime | None) -> None:
    if contact.ended_at is not None:
        raise NotThereAnyMore(contact)
    require_active(contact.client)
    if not subject.strip():
        raise NoSubject
    if not text.strip():
        raise answers.NothingWritten
    if left := placeholders.unfilled(f"{subject}\n{text}"):
        raise answers.Unfilled(left)
    if leaves_at is not None:
        later.check_ahead(leaves_at, at)


@transaction.atomic
def send(
    contact: Contact,
    *,
    by: Membership,
    at: datetime,
    subject: str,
    text: str,
    once: str,
    based: str = "",
    leaves_at: datetime | None = None,
) -> Interaction:
    """What stands in the form leaves with the files of its draft, after which that is gone. Raises what `write` raises,
    and CannotBeAttached; then text and files are still the draft.
    """
    place = drafts.letter_place(contact)
    kept = list(draft_files.kept(by, place))
    said = write(
        contact,
        by=by,
        at=at,
        subject=subject,
        text=text,
        attachments=draft_files.parts(by, place),
        leaves_at=leaves_at,
        key=once,
    )
    drafts.sent(by, place, once, based)
    draft_files.remove(kept)
    return said
