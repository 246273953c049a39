"""How the promise was kept: figures, and the messages behind each."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.models import Membership
from api.fields import Day, Pointer, Reference
from api.serializers.base import Answer, Paged, Query
from api.serializers.reports import Month
from clients.queries import clients_of
from comms.kept import Kept
from comms.models import Episode
from comms.queries.promise import Show
from reports.queries.promise import By


class Asking(Query):
    """Of which messages. Left out: those of this month and the twelve before, on the agency’s calendar."""

    default_error_messages = {"turned": _("This day lies before the first one.")}

    from_day = Day(required=False, help_text="On this day or later.")
    until = Day(required=False, help_text="On this day or before.")
    member = Reference(lambda member: Membership.objects.all(), required=False, help_text="In whose rates they count.")
    client = Reference(clients_of, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "from_day" in attrs and "until" in attrs and attrs["until"] < attrs["from_day"]:
            raise serializers.ValidationError({"until": [str(self.default_error_messages["turned"])]}, "turned")
        return attrs


class RatesQuery(Asking):
    by = serializers.ChoiceField(choices=[by.value for by in By], default=By.MONTH.value)


class MessagesBehindQuery(Asking, Paged):
    show = serializers.ChoiceField(
        choices=[show.value for show in Show],
        default=Show.MESSAGES.value,
        help_text="The figure whose messages are asked for.",
    )


class KeptAnswer(serializers.Serializer):
    """Settled are those by a person, only by a note, and broken. Dismissed ones count in no other figure. Times are
    real seconds until a person’s acknowledgement, percentiles interpolated; null where nobody has acknowledged."""

    messages = serializers.IntegerField()
    by_person = serializers.IntegerField(help_text="A person acknowledged in time.")
    by_note = serializers.IntegerField(help_text="Only the automatic note came in time.")
    broken = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="The promise still runs.")
    met = serializers.IntegerField(help_text="A person answered by the target.")
    missed = serializers.IntegerField()
    answered = serializers.IntegerField(help_text="Acknowledged by a person, late ones too: what the times are of.")
    dismissed = serializers.IntegerField(help_text="Needed no answer.")
    median_seconds = serializers.SerializerMethodField()
    ninetieth_seconds = serializers.SerializerMethodField()

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_median_seconds(self, kept: Kept) -> int | None:
        return in_seconds(kept.median)

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_ninetieth_seconds(self, kept: Kept) -> int | None:
        return in_seconds(kept.ninetieth)


def in_seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())


class PromiseLineAnswer(serializers.Serializer):
    """One month, member or client; of the three only what was asked for is not null. A line without any is of clients
    that one may not see any more."""

    month = Month(allow_null=True)
    member = Pointer(allow_null=True)
    client = Pointer(allow_null=True)
    figures = KeptAnswer()


class RatesAnswer(serializers.Serializer):
    from_day = serializers.DateField()
    until = serializers.DateField()
    total = KeptAnswer()
    lines = PromiseLineAnswer(many=True)


class MessageBehindAnswer(Answer):
    """A message, from a client’s word to a person’s answer. Client, request and subject are null where the client is
    not one’s own any more."""

    client = Pointer(allow_null=True, source="told.client")
    request = serializers.CharField(allow_null=True, source="told.request.key")
    subject = serializers.CharField(allow_null=True, source="told.request.subject")
    rated = Pointer()
    acknowledged_at = serializers.DateTimeField(
        allow_null=True, source="stood_at", help_text="Null while the answer is on its way."
    )
    acknowledged_by = Pointer(allow_null=True)
    wait_seconds = serializers.SerializerMethodField()

    class Meta:
        model = Episode
        fields = (
            *("id", "client", "request", "subject", "rated", "opened_at", "promise_at", "target_at"),
            *("acknowledged_at", "acknowledged_by", "wait_seconds", "note_accepted_at"),
            *("promise", "target", "dismissed_at"),
        )

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_wait_seconds(self, episode: Any) -> int | None:
        return in_seconds(episode.stood_at - episode.opened_at) if episode.stood_at else None
