"""What an agenda could be made of, and what to say of a month."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Flag, Keys, Moment, Pointer, Text, Whole
from api.serializers.base import Body, Query
from api.serializers.reports import Month
from comms.domain.proposals import MOST_CHOSEN
from comms.models import AgendaItem, Meeting
from reports.domain.talking import LONGEST, MOST_EDITS
from reports.talking_forms import LONGEST_CALL, SHORTEST_CALL
from reports.talking_points import Part


class ProposalAnswer(serializers.Serializer):
    """Something that could be put on the agenda. `key` names it where proposals are taken."""

    key = serializers.CharField()
    title = serializers.CharField(help_text="In the language of those who come.")
    aim = serializers.ChoiceField(choices=AgendaItem.Aim.choices)
    minutes = serializers.IntegerField()
    owner = Pointer(allow_null=True)
    contact = Pointer(allow_null=True)
    matter = serializers.CharField(source="source_kind", help_text="What it comes from: request, task, briefing, …")
    why = serializers.CharField(help_text="For us.")
    fits = serializers.BooleanField(help_text="Whether the meeting has time for it.")


class ProposalsAnswer(serializers.Serializer):
    proposals = ProposalAnswer(many=True)


class TakenBody(Body):
    keys = serializers.ListField(
        child=Text(max_length=40), required=False, max_length=MOST_CHOSEN,
        help_text="Left out: all that there is time for.",
    )  # fmt: skip


class TakenAnswer(serializers.Serializer):
    taken = serializers.ListField(child=serializers.CharField(), help_text="Titles of the new items.")
    proposals = ProposalAnswer(many=True, help_text="What is left.")


class MonthQuery(Query):
    month = Month(required=False, help_text="The last one, if it is left out.")


class TalkingPointAnswer(serializers.Serializer):
    slot = serializers.CharField()
    part = serializers.ChoiceField(choices=[(part.value, part.value) for part in Part])
    text = serializers.CharField()
    gathered = serializers.CharField(help_text="What the records say.")
    left_out = serializers.BooleanField()


class TalkAnswer(serializers.Serializer):
    month = Month()
    language = serializers.CharField()
    reported = serializers.BooleanField(help_text="Whether the facts are those of the month’s report.")
    points = TalkingPointAnswer(many=True)


class TalkingEditBody(Body):
    slot = Text(max_length=40)
    text = Text(max_length=LONGEST, required=False, allow_blank=True, help_text="Empty: as the records say it.")
    left_out = Flag(required=False)


class TalkingEditsBody(Body):
    month = Month()
    points = serializers.ListField(child=TalkingEditBody(), max_length=MOST_EDITS)


class MonthCallBody(Body):
    month = Month(help_text="What the call is about.")
    starts_at = Moment()
    minutes = Whole(required=False, min_value=SHORTEST_CALL, max_value=LONGEST_CALL)
    contacts = Keys(most=50)


class MonthCallAnswer(serializers.Serializer):
    id = serializers.CharField(source="key")
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Meeting.Kind.choices)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    items = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_items(self, meeting: Any) -> list[str]:
        return [item.title for item in meeting.items.all()]
