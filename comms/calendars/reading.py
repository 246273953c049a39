"""What a calendar of somebody else answers, from any bytes at all. Nothing here raises, and nothing is trusted: whose
answer it is says the door that it came through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final
from urllib.parse import unquote

from icalendar import Calendar

from comms.mail import charset

from .event import Standing

LARGEST: Final = 256 * 1024
"""Bytes; an answer takes two or three thousand."""
MOST_EVENTS, MOST_PEOPLE = 50, 500
LONGEST_UID, LONGEST_COMMENT = 255, 1000
LATEST_SEQUENCE: Final = 2**31 - 1

METHODS: Final = frozenset({"REPLY", "COUNTER", "REFRESH"})
"""What is said to whoever invites. Other methods are said by whoever invites, and are no answers."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who answers. `standing` is None for an answer that we have no word for, such as a delegation."""

    address: str
    standing: Standing | None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered about one event. `stamp` and the proposed times are in UTC, where they can be read."""

    method: str
    uid: str
    sequence: int
    stamp: datetime | None
    voices: tuple[Voice, ...]
    comment: str
    summary: str
    product: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def voice_of(self, address: str) -> Voice | None:
        """The words of whoever has this address."""
        return next((voice for voice in self.voices if voice.address == address.lower()), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that were found; without any, why in a short code."""

    answers: tuple[Answer, ...] = ()
    problem: str = ""


def read(data: bytes) -> Reading:
    """All answers in a file or in a part of a mail, at most MOST_EVENTS of them. Never raises."""
    if len(data) > LARGEST:
        return Reading(problem="too-large")
    text, _odd = charset.decode(data, "utf-8")
    if "BEGIN:VCALENDAR" not in text.upper():
        return Reading(problem="no-calendar")
    try:
        return _read(text.replace("\ufeff", "").strip())
    except Exception:  # a stranger's file must not stop the mailbox; the mail is filed as it came
        return Reading(problem="unreadable")


def _read(text: str) -> Reading:
    calendars: list[Any] = Calendar.from_ical(text, multiple=True)
    found = [answer for calendar in calendars[:MOST_EVENTS] for answer in _answers(calendar)]
    return Reading(tuple(found[:MOST_EVENTS]), "" if found else "no-answer")


def _answers(calendar: Any) -> list[Answer]:
    method = str(calendar.get("METHOD", "")).strip().upper()
    if method not in METHODS:
        return []
    product = str(calendar.get("PRODID", ""))[:200]
    return [_answer(event, method, product) for event in islice(calendar.walk("VEVENT"), MOST_EVENTS)]


def _answer(event: Any, method: str, product: str) -> Answer:
    starts_at = _moment(event, "DTSTART")
    return Answer(
        method=method,
        uid=_words(event.get("UID"))[:LONGEST_UID],
        sequence=_sequence(event.get("SEQUENCE")),
        stamp=_moment(event, "DTSTAMP"),
        voices=tuple(_voice(person) for person in _listed(event.get("ATTENDEE"))[:MOST_PEOPLE]),
        comment=_words("\n".join(_words(words) for words in _listed(event.get("COMMENT")))),
        summary=_words(event.get("SUMMARY")),
        product=product,
        starts_at=starts_at,
        ends_at=_moment(event, "DTEND") or _after(starts_at, event.get("DURATION")),
    )


def _voice(person: Any) -> Voice:
    params = getattr(person, "params", {})
    standing = str(params.get("PARTSTAT", "")).strip().upper()
    return Voice(
        address=_mail_address(str(person)),
        standing=Standing(standing) if standing in set(Standing) else None,
        comment=_words(params.get("X-RESPONSE-COMMENT", "")),
    )


def _mail_address(written: str) -> str:
    scheme, colon, rest = written.strip().partition(":")
    address = rest if colon and scheme.strip().lower() == "mailto" else written
    return charset.one_line(unquote(address)).lower()[:320]


def _sequence(value: Any) -> int:
    try:
        return min(max(int(value), 0), LATEST_SEQUENCE)
    except (TypeError, ValueError):
        return 0


def _moment(event: Any, name: str) -> datetime | None:
    """In UTC; a day without an hour, or what cannot be read, is none. Without a zone it is taken for UTC."""
    value = _listed(event.get(name))[:1]
    found = getattr(value[0], "dt", None) if value else None
    if not isinstance(found, datetime):
        return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _after(begin: datetime | None, duration: Any) -> datetime | None:
    length = getattr(duration, "dt", None)
    if begin is None or not isinstance(length, timedelta):
        return None
    try:
        return begin + length
    except OverflowError:
        return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(value: Any) -> str:
    first = _listed(value)[:1]
    return charset.clean(str(first[0])).strip()[:LONGEST_COMMENT] if first else ""
