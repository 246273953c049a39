"""How each kind of fact that the corpus names is asked of a parsed message."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from comms.mail import automatic, bounce
from comms.mail.parsed import Parsed

UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

FACTS: dict[str, Callable[[Parsed], Any]] = {
    "message_id": lambda message: message.message_id,
    "message_id_length": lambda message: len(message.message_id),
    "in_reply_to": lambda message: message.in_reply_to,
    "references": lambda message: list(message.references),
    "references_count": lambda message: len(message.references),
    "subject": lambda message: message.subject,
    "subject_is_clean": lambda message: is_clean(message.subject),
    "sender": lambda message: message.sender.address,
    "sender_name": lambda message: message.sender.name,
    "to": lambda message: [box.address for box in message.to],
    "to_count": lambda message: len(message.to),
    "reply_to": lambda message: [box.address for box in message.reply_to],
    "envelope": lambda message: list(message.envelope),
    "return_path": lambda message: message.return_path,
    "date": lambda message: message.date and message.date.isoformat(),
    "text": lambda message: message.text,
    "text_length": lambda message: len(message.text),
    "html": lambda message: message.html,
    "new_text": lambda message: message.new_text,
    "quoted": lambda message: message.quoted_text,
    "has_replacement": lambda message: "\ufffd" in message.text,
    "is_clean": lambda message: is_clean(message.text + message.html),
    "attachments": lambda message: [part.name for part in message.attachments],
    "name_lengths": lambda message: [len(part.name) for part in message.attachments],
    "types": lambda message: [part.content_type for part in message.attachments],
    "data": lambda message: [part.data for part in message.attachments],
    "inline": lambda message: [part.inline for part in message.attachments],
    "content_ids": lambda message: [part.content_id for part in message.attachments],
    "calendars": lambda message: len(message.calendars),
    "problems": lambda message: message.problems,
    "language": lambda message: message.language,
    "kind": lambda message: message.kind,
    "bulk": automatic.is_bulk,
    "bounce": lambda message: told(bounce.recognise(message)),
}
HOLDS: dict[str, Callable[[Parsed, Any], bool]] = {
    "has_problems": lambda message, codes: set(codes) <= set(message.problems),
    "has_text": lambda message, words: words in message.text,
    "has_quoted": lambda message, words: words in message.quoted_text,
    "has_subject": lambda message, words: words in message.subject,
}


def is_clean(text: str) -> bool:
    """What PostgreSQL and XML can hold."""
    return not UNCLEAN.search(text)


def told(found: bounce.Bounce | None) -> tuple[str, list[str], str, bool] | None:
    if found is None:
        return None
    return found.action, [recipient.address for recipient in found.recipients], found.message_id, found.permanent
