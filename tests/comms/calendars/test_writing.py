"""What leaves for calendars holds to the RFC, and an independent reader gets back what was put in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import Phase, example, given, settings, strategies as st

from comms import calendars
from comms.calendars.event import Status
from comms.calendars.zones import rules_of
from tests.comms.calendars.content_lines import check
from tests.zones import CHARACTERS

BERLIN = ZoneInfo("Europe/Berlin")
STAMP = datetime(2026, 11, 3, 10, 10, tzinfo=UTC)
CHANGES = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)]
TEXT = st.text(max_size=120)
MOMENTS = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(lambda when: when.replace(tzinfo=UTC)),
    st.builds(lambda day, minutes: day + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(0, 1500)),
)


def event(**given: object) -> calendars.Event:
    begins = given.get("starts_at", datetime(2026, 11, 6, 13, tzinfo=UTC))
    assert isinstance(begins, datetime)
    return calendars.Event(
        **{
            "uid": "k3y@mail.example",
            "stamp": STAMP,
            "starts_at": begins,
            "ends_at": begins + timedelta(minutes=30),
            "summary": "Weekly",
            "organiser": calendars.Person("Ida Brandt", "reply+k.s@mail.example"),
            "sent_by": "hello@mail.example",
            "attendees": (calendars.Person("Maria Holm", "maria@client.example"),),
            **given,
        }  # type: ignore[arg-type]
    )


def plain(text: str) -> str:
    """What can be told of it: no control, no lone surrogate, blanks as one."""
    text = text.replace("\r", "\n")
    kept = "".join(sign for sign in text if sign in "\n\t" or (sign.isprintable() or ord(sign) > 0x9F))
    kept = "".join(sign for sign in kept if sign not in "\u2028\u2029\ufeff\ufffe\uffff")
    return " ".join("".join(sign for sign in kept if not 0xD800 <= ord(sign) <= 0xDFFF).split())


@settings(max_examples=50, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(TEXT, TEXT, TEXT, TEXT, MOMENTS, st.integers(5, 720), st.sampled_from(CHARACTERS))
@example(
    "Ä" * 200, 'Raum; 3, \\n \\ "x"', "1. a\r\n2. b\x00\ud800", 'O"Neil; ^, jr: x', CHANGES[1], 60, "Europe/Berlin"
)
def test_a_strict_and_an_independent_reader_get_back_what_was_said(
    summary: str, place: str, agenda: str, name: str, begins: datetime, minutes: int, key: str
) -> None:
    said = event(
        summary=summary,
        location=place,
        description=agenda,
        starts_at=begins.replace(microsecond=0),
        ends_at=begins.replace(microsecond=0) + timedelta(minutes=minutes),
        attendees=(calendars.Person(name, "maria@client.example"), calendars.Person("Jens", "jens@client.example")),
    )
    data = calendars.invitation(said, ZoneInfo(key), calendars.Method.REQUEST)
    check(data)
    read = vobject.readOne(data.decode()).vevent
    assert read.dtstart.value.astimezone(UTC) == said.starts_at
    assert read.dtend.value.astimezone(UTC) == said.ends_at
    for field, text in (("summary", summary), ("location", place), ("description", agenda)):
        assert plain(getattr(read, field).value if field in read.contents else "") == plain(text)
    first, second = read.attendee_list
    assert (first.value, second.value) == ("mailto:maria@client.example", "mailto:jens@client.example")
    assert first.params["RSVP"] == ["TRUE"]
    assert data == calendars.invitation(said, ZoneInfo(key), calendars.Method.REQUEST)


@pytest.mark.parametrize("method", [calendars.Method.REQUEST, calendars.Method.CANCEL])
def test_invitation_update_and_cancellation(method: calendars.Method) -> None:
    off = method is calendars.Method.CANCEL
    said = event(sequence=3, status=Status.CANCELLED if off else Status.CONFIRMED, url="https://video.example/r")
    data = calendars.invitation(said, BERLIN, method)
    lines = check(data)
    assert f"METHOD:{method.value}" in lines
    assert "SEQUENCE:3" in lines
    read = vobject.readOne(data.decode())
    assert read.method.value == method.value
    assert read.vevent.uid.value == "k3y@mail.example"
    assert read.vevent.status.value == ("CANCELLED" if off else "CONFIRMED")
    assert read.vevent.organizer.value == "mailto:reply+k.s@mail.example"
    assert read.vevent.organizer.params["SENT-BY"] == ["mailto:hello@mail.example"]


def test_a_feed_of_meetings_and_days() -> None:
    day = calendars.AllDay(uid="t@mail.example", stamp=STAMP, day=date(2026, 12, 1), summary="Due: Draft, 2; 3")
    data = calendars.feed("Näme, Ltd", [event(), event(uid="b@x", starts_at=CHANGES[0])], [day], BERLIN)
    assert "METHOD:PUBLISH" in check(data)
    read = vobject.readOne(data.decode())
    assert len(read.vevent_list) == 3
    assert read.vevent_list[2].dtstart.value == date(2026, 12, 1)
    assert read.vevent_list[2].summary.value == "Due: Draft, 2; 3"
    assert check(calendars.feed("Empty", [], [], BERLIN))


@pytest.mark.parametrize("key", CHARACTERS)
def test_the_rules_of_a_zone_give_its_offsets(key: str) -> None:
    """Hour by hour around each change, as a reader works them out from the rules alone."""
    zone, rules = ZoneInfo(key), rules_of(key, 2026, 2026).to_ical().decode()
    told = vobject.readOne(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{rules}END:VCALENDAR\r\n")
    theirs = told.vtimezone.tzinfo
    for hours in range(0, 365 * 24, 7):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        local = moment.astimezone(zone)
        if local.fold or (local + timedelta(hours=1)).astimezone(UTC) - moment != timedelta(hours=1):
            continue
        assert local.replace(tzinfo=theirs).utcoffset() == local.utcoffset(), local


def test_an_hour_that_comes_twice_is_told_in_utc() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    data = calendars.invitation(event(starts_at=second), BERLIN, calendars.Method.REQUEST)
    assert b"DTSTART:20261025T013000Z" in data
