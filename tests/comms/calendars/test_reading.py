"""Answers of calendars as they come, and anything else that may stand there."""

from datetime import UTC, datetime

import pytest
from hypothesis import Phase, given, settings, strategies as st

from comms import calendars
from comms.calendars.own_words import own_words
from comms.calendars.reading import LARGEST, Answer

OUTLOOK = b"""BEGIN:VCALENDAR\r
METHOD:REPLY\r
PRODID:Microsoft Exchange Server 2010\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:W. Europe Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
ATTENDEE;PARTSTAT=DECLINED;CN=M\xc3\xa1ria Holm:mailto:Maria@Client.example\r
COMMENT;LANGUAGE=en-GB:Ill\\, sorry\\n\r
UID:k3y@mail.example\r
SUMMARY;LANGUAGE=en-GB:Declined: Weekly\r
DTSTART;TZID=W. Europe Standard Time:20261106T140000\r
DTEND;TZID=W. Europe Standard Time:20261106T143000\r
DTSTAMP:20261103T101112Z\r
SEQUENCE:2\r
X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r
END:VEVENT\r
END:VCALENDAR\r
"""
GOOGLE = b"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20261106T130000Z
DTEND:20261106T133000Z
DTSTAMP:20261103T101112Z
ORGANIZER;CN=Ida Brandt:mailto:reply+k.s@mail.example
UID:k3y@mail.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Maria
 Holm;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Looking forward":mailto:maria@client.example
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Weekly
END:VEVENT
END:VCALENDAR
"""
APPLE = b"""BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:COUNTER
PRODID:-//Apple Inc.//macOS 15.0//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;CN="Maria Holm";PARTSTAT=TENTATIVE:MAILTO:maria@client.example
DTSTART;TZID=Europe/Berlin:20261107T140000
DURATION:PT45M
DTSTAMP:20261103T101112Z
SEQUENCE:2
UID:k3y@mail.example
END:VEVENT
END:VCALENDAR
"""


def sole(data: bytes) -> Answer:
    found = calendars.read(data)
    assert found.problem == ""
    (answer,) = found.answers
    assert (answer.uid, answer.sequence) == ("k3y@mail.example", 2)
    assert answer.stamp == datetime(2026, 11, 3, 10, 11, 12, tzinfo=UTC)
    return answer


def test_three_programs_in_their_manners() -> None:
    outlook, google, apple = sole(OUTLOOK), sole(GOOGLE), sole(APPLE)
    voice = outlook.voice_of("maria@client.example")
    assert voice is not None
    assert (voice.standing, outlook.comment) == (calendars.Standing.DECLINED, "Ill, sorry")
    assert google.voices[0].standing is calendars.Standing.ACCEPTED
    assert google.voices[0].comment == "Looking forward"
    assert (apple.method, apple.starts_at) == ("COUNTER", datetime(2026, 11, 7, 13, tzinfo=UTC))
    assert apple.ends_at == datetime(2026, 11, 7, 13, 45, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_in_whichever_encoding(encoding: str) -> None:
    assert sole(OUTLOOK.decode().encode(encoding)).voices[0].standing is calendars.Standing.DECLINED


def test_several_calendars_and_events_are_all_read() -> None:
    event = GOOGLE[GOOGLE.index(b"BEGIN:VEVENT") : GOOGLE.index(b"END:VCALENDAR")]
    assert len(calendars.read(GOOGLE.replace(event, event * 3) + APPLE).answers) == 4


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no-calendar"),
        (b"\x00\xff" * 999, "no-calendar"),
        (GOOGLE.replace(b"REPLY", b"REQUEST"), "no-answer"),
        (b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID", "no-answer"),
        (GOOGLE + b"x" * LARGEST, "too-large"),
    ],
    ids=["nothing", "bytes", "invitation", "cut", "large"],
)
def test_what_is_no_answer_says_why(data: bytes, problem: str) -> None:
    assert calendars.read(data).problem == problem


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"SEQUENCE:2", b"SEQUENCE:" + b"9" * 400),
        (b"SEQUENCE:2", b"SEQUENCE:two"),
        (b"DTSTAMP:20261103T101112Z", b"DTSTAMP:99991399T000000Z"),
        (b"DTSTAMP:20261103T101112Z", b"DTSTAMP;TZID=Moon/Sea:00010101T000000"),
        (b"DURATION:PT45M", b"DURATION:P99999999999999D"),
        (b"PARTSTAT=TENTATIVE", b"PARTSTAT=\xff"),
        (b"UID:k3y@mail.example", b"UID:" + b"k" * 100_000),
    ],
)
def test_odd_values_never_raise(old: bytes, new: bytes) -> None:
    found = calendars.read(APPLE.replace(old, new))
    assert found.answers or found.problem


@settings(max_examples=80, deadline=None, phases=[Phase.generate])
@given(st.lists(st.tuples(st.integers(0, len(OUTLOOK) - 1), st.binary(max_size=6)), max_size=8))
def test_bytes_changed_at_random_never_raise(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(OUTLOOK)
    for place, put in changes:
        data[place : place + len(put)] = put
    for answer in calendars.read(bytes(data)).answers:
        assert len(answer.uid) <= 255
        assert "\x00" not in answer.comment


@pytest.mark.parametrize(
    ("data", "text", "said"),
    [
        (GOOGLE, "Maria Holm has accepted this invitation.\n\nWeekly\nFriday", ""),
        (GOOGLE, "Maria has accepted with a note:\n\n“Until then”\n\nWeekly\nFriday", "“Until then”"),
        (OUTLOOK, "\n\n", ""),
        (OUTLOOK, "Declined: Weekly\n", ""),
        (OUTLOOK, "Could we do Monday?\n\n________________\nFrom: Ida", "Could we do Monday?"),
        (OUTLOOK, "Sent from my phone\n", ""),
        (APPLE, "", ""),
    ],
)
def test_the_words_of_somebody_are_told_from_those_of_a_program(data: bytes, text: str, said: str) -> None:
    assert own_words(sole(data), "Declined: Weekly", text) == said
