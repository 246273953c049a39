"""Somebody's mail program told their provider that a mail of ours is spam: what they did not ask for ends."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from comms.domain import notices, outcomes, subscriptions
from comms.models import OutboxMessage


@transaction.atomic
def take(message: OutboxMessage, *, at: datetime) -> None:
    """What comes regularly goes to this contact no more, and whoever is responsible hears of it, once for each mail."""
    if message.contact is not None:
        subscriptions.end_reports(message.contact, at=at, how="complaint")
    member = outcomes.responsible_for(message, at)
    if member is None:
        return
    notices.tell(
        member,
        kind="mail.complained",
        facts={"subject": message.subject, "recipient": message.recipient},
        urgent=True,
        purpose_key=f"mail:{message.key}:complained",
        at=at,
        client=message.client,
        path=reverse("outbox_message", args=[message.agency.slug, message.key]),
    )
