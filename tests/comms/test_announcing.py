"""Meetings announced: who gets what, when nothing leaves, changes, cancellations, twenty seconds to take it back."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import announcing
from comms.mail.structured import structured
from comms.models import AgendaItem, Announcement, Attendee, Meeting, OutboxMessage
from comms.queries.meeting_mail import mails_of
from tests.comms.mailroom import bounce, let_go
from tests.comms.meetings import planned
from tests.servers.smtp import SmtpServer
from tests.world import House, age

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(ours: House) -> Any:
    with within(ours.agency):
        yield planned(ours)


def announced(ours: House, meeting: Meeting) -> Announcement:
    meeting.refresh_from_db()
    return announcing.announce(meeting, by=ours.manager, at=timezone.now())


def mail_to(made: Announcement, local: str) -> EmailMessage:
    row = OutboxMessage.objects.get(pk__in=mails_of(made).values("pk"), recipient__startswith=local)
    message = message_from_bytes(bytes(row.mime), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def parts_of(message: EmailMessage) -> dict[str, Any]:
    """By their types: text, HTML, what stands beside them for calendars, and the file."""
    return {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}


def text_of(message: EmailMessage) -> str:
    return str(parts_of(message)["text/plain"].get_content())


def calendar_of(message: EmailMessage) -> str:
    return parts_of(message)["text/calendar"].get_payload(decode=True).decode().replace("\r\n ", "")


def test_each_reader_gets_the_agenda_and_an_invitation(ours: House, meeting: Meeting) -> None:
    made = announced(ours, meeting)
    mail = mail_to(made, "maria")
    words = text_of(mail)
    assert "Autumn sale: Ida Brandt, 10 min, to decide" in words
    assert "Copenhagen time" in words
    assert "in a hurry" not in mail.as_string(), "notes are for us"
    beside = parts_of(mail)["text/calendar"]
    assert (beside.get_param("method"), beside.get_param("charset")) == ("REQUEST", "utf-8")
    assert beside.get_content_disposition() is None
    file = parts_of(mail)["application/ics"]
    assert file.get_filename() == "invite.ics"
    assert file.get_payload(decode=True) == beside.get_payload(decode=True)
    told = calendar_of(mail)
    assert "METHOD:REQUEST" in told
    assert "SEQUENCE:0" in told
    assert f"UID:{meeting.key}@" in told
    assert f"mailto:{mail['Reply-To']}" in told, "calendars answer where people do"
    assert f"ida@{ours.agency.slug}" not in told, "our people’s own addresses stay with us"
    assert f"ida@{ours.agency.slug}" in calendar_of(mail_to(made, "ida"))
    assert "This is your own meeting" in text_of(mail_to(made, "ida")), "nobody is asked by themselves"
    assert OutboxMessage.objects.filter(lane="person").count() == 2
    assert mail_to(made, "ida")["Auto-Submitted"] == "auto-generated"
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.announced_at) == (0, made.made_at)
    assert Event.objects.filter(verb="meeting.announced", shown=True, client_id=ours.client.pk).count() == 1


def test_a_provider_gets_the_invitation_with_its_method(ours: House, meeting: Meeting) -> None:
    row = mails_of(announced(ours, meeting)).filter(lane="person")[0]
    (file,) = structured(bytes(row.mime), row.recipient).attachments
    assert (file.name, file.content_type) == ("invite.ics", "text/calendar; method=REQUEST; charset=utf-8")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "kickoff"}, "speaks for an item"),
        ({"state": "held"}, "held already"),
        ({"state": "cancelled"}, "called off"),
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, "begun already"),
    ],
)
def test_what_is_not_ready_is_not_announced(ours: House, meeting: Meeting, given: Any, words: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**given)
    with pytest.raises(announcing.NotToBeAnnounced, match=words):
        announced(ours, meeting)
    assert not OutboxMessage.objects.exists()


def test_without_agenda_or_somebody_to_write_to_nothing_leaves(ours: House, meeting: Meeting) -> None:
    PersonAddress.objects.filter(person=ours.contact.person).update(bounced_at=timezone.now())
    with pytest.raises(announcing.NotToBeAnnounced, match="Maria Holm"):
        announced(ours, meeting)
    AgendaItem.objects.all().delete()
    Attendee.objects.exclude(contact=None).delete()
    with pytest.raises(announcing.NotToBeAnnounced, match=r"agenda is empty.*Nobody of the client"):
        announced(ours, meeting)


def test_only_what_has_changed_is_told_again(ours: House, meeting: Meeting) -> None:
    announced(ours, meeting)
    with pytest.raises(announcing.NothingChanged):
        announced(ours, meeting)
    Attendee.objects.filter(contact=ours.contact).update(reply="accepted")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at + timedelta(days=1), place="Room 2")
    AgendaItem.objects.filter(title="New photos").update(title="Old photos")
    made = announced(ours, meeting)
    assert (made.sequence, made.moved) == (1, True)
    words = text_of(mail_to(made, "maria"))
    assert "The meeting is moved from" in words
    assert "The place is now: Room 2" in words
    assert "New on the agenda: Old photos" in words
    assert "No longer on the agenda: New photos" in words
    assert "SEQUENCE:1" in calendar_of(mail_to(made, "maria"))
    assert Attendee.objects.get(contact=ours.contact).reply == "", "nobody has answered for the new time"


def test_who_is_taken_off_the_list_is_told(ours: House, meeting: Meeting) -> None:
    announced(ours, meeting)
    gone = Attendee.objects.get(contact=ours.second_contact)
    gone.removed_at = timezone.now()
    gone.save()
    made = announced(ours, meeting)
    mail = mail_to(made, "jens")
    assert mail["Subject"].startswith("Without you: Weekly call")
    told = calendar_of(mail)
    assert "METHOD:CANCEL" in told
    assert "STATUS:CANCELLED" in told
    assert "maria" not in told
    assert "No longer asked to come: Jens Solvang" in text_of(mail_to(made, "maria"))
    gone.refresh_from_db()
    assert gone.invited_sequence is None
    Meeting.objects.filter(pk=meeting.pk).update(title="Weekly")
    assert mails_of(announced(ours, meeting)).count() == 2, "told once"


def test_called_off_with_the_reason(ours: House, meeting: Meeting) -> None:
    announced(ours, meeting)
    with pytest.raises(announcing.ReasonNeeded):
        announcing.call_off(meeting, reason=" ", by=ours.manager, at=timezone.now())
    made = announcing.call_off(meeting, reason="Ida is ill.", by=ours.manager, at=timezone.now())
    mail = mail_to(made, "jens")
    assert "Ida is ill." in text_of(mail)
    assert "METHOD:CANCEL" in calendar_of(mail)
    assert "SEQUENCE:1" in calendar_of(mail)
    assert mails_of(made).count() == 3
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_reason) == ("cancelled", "Ida is ill.")
    announcing.take_back(meeting, by=ours.manager, at=timezone.now(), method="cancel")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_reason, meeting.sequence) == ("planned", "", 0)


def test_a_meeting_nobody_knows_of_is_called_off_in_silence(ours: House, meeting: Meeting) -> None:
    announcing.call_off(meeting, reason="", by=ours.manager, at=timezone.now())
    assert not OutboxMessage.objects.exists()
    assert not Event.objects.get(verb="meeting.called_off").shown


def test_taken_back_while_it_waits(ours: House, meeting: Meeting, server: SmtpServer) -> None:
    announced(ours, meeting)
    announcing.take_back(meeting, by=ours.manager, at=timezone.now())
    meeting.refresh_from_db()
    assert (meeting.announced_at, meeting.announced_hash) == (None, "")
    assert not Attendee.objects.exclude(invited_sequence=None).exists()
    with pytest.raises(announcing.NothingToTakeBack):
        announcing.take_back(meeting, by=ours.manager, at=timezone.now())
    again = announced(ours, meeting)
    assert again.sequence == 1, "a number is never used twice"
    age(again, timedelta(minutes=1))
    with pytest.raises(ValidationError, match="already left"):
        announcing.take_back(meeting, by=ours.manager, at=timezone.now())


def test_it_leaves_by_smtp_and_one_that_comes_back_is_seen(ours: House, server: SmtpServer) -> None:
    with within(ours.agency):
        meeting = planned(ours)
        announced(ours, meeting)
    assert let_go(ours) == 3
    taken = [each.message for each in server.received]
    assert {part.get_param("method") for mail in taken for part in mail.walk()} >= {"REQUEST"}
    bounce(ours)
    with within(ours.agency):
        assert Attendee.objects.exclude(failed_at=None).count() == 1
