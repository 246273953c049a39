"""The briefing: services, the bank of questions, and what a client answered."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Choice, Flag, Keys, Named, Pointer, Reference, Text, Whole
from api.serializers.base import Answer, Body
from clients.domain.offering import MOST_SERVICES
from clients.models import BriefingAnswer, BriefingQuestion, Service
from clients.queries import contacts_of
from clients.shipped import question_words, why_words

FEEDS = BriefingQuestion.Feeds.choices


def questions_known(member: Any) -> Any:
    return BriefingQuestion.objects.select_related("service")


class ServiceBody(Body):
    name = Text(max_length=80)


class ServiceAnswer(Answer):
    class Meta:
        model = Service
        fields = ("id", "name", "retired_at")


class BriefingQuestionBody(Body):
    text = Text(max_length=200, required=False, allow_blank=True, help_text="Empty for one of ours: in our own words.")
    why = Text(max_length=300, required=False, allow_blank=True)
    service = Reference(
        lambda member: Service.objects.all(), required=False, allow_null=True, help_text="Null: of every client."
    )
    feeds = Choice(choices=FEEDS, required=False, allow_blank=True)


class BriefingPlaceBody(Body):
    to = Whole(min_value=0, max_value=1000, help_text="Counted from 0, among those of its service.")


class BriefingQuestionAnswer(Answer):
    """`text` as it is asked, in the language of the answer where it is one of ours."""

    text = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()
    service = Pointer(lambda service: service.name, allow_null=True)
    ours = serializers.SerializerMethodField(help_text="Asked in our words, in each client’s language.")

    class Meta:
        model = BriefingQuestion
        fields = ("id", "text", "why", "service", "feeds", "ours", "position", "retired_at")

    @extend_schema_field({"type": "string"})
    def get_text(self, question: BriefingQuestion) -> str:
        return question_words(question)

    @extend_schema_field({"type": "string"})
    def get_why(self, question: BriefingQuestion) -> str:
        return why_words(question)

    @extend_schema_field({"type": "boolean"})
    def get_ours(self, question: BriefingQuestion) -> bool:
        return bool(question.shipped) and not question.text


class BriefingAnswerAnswer(Answer):
    question = Pointer(question_words)
    contact = Pointer(allow_null=True)
    noted_by = Pointer()

    class Meta:
        model = BriefingAnswer
        fields = ("id", "question", "text", "contact", "noted_by", "at", "superseded_at")


class NewBriefingAnswerBody(Body):
    question = Reference(questions_known)
    text = Text(max_length=4000)
    contact = Reference(contacts_of, required=False, allow_null=True, help_text="Who said it.")
    copy = Flag(required=False, help_text="Write it into the field of the client that the question feeds, too.")


class ServicesBody(Body):
    services = Keys(most=MOST_SERVICES, help_text="All that the client has from now on.")


class BriefingState(serializers.Serializer):
    """How far a client’s briefing has come. `next` are the questions to ask on the next call, three at most."""

    answered = serializers.IntegerField()
    asked = serializers.IntegerField()
    next = BriefingQuestionAnswer(many=True)
    services = serializers.ListField(child=Named())
