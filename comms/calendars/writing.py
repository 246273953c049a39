"""Events as bytes, for mails and feeds: CRLF, lines of at most 75 octets, UTF-8; equal events give equal bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event as Component, vCalAddress, vDate, vDatetime

from .event import AllDay, Event, Method, Person, Status
from .zones import rules_of

PRODUCT: Final = "-//Rapport//Rapport//EN"
LONGEST_LINE, LONGEST_TEXT = 1000, 16_000
"""Characters of a title or a place, and of a description."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NO_NAME = str.maketrans({'"': "'", "^": ""})
_IN_ADDRESS: Final = "@+!$&'*=/?^_`{|}~.-"


def invitation(event: Event, zone: ZoneInfo, method: Method) -> bytes:
    """One event that people are invited to, or with CANCEL no longer; its times are those of `zone`."""
    calendar = _calendar(method)
    _place(calendar, [event], [], zone)
    return _bytes(calendar)


def feed(
    name: str,
    events: Sequence[Event],
    days: Sequence[AllDay],
    zone: ZoneInfo,
    *,
    refresh: timedelta = timedelta(hours=1),
) -> bytes:
    """A calendar that programs fetch again from time to time."""
    calendar = _calendar(Method.PUBLISH)
    calendar.add("X-WR-CALNAME", _line(name))
    calendar.add("NAME", _line(name))
    calendar.add("X-WR-TIMEZONE", zone.key)
    calendar.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{int(refresh.total_seconds()) // 60}M")
    _place(calendar, events, days, zone)
    return _bytes(calendar)


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    return calendar


def _place(calendar: Calendar, events: Sequence[Event], days: Iterable[AllDay], zone: ZoneInfo) -> None:
    parts = [_event(event, zone) for event in events] + [_all_day(day) for day in days]
    if any("TZID" in part["DTSTART"].params for part in parts):
        years = [moment.astimezone(zone).year for event in events for moment in (event.starts_at, event.ends_at)]
        calendar.add_component(rules_of(zone.key, min(years), max(years)))
    for part in parts:
        calendar.add_component(part)


def _event(event: Event, zone: ZoneInfo) -> Component:
    part = Component()
    part.add("UID", event.uid)
    part.add("SEQUENCE", event.sequence)
    part.add("DTSTAMP", event.stamp.astimezone(UTC))
    part["DTSTART"], part["DTEND"] = _times(event, zone)
    part.add("SUMMARY", _line(event.summary))
    for name, text in (("DESCRIPTION", _text(event.description)), ("LOCATION", _line(event.location))):
        if text:
            part.add(name, text)
    if event.url:
        part.add("URL", _NO_TEXT.sub("", event.url))
    part.add("STATUS", event.status.value)
    part.add("TRANSP", "TRANSPARENT" if event.status is Status.CANCELLED else "OPAQUE")
    if event.organiser is not None:
        part.add("ORGANIZER", _organiser(event.organiser, event.sent_by))
    for person in event.attendees:
        part.add("ATTENDEE", _attendee(person, answers=event.status is not Status.CANCELLED))
    return part


def _times(event: Event, zone: ZoneInfo) -> tuple[vDatetime, vDatetime]:
    """Clock times of the zone; in UTC where a clock shows the same hour twice, since it cannot say which is meant."""
    local = [moment.astimezone(zone) for moment in (event.starts_at, event.ends_at)]
    told_by_clock = zone.key not in ("UTC", "Etc/UTC") and not any(moment.fold for moment in local)
    start, end = local if told_by_clock else [moment.astimezone(UTC) for moment in local]
    return _moment(start, zone if told_by_clock else None), _moment(end, zone if told_by_clock else None)


def _moment(moment: datetime, zone: ZoneInfo | None) -> vDatetime:
    written = vDatetime(moment.replace(microsecond=0))
    if zone is not None:
        written.params["TZID"] = zone.key
    return written


def _all_day(due: AllDay) -> Component:
    part = Component()
    part.add("UID", due.uid)
    part.add("DTSTAMP", due.stamp.astimezone(UTC))
    part["DTSTART"], part["DTEND"] = _day(due.day), _day(due.day + timedelta(days=1))
    part.add("SUMMARY", _line(due.summary))
    if due.description:
        part.add("DESCRIPTION", _text(due.description))
    if due.url:
        part.add("URL", due.url)
    part.add("TRANSP", "TRANSPARENT")
    return part


def _day(day: date) -> vDate:
    written = vDate(day)
    written.params["VALUE"] = "DATE"
    return written


def _organiser(person: Person, sent_by: str) -> vCalAddress:
    address = _address(person)
    if sent_by and sent_by != person.address:
        address.params["SENT-BY"] = _mailto(sent_by)
    return address


def _attendee(person: Person, *, answers: bool) -> vCalAddress:
    address = _address(person)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "CHAIR" if person.chairs else "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = person.standing.value
    address.params["RSVP"] = "TRUE" if answers and not person.chairs else "FALSE"
    return address


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(_mailto(person.address))
    if name := _line(person.name.translate(_NO_NAME)):
        address.params["CN"] = name
    return address


def _mailto(address: str) -> str:
    return "mailto:" + quote(address, safe=_IN_ADDRESS)


def _text(text: str) -> str:
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]


def _line(text: str) -> str:
    return " ".join(_text(text).split())[:LONGEST_LINE].strip()


def _bytes(calendar: Calendar) -> bytes:
    return calendar.to_ical(sorted=False)
