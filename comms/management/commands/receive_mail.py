"""The pipe: a mail server hands one message over on standard input, and may forget it once this has ended with 0."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comms.domain import addressees, bounces, inbound
from comms.instants import database_time
from comms.mail.parse import parse
from comms.models import InboundMessage


class Command(BaseCommand):
    requires_system_checks = ()  # a mail server runs this once a message; they are a third of its time
    help = (
        "Take one message from standard input. Ends with 0 when it is stored, 75 when it could not be stored now "
        "(the mail server tries again), 67 when it is for nobody here, 65 when there was nothing to read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--recipient",
            default="",
            help="the envelope's recipient; default: Delivered-To and the like, else To and Cc",
        )

    def handle(self, *args: Any, recipient: str, **options: Any) -> None:
        raw = sys.stdin.buffer.read()
        if not raw.strip():
            raise CommandError("There was no message on standard input.", returncode=os.EX_DATAERR)
        try:
            self.take(raw, recipient)
        except CommandError:
            raise
        except Exception as reason:
            raise CommandError(f"Not stored, try again later: {reason}", returncode=os.EX_TEMPFAIL) from reason

    def take(self, raw: bytes, recipient: str) -> None:
        parsed = parse(raw)
        candidates = (
            [recipient] if recipient else [*parsed.envelope, *(box.address for box in (*parsed.to, *parsed.cc))]
        )
        to = addressees.first_addressee(candidates)
        if to is not None:
            inbound.receive(
                raw,
                agency=to.agency,
                recipient=to.recipient,
                door=InboundMessage.Door.PIPE,
                mailbox=to.mailbox,
                at=database_time(),
            )
        elif any(addressees.is_account_bounce(address) for address in candidates):
            for address in candidates:
                bounces.account_mail_came_back(address, raw, database_time())
        else:
            raise CommandError("Nobody here has this address.", returncode=os.EX_NOUSER)
