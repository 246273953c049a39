"""What is found, and what is quoted."""

from rest_framework import serializers

from agency.search.kinds import kinds
from agency.search.words import LONGEST_QUESTION
from api.fields import Choice, Key, KeyOf, Reference, Text
from api.serializers.base import Answer, Body, Query
from clients.queries import clients_of
from comms.models import Citation
from comms.quotable import READERS

QUOTABLE = [(kind, kind) for kind in READERS]


def families() -> list[str]:
    return list(dict.fromkeys(kind.family for kind in kinds.values()))


class SearchQuery(Query):
    q = serializers.CharField(max_length=LONGEST_QUESTION, help_text="All words, the last one may go on.")
    kind = serializers.ChoiceField(choices=families(), required=False, help_text="One heading alone.")
    client = Reference(clients_of, required=False)
    start = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=10_000, help_text="`further` of the answer before."
    )


class HitAnswer(serializers.Serializer):
    kind = serializers.CharField(help_text="What it is: a client, a person, an interaction …")
    id = Key()
    title = serializers.CharField()
    excerpt = serializers.CharField(help_text="The words around what was found; '' where it stands in the title.")
    about = serializers.CharField(help_text="Where and when, in words.")


class GroupAnswer(serializers.Serializer):
    kind = serializers.CharField()
    further = serializers.IntegerField(help_text="From where there is more of it; 0 where there is not.")
    found = HitAnswer(many=True)


class SearchAnswer(serializers.Serializer):
    some_words_only = serializers.BooleanField(help_text="Nothing holds all the words; this holds some of them.")
    groups = GroupAnswer(many=True)


class QuotableQuery(Query):
    q = serializers.CharField(
        max_length=LONGEST_QUESTION,
        required=False,
        default="",
        help_text="Without it, what is near to their last words.",
    )


class OfferAnswer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=QUOTABLE)
    id = Key()
    passage = serializers.CharField(help_text="What would be quoted of it.")
    about = serializers.CharField(help_text="When it was said, and how.")
    afterwards = serializers.CharField(help_text="That it holds no more, and since when; '' while it holds.")


class OffersAnswer(serializers.Serializer):
    offers = OfferAnswer(many=True)


class CitationBody(Body):
    kind = Choice(choices=QUOTABLE)
    thing = Key(help_text="Its id among those that may be quoted.")
    words = Text(required=False, default="", max_length=LONGEST_QUESTION, help_text="Of these the line is taken.")


class CitationAnswer(Answer):
    client = KeyOf()
    contact = KeyOf()
    by = KeyOf(source="member")
    text = serializers.CharField(
        read_only=True, default="", help_text="What to put into the letter, with the link; only when it is made."
    )
    message = KeyOf(source="interaction", allow_null=True)

    class Meta:
        model = Citation
        fields = (
            "id",
            "client",
            "contact",
            "by",
            "kind",
            "words",
            "text",
            "made_at",
            "message",
            "expires_at",
            "revoked_at",
        )
