"""Putting off, next steps, merging, bulk changes and filters of the Inbox."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.models import Membership
from api.fields import Choice, Day, Flag, Key, Keys, Moment, Pointer, Reference, Text
from api.serializers.base import Answer, Body
from clients.queries import clients_of
from comms.domain.batches import MOST_AT_ONCE
from comms.domain.saved_filters import LONGEST
from comms.forms.inbox_filter import LONGEST_WORDS
from comms.models import Batch, Request, SavedFilter
from comms.queries.inbox import Show, requests_of
from comms.queries.inbox_filter import NAMES, PERIODS, Standing

LONGEST_STEP: int = Request._meta.get_field("next_step").max_length or 0
LISTS = [show.value for show in Show if show is not Show.UNMATCHED]


class SnoozeBody(Body):
    until = Moment(help_text="Running clocks go on; what is urgent or late stays in sight.")


class NextStepBody(Body):
    step = Text(max_length=LONGEST_STEP, allow_blank=True)
    on = Day(required=False, allow_null=True)


class MergerBody(Body):
    other = Reference(requests_of, help_text="Another request of the same client. The older of the two survives.")


class BatchBody(Body):
    kind = Choice(choices=Batch.Kind.choices)
    requests = Keys(most=MOST_AT_ONCE)
    member = Reference(
        lambda member: Membership.objects.filter(deactivated_at=None),
        required=False,
        allow_null=True,
        help_text="For `assign`. Null: nobody in particular.",
    )
    until = Moment(required=False, help_text="For `snooze`.")


class LeftAnswer(serializers.Serializer):
    """A request that was left as it was, and why."""

    request = Key()
    why = serializers.CharField()


class BatchAnswer(Answer):
    member = Pointer()
    done = serializers.SerializerMethodField(help_text="The requests to which it was done.")
    left = serializers.SerializerMethodField()

    class Meta:
        model = Batch
        fields = ("id", "kind", "member", "made_at", "undone_at", "done", "left")

    @extend_schema_field(serializers.ListField(child=Key()))
    def get_done(self, batch: Batch) -> list[str]:
        return [item["request"] for item in batch.done]

    @extend_schema_field(LeftAnswer(many=True))
    def get_left(self, batch: Batch) -> list[dict[str, str]]:
        return [{"request": item["request"], "why": item["why"]} for item in batch.left]


class FilterAnswer(Answer):
    """`asked` are the parameters of the Inbox' address."""

    member = Pointer()
    asked = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = SavedFilter
        fields = ("id", "name", "member", "shared", "asked", "made_at")


class FilterBody(Body):
    name = Text(max_length=LONGEST)
    shared = Flag(required=False)
    show = Choice(choices=[*LISTS, "missed"], required=False, help_text="`missed` is what `broken` was called once.")
    find = Text(max_length=LONGEST_WORDS, required=False, allow_blank=True)
    client = Reference(clients_of, required=False)
    who = Reference(lambda member: Membership.objects.all(), required=False)
    state = Choice(choices=[state.value for state in Standing], required=False)
    period = Choice(choices=[str(days) for days in PERIODS], required=False, help_text="Days back.")


class FilterChange(Body):
    name = Text(max_length=LONGEST)
    shared = Flag()


def asked_of(body: dict[str, Any]) -> dict[str, str]:
    """What was chosen, as it stands in the address."""
    chosen = {name: body[name] for name in NAMES if body.get(name)}
    chosen["show"] = Show(chosen.get("show", Show.ALL)).value
    return {name: str(getattr(chosen[name], "key", chosen[name])) for name in NAMES if name in chosen}
