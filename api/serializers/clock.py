"""The clocks of a request as they ran: stages, who was told, answers and what became of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.promise import Terms, from_stored
from api import events
from api.fields import Moment, Pointer
from api.serializers.base import Shown
from api.serializers.mail import EventAnswer
from api.serializers.promise import PromiseAnswer
from api.serializers.requests import ClockAnswer
from comms.clock import Stage
from comms.clock_page import coming_in
from comms.models import Answer, Notice, StageFired
from comms.queries.clock_history import ClockHistory


class StageAnswer(Shown):
    """`why` is the code for which an automatic note was held back."""

    stage = serializers.ChoiceField(choices=[stage.value for stage in Stage])

    class Meta:
        model = StageFired
        fields = ("stage", "due_at", "fired_at", "why")


class ToldAnswer(Shown):
    """Somebody was told, on the page and, if `mailed_at` says when, by mail."""

    member = Pointer()

    class Meta:
        model = Notice
        fields = ("member", "kind", "urgent", "at", "mail_after", "mailed_at", "seen_at")


class GivenAnswer(Shown):
    """What answered: it counts once it was accepted, unless it fell."""

    member = Pointer(allow_null=True)

    class Meta:
        model = Answer
        fields = ("kind", "member", "at", "accepted_at", "fell_at", "fate")


class ComingAnswer(serializers.Serializer):
    stage = serializers.ChoiceField(choices=[stage.value for stage in Stage])
    due_at = Moment()


class OneClockAnswer(serializers.Serializer):
    """One clock: from a client’s word to a person’s answer."""

    clock = ClockAnswer(source="episode")
    calendar_version = serializers.IntegerField(source="episode.calendar_version")
    terms = serializers.SerializerMethodField(help_text="By which it was reckoned last; null for the oldest clocks.")
    stages = StageAnswer(many=True)
    told = ToldAnswer(many=True, source="notices")
    answers = GivenAnswer(many=True)
    events = serializers.SerializerMethodField()
    coming = serializers.SerializerMethodField(help_text="What happens by itself if nobody answers.")

    @extend_schema_field(PromiseAnswer(allow_null=True))
    def get_terms(self, history: ClockHistory) -> dict[str, Any] | None:
        terms: Terms | None = from_stored(history.episode.rules)
        return dict(PromiseAnswer(terms).data) if terms else None

    @extend_schema_field(EventAnswer(many=True))
    def get_events(self, history: ClockHistory) -> Any:
        return self.context["told_events"][history.episode.pk]

    @extend_schema_field(ComingAnswer(many=True))
    def get_coming(self, history: ClockHistory) -> Any:
        ahead = [{"stage": stage.value, "due_at": moment} for stage, moment in coming_in(history)]
        return ComingAnswer(ahead, many=True).data


class ClocksAnswer(serializers.Serializer):
    clocks = serializers.SerializerMethodField(help_text="The newest first, twenty at most.")

    @extend_schema_field(OneClockAnswer(many=True))
    def get_clocks(self, told: list[ClockHistory]) -> Any:
        rows = [event for history in told for event in history.events]
        words = iter(events.told(rows))
        by_episode = {
            history.episode.pk: EventAnswer([next(words) for _event in history.events], many=True).data
            for history in told
        }
        return OneClockAnswer(told, many=True, context={**self.context, "told_events": by_episode}).data
