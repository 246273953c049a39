"""A frozen message taken apart again, for providers that want its parts instead of its bytes.

What is kept is always the MIME bytes: the same bytes give the same parts, so both ways out send what was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from typing import Final

from comms.mail import wire
from comms.mail.parsed import Mailbox, Part

HEADERS: Final = (
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Content-Language",
)
"""What a provider is to pass on as it is; addresses, subject and date have fields of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """`sender`, `to` and `reply_to` as a header has them. `to` is the one recipient of the row, with their name if the
    message gives it: a provider would send to everybody who stands there.
    """

    sender: str
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    attachments: tuple[Part, ...]


def structured(mime: bytes, recipient: str) -> Structured:
    """The parts of a message that `compose` made."""
    message = message_from_bytes(mime, policy=policy.default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    invitation = _invitation(message)
    return Structured(
        sender=_header(message, "From"),
        to=_named(_header(message, "To"), recipient),
        reply_to=_header(message, "Reply-To"),
        subject=_header(message, "Subject"),
        text=_text(plain),
        html=_text(html),
        headers={name: value for name in HEADERS if (value := _header(message, name))},
        attachments=tuple(_part(part, invitation) for part in _files(message)),
    )


def addressed_to(mime: bytes, name: str, address: str) -> bytes:
    """The same message with this one recipient on its To line. Raises ValueError for an address nobody can write to."""
    head, _, body = mime.partition(b"\r\n\r\n")
    to = wire.mailboxes("To", [Mailbox(name, address)], field="to").encode("ascii").removesuffix(b"\r\n")
    fields = [(to if field.lower() == "to" else value) for field, value in _raw_lines(head)]
    return b"\r\n".join(fields) + b"\r\n\r\n" + body


def _raw_lines(head: bytes) -> list[tuple[str, bytes]]:
    """Header fields by name, each with its bytes as they stand, folded lines together."""
    fields: list[tuple[str, bytes]] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b"\r\n" + line)
        else:
            fields.append((line.partition(b":")[0].decode("ascii"), line))
    return fields


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())


def _named(to: str, recipient: str) -> str:
    """As people read it: providers encode it themselves."""
    names = [name for name, address in getaddresses([to]) if address.lower() == recipient.lower()]
    quoted = names[0].replace("\\", "\\\\").replace('"', '\\"') if names else ""
    return f'"{quoted}" <{recipient}>' if quoted else recipient


def _text(part: MIMEPart | None) -> str:
    return str(part.get_content()) if part is not None else ""


def _files(message: EmailMessage) -> list[MIMEPart]:
    """Attachments, and what stands inside the HTML."""
    return [part for part in message.walk() if part.get_content_disposition() in ("attachment", "inline")]


def _invitation(message: EmailMessage) -> str:
    """The whole content type of what stands beside the bodies for calendars; '' without it."""
    beside = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    method = next((part.get_param("method") for part in beside if not part.get_content_disposition()), None)
    return f"text/calendar; method={method}; charset=utf-8" if method else ""


def _part(part: MIMEPart, invitation: str) -> Part:
    """A provider keeps no part beside the bodies, so the file takes its place: calendars look for its method."""
    content = part.get_payload(decode=True)
    content_type = part.get_content_type()
    return Part(
        name=part.get_filename() or "",
        content_type=invitation if invitation and content_type == "application/ics" else content_type,
        data=content if isinstance(content, bytes) else b"",
        inline=part.get_content_disposition() == "inline",
        content_id=str(part.get("Content-ID", "")).strip("<>"),
    )
