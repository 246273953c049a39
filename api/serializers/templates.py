"""Texts that are written again and again."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Choice, Flag, Language, Reference, Text
from api.serializers.base import Answer, Body, Paged
from clients.models import Contact, PersonalityType, Tone
from clients.queries import clients_of
from comms.forms.composer import LONGEST
from comms.models import Purpose, Template


class TemplateAnswer(Answer):
    """A template of the agency's, or your own."""

    shared = serializers.SerializerMethodField()

    class Meta:
        model = Template
        fields = (
            "id",
            "name",
            "purpose",
            "language",
            "tone",
            "personality_type",
            "text",
            "shared",
            "shipped",
            "made_at",
            "retired_at",
        )

    @extend_schema_field(serializers.BooleanField())
    def get_shared(self, template: Any) -> bool:
        return template.member_id is None


class TemplateChange(Body):
    name = Text(max_length=80, required=False)
    purpose = Choice(choices=Purpose.choices, required=False)
    language = Language(required=False)
    tone = Choice(choices=[("", "either"), *Tone.choices], required=False)
    personality_type = Choice(
        choices=[("", "everybody"), *PersonalityType.choices], required=False, help_text="Whose it is offered to first."
    )
    text = Text(max_length=LONGEST, required=False, help_text="With variables between braces, such as {first_name}.")


class TemplateBody(TemplateChange):
    name = Text(max_length=80)
    purpose = Choice(choices=Purpose.choices)
    language = Language()
    text = Text(max_length=LONGEST, help_text="With variables between braces, such as {first_name}.")
    shared = Flag(required=False, help_text="The agency's; otherwise your own. For owners.")


class ReadingBody(Body):
    contact = Reference(
        lambda member: Contact.objects.filter(client__in=clients_of(member)).select_related(
            "person", "client__lead__user"
        )
    )


class ReadingAnswer(serializers.Serializer):
    """The text as this contact would read it; `missing` variables have no value for them and stand in it still."""

    text = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())


class TemplateQuery(Paged):
    language = Language(required=False)
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)
