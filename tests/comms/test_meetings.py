"""Meetings: planned, changed, made ready, held, planned again; the agenda line by line (practices M2, M5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agency.domain import absences
from agency.models import ClosedDay, Event, User
from agency.tenancy.base import ForeignRow
from agency.tenancy.scope import within
from clients.domain.changes import Gone
from clients.domain.refusals import ClientIsArchived, Refusal
from comms import meeting_hints
from comms.domain import agendas, announced, announcing, attending, calls, meeting_succession, meetings, readiness
from comms.domain.meeting_refusals import (
    AgendaIsFull,
    GoneFromUs,
    InThePast,
    MeetingIsHeld,
    MeetingIsOff,
    NobodyComes,
    NotReady,
    NotTheirs,
    WrongItem,
)
from comms.models import AgendaItem, Interaction, Meeting, Topic
from comms.queries.meetings import in_full, meetings_of
from tests.comms.test_calls import notes
from tests.world import NOW, House, World

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def planned(house: House, **changes: Any) -> Meeting:
    """Inside the agency's scope."""
    fields: dict[str, Any] = {
        "kind": "kickoff",
        "starts_at": TUESDAY,
        "members": [house.manager, house.specialist],
        "contacts": [house.contact],
        **changes,
    }
    client = fields.pop("client", house.client)
    return meetings.plan(client, **{"by": house.manager, "at": NOW, **fields})


def item(house: House, meeting: Meeting, title: str = "Goals", **fields: Any) -> AgendaItem:
    return agendas.add(meeting, by=house.manager, at=NOW, title=title, **fields)


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.values_list("title", flat=True))


def test_planning_says_who_when_and_what(world: World) -> None:
    house = world.ours
    with within(house.agency):
        meeting = planned(house, key="3k9v2mq7t0xe")
        assert (meeting.title, meeting.state, meeting.organiser) == ("Kickoff", "planned", house.manager)
        assert meeting.attendees.count() == 3
        assert planned(house, key="3k9v2mq7t0xe") == meeting, "the form sent twice"
        assert Event.objects.get(verb="meeting.planned").facts["kind"] == "kickoff"


def test_what_planning_refuses(world: World) -> None:
    house = world.ours
    with within(house.agency):
        for wrong, error, field in (
            ({"starts_at": NOW - timedelta(minutes=1)}, InThePast, "starts_at"),
            ({"contacts": []}, NobodyComes, "contacts"),
            ({"members": []}, NobodyComes, "members"),
            ({"contacts": [house.other_contact]}, NotTheirs, "contacts"),
            ({"minutes": 4}, Refusal, "minutes"),
            ({"minutes": 721}, Refusal, "minutes"),
        ):
            with pytest.raises(error) as refused:
                planned(house, **wrong)
            assert refused.value.at_field == field
        house.specialist.deactivated_at = NOW
        with pytest.raises(GoneFromUs):
            planned(house)
        house.client.archived_at, house.client.archived_reason = NOW, "other"
        house.client.save()
        with pytest.raises(ClientIsArchived):
            planned(house)
        with pytest.raises(ForeignRow):
            planned(house, members=[world.theirs.manager], client=house.other_client, contacts=[house.other_contact])


def test_a_kickoff_is_ready_once_each_of_us_speaks_for_an_item(world: World) -> None:
    house = world.ours
    by: dict[str, Any] = {"by": house.manager, "at": NOW}
    with within(house.agency):
        meeting = planned(house)
        item(house, meeting, owner=house.manager)
        with pytest.raises(NotReady, match="Lena Köhler"):
            readiness.mark_ready(meeting, **by)
        hers = item(house, meeting, "Measuring", owner=house.specialist)
        readiness.mark_ready(meeting, **by)
        assert meeting.readied_by == house.manager
        agendas.change(hers, owner=None, **by)
        meeting.refresh_from_db()
        assert meeting.readied_at is None, "what is no longer so is no longer said"
        agendas.change(hers, owner=house.specialist, **by)
        readiness.mark_ready(meeting, **by)
        attending.set_people(
            meeting, members=[house.manager, house.specialist, house.backup], contacts=[house.contact], **by
        )
        meeting.refresh_from_db()
        assert meeting.readied_at is None, "somebody came along without an item"
        weekly = planned(house, kind="weekly")
        assert readiness.mark_ready(weekly, **by).readied_at, "only a kickoff asks for it"


def test_the_agenda_is_added_to_moved_and_taken_from(world: World) -> None:
    house = world.ours
    by: dict[str, Any] = {"by": house.manager, "at": NOW}
    with within(house.agency):
        meeting = planned(house)
        one, two, three = (item(house, meeting, title) for title in ("One", "Two", "Three"))
        agendas.place(three, 1, **by)
        assert titles(meeting) == ["Three", "One", "Two"]
        agendas.place(three, 99, **by)
        assert titles(meeting) == ["One", "Two", "Three"]
        agendas.remove(one, **by)
        assert list(meeting.items.values_list("position", flat=True)) == [1, 2]
        with pytest.raises(Gone):
            agendas.change(AgendaItem(pk=two.pk + 900, meeting=meeting), title="No", **by)
        lines = [
            agendas.ItemNotes(key=two.key, title="Two again", minutes=10, contact=house.contact),
            agendas.ItemNotes(key="0000000000aa", title="Gone meanwhile"),
            agendas.ItemNotes(key="0000000000bb", title="New", note="Only for us"),
        ]
        agendas.write(meeting, lines, fresh="0000000000bb", **by)
        assert titles(meeting) == ["Two again", "Three", "New"]
        agendas.write(meeting, lines, fresh="0000000000bb", **by)
        assert len(titles(meeting)) == 3, "sent twice it is one"


def test_what_an_agenda_refuses(world: World) -> None:
    house = world.ours
    with within(house.agency):
        meeting = planned(house)
        for wrong, error, field in (
            ({"title": "  "}, WrongItem, "title"),
            ({"title": "x" * 201}, WrongItem, "title"),
            ({"minutes": 0}, WrongItem, "minutes"),
            ({"owner": house.manager, "contact": house.contact}, WrongItem, "owner"),
            ({"contact": house.other_contact}, NotTheirs, "contact"),
        ):
            with pytest.raises(error) as refused:
                item(house, meeting, **wrong)
            assert refused.value.at_field == field
        for number in range(agendas.MOST_ITEMS):
            item(house, meeting, str(number))
        with pytest.raises(AgendaIsFull):
            item(house, meeting)


def test_what_was_told_stays_as_it_was_until_it_is_told_anew(world: World) -> None:
    house = world.ours
    by: dict[str, Any] = {"by": house.manager, "at": NOW}
    with within(house.agency):
        meeting = planned(house, kind="weekly")
        first = item(house, meeting, "Goals", owner=house.manager)
        announcing.announce(meeting, **by)
        agendas.change(first, title="Budget", **by)
        meetings.change(meeting, starts_at=TUESDAY + timedelta(days=1), **by)
        meeting = in_full(meetings_of(house.manager)).get()
        assert meeting.announced_as is not None
        assert meeting.announced_as["items"][0]["title"] == "Goals"
        assert datetime.fromisoformat(meeting.announced_as["starts_at"]) == TUESDAY
        assert announced.differs(meeting)
        assert Event.objects.get(verb="meeting.moved").facts["was"] == TUESDAY.astimezone(UTC).isoformat()
        announcing.announce(meeting, **by)
        assert not announced.differs(in_full(meetings_of(house.manager)).get())


def test_whoever_is_taken_off_the_list_stays_in_it(world: World) -> None:
    house = world.ours
    by: dict[str, Any] = {"by": house.manager, "at": NOW}
    with within(house.agency):
        meeting = planned(house)
        Meeting.objects.filter(pk=meeting.pk).update(kind="weekly")
        meeting.attendees.filter(contact=house.contact).update(reply="accepted", comment="Gladly")
        people: dict[str, Any] = {"members": [house.manager], "contacts": [house.second_contact]}
        attending.set_people(meeting, **people, **by)
        assert meeting.attendees.filter(removed_at=NOW).count() == 2
        attending.set_people(meeting, **{**people, "contacts": [house.contact]}, **by)
        again = meeting.attendees.get(contact=house.contact)
        assert (again.removed_at, again.reply, again.comment) == (None, "", "")
        with pytest.raises(NobodyComes):
            attending.set_people(meeting, members=[], contacts=[house.contact], **by)


def test_a_held_or_cancelled_meeting_stays_as_it_was(world: World) -> None:
    house = world.ours
    by: dict[str, Any] = {"by": house.manager, "at": NOW}
    with within(house.agency):
        meeting = planned(house)
        call = calls.log_call(house.client, notes(house), **by).interaction
        meetings.held(meeting, call, **by)
        assert (meeting.state, meeting.interaction) == ("held", call)
        meetings.held(meeting, call, **by)
        with pytest.raises(MeetingIsHeld):
            meetings.held(meeting, calls.log_call(house.client, notes(house), **by).interaction, **by)
        with pytest.raises(MeetingIsHeld):
            meetings.held(planned(house), call, **by)
        for refused in (
            lambda: meetings.change(meeting, title="No", **by),
            lambda: item(house, meeting),
            lambda: readiness.mark_ready(meeting, **by),
            lambda: attending.set_people(meeting, members=[house.owner], contacts=[house.contact], **by),
        ):
            with pytest.raises(MeetingIsHeld):
                refused()
        off = planned(house)
        Meeting.objects.filter(pk=off.pk).update(state="cancelled")
        with pytest.raises(MeetingIsOff):
            item(house, off)
        with pytest.raises(MeetingIsOff):
            meetings.held(off, call, **by)
        elsewhere = Interaction(client=house.other_client, pk=1)
        with pytest.raises(NotTheirs):
            meetings.held(planned(house), elsewhere, **by)


def test_the_next_weekly_takes_along_what_stayed_open(world: World) -> None:
    house = world.ours
    summer = datetime(2026, 10, 21, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    at = summer - timedelta(days=1)
    with within(house.agency):
        User.objects.update(zone="Europe/Berlin")
        meeting = planned(house, kind="weekly", title="Our weekly", starts_at=summer, at=at, place="Room 2")
        done, empty = item(house, meeting, "Done"), item(house, meeting, "Empty")
        item(house, meeting, "Never spoken of", owner=house.specialist, note="Ask Lena")
        call = calls.log_call(house.client, notes(house), by=house.manager, at=NOW).interaction
        answered, unanswered = (
            Topic.objects.create(client=house.client, interaction=call, position=n, title="T", answer=answer)
            for n, answer in ((8, "Yes."), (9, " "))
        )
        AgendaItem.objects.filter(pk=done.pk).update(topic=answered)
        AgendaItem.objects.filter(pk=empty.pk).update(topic=unanswered)
        meetings.held(meeting, call, by=house.manager, at=summer + timedelta(hours=1))
        following = meetings.plan_next(meeting, by=house.manager, at=summer + timedelta(hours=2))
        assert following.starts_at == datetime(2026, 10, 28, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")), "same clock"
        assert titles(following) == ["Empty", "Never spoken of"]
        assert (following.title, following.place, following.follows) == ("Our weekly", "Room 2", meeting)
        assert following.attendees.count() == 3
        assert meetings.plan_next(meeting, by=house.manager, at=NOW) == following, "asked twice"


def test_what_speaks_against_a_time_is_told(world: World) -> None:
    house = world.ours
    by: dict[str, Any] = {"by": house.owner, "at": NOW}
    with within(house.agency):
        planned(house)
        absences.enter(house.specialist, first=date(2026, 11, 9), last=date(2026, 11, 10), **by)
        ClosedDay.objects.create(day=date(2026, 11, 11), name="Outing")
        person = house.contact.person
        person.calls_from, person.calls_until = datetime(1, 1, 1, 13).time(), datetime(1, 1, 1, 15).time()
        person.zone, person.boundaries = "Asia/Tokyo", "No calls on Fridays."

        def told(at: datetime, **changes: Any) -> list[str]:
            sketch = meeting_hints.Sketch(
                client=house.client, starts_at=at, minutes=30, contacts=[house.contact],
                **{"way": "video", "members": [house.manager, house.specialist], **changes},
            )  # fmt: skip
            found = meeting_hints.hints(sketch, house.agency)
            return [*found["when"], *found["who"], *found["limits"]]

        words = " ".join(told(TUESDAY + timedelta(minutes=15)))
        assert "Ida Brandt is in “Kickoff” then." in words
        assert "Lena Köhler is away until Tuesday 10 November." in words
        assert "An unusual hour there: 18:15 to 18:45 in Tokyo." in words
        assert "takes calls from 13:00 to 15:00, their time" in words
        assert "No calls on Fridays." in words
        assert "is in" not in " ".join(told(TUESDAY + timedelta(minutes=60))), "half-open: the one is over"
        assert "We are closed on Wednesday 11 November: Outing." in told(TUESDAY + timedelta(days=1))
        assert "We do not work on Sunday 15 November." in told(TUESDAY + timedelta(days=5))
        assert "Outside our hours: 20:00 to 20:30 in Berlin." in told(TUESDAY + timedelta(hours=10))
        assert "takes calls" not in " ".join(told(TUESDAY, way="in_person"))


def test_whoever_goes_leaves_no_meeting_behind(world: World) -> None:
    house = world.ours
    with within(house.agency):
        meeting = planned(house)
        item(house, meeting, owner=house.manager)
        meeting_succession.hand_over(house.manager, house.backup, house.owner, NOW)
        meeting.refresh_from_db()
        assert meeting.organiser == house.backup
        assert meeting.items.get().owner == house.backup
        assert not meeting_succession.meetings_with(house.manager).exists()
        assert {row.member for row in meeting.attendees.filter(removed_at=None).exclude(member=None)} == {
            house.backup,
            house.specialist,
        }
