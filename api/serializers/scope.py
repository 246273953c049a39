"""What was agreed and what was used of it; goals."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.permissions import may
from api.fields import Amount, Day, Pointer, Text
from api.serializers.base import Answer, Body, ModelBody, Paged
from clients.domain.goals import progress
from clients.models import Deliverable, DeliverableUse, Exclusion, Goal, ScopeOfWork

GOAL = ("name", "unit", "baseline", "target", "current", "due", "outlook", "hoped")


class Money(serializers.Serializer):
    """An amount in the currency's minor unit, such as cents."""

    minor = serializers.IntegerField()
    currency = serializers.CharField(help_text="Three letters, as in ISO 4217.")


class GoalBody(ModelBody):
    class Meta:
        model = Goal
        fields = GOAL


class GoalAnswer(Answer):
    client = Pointer()
    progress = serializers.SerializerMethodField(help_text="Per cent of the way; null before anything was measured.")

    class Meta:
        model = Goal
        fields = ("id", "client", *GOAL, "progress", "hope_settled_on", "hope_words")

    @extend_schema_field({"type": "string", "nullable": True, "example": "75.0"})
    def get_progress(self, goal: Goal) -> str | None:
        done = progress(goal)
        return None if done is None else f"{done:.1f}"


class DeliverableAnswer(Answer):
    class Meta:
        model = Deliverable
        fields = ("id", "name", "unit", "quantity", "period")


class ExclusionAnswer(Answer):
    class Meta:
        model = Exclusion
        fields = ("id", "number", "what", "reason")


class ScopeAnswer(Answer):
    client = Pointer()
    fee = serializers.SerializerMethodField(help_text="A month; null unless you may see money.")
    accepted_by = Pointer(lambda contact: contact.person.name, allow_null=True)
    deliverables = DeliverableAnswer(many=True)
    exclusions = ExclusionAnswer(many=True)

    class Meta:
        model = ScopeOfWork
        fields = (
            *("id", "client", "version", "state", "starts_on", "ends_on", "fee", "assumptions", "success_metrics"),
            *("changes", "accepted_by", "accepted_at", "accepted_how", "deliverables", "exclusions"),
        )

    @extend_schema_field(Money(allow_null=True))
    def get_fee(self, scope: ScopeOfWork) -> dict[str, Any] | None:
        if scope.fee_minor is None or not may(self.member, "money.read"):
            return None
        return {"minor": scope.fee_minor, "currency": scope.currency}


class UseBody(Body):
    day = Day(help_text="Today or before.")
    quantity = Amount(max_digits=10, decimal_places=2)
    what = Text(max_length=200)


class UseAnswer(Answer):
    deliverable = Pointer(lambda deliverable: deliverable.name)

    class Meta:
        model = DeliverableUse
        fields = ("id", "deliverable", "day", "quantity", "what")


class ScopeQuery(Paged):
    state = serializers.ChoiceField(choices=ScopeOfWork.State.choices, required=False)
