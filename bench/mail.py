"""Mail in by the whole way from the door to the filed request, mail out by the whole way from the outbox to the
provider's word; each beside what nobody can be faster than.
"""

import hashlib
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from agency.tenancy.scope import within
from bench.measure import Case
from bench.world import Built
from clients.models import Contact
from comms.domain import delivery, inbound, outbox
from comms.mail.parse import parse
from comms.models import InboundMessage, OutboxMessage
from config import environment
from tests.comms.mailroom import eml
from tests.servers.smtp import SmtpServer

MANY = 100
"""In each round."""


def coming(built: Built) -> list[Case]:
    """Letters of one contact, each a thread of its own; the limit reads the bytes and stores them, row by row."""
    number = count()

    def letters() -> Iterator[bytes]:
        for _each in range(MANY):
            name = next(number)
            yield eml(
                f"Person <p0@{built.agency.slug}.example>", subject=f"In {name}", message_id=f"<{name}@x.example>"
            )

    def limit() -> int:
        for raw in letters():
            parse(raw)
            with within(built.agency):
                InboundMessage.objects.create(
                    door="pipe", raw=raw, raw_digest=hashlib.sha256(raw).hexdigest(), received_at=timezone.now(),
                    state="dismissed",
                )  # fmt: skip
        return MANY

    def ours() -> int:
        filed = 0
        for raw in letters():
            stored = inbound.receive(raw, agency=built.agency, recipient="", door="pipe", at=timezone.now())
            filed += inbound.file(built.agency, stored.pk) == InboundMessage.State.FILED
        return filed

    return [
        Case(f"{MANY} letters read and stored", limit, is_all),
        Case(f"{MANY} letters received and filed", ours, is_all, f"{MANY} letters read and stored"),
    ]


def leaving(built: Built, server: SmtpServer) -> list[Case]:
    """Letters that wait in the outbox; the limit hands the same bytes to the same server over one connection."""
    place = urlsplit(server.url)

    def limit() -> int:
        with within(built.agency):
            message = OutboxMessage.objects.order_by("-pk")[0]
        with smtplib.SMTP(str(place.hostname), int(place.port or 0)) as line:
            for _each in range(MANY):
                line.sendmail(message.sender, message.recipient, bytes(message.mime))
        return MANY

    def ours() -> int:
        return delivery.deliver_due(MANY)

    return [
        Case(f"{MANY} letters over one line", limit, is_all),
        Case(f"{MANY} letters delivered", ours, is_all, f"{MANY} letters over one line", before=queueing(built)),
    ]


def queueing(built: Built) -> Callable[[], None]:
    """Puts the letters of a round into the outbox, out of the measured time."""
    number = count()

    def queue() -> None:
        with within(built.agency):
            contact = Contact.objects.get(client=built.client, person__addresses__email__startswith="p0@")
            for _each in range(MANY):
                outbox.queue(
                    purpose_key=f"bench:{next(number)}", lane=OutboxMessage.Lane.PERSON, to=contact,
                    subject="Out", text="As agreed.\n" * 20, at=timezone.now(),
                )  # fmt: skip

    return queue


def is_all(found: object) -> bool:
    return found == MANY


@contextmanager
def provider() -> Iterator[SmtpServer]:
    """A real SMTP server of this machine that accepts everything, and to which the settings point."""
    with SmtpServer() as server, override_settings(SMTP=environment.smtp(server.url), SMTP_TIMEOUT=20):
        assert settings.SMTP
        yield server
