"""MIME bytes of an outgoing message, the same for the same input, and the hash of what its writer was shown."""

from __future__ import annotations

import hashlib
import html as markup
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from comms.mail import charset, headers as reading, wire
from comms.mail.parsed import Mailbox, Part

__all__ = ["LINK_PLACEHOLDER", "Invitation", "Mailbox", "Outgoing", "Part", "compose", "content_hash"]

LINK_PLACEHOLDER: Final = "https://link.invalid/"
"""Stands, with a number behind it, where a signed link will be: previews show it, and hashes are made over it."""

NO_ANSWERS: Final = "OOF, AutoReply, RN, NRN"
"""What Exchange leaves out in answer to automatic mail. Not `All`: that keeps delivery failures from us as well."""

_POLICY = SMTP.clone(cte_type="7bit")
_OURS = {
    "from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "reply-to", "in-reply-to", "references",
    "return-path", "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
    "content-language", "content-id",
}  # fmt: skip


INVITATION_FILE: Final = "invite.ics"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the reader's calendar is asked to do: bytes of RFC 5545, and their METHOD."""

    method: str
    data: bytes

    def __post_init__(self) -> None:
        if self.method not in ("REQUEST", "CANCEL"):
            raise ValueError(f"method: {self.method!r} invites nobody")

    @property
    def content_type(self) -> str:
        return f"text/calendar; method={self.method}; charset=utf-8"

    @property
    def part(self) -> Part:
        """As a file, for calendars that take no other."""
        return Part(INVITATION_FILE, "application/ics", self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to be.

    date: aware. message_id, in_reply_to, references: in angle brackets. return_path: only checked; it belongs to the
    envelope, and the receiving server writes it. auto_submitted: ``auto-replied`` when in_reply_to is given, else
    ``auto-generated`` (RFC 3834); either asks for no automatic answer. headers: whatever has no field of its own.
    language: a tag such as ``zh-hans``. Attachments that are inline and have a content_id go with the HTML.
    invitation: stands beside the bodies, where calendars look first, and again as a file.
    """

    sender: Mailbox
    to: Sequence[Mailbox]
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str = ""
    cc: Sequence[Mailbox] = ()
    reply_to: Mailbox | str = ""
    return_path: str = ""
    in_reply_to: str = ""
    references: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Part] = ()
    auto_submitted: bool = False
    language: str = ""
    invitation: Invitation | None = None


def compose(message: Outgoing) -> bytes:
    """The message with CRLF line ends, 7-bit, no line longer than 998 bytes, its text part first and complete.

    Equal messages give equal bytes. Raises ValueError, beginning with the field's name, for anything that would break
    a header or is no address.
    """
    _check(message)
    body = _body(charset.clean(message.text), charset.clean(message.html), message.attachments, message.invitation)
    _name_boundaries(body, message.message_id, message.text, message.html)
    return "".join(_header_lines(message)).encode("ascii") + body.as_bytes()


def redated(mime: bytes, date: datetime) -> bytes:
    """A message that `compose` made, with another date and nothing else changed. Raises ValueError without a zone."""
    if date.tzinfo is None:
        raise ValueError("date: needs a time zone")
    _old, _end, rest = mime.partition(b"\r\n")
    return f"Date: {format_datetime(date)}\r\n".encode("ascii") + rest


def _check(message: Outgoing) -> None:
    if not message.to:
        raise ValueError("to: nobody to send to")
    if message.date.tzinfo is None:
        raise ValueError("date: needs a time zone")
    if message.return_path:
        wire.address(message.return_path, field="return_path")
    for name in message.headers:
        if name.lower() in _OURS or (message.auto_submitted and name.lower() == "auto-submitted"):
            raise ValueError(f"headers: {name} has a field of its own")


def _header_lines(message: Outgoing) -> Iterator[str]:
    reply_to = Mailbox("", message.reply_to) if isinstance(message.reply_to, str) else message.reply_to
    yield f"Date: {format_datetime(message.date)}\r\n"
    yield wire.tokens("Message-ID", [wire.message_id(message.message_id, field="message_id")])
    yield wire.mailboxes("From", [message.sender], field="sender")
    yield wire.mailboxes("To", message.to, field="to")
    if message.cc:
        yield wire.mailboxes("Cc", message.cc, field="cc")
    if reply_to.address:
        yield wire.mailboxes("Reply-To", [reply_to], field="reply_to")
    yield wire.header("Subject", message.subject, field="subject")
    yield from _thread(message.in_reply_to, message.references)
    if message.language:
        yield wire.header("Content-Language", message.language, field="language")
    if message.auto_submitted:
        yield f"Auto-Submitted: auto-{'replied' if message.in_reply_to else 'generated'}\r\n"
        yield f"X-Auto-Response-Suppress: {NO_ANSWERS}\r\n"
    for name, value in message.headers.items():
        yield wire.header(name, value, field=f"headers[{name!r}]")


def _thread(in_reply_to: str, references: Sequence[str]) -> Iterator[str]:
    if in_reply_to:
        yield wire.tokens("In-Reply-To", [wire.message_id(in_reply_to, field="in_reply_to")])
    named = [wire.message_id(value, field="references") for value in references]
    if in_reply_to and in_reply_to not in named:
        named.append(in_reply_to)
    if named:
        yield wire.tokens("References", named)


def content_hash(
    *,
    recipients: Iterable[Mailbox],
    subject: str,
    bodies: Sequence[str],
    attachments: Iterable[Part] = (),
    links: Sequence[str] = (),
) -> str:
    """SHA-256, in 64 hexadecimal digits, of what was shown to the writer and of nothing else (delivery.md).

    links: the signed links in the bodies, in a fixed order; each counts as its placeholder, so that a preview with
    placeholders and the message with the links have one hash. The order of recipients does not matter.
    """
    digest = hashlib.sha256()
    people = sorted(f"{box.address.lower()}\0{box.name}" for box in recipients)
    shown = [_with_placeholders(charset.clean(body), links) for body in bodies]
    for values in (people, [charset.one_line(subject)], shown):
        _add(digest, str(len(values)).encode())
        for value in values:
            _add(digest, value.encode())
    for part in attachments:
        _add(digest, f"{part.name}\0{part.content_type}".encode("utf-8", "replace"))
        _add(digest, part.data)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, value: bytes) -> None:
    digest.update(hashlib.sha256(value).digest())


def _with_placeholders(body: str, links: Sequence[str]) -> str:
    places = {link: f"{LINK_PLACEHOLDER}{number}" for number, link in enumerate(links, start=1)}
    for link in sorted(places, key=len, reverse=True):
        body = body.replace(markup.escape(link), places[link]).replace(link, places[link])
    return body


def _body(text: str, html: str, attachments: Sequence[Part], invitation: Invitation | None = None) -> EmailMessage:
    body = EmailMessage(policy=_POLICY)
    body.set_content(text or "\n")
    related = [part for part in attachments if html and part.inline and part.content_id]
    if html:
        body.add_alternative(html, subtype="html")
        *_, html_part = body.iter_parts()
        for part in related:
            _attach(html_part.add_related, part, disposition="inline", cid=_content_id(part))
    if invitation is not None:
        how = {"method": invitation.method, "charset": "utf-8"}
        body.add_alternative(invitation.data, maintype="text", subtype="calendar", params=how)
        attachments = (*attachments, invitation.part)
    for part in attachments:
        if part not in related:
            _attach(body.add_attachment, part, disposition="attachment")
    return body


def _content_id(part: Part) -> str:
    return wire.message_id(f"<{part.content_id.strip('<>')}>", field="attachments")


def _attach(add: Callable[..., None], part: Part, **how: str) -> None:
    main, params = reading.parameters(wire.checked("attachments", part.content_type))
    maintype, _, subtype = main.partition("/")
    if not subtype or maintype in {"message", "multipart"}:
        maintype, subtype, params = "application", "octet-stream", {}
    filename = wire.checked("attachments", part.name)
    add(part.data, maintype=maintype, subtype=subtype, filename=filename, params=params, **how)


def _name_boundaries(body: EmailMessage, *content: str) -> None:
    """Boundaries made from the content, so that equal input gives equal bytes and no content can hold its own."""
    digest = hashlib.sha256("\0".join(content).encode("utf-8", "replace")).hexdigest()[:32]
    multiparts = [part for part in body.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{digest}_{number}")
