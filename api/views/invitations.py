"""Meetings announced and called off: mails with invitations for calendars (practice M5)."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404

from agency.reach import reach
from api.operations import operation
from api.serializers.invitations import AnnouncementAnswer, CancellationBody
from api.views.base import ApiView
from comms.domain import announcing as verbs
from comms.models import Announcement, Attendee, Meeting
from comms.queries.meeting_mail import last_announced, meetings_of

TAG = "Meetings"


class InvitationView(ApiView):
    """A view under one meeting's address, answered with its last round of mails."""

    tag = TAG

    def found(self, key: str) -> tuple[Meeting]:  # type: ignore[override]
        return (reach(meetings_of(self.member), key=key),)

    def shown(self, made: Announcement) -> Announcement:
        people = Attendee.objects.select_related("contact__person", "member__user").order_by("pk")
        rows = Announcement.objects.select_related("meeting", "made_by__user")
        return rows.prefetch_related(Prefetch("meeting__attendees", people)).get(pk=made.pk)


class Announcing(InvitationView):
    verbs = {"GET": "meeting.announce", "POST": "meeting.announce", "DELETE": "meeting.announce"}

    @operation("What was told of a meeting", gives=AnnouncementAnswer)
    def get(self, meeting: Meeting) -> Announcement:
        """The last round of mails, and how everybody who is asked stands. 404 before the first."""
        made = last_announced(meeting)
        if made is None:
            raise Http404("nobody was told of it yet")
        return self.shown(made)

    @operation("Announce a meeting", gives=AnnouncementAnswer, status=201)
    def post(self, meeting: Meeting) -> Announcement:
        """Mails agenda and invitation, or what has changed. It waits 20 seconds, in which DELETE takes it back."""
        return self.shown(verbs.announce(meeting, by=self.member, at=self.now))

    @operation("Take an announcement back", gives=AnnouncementAnswer)
    def delete(self, meeting: Meeting) -> Announcement:
        return self.shown(verbs.take_back(meeting, by=self.member, at=self.now, method=Announcement.Method.REQUEST))


class CallingOff(InvitationView):
    verbs = {"POST": "meeting.announce", "DELETE": "meeting.announce"}

    @operation("Call a meeting off", takes=CancellationBody, gives=AnnouncementAnswer, status=201)
    def post(self, meeting: Meeting, body: dict[str, Any]) -> Announcement:
        """Whoever was invited is told why; their calendars take it out."""
        return self.shown(verbs.call_off(meeting, by=self.member, at=self.now, **body))

    @operation("Take a cancellation back", gives=AnnouncementAnswer)
    def delete(self, meeting: Meeting) -> Announcement:
        """Within 20 seconds."""
        return self.shown(verbs.take_back(meeting, by=self.member, at=self.now, method=Announcement.Method.CANCEL))
