"""Meetings and their agendas (practices M2, M5)."""

from typing import Any

from django.db.models import QuerySet

from agency.models import Membership
from agency.permissions import require
from agency.reach import reach
from api.fields import among
from api.operations import listing, operation
from api.serializers.meetings import (
    AgendaItemAnswer,
    AgendaItemChangeBody,
    MeetingAnswer,
    MeetingChangeBody,
    MeetingQuery,
    NewAgendaItemBody,
    NewMeetingBody,
    PeopleBody,
)
from api.views.base import ApiView
from clients.models import Client
from comms.domain import agendas, attending, meetings, readiness
from comms.forms.meetings import Guests
from comms.models import AgendaItem, Attendee, Meeting
from comms.queries.meetings import in_full, meetings_of

TAG = "Meetings"


class MeetingView(ApiView):
    """A view under one meeting's address."""

    tag = TAG

    def found(self, key: str) -> tuple[Meeting]:  # type: ignore[override]
        return (reach(in_full(self.rows()), key=key),)

    def rows(self) -> QuerySet[Meeting]:
        return meetings_of(self.member).select_related("follows")

    def shown(self, meeting: Meeting) -> Meeting:
        return in_full(self.rows()).get(pk=meeting.pk)

    def people(self, client: Client, body: dict[str, Any], known: Meeting | None = None) -> dict[str, Any]:
        """The people whose keys were sent. Raises ValidationError that names the place of a key that is nobody's."""
        guests = Guests(client, known)
        return {
            "members": among("members", body.pop("members"), guests.members),
            "contacts": among("contacts", body.pop("contacts"), guests.contacts),
        }


class Meetings(MeetingView):
    verbs = {"GET": "meeting.read", "POST": "meeting.plan"}

    def found(self) -> tuple[()]:  # type: ignore[override]
        return ()

    @listing("List meetings", of=MeetingAnswer, asks=MeetingQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Meeting]:
        """Held and cancelled ones too; `state` chooses."""
        chosen = {name: query[name] for name in ("client", "kind", "state") if name in query}
        moments = {"since": "starts_at__gte", "until": "starts_at__lt"}
        chosen |= {lookup: query[name] for name, lookup in moments.items() if name in query}
        rows = self.rows().filter(**chosen)
        if "attendee" in query:
            rows = rows.filter(pk__in=_with(query["attendee"]))
        return in_full(rows)

    @operation("Plan a meeting", takes=NewMeetingBody, gives=MeetingAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Meeting:
        """Nobody is told; the agenda is sent by itself."""
        client = body.pop("client")
        require(self.member, "meeting.plan", client)
        people = self.people(client, body)
        return self.shown(meetings.plan(client, by=self.member, at=self.now, key=key, **people, **body))


def _with(member: Membership) -> QuerySet[Any, Any]:
    return Attendee.objects.filter(member=member, removed_at=None).values("meeting")


class OneMeeting(MeetingView):
    verbs = {"GET": "meeting.read", "PATCH": "meeting.plan"}

    @operation("One meeting", gives=MeetingAnswer)
    def get(self, meeting: Meeting) -> Meeting:
        return meeting

    @operation("Change a meeting", takes=MeetingChangeBody, gives=MeetingAnswer)
    def patch(self, meeting: Meeting, body: dict[str, Any]) -> Meeting:
        """Whoever was told sees what they were told until the agenda is sent again."""
        return self.shown(meetings.change(meeting, by=self.member, at=self.now, **body))


class Attendees(MeetingView):
    verbs = {"PUT": "meeting.plan"}

    @operation("Set who comes", takes=PeopleBody, gives=MeetingAnswer)
    def put(self, meeting: Meeting, body: dict[str, Any]) -> Meeting:
        people = self.people(meeting.client, body, meeting)
        return self.shown(attending.set_people(meeting, by=self.member, at=self.now, **people))


class Readiness(MeetingView):
    verbs = {"POST": "meeting.plan", "DELETE": "meeting.plan"}

    @operation("Mark a meeting ready", gives=MeetingAnswer)
    def post(self, meeting: Meeting) -> Meeting:
        """A kickoff only once each of us who comes speaks for an item."""
        return self.shown(readiness.mark_ready(meeting, by=self.member, at=self.now))

    @operation("Work on a meeting again", gives=MeetingAnswer)
    def delete(self, meeting: Meeting) -> Meeting:
        return self.shown(readiness.take_back_ready(meeting, by=self.member, at=self.now))


class NextMeeting(MeetingView):
    verbs = {"POST": "meeting.plan"}

    @operation("Plan the next meeting", gives=MeetingAnswer, status=201)
    def post(self, meeting: Meeting) -> Meeting:
        """The same a week later, with the items that stayed open. Asked twice, it is one."""
        return self.shown(meetings.plan_next(meeting, by=self.member, at=self.now))


class Agenda(MeetingView):
    verbs = {"POST": "meeting.plan"}

    @operation("Add an item to the agenda", takes=NewAgendaItemBody, gives=AgendaItemAnswer, status=201, once=True)
    def post(self, meeting: Meeting, body: dict[str, Any], key: str) -> AgendaItem:
        return agendas.add(meeting, by=self.member, at=self.now, key=key, **body)


class OneAgendaItem(ApiView):
    tag = TAG
    verbs = {"GET": "meeting.read", "PATCH": "meeting.plan", "DELETE": "meeting.plan"}

    def found(self, key: str) -> tuple[AgendaItem]:  # type: ignore[override]
        rows = AgendaItem.objects.filter(meeting__in=meetings_of(self.member))
        return (reach(rows.select_related("client", "meeting__client", "owner__user", "contact__person"), key=key),)

    @operation("One item of an agenda", gives=AgendaItemAnswer)
    def get(self, item: AgendaItem) -> AgendaItem:
        return item

    @operation("Change an item of an agenda", takes=AgendaItemChangeBody, gives=AgendaItemAnswer)
    def patch(self, item: AgendaItem, body: dict[str, Any]) -> AgendaItem:
        """Giving it to one side takes it from the other. With `position` it moves, and the others make room."""
        position = body.pop("position", None)
        if body.get("owner"):
            body["contact"] = None
        elif body.get("contact"):
            body["owner"] = None
        if body:
            agendas.change(item, by=self.member, at=self.now, **body)
        return item if position is None else agendas.place(item, position, by=self.member, at=self.now)

    @operation("Take an item out of an agenda")
    def delete(self, item: AgendaItem) -> None:
        agendas.remove(item, by=self.member, at=self.now)
