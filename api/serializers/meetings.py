"""Meetings: who comes, the agenda with who speaks for each item, and what the client answered."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from agency.models import Membership
from api.fields import Choice, KeyOf, Keys, Moment, Pointer, Reference, Text, Whole
from api.serializers.base import Answer, Body, Paged, Shown
from clients.queries import clients_of, contacts_of
from comms.domain.agendas import LONGEST_TITLE, MOST_ITEMS
from comms.domain.meeting_refusals import MOST_PEOPLE
from comms.models import AgendaItem, Attendee, Meeting
from comms.models.meeting import LONGEST, SHORTEST


def colleagues(member: Membership) -> Any:
    return Membership.objects.filter(deactivated_at=None).select_related("user")


class PeopleBody(Body):
    members = Keys(most=MOST_PEOPLE, help_text="Those of us who come; at least one.")
    contacts = Keys(most=MOST_PEOPLE, help_text="Those of the client who come; at least one.")


class MeetingChangeBody(Body):
    kind = Choice(choices=Meeting.Kind.choices, required=False)
    title = Text(required=False, allow_blank=True, max_length=200, help_text="Left out: called after its type.")
    starts_at = Moment(required=False, help_text="Ahead of now.")
    minutes = Whole(required=False, min_value=SHORTEST, max_value=LONGEST)
    way = Choice(choices=Meeting.Way.choices, required=False)
    place = Text(required=False, allow_blank=True, max_length=500, help_text="A room, an address, a number or a link.")
    organiser = Reference(colleagues, required=False, help_text="Whoever invites; you, if left out.")


class NewMeetingBody(MeetingChangeBody, PeopleBody):
    client = Reference(clients_of)
    kind = Choice(choices=Meeting.Kind.choices)
    starts_at = Moment(help_text="Ahead of now.")


class AgendaItemChangeBody(Body):
    title = Text(required=False, max_length=LONGEST_TITLE)
    aim = Choice(choices=AgendaItem.Aim.choices, required=False)
    minutes = Whole(required=False, allow_null=True, min_value=1, max_value=LONGEST)
    owner = Reference(colleagues, required=False, allow_null=True, help_text="One of us; then none of them.")
    contact = Reference(
        lambda member: contacts_of(member).filter(ended_at=None),
        required=False,
        allow_null=True,
        help_text="Somebody at the client; then none of us.",
    )
    note = Text(required=False, allow_blank=True, max_length=2000, help_text="For us; never sent.")
    position = Whole(required=False, min_value=1, max_value=MOST_ITEMS, help_text="Its place, from 1.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("owner") and attrs.get("contact"):
            raise serializers.ValidationError({"owner": [_("Either one of us speaks for it, or one of them.")]})
        return attrs


class NewAgendaItemBody(AgendaItemChangeBody):
    title = Text(max_length=LONGEST_TITLE)
    position = None  # type: ignore[assignment]


class AgendaItemAnswer(Answer):
    owner = Pointer(allow_null=True)
    contact = Pointer(allow_null=True)

    class Meta:
        model = AgendaItem
        fields = ("id", "position", "title", "aim", "minutes", "owner", "contact", "note")


class AttendeeAnswer(Shown):
    member = Pointer(allow_null=True)
    contact = Pointer(allow_null=True)

    class Meta:
        model = Attendee
        fields = ("member", "contact", "reply", "replied_at", "comment")


class MeetingAnswer(Answer):
    client = Pointer()
    organiser = Pointer()
    follows = KeyOf(allow_null=True)
    call = KeyOf(source="interaction", allow_null=True)
    attendees = AttendeeAnswer(many=True)
    items = AgendaItemAnswer(many=True)

    class Meta:
        model = Meeting
        fields = (
            *("id", "client", "kind", "title", "starts_at", "minutes", "way", "place", "organiser", "state"),
            *("announced_at", "sequence", "readied_at", "cancelled_at", "cancelled_reason", "call", "follows"),
            *("made_at", "attendees", "items"),
        )


class MeetingQuery(Paged):
    client = Reference(clients_of, required=False)
    kind = serializers.ChoiceField(choices=Meeting.Kind.choices, required=False)
    state = serializers.ChoiceField(choices=Meeting.State.choices, required=False)
    since = Moment(required=False, help_text="Those that begin then or later.")
    until = Moment(required=False, help_text="Those that begin before.")
    attendee = Reference(lambda member: Membership.objects.all(), required=False, help_text="One of us who comes.")
