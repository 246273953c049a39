"""Mail of the demo's past: messages come in by the usual door, and ours count as sent when they were written."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from agency.demo.world import House
from agency.models import Invitation
from clients.models import Contact, PersonAddress, PortalInvitation
from comms.domain import inbound, outcomes, senders, triage
from comms.domain.outbox import HOLD
from comms.models import AccountMail, DeliveryAttempt, InboundMessage, Interaction, OutboxMessage, Outgoing, Request
from comms.smtp import Verdict

State = Outgoing.State
REPLY = "250 2.0.0 Ok: queued"


def write_to_us(
    house: House,
    contact: Contact,
    *,
    subject: str,
    text: str,
    at: datetime,
    request: Request | None = None,
    cc: tuple[Contact, ...] = (),
    files: tuple[tuple[str, str, str], ...] = (),
    proven: bool = True,
    answers: str = "",
) -> Interaction:
    """A contact's mail as their program composes it, stored and filed at that moment; in the thread of `request`, or in
    answer to the mail of ours with the Message-ID `answers`.
    """
    message = letter(house, sender=_named(contact), subject=subject, text=text, at=at, proven=proven)
    if cc:
        message["Cc"] = ", ".join(_named(other) for other in cc)
    for name, content_type, content in files:
        kind, _slash, subtype = content_type.partition("/")
        message.add_attachment(content.encode(), maintype=kind, subtype=subtype, filename=name)
    recipient = house.agency.mail_address
    if answers:
        message["In-Reply-To"] = message["References"] = answers
    if request is not None:
        recipient = senders.reply_address(house.agency, request)
        if ours := last_of_ours(request):
            message["In-Reply-To"] = message["References"] = ours.message_id
    stored = receive(house, message, recipient=recipient, at=at)
    if stored.state == InboundMessage.State.UNMATCHED:  # somebody who speaks for two clients: the lead says for which
        triage.attach(stored, contact, by=contact.client.lead, at=at)
    return Interaction.objects.select_related("request").get(inbound=stored)


def letter(house: House, *, sender: str, subject: str, text: str, at: datetime, proven: bool = True) -> EmailMessage:
    """A plain message to the agency's own address, with the receiving server's verdict on top."""
    message = EmailMessage()
    domain = sender.rpartition("@")[2].rstrip(">")
    verdict = "pass" if proven else "fail"
    message["Authentication-Results"] = f"mx.{house.agency.slug}.example; dmarc={verdict} header.from={domain}"
    message["From"], message["To"], message["Subject"] = sender, house.agency.mail_address, subject
    message["Date"] = format_datetime(at - timedelta(seconds=house.chance.randrange(2, 40)))
    message["Message-ID"] = f"<{house.chance.getrandbits(80):020x}@{domain}>"
    message.set_content(text, cte="8bit" if text.isascii() else "base64")
    return message


def receive(house: House, message: EmailMessage, *, recipient: str, at: datetime) -> InboundMessage:
    """By the pipe's door, and filed at once."""
    raw = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
    door = InboundMessage.Door.PIPE
    stored = inbound.receive(raw, agency=house.agency, recipient=recipient, door=door, at=at)
    inbound.file_at(house.agency, stored.pk, at)
    return InboundMessage.objects.defer("raw").get(pk=stored.pk)


def last_of_ours(request: Request) -> Interaction | None:
    ours = Interaction.objects.filter(request=request, direction=Interaction.Direction.OUTBOUND)
    return ours.exclude(message_id="").select_related("member__user").order_by("-at", "-pk").first()


def quoted(interaction: Interaction, zone: str) -> str:
    """What a mail program puts beneath an answer."""
    at = interaction.at.astimezone(ZoneInfo(zone))
    who = str(interaction.member.user) if interaction.member else interaction.agency.name
    lines = "\n".join(f"> {line}".rstrip() for line in interaction.text.splitlines())
    return f"\n\nOn {at:%d %b %Y}, at {at:%H:%M}, {who} wrote:\n\n{lines}"


def settle_sent(house: House, mail_id: int, leaves: datetime) -> None:
    """A mail that a verb of the past has queued counts as sent then, as a worker would have done it: a few seconds
    after it might leave the provider accepted it, and those who wait for that are told. Nothing is sent now.
    """
    at = leaves + timedelta(seconds=house.chance.randrange(1, 9))
    message = OutboxMessage.objects.defer("mime").get(pk=mail_id)
    message.state, message.attempts, message.server_reply = State.SENT, 1, REPLY
    message.settled_at, message.reported_at, message.next_attempt_at = at, at, at
    message.save(
        update_fields=["state", "attempts", "server_reply", "settled_at", "reported_at", "next_attempt_at"]
    )  # fmt: skip
    DeliveryAttempt.objects.create(message=message, number=1, at=at, verdict=Verdict.ACCEPTED.value, reply=REPLY)
    for hook in outcomes.accepted_hooks[message.object_kind]:
        hook(message, at)


def settle_account_mail() -> None:
    """Invitations of the past count as sent when they were made, and keep no body, like all settled account mail.

    Needs the scope of the agency that invited.
    """
    made = dict(Invitation.objects.values_list("email", "invited_at"))
    made |= dict(PortalInvitation.objects.values_list("email", "invited_at"))
    for mail in AccountMail.objects.filter(state=State.QUEUED, recipient__in=made):
        at = made[mail.recipient]
        AccountMail.objects.filter(pk=mail.pk).update(
            state=State.SENT, queued_at=at, settled_at=at + HOLD, next_attempt_at=None, attempts=1, mime=b"", subject=""
        )


def _named(contact: Contact) -> str:
    address = PersonAddress.objects.filter(person_id=contact.person_id, first=True).values_list("email", flat=True)
    return f'"{contact.person.name}" <{address[0]}>'
