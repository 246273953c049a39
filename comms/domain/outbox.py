"""Everything that leaves becomes a row here first, in the transaction of the verb that sends it. See docs/mail.md."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.tenancy.base import TenantModel
from agency.tenancy.scope import current_agency
from clients.models import Client, Contact
from comms.bell import ring
from comms.domain import senders, threads
from comms.domain.hooks import failed_hooks, retried_hooks
from comms.mail import compose
from comms.mail.compose import Invitation
from comms.mail.parsed import Mailbox as Address, Part
from comms.models import Interaction, OutboxMessage, Request, TrackingReport

HOLD = timedelta(seconds=20)
"""How long a person's mail waits before it may leave, so that it can be taken back."""

State, Lane = OutboxMessage.State, OutboxMessage.Lane
WRITTEN_BY_RAPPORT = frozenset({Lane.AUTOMATIC, Lane.NOTICE})
"""These say in their header that they are automatic (RFC 3834), so that no robot answers them."""


class TooLate(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("It has already left."), code="too_late")


class NotWaitingForYou(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This message is not waiting for a decision any more."), code="not_waiting")


@transaction.atomic
def queue(
    *,
    purpose_key: str,
    lane: str,
    to: Contact | Membership | str,
    subject: str,
    text: str,
    at: datetime,
    html: str = "",
    request: Request | None = None,
    interaction: Interaction | None = None,
    client: Client | None = None,
    thing: TenantModel | None = None,
    by: Membership | None = None,
    hold: timedelta = timedelta(0),
    leaves_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Part] = (),
    also_to: Sequence[Address] = (),
    language: str = "",
    reply_to: str = "",
    invitation: Invitation | None = None,
) -> OutboxMessage:
    """One mail to one recipient, frozen now, sent by a worker after the transaction is committed.

    Idempotent: the purpose key names the mail for ever (`summary:<key>:v2:<contact>`; nothing secret, since it can be
    read from the Message-ID), and a second call gives the existing row. `request` puts it into that thread: Reply-To
    carries its signed token, In-Reply-To and References its last message. `thing` is the object whose hooks in
    `outcomes` hear what became of it. `hold` is HOLD for what people write; `leaves_at` a later moment that its writer
    chose. `also_to` stand on the To line as well. `reply_to` is where answers go that belong to no request's thread.
    `invitation` is for the reader's calendar.
    Raises NoAddress when a contact has no address that works; ValueError for a note among us, which nothing can mail.
    """
    if interaction is not None and interaction.internal:
        raise ValueError("a note among us is never mailed")
    if (existing := OutboxMessage.objects.filter(purpose_key=purpose_key).first()) is not None:
        return existing
    agency = current_agency()
    person = senders.recipient(to)
    message = OutboxMessage(
        lane=lane,
        purpose_key=purpose_key,
        recipient=person.address,
        sender=senders.sender_of(agency).address,
        subject=subject,
        message_id=senders.message_id(agency.slug, purpose_key),
        content_hash=content_hash([person.address], subject, text, html, attachments, invitation),
        queued_at=at,
        next_attempt_at=leaves_at or at + hold,
        leaves_at=leaves_at,
        client=client or (to.client if isinstance(to, Contact) else None),
        contact=to if isinstance(to, Contact) else None,
        member=to if isinstance(to, Membership) else None,
        written_by=by,
        interaction=interaction,
        object_kind=(thing._meta.model_name or "") if thing else "",
        object_id=thing.pk if thing else None,
    )
    message.return_path = senders.return_path(agency.slug, message.key)
    thread = threads.headers_for(request) if request else threads.Headers()
    message.mime = compose.compose(
        compose.Outgoing(
            sender=senders.sender_of(agency),
            to=(person, *also_to),
            subject=subject,
            text=text,
            html=html,
            date=leaves_at or at,
            message_id=message.message_id,
            reply_to=senders.reply_address(agency, request) if request else reply_to,
            return_path=message.return_path,
            in_reply_to=thread.in_reply_to,
            references=thread.references,
            headers=headers or {},
            attachments=attachments,
            auto_submitted=lane in WRITTEN_BY_RAPPORT,
            language=language,
            invitation=invitation,
        )
    )
    return _store(message, ring_now=not hold and leaves_at is None)


def content_hash(
    recipients: Sequence[str],
    subject: str,
    text: str,
    html: str,
    attachments: Sequence[Part] = (),
    invitation: Invitation | None = None,
) -> str:
    """What stands for the content of a mail, in 64 hexadecimal digits: recipients, subject, bodies and attachments."""
    people = [Address("", recipient) for recipient in recipients]
    files = (*attachments, invitation.part) if invitation else attachments
    return compose.content_hash(recipients=people, subject=subject, bodies=(text, html), attachments=files)


def _store(message: OutboxMessage, *, ring_now: bool) -> OutboxMessage:
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return OutboxMessage.objects.get(purpose_key=message.purpose_key)
    if ring_now:
        ring("deliver", message.agency_id, message.pk)
    return message


@transaction.atomic
def withdraw(message: OutboxMessage, *, by: Membership, at: datetime) -> OutboxMessage:
    """Takes back what still waits. Raises TooLate when it has left, is leaving now, or may have arrived before."""
    waiting = OutboxMessage.objects.filter(pk=message.pk, state__in=OutboxMessage.WAITING, handed_at=None)
    if not waiting.update(state=State.WITHDRAWN, settled_at=at, next_attempt_at=None):
        raise TooLate
    record("mail.withdrawn", message, by=by, at=at, lane=message.lane)
    message.refresh_from_db(fields=["state", "settled_at", "next_attempt_at"])
    for hook in failed_hooks[message.object_kind]:
        hook(message, at)
    return message


@transaction.atomic
def hurry(message: OutboxMessage, *, at: datetime) -> OutboxMessage:
    """What was put off leaves after HOLD; only the Date that it bears changes. Raises TooLate once it has left."""
    waiting = OutboxMessage.objects.select_for_update().filter(pk=message.pk, state=State.QUEUED, handed_at=None)
    found = waiting.first()
    if found is None:
        raise TooLate
    found.mime = compose.redated(bytes(found.mime), at)
    found.leaves_at, found.next_attempt_at = at, at + HOLD
    found.save(update_fields=["mime", "leaves_at", "next_attempt_at"])
    return found


@transaction.atomic
def retry(message: OutboxMessage, *, by: Membership, at: datetime) -> OutboxMessage:
    """Tries again what could not be sent, or is perhaps sent, since a person decided so. Raises NotWaitingForYou.

    Whoever had given it up waits for its outcome again, such as the answer that it carries. What providers reported of
    the attempts before counts no more.
    """
    settled = OutboxMessage.objects.filter(pk=message.pk, state__in=(State.DEAD, State.UNCERTAIN, State.BOUNCED))
    again = {"attempts": 0, "next_attempt_at": at, "settled_at": None, "claim": "", "reported_at": None}
    again["provider_id"] = ""
    if not settled.update(state=State.QUEUED, **again):
        raise NotWaitingForYou
    record("mail.retried", message, by=by, at=at, lane=message.lane, was=message.state)
    TrackingReport.objects.filter(message=message).update(past=True)
    message.refresh_from_db(fields=["state", *again])
    for hook in retried_hooks[message.object_kind]:
        hook(message, at)
    ring("deliver", message.agency_id, message.pk)
    return message


@transaction.atomic
def mark_arrived(message: OutboxMessage, *, by: Membership, at: datetime) -> OutboxMessage:
    """A person knows that what was perhaps sent did arrive. Raises NotWaitingForYou."""
    uncertain = OutboxMessage.objects.filter(pk=message.pk, state=State.UNCERTAIN)
    if not uncertain.update(state=State.SENT, settled_at=at, claim="", reported_at=None, next_attempt_at=at):
        raise NotWaitingForYou
    record("mail.marked_arrived", message, by=by, at=at, lane=message.lane)
    message.refresh_from_db(fields=["state", "settled_at", "claim", "reported_at", "next_attempt_at"])
    ring("report_outcome", message.agency_id, message.pk)
    return message
