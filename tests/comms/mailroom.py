"""What tests of mail share: messages as clients write them, a worker's rounds by hand, and rows that grow older."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from clients.models import Contact
from comms.domain import answers, bounces, delivery, inbound, outbox, outcomes, sending, stages
from comms.mail import tokens
from comms.models import Episode, InboundMessage, Interaction, Notice, OutboxMessage, Request
from config import environment
from tests.servers.smtp import SmtpServer
from tests.world import House, age

MARIA = "Maria Holm <maria.northlight@client.example>"

HOUR = timedelta(hours=1)
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
"""A week without closing time, for tests that must not depend on the hour at which they run."""


def point_to(server: SmtpServer, settings: Any, timeout: float = 1.0) -> None:
    """The application's SMTP server is this one; it waits at most `timeout` seconds for an answer."""
    settings.SMTP = environment.smtp(server.url)
    settings.SMTP_TIMEOUT = timeout


def eml(
    sender: str,
    to: str = "hello@northlight.example",
    *,
    subject: str = "A question about the shop",
    text: str = "Hello,\n\ncan you move the sale to Friday?\n\nMaria",
    message_id: str = "",
    headers: dict[str, str] | None = None,
    attachments: tuple[tuple[str, str, bytes], ...] = (),
) -> bytes:
    """One message with CRLF line ends."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(datetime(2026, 11, 3, 10, 9).astimezone())
    if message_id:
        message["Message-ID"] = message_id
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    for name, content_type, data in attachments:
        maintype, _, subtype = content_type.partition("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


def arrive(agency: Agency, raw: bytes, recipient: str = "hello@northlight.example") -> InboundMessage:
    """Through the door and filed, as the worker does it. A redelivery leaves no row of its own."""
    stored = inbound.receive(raw, agency=agency, recipient=recipient, door=InboundMessage.Door.PIPE, at=timezone.now())
    inbound.file(agency, stored.pk)
    with within(agency):
        return InboundMessage.objects.filter(pk=stored.pk).first() or stored


def written_by(house: House, contact: Contact, **fields: Any) -> Request:
    """A request that this contact opened by mail just now."""
    with within(house.agency):
        address = contact.person.addresses.get().email
    message = arrive(house.agency, eml(f"{contact.person.name} <{address}>", **fields))
    with within(house.agency):
        request = Interaction.objects.select_related("request").get(inbound=message).request
        assert request is not None
        return request


def the_episode(house: House) -> Episode:
    with within(house.agency):
        return Episode.objects.select_related("request").order_by("-pk")[0]


def let_pass(house: House, by: timedelta) -> None:
    """Time passes for all that has happened in this house with mail and clocks."""
    with within(house.agency):
        for model in (Request, Episode, Interaction, InboundMessage, OutboxMessage):
            for row in model.objects.all():
                age(row, by)
        for episode in Episode.objects.all():
            moved = {
                stage: (datetime.fromisoformat(moment) - by).isoformat()
                for stage, moment in episode.stage_times.items()
            }
            Episode.objects.filter(pk=episode.pk).update(stage_times=moved)
        _age_what_hangs_on(by)


def _age_what_hangs_on(by: timedelta) -> None:
    from comms.models import Answer, Notice, StageFired

    for model in (Answer, Notice, StageFired):
        for row in model.objects.all():
            age(row, by)


def send_all() -> int:
    """One round of the worker: whatever may leave now leaves, and outcomes are reported."""
    delivery.release_expired(100)
    tried = delivery.deliver_due()
    tried += sum(delivery.deliver_own(Agency.objects.get(pk=agency_id)) for agency_id in sending.agencies_with_due())
    for errand in delivery.unreported(100):
        assert errand.agency is not None
        outcomes.report_outcome(errand.agency, errand.pk)
    return tried


def let_go(house: House) -> int:
    """The twenty seconds in which a person's mail can be taken back have passed, and the worker has come round."""
    with within(house.agency):
        waiting = OutboxMessage.objects.filter(state__in=OutboxMessage.WAITING)
        waiting.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    return send_all()


def sweep(house: House) -> list[str]:
    """One round of the sweep over this house's clocks: the stages that fired."""
    fired = []
    for agency_id, episode_id in stages.due_episodes():
        assert agency_id == house.agency.pk
        fired += [str(stage) for stage in stages.look_at(house.agency, episode_id)]
    return fired


def own_address(slug: str) -> str:
    return f"{slug}@{settings.MAIL_DOMAIN}"


def answer(house: House, request: Request, **fields: Any) -> Interaction:
    """A person writes it now; it is on its way."""
    with within(house.agency):
        return answers.answer(
            request, by=fields.pop("by", house.manager), at=timezone.now(), text="Yes, Friday works.", **fields
        )


def bounce(house: House) -> None:
    """The last mail that was accepted comes back."""
    with within(house.agency):
        sent = OutboxMessage.objects.filter(state="sent").order_by("-pk")[0]
        assert bounces.came_back(sent, "550 no such user", timezone.now())
    send_all()


def state_of(house: House, request: Request) -> str:
    with within(house.agency):
        return Request.objects.get(pk=request.pk).state


def told(house: House) -> dict[str, set[str]]:
    """Kind of each clock notice to the names of those who got it."""
    found: dict[str, set[str]] = {}
    with within(house.agency):
        for notice in Notice.objects.filter(kind__startswith="clock.").select_related("member__user"):
            found.setdefault(notice.kind.removeprefix("clock."), set()).add(str(notice.member).split()[0])
    return found


def send_again(house: House) -> None:
    """A person sends what did not arrive once more."""
    with within(house.agency):
        failed = OutboxMessage.objects.get(state__in=("dead", "bounced"), lane="person")
        outbox.retry(failed, by=house.manager, at=timezone.now())


def reply_address(house: House, request: Request) -> str:
    """Where an answer to this thread goes."""
    return tokens.reply_address(house.agency.slug, request.key, f"reply@{settings.MAIL_DOMAIN}", settings.SECRET_KEY)


def count(house: House, model: Any, **found: Any) -> int:
    """How many of its rows are so."""
    with within(house.agency):
        return int(model.objects.filter(**found).count())
