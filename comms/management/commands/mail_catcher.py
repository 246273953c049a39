"""The demo's post office: takes every letter by SMTP, writes it into a folder, sends nothing on."""

from __future__ import annotations

import logging
import secrets
import signal
import threading
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.management.base import BaseCommand

logger = logging.getLogger(__name__)


class Mailroom:
    """A folder of .eml files, named by the moment of arrival so that they sort by it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def keep(self, sender: str, recipients: list[str], raw: bytes) -> Path:
        """Write one letter with its envelope above it; a reader of the folder never sees half of it."""
        arrived = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        place = self.folder / f"{arrived}-{secrets.token_hex(3)}.eml"
        envelope = f"X-Envelope-From: <{sender}>\r\nX-Envelope-To: {', '.join(recipients)}\r\n"
        unfinished = place.with_suffix(".part")
        unfinished.write_bytes(envelope.encode() + raw)
        unfinished.replace(place)
        return place

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd for each letter."""
        content = envelope.original_content or b""
        place = self.keep(envelope.mail_from or "", envelope.rcpt_tos, content)
        logger.info("letter kept", extra={"file": place.name, "bytes": len(content)})
        return "250 2.0.0 kept"


class Command(BaseCommand):
    help = "Catch all mail on a local port and keep it as .eml files; nothing leaves this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=2525)
        parser.add_argument("--folder", type=Path, default=None, help="default: mailroom in RAPPORT_DATA_DIR")

    def handle(self, *args: Any, port: int, folder: Path | None, **options: Any) -> None:
        mailroom = Mailroom(folder or Path(settings.DATA_DIR) / "mailroom")
        catcher = Controller(mailroom, hostname="127.0.0.1", port=port, ready_timeout=20, enable_SMTPUTF8=True)
        finished = threading.Event()
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, lambda *_: finished.set())
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's, which writes down every address
        catcher.start()
        try:
            finished.wait()
        finally:
            catcher.stop()
