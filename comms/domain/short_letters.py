"""A short letter to one contact that answers no request: what we have noted, what a specialist says."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from clients.models import Contact
from comms import letters
from comms.domain import outbox
from comms.models import Interaction, OutboxMessage, Participant

LONGEST = 8000


class NothingToSay(Refusal):
    field = "text"


@transaction.atomic
def send(to: Contact, *, subject: str, text: str, by: Membership, at: datetime, key: str = "") -> Interaction:
    """Leaves after 20 seconds in which it can be taken back; an answer to it is a request of theirs. `key` is the
    form's own: sent twice by this member, it is one mail. Raises NothingToSay, NoAddress, ClientIsArchived.
    """
    require_active(lock(to.client))
    if not text.strip():
        raise NothingToSay(_("Write something first."))
    known = Interaction.objects.filter(key=key, client=to.client, member=by).first() if is_key(key) else None
    if known is not None:
        return known
    said = Interaction.objects.create(
        key=key if is_key(key) and not Interaction.objects.filter(key=key).exists() else new_key(),
        client=to.client,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.OUTBOUND,
        at=at,
        contact=to,
        member=by,
        subject=" ".join(subject.split())[:200],
        text=text.strip(),
    )
    Participant.objects.create(client=to.client, interaction=said, contact=to)
    letter = letters.by_a_person(said, to)
    message = outbox.queue(
        purpose_key=f"letter:{said.key}:{to.key}",
        lane=OutboxMessage.Lane.PERSON,
        to=to,
        subject=said.subject,
        text=letter.text,
        html=letter.html,
        at=at,
        hold=outbox.HOLD,
        interaction=said,
        thing=said,
        by=by,
        language=letter.language,
    )
    said.message_id = message.message_id
    said.save(update_fields=["message_id"])
    record("letter.sent", said, by=by, at=at, shown=True)
    return said
