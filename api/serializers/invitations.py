"""What was told of a meeting, and what calendars answered."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import KeyOf, Pointer, Text
from api.serializers.base import Answer, Body, Shown
from comms.domain.announcing import LONGEST_REASON
from comms.models import Announcement, Attendee


class AskedAnswer(Shown):
    """Somebody who is asked to come: a contact or a member, with what they answered."""

    contact = Pointer(allow_null=True)
    member = Pointer(allow_null=True)
    came_back = serializers.SerializerMethodField(help_text="Whether the last mail to them did not arrive.")

    class Meta:
        model = Attendee
        fields = (
            *("contact", "member", "reply", "replied_at", "comment", "proposes_at", "proposes_minutes"),
            *("invited_sequence", "came_back"),
        )

    @extend_schema_field(serializers.BooleanField())
    def get_came_back(self, attendee: Any) -> bool:
        return attendee.failed_at is not None


class AnnouncementAnswer(Answer):
    """One round of mails about a meeting; `asked` as everybody stands now."""

    meeting = KeyOf()
    made_by = Pointer()
    asked = serializers.SerializerMethodField()

    class Meta:
        model = Announcement
        fields = ("id", "meeting", "sequence", "method", "moved", "made_by", "made_at", "withdrawn_at", "asked")

    @extend_schema_field(AskedAnswer(many=True))
    def get_asked(self, made: Any) -> Any:
        rows = [each for each in made.meeting.attendees.all() if each.removed_at is None]
        return AskedAnswer(rows, many=True, context=self.context).data


class CancellationBody(Body):
    reason = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        default="",
        help_text="Needed once it was announced.",
    )
