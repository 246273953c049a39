"""A weekly call that is announced for the coming days: the decision-maker comes, and somebody is still to answer."""

from datetime import datetime, timedelta

from agency.demo.world import House
from comms.calendars.event import Standing
from comms.calendars.reading import Answer, Voice
from comms.demo import post
from comms.domain import announcing, calendar_replies
from comms.domain.inviting import uid_of
from comms.models import AgendaItem, Attendee, Meeting
from comms.queries.meeting_mail import mails_of

ITEMS = (
    ("The autumn sale: which bicycles, and from when", AgendaItem.Aim.DECIDE, 15),
    ("Photos of the new workshop", AgendaItem.Aim.DISCUSS, 10),
    ("What the first week of the new adverts brought", AgendaItem.Aim.INFORM, 5),
)


def plan(house: House) -> None:
    house.plan(house.moment("-5h"), lambda at: _announce(house, at))


def _announce(house: House, at: datetime) -> None:
    client, ida = house.clients["solvang"], house.members["ida"]
    meeting = Meeting.objects.create(
        client=client,
        kind=Meeting.Kind.WEEKLY,
        title="Weekly call",
        starts_at=house.on(house.day(2), "10:00"),
        minutes=30,
        place="https://video.example/solvang",
        organiser=ida,
        made_by=ida,
        made_at=at,
    )
    for handle in ("jens", "maria"):
        Attendee.objects.create(client=client, meeting=meeting, contact=house.contacts[handle])
    Attendee.objects.create(client=client, meeting=meeting, member=ida)
    AgendaItem.objects.bulk_create(
        AgendaItem(client=client, meeting=meeting, position=number, title=title, aim=aim, minutes=minutes, owner=ida)
        for number, (title, aim, minutes) in enumerate(ITEMS, start=1)
    )
    made = announcing.announce(meeting, by=ida, at=at)
    for mail in mails_of(made):
        post.settle_sent(house, mail.pk, at + timedelta(seconds=21))
    _jens_answers(meeting, at + timedelta(minutes=50))


def _jens_answers(meeting: Meeting, at: datetime) -> None:
    invited = Attendee.objects.select_related("meeting", "contact__person").filter(meeting=meeting)
    attendee = invited.get(contact__person__name="Jens Solvang")
    voice = Voice("jens@solvang-cycles.example", Standing.ACCEPTED, "I have until half past ten.")
    said = Answer(
        method="REPLY",
        uid=uid_of(meeting),
        sequence=0,
        stamp=at,
        voices=(voice,),
        comment="",
        summary=meeting.title,
        product="",
    )
    calendar_replies.note(attendee, said, voice, at=at)
