"""Account mail: sign-in codes, invitations, password resets. It is no agency's, and its body is wiped once settled."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from agency.keys import new_key
from comms.bell import ring
from comms.domain import senders
from comms.domain.outbox import content_hash
from comms.instants import database_time
from comms.mail.compose import NO_ANSWERS
from comms.models import AccountMail


@transaction.atomic
def queue_account_mail(message: EmailMessage) -> int:
    """One row for each recipient; 1 if there was any, as Django's mail API counts."""
    recipients = [address for address in message.recipients() if address]
    for recipient in recipients:
        _queue_one(message, recipient)
    return int(bool(recipients))


def _queue_one(message: EmailMessage, recipient: str) -> None:
    at, key = database_time(), new_key()
    message_id = senders.message_id(senders.ACCOUNTS, f"account:{key}")
    message.extra_headers = {
        **message.extra_headers,
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": NO_ANSWERS,
    }
    mail = AccountMail.objects.create(
        recipient=recipient,
        sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
        subject=str(message.subject),
        mime=message.message().as_bytes(linesep="\r\n"),
        message_id=message_id,
        return_path=senders.return_path(senders.ACCOUNTS, key),
        content_hash=content_hash([recipient], str(message.subject), str(message.body), ""),
        queued_at=at,
        next_attempt_at=at,
    )
    ring("deliver_account_mail", mail.pk)
