"""A mail that did not arrive is sent again to the right address, which is kept for the next ones."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain import people
from clients.models import Contact, PersonAddress
from comms.domain import outbox
from comms.mail.structured import addressed_to, structured
from comms.models import OutboxMessage

State = OutboxMessage.State


class NobodyToCorrect(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This mail went to no contact, so there is no address to correct."), code="no_contact")


@transaction.atomic
def send_to(message: OutboxMessage, *, email: str, by: Membership, at: datetime) -> OutboxMessage:
    """Puts the right address in the place of the one that failed, and sends the same mail there.

    Only the To line is made anew; the text stays as it was shown. The address that failed may be given again when it
    works by now. Raises NobodyToCorrect, outbox.NotWaitingForYou, and AddressRefused for an address that is none or is
    somebody else's.
    """
    contact = message.contact
    if contact is None:
        raise NobodyToCorrect
    if message.state not in (State.DEAD, State.BOUNCED):
        raise outbox.NotWaitingForYou
    email = email.strip().lower()
    people.check_address(email)
    _correct(contact, message.recipient, email, by=by, at=at)
    mime = addressed_to(bytes(message.mime), contact.person.name, email)
    parts = structured(mime, email)
    OutboxMessage.objects.filter(pk=message.pk).update(
        mime=mime,
        recipient=email,
        content_hash=outbox.content_hash([email], message.subject, parts.text, parts.html, parts.attachments),
    )
    record("mail.address_corrected", message, by=by, at=at, lane=message.lane)
    message.refresh_from_db(fields=["mime", "recipient", "content_hash"])
    return outbox.retry(message, by=by, at=at)


def _correct(contact: Contact, failed: str, email: str, *, by: Membership, at: datetime) -> None:
    rows = PersonAddress.objects.filter(person_id=contact.person_id).order_by("-first", "pk")
    others = [row.email for row in rows if row.email.lower() not in (failed.lower(), email)]
    people.edit(contact.person, by=by, at=at, client=contact.client, addresses=[email, *others])
    rows.filter(email__iexact=email).update(bounced_at=None)
