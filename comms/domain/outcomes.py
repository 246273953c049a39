"""What became of a mail, told to whoever waits for it: hooks by the kind of object the mail was about, and people.

A row's outcome is committed first, for the mail has left whatever happens here. Its hooks run in a transaction of their
own, at least once, and are tried again by the sweep until `reported_at` is set; so they must bear being called twice.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from agency.absences import away_at
from agency.models import Agency, Membership, Role
from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import notices
from comms.domain.hooks import accepted_hooks, failed_hooks
from comms.instants import database_time
from comms.models import OutboxMessage

logger = logging.getLogger(__name__)

State, Lane = OutboxMessage.State, OutboxMessage.Lane
FAILED = (State.DEAD, State.BOUNCED, State.UNCERTAIN)
AGAIN = timedelta(minutes=5)


def report_outcome(agency: Agency, message_id: int) -> bool:
    """Runs the hooks of one settled row. False if there is nothing to report, or a hook failed: it is tried again."""
    try:
        with within(agency), transaction.atomic():
            return _report(message_id, database_time())
    except Exception:
        logger.exception("a mail's outcome could not be reported", extra={"outbox": message_id})
    with within(agency):
        OutboxMessage.objects.filter(pk=message_id, reported_at=None).update(next_attempt_at=database_time() + AGAIN)
    return False


def _report(message_id: int, at: datetime) -> bool:
    message = (
        OutboxMessage.objects.select_for_update(of=("self",))
        .defer("mime")
        .filter(pk=message_id, reported_at=None, state__in=OutboxMessage.SETTLED)
        .first()
    )
    if message is None:
        return False
    failed = message.state in FAILED
    for hook in (failed_hooks if failed else accepted_hooks)[message.object_kind]:
        hook(message, at)
    if failed:
        tell_of_failure(message, at)
    OutboxMessage.objects.filter(pk=message.pk).update(reported_at=at)
    return True


def tell_of_failure(message: OutboxMessage, at: datetime) -> None:
    """A person is told, at once and by name. A notice to a member that fails is not told by another notice."""
    member = responsible_for(message, at)
    if member is None or message.lane == Lane.NOTICE:
        logger.error("a mail failed and there is nobody to tell", extra={"outbox": message.pk, "state": message.state})
        return
    notices.tell(
        member,
        kind=f"mail.{message.state}",
        facts={"subject": message.subject, "recipient": message.recipient, "reply": message.server_reply},
        urgent=True,
        purpose_key=f"mail:{message.key}:{message.state}:{message.settled_at}",
        at=at,
        client=message.client,
        path=reverse("outbox", args=[message.agency.slug]),
    )


def report_delay(agency: Agency, message_id: int) -> None:
    """Tells a person that a mail still waits for its server after an hour."""
    try:
        with within(agency), transaction.atomic():
            tell_of_delay(OutboxMessage.objects.defer("mime").get(pk=message_id), database_time())
    except Exception:
        logger.exception("a mail's delay could not be reported", extra={"outbox": message_id})


def tell_of_delay(message: OutboxMessage, at: datetime) -> None:
    """Once for each mail that still waits for its server after an hour."""
    member = responsible_for(message, at)
    if member is None or message.lane == Lane.NOTICE:
        return
    notices.tell(
        member,
        kind="mail.delayed",
        facts={"subject": message.subject, "recipient": message.recipient, "reply": message.server_reply},
        purpose_key=f"mail:{message.key}:delayed",
        at=at,
        client=message.client,
        path=reverse("outbox", args=[message.agency.slug]),
    )


def responsible_for(message: OutboxMessage, at: datetime) -> Membership | None:
    """Who wrote it, else who leads the client, else an owner: the first of them who is here, else who is active."""
    candidates = [
        message.written_by,
        message.interaction.member if message.interaction else None,
        message.client.lead if message.client else None,
        message.client.backup if message.client else None,
        *Membership.objects.filter(role=Role.OWNER, deactivated_at=None).order_by("pk"),
    ]
    active = [member for member in candidates if member is not None and member.active]
    away = away_at(at)
    return next((member for member in active if member.pk not in away), next(iter(active), None))


def address_is_dead(message: OutboxMessage, at: datetime) -> None:
    """The recipient's server says that nobody is there: the address is not written to again until somebody mends it."""
    if message.contact is not None:
        addresses = PersonAddress.objects.filter(person_id=message.contact.person_id, email__iexact=message.recipient)
        addresses.filter(bounced_at=None).update(bounced_at=at)
