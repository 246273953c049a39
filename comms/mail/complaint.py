"""Complaints: a mailbox provider tells that somebody has marked a mail of ours as spam (ARF, RFC 5965)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comms.mail import bounce, charset
from comms.mail.parsed import Parsed

REPORT: Final = "message/feedback-report"
NO_COMPLAINTS: Final = {"not-spam", "auth-failure"}
"""Kinds of feedback that speak of something else: it was no spam after all (RFC 6430), DMARC failed (RFC 6591)."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """`return_path` and `message_id` are those of the mail that is complained of; either may be empty."""

    kind: str
    return_path: str
    message_id: str


def recognise(message: Parsed) -> Complaint | None:
    """The complaint in a message, or None when it is none."""
    report = next((part for part in message.attachments if part.content_type == REPORT), None)
    if report is None:
        return None
    fields = bounce.fields_in(charset.decode(report.data, "utf-8")[0])
    kind = fields.get("feedback-type", "").lower()
    if not kind or kind in NO_COMPLAINTS:
        return None
    return Complaint(kind, fields.get("original-mail-from", "").strip(" <>"), bounce.original_id(message))
