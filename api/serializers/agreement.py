"""What goes before a summary is sent, and what follows from the client's word: checks, corrections, locks, mails."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Choice, KeyOf, Keys, Text, Whole
from api.serializers.base import Body, Query, Shown
from api.serializers.calls import MOST_PEOPLE, LineAnswer
from comms.models import Correction, LineUnlocked

MOST_LINES = 9999


class CheckAnswer(serializers.Serializer):
    """One thing that was looked at."""

    name = serializers.CharField(help_text="person, channel, length, detail, playbook, window, cadence, dates, …")
    kind = serializers.ChoiceField(choices=("good", "attention", ""), help_text="Attention: sending needs a reason.")
    words = serializers.CharField()


class ChecksAnswer(serializers.Serializer):
    checks = CheckAnswer(many=True)
    needs_reason = serializers.BooleanField()


class AcceptingBody(Body):
    corrections = Keys(
        most=MOST_PEOPLE, required=False, allow_empty=False, help_text="Which to accept; all, unless you choose."
    )


class DiscussionAnswer(Shown):
    """A correction, what became of it, and the request in which it is talked about."""

    request = KeyOf(source="copy.request", allow_null=True)
    line = serializers.IntegerField(source="line.number")

    class Meta:
        model = Correction
        fields = ("line", "text", "settled_as", "request")


class JudgementBody(Body):
    says = Choice(choices=[("agreed", "agreed"), ("corrected", "corrected"), ("neither", "neither")])


class UnlockingBody(Body):
    line = Whole(min_value=1, max_value=MOST_LINES, help_text="Its number in the version before.")
    reason = Text(max_length=300, help_text="Told to the client in the next mail.")


class LineQuery(Query):
    line = serializers.IntegerField(min_value=1, max_value=MOST_LINES, help_text="Which line to lock again.")


class UnlockedAnswer(Shown):
    line = serializers.IntegerField(source="line.number")

    class Meta:
        model = LineUnlocked
        fields = ("line", "reason", "at")


class LocksAnswer(serializers.Serializer):
    """Of a new version in draft: which lines of the version before stand as they are, and which were opened."""

    locked = serializers.SerializerMethodField()
    unlocked = UnlockedAnswer(many=True)

    @extend_schema_field(LineAnswer(many=True))
    def get_locked(self, held: dict[str, Any]) -> Any:
        return LineAnswer(held["locked"], many=True, context=self.context).data
