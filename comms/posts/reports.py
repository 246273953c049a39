"""What became of a mail of ours, from a provider's own words to ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from anymail.signals import EventType, RejectReason

from comms.mail.charset import one_line
from comms.posts.posted import Malformed

REPLY_LIMIT = 500


class Fate(StrEnum):
    DELIVERED = "delivered"
    CAME_BACK = "came back"
    REJECTED = "not sent by the provider"
    DELAYED = "delayed"
    COMPLAINED = "complained"


FATES = {
    EventType.DELIVERED: Fate.DELIVERED,
    EventType.BOUNCED: Fate.CAME_BACK,
    EventType.REJECTED: Fate.REJECTED,
    EventType.FAILED: Fate.REJECTED,
    EventType.DEFERRED: Fate.DELAYED,
    EventType.COMPLAINED: Fate.COMPLAINED,
}
"""Opens and clicks are nobody's business; a robot's answer comes in as mail."""

_NOBODY_THERE = re.compile(r"(?<![\d.])5\.1\.[0-36](?!\d)")
"""Of RFC 3463: bad mailbox, bad domain, bad syntax, the mailbox has moved."""


@dataclass(frozen=True, slots=True)
class Report:
    """`ids`: Message-IDs in angle brackets, and the provider's own names of the mail, by which it may be found.
    `gone`: nobody is at this address. `at` is the provider's own time for it.
    """

    fate: Fate
    ids: tuple[str, ...]
    recipient: str
    reply: str = ""
    gone: bool = False
    provider: str = ""
    at: datetime | None = None


def read(event: Any, provider: str) -> Report | None:
    """Of django-anymail's event; None for what is no fate. Raises Malformed for what a provider would not say."""
    fate = FATES.get(event.event_type)
    if fate is None:
        return None
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    reply = _clean(event.mta_response or event.description or "")[:REPLY_LIMIT]
    try:
        ids = dict.fromkeys(_clean(one) for one in (event.message_id, *_ids_within(told)) if one)
        final = _is_final(told, event.reject_reason) or bool(_NOBODY_THERE.search(reply))
        gone = fate in (Fate.CAME_BACK, Fate.REJECTED) and final
    except (AttributeError, KeyError, TypeError) as reason:
        raise Malformed(f"{type(reason).__name__}: {reason}") from reason
    return Report(fate, tuple(ids), _clean(event.recipient or "").lower(), reply, gone, provider, event.timestamp)


def _ids_within(told: dict[str, Any]) -> list[str]:
    """The Message-ID that the mail left with, where a provider gives it beside its own name for the mail."""
    mail = told.get("mail") or {}
    headers = mail.get("headers") or []
    found = [str(header["value"]) for header in headers if str(header["name"]).lower() == "message-id"]
    common = (mail.get("commonHeaders") or {}).get("messageId")
    smtp = told.get("smtp-id")
    return [*found, *(str(one) for one in (common, smtp) if one)]


def _is_final(told: dict[str, Any], reason: str | None) -> bool:
    """Whether the provider says in its own words that nobody is there, rather than 'not now' or 'not this'."""
    own_words = (
        told.get("Type") in ("HardBounce", "BadEmailAddress"),
        (told.get("bounce") or {}).get("bounceType") == "Permanent",
        told.get("event") == "bounce" and (told.get("type") == "bounce" or told.get("hard_bounce") is True),
        (told.get("data") or {}).get("type") == "hard_bounced",
        (told.get("event-data") or {}).get("reason") in ("bounce", "suppress-bounce"),
    )
    return reason in (RejectReason.BOUNCED, RejectReason.INVALID, None) and any(own_words)


def _clean(text: object) -> str:
    return one_line(str(text))
