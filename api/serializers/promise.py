"""What is promised to one client."""

from rest_framework import serializers

from agency.models import LONGEST_SILENCE, SHORTEST_SILENCE, Agency
from agency.promise import (
    LEAST_PERCENT,
    LONGEST_HOURS,
    LONGEST_TARGET,
    MOST_PERCENT,
    SHORTEST_HOURS,
    SHORTEST_TARGET,
    TERMS,
)
from api.fields import Choice, Whole
from api.serializers.base import Body


class PromiseAnswer(serializers.Serializer):
    """What holds for a message that the client sends now; `own` names what is not the agency’s."""

    promise_hours = serializers.IntegerField(help_text="Real hours until the client has heard anything at all.")
    target_minutes = serializers.IntegerField(help_text="Until a person should have answered.")
    target_kind = serializers.ChoiceField(choices=Agency.TargetKind.choices)
    warn_percent = serializers.IntegerField(help_text="Share of the target after which the lead is warned.")
    backup_percent = serializers.IntegerField(help_text="Share of the target after which the backup is told.")
    own = serializers.ListField(child=serializers.ChoiceField(choices=TERMS))


class ClientPromiseAnswer(PromiseAnswer):
    """The same, and when silence to a summary counts as agreed."""

    own = serializers.ListField(child=serializers.ChoiceField(choices=(*TERMS, "silence_days")))
    silence_days = serializers.IntegerField(help_text="Working days after which silence to a summary counts as agreed.")


class PromiseBody(Body):
    """Null, or '' for the kind, is the agency’s."""

    promise_hours = Whole(required=False, allow_null=True, min_value=SHORTEST_HOURS, max_value=LONGEST_HOURS)
    target_minutes = Whole(required=False, allow_null=True, min_value=SHORTEST_TARGET, max_value=LONGEST_TARGET)
    target_kind = Choice(choices=Agency.TargetKind.choices, required=False, allow_blank=True)
    silence_days = Whole(required=False, allow_null=True, min_value=SHORTEST_SILENCE, max_value=LONGEST_SILENCE)
    warn_percent = Whole(required=False, allow_null=True, min_value=LEAST_PERCENT, max_value=MOST_PERCENT)
    backup_percent = Whole(required=False, allow_null=True, min_value=LEAST_PERCENT, max_value=MOST_PERCENT)
