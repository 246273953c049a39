"""How to treat the four types, with the agency's own texts; and how to treat one person."""

from rest_framework import serializers

from api.fields import Text
from api.serializers.base import Body, ModelBody, Shown
from clients.effective_playbook import MARK_LENGTH, MOST_LINES, PARTS, Source
from clients.models import AgencyPlaybook


class PlaybookAnswer(Shown):
    """A type's playbook as it holds here, lists with one line each. `own` names the parts that are the agency's; the
    others come with Rapport, in the language of whoever asks.
    """

    type = serializers.CharField(help_text="choleric, sanguine, melancholic or phlegmatic.")
    own = serializers.ListField(child=serializers.ChoiceField(choices=PARTS))
    changed_at = serializers.DateTimeField(allow_null=True, help_text="When the agency changed it last.")

    class Meta:
        model = AgencyPlaybook
        fields = ("type", *PARTS, "own", "changed_at")


class PlaybooksAnswer(serializers.Serializer):
    playbooks = PlaybookAnswer(many=True)


class PlaybookBody(ModelBody):
    """Parts that are left out stay as they are; one that is empty is the one that comes with Rapport."""

    class Meta:
        model = AgencyPlaybook
        fields = PARTS


class WayAnswer(serializers.Serializer):
    """`mark` is what a line of the playbook is known by; the person's own have none."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=[("do", "do"), ("dont", "don’t")])
    source = serializers.ChoiceField(choices=[(each.value, each.value) for each in Source])  # type: ignore[assignment]
    mark = serializers.CharField(allow_blank=True)


class TreatmentAnswer(serializers.Serializer):
    """What stands on somebody's card: their own lines first, then the playbook's but those that are not for them."""

    type = serializers.CharField(allow_blank=True, help_text="Empty while nobody knows it.")
    lines = WayAnswer(many=True)
    silenced = WayAnswer(many=True)


class TreatmentBody(Body):
    silenced = serializers.ListField(
        child=Text(max_length=MARK_LENGTH),
        max_length=2 * MOST_LINES,
        help_text="Marks of the lines of the playbook that are not said of them; all others are.",
    )
