"""May an automatic note answer this message? Automatic mail must never loop (RFC 3834, RFC 5230 section 4.6).

Pure: headers, addresses and moments are passed in. Holding a note back never stops the clock: a person is told instead,
and the reason is kept. That the note goes only to a contact on file, and what it says, is decided where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from email.message import Message
from email.utils import getaddresses, parseaddr
from enum import StrEnum

NOTE_INTERVAL = timedelta(hours=24)
"""One automatic note an address in this time, at most."""

NOTE_MARGIN = timedelta(minutes=10)
"""So long before its promise a note goes at the latest, that the provider may still accept it in time."""

BREAKER = 3
"""After so many notes in one thread without a word of a person of ours, no further one."""

Headers = Message | Mapping[str, str] | Iterable[tuple[str, str]]


class Obstacle(StrEnum):
    """Why no automatic note may go. All are final for their message, except ``RECENT``, which passes with time."""

    NO_ADDRESS = "no_address"
    OWN_ADDRESS = "own_address"
    ROBOT_ADDRESS = "robot_address"
    NULL_RETURN_PATH = "null_return_path"
    DELIVERY_REPORT = "delivery_report"
    AUTO_SUBMITTED = "auto_submitted"
    SUPPRESSED = "suppressed"
    BULK = "bulk"
    LIST = "list"
    UNAUTHENTICATED = "unauthenticated"
    BREAKER = "breaker"
    RECENT = "recent"


PRECEDENCES = frozenset({"bulk", "junk", "list", "auto_reply"})
REPORT_TYPES = ("multipart/report", "message/delivery-status", "message/disposition-notification")
ROBOTS = re.compile(r"^(mailer-daemon|listserv|majordomo|owner-.*|.*-(request|owner|bounces))$", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")


def obstacle(
    headers: Headers,
    *,
    sender: str,
    return_path: str | None,
    own_addresses: Container[str],
    authenticated: bool | None,
    last_note_at: datetime | None,
    thread_notes: int,
    now: datetime,
    promise_at: datetime | None = None,
) -> Obstacle | None:
    """The reason why no automatic note may answer this message, or None if one may.

    ``sender``: the From address. ``return_path``: the envelope sender; ``""`` or ``"<>"`` is null, None is unknown (a
    Return-Path header is taken then). ``own_addresses``: ours and the agency's own, in lower case.
    ``authenticated``: False if SPF, DKIM or DMARC failed, None if nobody checked. ``last_note_at``: when this address
    last got a note. ``thread_notes``: how many notes this thread has had since a person of ours last wrote in it.
    ``promise_at``: the promise that the note is to keep; the limit for an address ends ``NOTE_MARGIN`` before it at
    the latest.
    """
    fields = _by_name(headers)
    path = _return_path(return_path, fields)
    if reason := _of_addresses(sender, path, fields, own_addresses) or _of_headers(fields):
        return reason
    if authenticated is False:
        return Obstacle.UNAUTHENTICATED
    if thread_notes >= BREAKER:
        return Obstacle.BREAKER
    return Obstacle.RECENT if note_time(now, last_note_at, promise_at) > now else None


def note_time(planned: datetime, last_note_at: datetime | None, promise_at: datetime | None = None) -> datetime:
    """When a note that was planned for a moment may go to an address that got its last one at ``last_note_at``.

    It waits until 24 hours have passed since then, yet always goes before its promise. One that is broken already can't
    be kept any more, and is no reason to write twice.
    """
    if last_note_at is None:
        return planned
    limit_ends = last_note_at + NOTE_INTERVAL
    if promise_at is not None and planned <= promise_at:
        limit_ends = min(limit_ends, promise_at - NOTE_MARGIN)
    return max(planned, limit_ends)


def _by_name(headers: Headers) -> dict[str, list[str]]:
    """All values of each header by its name in lower case; a message and a list may hold a name more than once."""
    if isinstance(headers, Message):
        pairs: Iterable[tuple[str, object]] = headers.raw_items()
    else:
        pairs = headers.items() if isinstance(headers, Mapping) else headers
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(str(name).strip().lower(), []).append(" ".join(str(value).split()))
    return fields


def _return_path(given: str | None, fields: dict[str, list[str]]) -> str | None:
    if given is None and "return-path" in fields:
        given = fields["return-path"][0]
    return None if given is None else given.strip().strip("<>").strip()


def _of_addresses(
    sender: str, path: str | None, fields: dict[str, list[str]], own_addresses: Container[str]
) -> Obstacle | None:
    if path == "":
        return Obstacle.NULL_RETURN_PATH
    written = parseaddr(sender)[1]
    if "@" not in written:
        return Obstacle.NO_ADDRESS
    headers = (value for name in ("from", "sender", "reply-to") for value in fields.get(name, ()))
    addresses = [written, path or "", *(address for _name, address in getaddresses(list(headers)))]
    if any(form in own_addresses for address in addresses for form in _forms(address)):
        return Obstacle.OWN_ADDRESS
    if any(ROBOTS.match(address.partition("@")[0]) for address in addresses):
        return Obstacle.ROBOT_ADDRESS
    return None


def _forms(address: str) -> Iterator[str]:
    """The address in lower case, as it stands and without what follows a plus sign."""
    lower = address.strip().lower()
    yield lower
    local, at, domain = lower.rpartition("@")
    yield local.partition("+")[0] + at + domain


def _of_headers(fields: dict[str, list[str]]) -> Obstacle | None:
    if any(value.lower().startswith(REPORT_TYPES) for value in fields.get("content-type", ())):
        return Obstacle.DELIVERY_REPORT
    if "x-failed-recipients" in fields:
        return Obstacle.DELIVERY_REPORT
    if any(_keyword(value) != "no" for value in fields.get("auto-submitted", ())):
        return Obstacle.AUTO_SUBMITTED
    if any(_keyword(value) != "none" for value in fields.get("x-auto-response-suppress", ())):
        return Obstacle.SUPPRESSED
    if any(_keyword(value) in PRECEDENCES for value in fields.get("precedence", ())):
        return Obstacle.BULK
    return Obstacle.LIST if any(name.startswith("list-") for name in fields) else None


def _keyword(value: str) -> str:
    """The first word of a header: 'auto-replied' of 'Auto-Replied (vacation); owner-email=…'."""
    return COMMENT.sub(" ", value).partition(";")[0].strip().lower()
