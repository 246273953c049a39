"""MIME bytes of an outgoing message, the same for the same input, and the hash of what its writer was shown."""

from __future__ import annotations

import hashlib
import html as markup
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from comms.mail import charset, headers as reading, wire
from comms.mail.parsed import Mailbox, Part

__all__ = ["LINK_PLACEHOLDER", "Mailbox", "Part", "compose", "content_hash"]

LINK_PLACEHOLDER: Final = "https://link.invalid/"
"""Stands, with a number behind it, where a signed link will be: previews show it, and hashes are made over it."""

_POLICY = SMTP.clone(cte_type="7bit")
_OURS = {
    "from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "reply-to", "in-reply-to", "references",
    "return-path", "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
    "content-language", "content-id", "auto-submitted",
}  # fmt: skip


def compose(
    *,
    sender: Mailbox,
    to: Sequence[Mailbox],
    subject: str,
    text: str,
    message_id: str,
    date: datetime,
    html: str = "",
    cc: Sequence[Mailbox] = (),
    reply_to: Mailbox | str | None = None,
    return_path: str | None = None,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Part] = (),
    auto_submitted: bool = False,
    language: str = "",
) -> bytes:
    """The message with CRLF line ends, 7-bit, no line longer than 998 bytes, its text part first and complete.

    date: aware. return_path: only checked; it belongs to the envelope, and the receiving server writes it.
    auto_submitted: ``auto-replied`` when in_reply_to is given, else ``auto-generated`` (RFC 3834); either asks
    for no automatic answer. language: a tag such as ``zh-hans``. Inline attachments with a content_id go with the HTML.
    Raises ValueError, beginning with the argument's name, for anything that would break a header or be no address.
    """
    if not to:
        raise ValueError("to: nobody to send to")
    if date.tzinfo is None:
        raise ValueError("date: needs a time zone")
    if return_path:
        wire.address(return_path, field="return_path")
    answered = Mailbox("", reply_to) if isinstance(reply_to, str) else reply_to
    lines = [
        f"Date: {format_datetime(date)}\r\n",
        wire.tokens("Message-ID", [wire.message_id(message_id, field="message_id")]),
        wire.mailboxes("From", [sender], field="sender"),
        wire.mailboxes("To", to, field="to"),
        wire.mailboxes("Cc", cc, field="cc") if cc else "",
        wire.mailboxes("Reply-To", [answered], field="reply_to") if answered else "",
        wire.header("Subject", subject, field="subject"),
        _thread(in_reply_to, references),
        wire.header("Content-Language", language, field="language") if language else "",
        _automatic(auto_submitted, answers=bool(in_reply_to)),
        *(_extra(name, value) for name, value in (headers or {}).items()),
    ]
    body = _body(charset.clean(text), charset.clean(html), attachments)
    _name_boundaries(body, message_id, text, html)
    return "".join(lines).encode("ascii") + body.as_bytes()


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


def _thread(in_reply_to: str, references: Sequence[str]) -> str:
    lines = ""
    if in_reply_to:
        lines += wire.tokens("In-Reply-To", [wire.message_id(in_reply_to, field="in_reply_to")])
    named = [wire.message_id(value, field="references") for value in references]
    if in_reply_to and in_reply_to not in named:
        named.append(in_reply_to)
    return lines + (wire.tokens("References", named) if named else "")


def _automatic(auto_submitted: bool, *, answers: bool) -> str:
    if not auto_submitted:
        return ""
    return f"Auto-Submitted: auto-{'replied' if answers else 'generated'}\r\nX-Auto-Response-Suppress: All\r\n"


def _extra(name: str, value: str) -> str:
    if name.lower() in _OURS:
        raise ValueError(f"headers: {name} has an argument of its own")
    return wire.header(name, value, field=f"headers[{name!r}]")


def _body(text: str, html: str, attachments: Sequence[Part]) -> EmailMessage:
    body = EmailMessage(policy=_POLICY)
    body.set_content(text or "\n")
    related = [part for part in attachments if html and part.inline and part.content_id]
    if html:
        body.add_alternative(html, subtype="html")
        *_, html_part = body.iter_parts()
        for part in related:
            _attach(html_part.add_related, part, disposition="inline", cid=_content_id(part))
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
