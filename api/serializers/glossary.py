"""The words of a client's trade, and what they mean."""

from rest_framework import serializers

from api.fields import Pointer, Text
from api.serializers.base import Answer, Body, ModelBody, Paged
from clients.domain.glossary import MOST_TERMS
from clients.models import GlossaryTerm

TERM = ("term", "forms", "meaning")


class TermBody(ModelBody):
    class Meta:
        model = GlossaryTerm
        fields = TERM


class TermAnswer(Answer):
    client = Pointer()
    added_by = Pointer()

    class Meta:
        model = GlossaryTerm
        fields = ("id", "client", *TERM, "added_by", "added_at")


class TermQuery(Paged):
    q = serializers.CharField(required=False, max_length=100, help_text="In the term, its other forms or its meaning.")


class EntryBody(Body):
    term = Text(max_length=80)
    forms = Text(required=False, allow_blank=True, max_length=300)
    meaning = Text(max_length=500)


class EntriesBody(Body):
    terms = EntryBody(many=True, max_length=MOST_TERMS, allow_empty=False)  # type: ignore[call-arg]


class TermsTakenAnswer(serializers.Serializer):
    """What became of them."""

    added = serializers.IntegerField()
    changed = serializers.IntegerField()
