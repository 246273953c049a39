"""Invitations answered by the calendars of others, in their manners; and mail that only looks like it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject
from dateutil.tz import tzutc
from django.conf import settings
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import announcing
from comms.mail import tokens
from comms.models import Attendee, Episode, InboundMessage, Interaction, Meeting, Notice, Request
from tests.comms.mailroom import MARIA, arrive, count, eml, let_go
from tests.comms.meetings import planned
from tests.world import House, World

pytestmark = pytest.mark.django_db

JENS = "Jens Solvang <jens.northlight@client.example>"
GOOGLE, OUTLOOK, APPLE = (
    "-//Google Inc//Google Calendar 70.9054//EN",
    "Microsoft Exchange Server 2010",
    "-//Apple Inc.//macOS 15.0//EN",
)


@pytest.fixture
def meeting(ours: House) -> Meeting:
    with within(ours.agency):
        made = planned(ours)
        announcing.announce(made, by=ours.manager, at=timezone.now())
    let_go(ours)
    return made


def address_of(house: House, meeting: Meeting) -> str:
    return tokens.meeting_address(house.agency.slug, meeting.key, f"reply@{settings.MAIL_DOMAIN}", settings.SECRET_KEY)


def answer(
    meeting: Meeting,
    who: str = "maria.northlight@client.example",
    partstat: str = "ACCEPTED",
    *,
    method: str = "REPLY",
    product: str = OUTLOOK,
    more: tuple[str, ...] = (),
    sequence: int = 0,
    stamp: datetime | None = None,
) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{product}",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"ATTENDEE;CN=Somebody;PARTSTAT={partstat};X-NUM-GUESTS=0:MAILTO:{who}",
        f"UID:{meeting.key}@{settings.MAIL_DOMAIN}",
        f"DTSTAMP:{stamp or timezone.now():%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{sequence}",
        "SUMMARY:Weekly call",
        *more,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def reply(
    house: House, meeting: Meeting, data: bytes, sender: str = MARIA, to: str = "", **fields: Any
) -> InboundMessage:
    fields = {"subject": "Accepted: Weekly call", "text": "\n", **fields}
    file = ("invite.ics", "text/calendar", data)
    return arrive(house.agency, eml(sender, attachments=(file,), **fields), to or address_of(house, meeting))


def standing(house: House, name: str) -> Attendee:
    with within(house.agency):
        return Attendee.objects.select_related("meeting").get(contact__person__name=name)


GOOGLE_BODY = """Maria Holm has accepted this invitation.

Weekly call
Monday 30 Nov 2026

Invitation from Google Calendar: https://calendar.google.com/calendar/
"""


@pytest.mark.parametrize(
    ("product", "text"),
    [
        (OUTLOOK, "\n"),
        (GOOGLE, GOOGLE_BODY),
        (APPLE, "Maria Holm accepted your invitation\n"),
        (OUTLOOK, "Get Outlook for iOS\n"),
    ],
    ids=["outlook", "google", "apple", "phone"],
)
def test_a_bare_answer_is_noted_and_runs_no_clock(ours: House, meeting: Meeting, product: str, text: str) -> None:
    message = reply(ours, meeting, answer(meeting, product=product), text=text)
    assert (message.state, message.wants_answer) == ("noted", False)
    maria = standing(ours, "Maria Holm")
    assert (maria.reply, maria.replied_sequence) == ("accepted", 0)
    assert count(ours, Request) == count(ours, Episode) == 0
    assert count(ours, Event, verb="meeting.replied") == 1


@pytest.mark.parametrize(
    ("product", "text"),
    [
        (OUTLOOK, "Fine, but could we speak of the budget as well?\n"),
        (GOOGLE, GOOGLE_BODY.replace("\n\nWeekly", "\n\n“Can we speak of the budget?”\n\nWeekly")),
        ("-//Unheard of//EN", "Maria said yes\n"),
    ],
    ids=["outlook", "google", "unknown"],
)
def test_one_with_words_is_a_message_with_its_clock(ours: House, meeting: Meeting, product: str, text: str) -> None:
    assert reply(ours, meeting, answer(meeting, product=product), text=text).state == "filed"
    assert standing(ours, "Maria Holm").reply == "accepted"
    assert count(ours, Episode) == 1


def test_the_newest_answer_counts_whichever_comes_first(ours: House, meeting: Meeting) -> None:
    now = timezone.now()
    reply(
        ours,
        meeting,
        answer(meeting, partstat="TENTATIVE", stamp=now - timedelta(minutes=1)),
        message_id="<2@c.example>",
    )
    reply(ours, meeting, answer(meeting, stamp=now - timedelta(minutes=9)), message_id="<1@c.example>", subject="x")
    assert standing(ours, "Maria Holm").reply == "tentative"
    huge = answer(meeting, stamp=now + timedelta(days=900), sequence=2**40)
    reply(ours, meeting, huge, message_id="<3@c.example>", subject="y")
    reply(ours, meeting, answer(meeting, partstat="DECLINED"), message_id="<4@c.example>", subject="z")
    assert standing(ours, "Maria Holm").reply == "declined", "nobody can answer for the future"


def test_an_answer_about_the_old_time_counts_no_more(ours: House, meeting: Meeting) -> None:
    with within(ours.agency):
        Meeting.objects.update(starts_at=meeting.starts_at + timedelta(days=1))
        announcing.announce(meeting, by=ours.manager, at=timezone.now())
    assert reply(ours, meeting, answer(meeting)).state == "noted"
    assert standing(ours, "Maria Holm").reply == ""
    reply(ours, meeting, answer(meeting, sequence=1), message_id="<1@c.example>")
    assert standing(ours, "Maria Holm").reply == "accepted"


def test_another_time_is_a_request_and_a_hint(ours: House, meeting: Meeting) -> None:
    later = meeting.starts_at + timedelta(days=1)
    times = (f"DTSTART:{later:%Y%m%dT%H%M%SZ}", "DURATION:PT45M", "COMMENT:Thursday is full")
    message = reply(ours, meeting, answer(meeting, partstat="TENTATIVE", method="COUNTER", more=times))
    assert message.state == "filed"
    maria = standing(ours, "Maria Holm")
    assert (maria.proposes_at, maria.proposes_minutes) == (later, 45)
    with within(ours.agency):
        said = Interaction.objects.get(inbound=message)
        assert "is proposed in place of" in said.text
        assert "Thursday is full" in said.text
    assert count(ours, Episode) == 1


def test_a_request_for_the_invitation_again_is_noted(ours: House, meeting: Meeting) -> None:
    assert reply(ours, meeting, answer(meeting, method="REFRESH")).state == "noted"
    assert standing(ours, "Maria Holm").replied_at is None


def test_whose_answer_it_is(ours: House, meeting: Meeting, world: World) -> None:
    own = f"{ours.agency.slug}@{settings.MAIL_DOMAIN}"
    assert reply(ours, meeting, answer(meeting), to=own).state == "noted", "known by its UID and the sender"
    assert standing(ours, "Maria Holm").reply == "accepted"
    crasher = reply(ours, meeting, answer(meeting, "eve@elsewhere.example"), "Eve <eve@elsewhere.example>")
    assert crasher.state == "unmatched"
    forged = reply(ours, meeting, answer(meeting, "jens.northlight@client.example"), "Eve <eve@e.example>", to=own)
    assert forged.state == "unmatched"
    assert standing(ours, "Jens Solvang").reply == ""
    alias = answer(meeting, "jens.northlight@client.example", "TENTATIVE")
    assert reply(ours, meeting, alias, "Jens <jens.solvang@post.example>").state == "noted", "the signed address"
    assert standing(ours, "Jens Solvang").reply == "tentative"
    elsewhere = reply(world.theirs, meeting, answer(meeting, partstat="DECLINED"), to="hello@harbour.example")
    assert elsewhere.state == "unmatched"
    assert standing(ours, "Maria Holm").reply == "accepted"


def test_one_of_us_answers_by_their_own_calendar(ours: House, meeting: Meeting) -> None:
    ida = f"ida@{ours.agency.slug}.example"
    assert reply(ours, meeting, answer(meeting, ida, "DECLINED"), f"Ida <{ida}>").state == "noted"
    with within(ours.agency):
        assert Attendee.objects.get(member=ours.manager).reply == "declined"
        assert not Notice.objects.filter(kind__startswith="meeting.").exists()


def test_who_decides_cannot_come_or_nobody_can(ours: House, meeting: Meeting) -> None:
    reply(ours, meeting, answer(meeting, "jens.northlight@client.example", "DECLINED", more=("COMMENT:Ill",)), JENS)
    with within(ours.agency):
        (notice,) = Notice.objects.filter(kind="meeting.decider_declined")
        assert (notice.member, notice.facts["comment"]) == (ours.manager, "Ill")
    reply(ours, meeting, answer(meeting, partstat="DECLINED"), message_id="<m@c.example>")
    assert count(ours, Notice, kind="meeting.nobody_comes") == 1


def test_an_answer_written_by_another_library_is_read(ours: House, meeting: Meeting) -> None:
    calendar = vobject.iCalendar()
    calendar.add("method").value = "REPLY"
    event = calendar.add("vevent")
    event.add("uid").value = f"{meeting.key}@{settings.MAIL_DOMAIN}"
    event.add("dtstart").value = meeting.starts_at.astimezone(tzutc())
    event.add("comment").value = "Gerne; bis bald, Maria"
    who = event.add("attendee")
    who.value, who.params["PARTSTAT"] = "mailto:maria.northlight@client.example", ["TENTATIVE"]
    assert reply(ours, meeting, calendar.serialize().encode()).state == "noted"
    maria = standing(ours, "Maria Holm")
    assert (maria.reply, maria.comment) == ("tentative", "Gerne; bis bald, Maria")
