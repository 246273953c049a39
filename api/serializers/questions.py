"""Experts, the questions they are asked about requests, and the knowledge base that grows from their answers."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.models import Membership
from api.fields import Email, Flag, Key, KeyOf, Keys, Language, Moment, Pointer, Reference, Text
from api.serializers.base import Answer, Body, ModelBody, Paged, Shown
from clients.queries import clients_of
from comms.domain.experts import LONGEST_SUBJECT, MOST_SUBJECTS
from comms.domain.question_context import MOST
from comms.forms.questions import LONGEST, LONGEST_ANSWER
from comms.models import Draft, Expert, ExpertAnswer, KnowledgeEntry, Question, Subject
from comms.queries.experts import to_be_asked
from comms.queries.inbox import requests_of

NAMED = serializers.ListField(child=serializers.CharField())


class KnownExpertAnswer(Answer):
    """Somebody who can be asked: `member` for one of us, else with company and address. Terms are for who edits."""

    name = serializers.CharField(source="__str__")
    member = Pointer(allow_null=True)
    subjects = serializers.SerializerMethodField()

    class Meta:
        model = Expert
        fields = ("id", "name", "member", "company", "address", "language", "subjects", "added_at", "retired_at")

    @extend_schema_field(NAMED)
    def get_subjects(self, expert: Any) -> list[str]:
        return [known.subject.name for known in expert.knows.all()]


class ExpertChangeBody(Body):
    name = Text(required=False, max_length=120)
    company = Text(required=False, allow_blank=True, max_length=120)
    address = Email(required=False, max_length=320)
    language = Language(required=False)
    terms = Text(required=False, allow_blank=True, max_length=2000)
    subjects = serializers.ListField(
        child=Text(max_length=LONGEST_SUBJECT), required=False, max_length=MOST_SUBJECTS, help_text="Made when new."
    )


class NewExpertBody(ExpertChangeBody):
    member = Reference(
        lambda member: Membership.objects.filter(deactivated_at=None).select_related("user"),
        required=False,
        allow_null=True,
        help_text="One of us; then name, company and address are left out.",
    )


class WordAnswer(Shown):
    """What an expert said."""

    member = Pointer(allow_null=True)

    class Meta:
        model = ExpertAnswer
        fields = ("at", "way", "text", "member", "sender")


class QuestionAnswer(Answer):
    client = Pointer()
    request = KeyOf(allow_null=True)
    call = KeyOf(source="interaction", allow_null=True, help_text="The call it comes from.")
    expert = Pointer()
    holder = Pointer(allow_null=True)
    subject = Pointer(allow_null=True)
    asked_by = Pointer()
    instead_of = KeyOf(allow_null=True)
    entry = Pointer(allow_null=True)
    answers = WordAnswer(many=True)

    class Meta:
        model = Question
        fields = (
            *(
                "id",
                "client",
                "request",
                "call",
                "about",
                "kind",
                "state",
                "expert",
                "holder",
                "subject",
                "asked_by",
                "asked_at",
            ),
            *("text", "names_client", "due_at", "reminders", "reminded_at", "answered_at", "used_at", "withdrawn_at"),
            *("instead_of", "entry", "answers"),
        )


class NewQuestionBody(Body):
    expert = Reference(lambda member: to_be_asked())
    text = Text(max_length=LONGEST)
    due_at = Moment(required=False, help_text="Left out: the end of the next working day.")
    subject = Reference(lambda member: Subject.objects.all(), required=False, allow_null=True)
    said = Keys(most=MOST, required=False, help_text="Messages of this conversation that go along.")
    names_client = Flag(required=False, help_text="Whether somebody outside may know who the client is.")
    hands_over = Flag(required=False, help_text="Hands the whole request over.")
    instead_of = Key(required=False, allow_null=True, help_text="An open question of this request that is withdrawn.")
    hear_by = Moment(required=False, help_text="The client is told that they hear from you by then.")


class NewWordBody(Body):
    text = Text(max_length=LONGEST_ANSWER)


class QuestionQuery(Paged):
    client = Reference(clients_of, required=False)
    state = serializers.ChoiceField(choices=Question.State.choices, required=False)
    subject = Reference(lambda member: Subject.objects.all(), required=False)


class EntryAnswer(Answer):
    subject = Pointer(allow_null=True)
    written_by = Pointer()

    class Meta:
        model = KnowledgeEntry
        fields = (
            *("id", *KnowledgeEntry.TEXTS, "subject", "language", "version", "written_by", "written_at"),
            *("review_on", "retired_at"),
        )


class EntryChangeBody(ModelBody):
    subject = Text(required=False, allow_blank=True, max_length=LONGEST_SUBJECT, help_text="Its name; made when new.")
    language = Language(required=False, default=settings.LANGUAGE_CODE)

    class Meta:
        model = KnowledgeEntry
        fields: tuple[str, ...] = (*KnowledgeEntry.TEXTS, "subject", "language", "review_on")


class NewEntryBody(EntryChangeBody):
    of = Key(required=False, allow_null=True, help_text="The question whose answer it keeps.")

    class Meta(EntryChangeBody.Meta):
        fields = (*EntryChangeBody.Meta.fields, "of")


class NewUseBody(Body):
    request = Reference(requests_of, help_text="Whose reply it goes into.")


class DraftAnswer(Shown):
    """The reply that a member has begun to write."""

    text = serializers.SerializerMethodField()

    class Meta:
        model = Draft
        fields = ("text", "kept_at")

    def get_text(self, draft: Draft) -> str:
        return "".join(draft.fields.get("text", []))


class EntryQuery(Paged):
    q = serializers.CharField(required=False, max_length=100, help_text="Words of title, question or answer.")
    subject = Reference(lambda member: Subject.objects.all(), required=False)
