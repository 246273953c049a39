"""The pipe: a mail server hands one message over on standard input, and may forget it once this has ended with 0."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comms.domain import arrivals
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
            taken = arrivals.take_in(raw, [recipient] if recipient else [], door=InboundMessage.Door.PIPE)
        except Exception as reason:
            raise CommandError(f"Not stored, try again later: {reason}", returncode=os.EX_TEMPFAIL) from reason
        if not taken:
            raise CommandError("Nobody here has this address.", returncode=os.EX_NOUSER)
