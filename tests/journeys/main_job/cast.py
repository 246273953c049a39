"""Who and what the story is about."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from django.utils import timezone

SLUG, AGENCY, CLIENT = "lumen", "Lumen Studio", "Solvang Cycles"
HELEN, IDA, DANIEL = "helen@lumen.example", "ida@lumen.example", "daniel@lumen.example"
MARIA, JENS = "maria@solvang.example", "jens@solvang.example"
OWN_ADDRESS = "lumen@mail.rapport.example"
"""What the agency has at Rapport's own domain; mail to it comes through the pipe."""


def letter(sender: str, to: str, subject: str, text: str, **headers: str) -> bytes:
    """A mail as a mail server hands it over, with CRLF line ends."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = make_msgid(domain="solvang.example")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
