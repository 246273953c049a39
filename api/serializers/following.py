"""What follows from what was said: decisions, what clients told us, who decides what, hopes beyond the target."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.models import Membership
from api.fields import Day, Flag, Key, KeyOf, Keys, Moment, Pointer, Reference, Text
from api.serializers.base import Answer, Body, Paged, YesOrNo
from clients.models import DecisionRight
from clients.queries import clients_of, contacts_of
from comms.domain import decisions, insights
from comms.domain.episodes import SUBJECT_LIMIT
from comms.forms import composer
from comms.forms.questions import LONGEST
from comms.models import Decision, Insight, Subject
from comms.queries.decisions import log_of
from comms.queries.experts import to_be_asked

MOST_LINKS = 50
STANDS = [("standing", "standing"), ("superseded", "superseded"), ("withdrawn", "withdrawn"), ("again", "again")]


class DecisionAnswer(Answer):
    client = Pointer()
    call = KeyOf(source="interaction", allow_null=True, help_text="The call or message in which it was taken.")
    decided_by = Pointer(allow_null=True)
    decided_by_member = Pointer(allow_null=True)
    supersedes = KeyOf(allow_null=True)
    superseded_by = KeyOf(allow_null=True)
    scope = KeyOf(allow_null=True, help_text="The version of the scope of work that it led to.")

    class Meta:
        model = Decision
        fields: tuple[str, ...] = (
            *("id", "client", "call", "what", "why", "decided_by", "decided_by_member", "about", "decided_on"),
            *("recorded_at", "revisit_on", "supersedes", "superseded_by", "withdrawn_at", "scope"),
        )


class RecordedDecisionAnswer(DecisionAnswer):
    hint = serializers.SerializerMethodField(help_text="Whose it would have been to decide, where somebody else did.")
    history = serializers.SerializerMethodField(help_text="Its line, the first decision first; itself among them.")

    class Meta(DecisionAnswer.Meta):
        fields = (*DecisionAnswer.Meta.fields, "hint", "history")

    @extend_schema_field({"type": "string"})
    def get_hint(self, decision: Any) -> str:
        return str(decision.shown_hint)

    @extend_schema_field(serializers.ListField(child=Key()))
    def get_history(self, decision: Any) -> list[str]:
        return [each.key for each in decision.shown_history]


class NewDecisionBody(Body):
    what = Text(max_length=decisions.LONGEST)
    why = Text(required=False, allow_blank=True, max_length=decisions.LONGEST_WHY)
    decided_by = Reference(contacts_of, required=False, allow_null=True, help_text="A contact of this client.")
    decided_by_member = Reference(
        lambda member: Membership.objects.filter(deactivated_at=None),
        required=False,
        allow_null=True,
        help_text="One of us; left out, you.",
    )
    decided_on = Day(help_text="Not in the future.")
    about = Text(required=False, allow_blank=True, max_length=decisions.LONGEST_ABOUT)
    revisit_on = Day(required=False, allow_null=True, help_text="When to look at it again.")
    message = Key(required=False, allow_null=True, help_text="The message or call in which it was taken.")
    supersedes = Reference(log_of, required=False, allow_null=True, help_text="The standing decision that it replaces.")
    insights = Keys(most=MOST_LINKS, required=False, help_text="What the client told us that led to it.")


class ReplacementBody(Body):
    later = Reference(log_of, help_text="A later decision of the log that takes its place.")


class RevisitBody(Body):
    on = Day(help_text="A day that lies ahead.")


class ScopeBody(Body):
    scope = Key(help_text="A version of the client’s scope of work.")


class DecisionLetterBody(Body):
    to = Key(help_text="A contact of this client.")
    subject = Text(required=False, max_length=SUBJECT_LIMIT, help_text="Left out: words that fit.")
    text = Text(required=False, max_length=composer.LONGEST, help_text="Left out: words that fit.")


class DecisionQuery(Paged):
    client = Reference(clients_of, required=False)
    q = serializers.CharField(required=False, max_length=100, help_text="In what was decided, or why.")
    who = serializers.ChoiceField(choices=[("them", "them"), ("us", "us")], required=False)
    stands = serializers.ChoiceField(choices=STANDS, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class OutcomeAnswer(serializers.Serializer):
    """What an insight led to."""

    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in ("decision", "task", "flag")])
    id = Key()


class InsightAnswer(Answer):
    client = Pointer()
    contact = Pointer(allow_null=True)
    call = KeyOf(source="interaction", allow_null=True, help_text="The call or message it was heard in.")
    noted_by = Pointer()
    led_to = serializers.SerializerMethodField()

    class Meta:
        model = Insight
        fields = (*("id", "client", "contact", "text", "heard_on", "call", "noted_by", "noted_at", "shown", "led_to"),)

    @extend_schema_field(OutcomeAnswer(many=True))
    def get_led_to(self, insight: Any) -> list[dict[str, str]]:
        return [
            {"kind": kind, "id": thing.key}
            for link in insight.links.all()
            for kind, thing in (("decision", link.decision), ("task", link.task), ("flag", link.flag))
            if thing is not None
        ]


class InsightChangeBody(Body):
    text = Text(required=False, max_length=insights.LONGEST)
    contact = Reference(contacts_of, required=False, allow_null=True, help_text="Who said it.")
    heard_on = Day(required=False, help_text="Not in the future.")
    shown = Flag(required=False, help_text="Whether the client sees it in the portal.")
    decisions = Keys(most=MOST_LINKS, required=False, help_text="What it led to; all three lists or none.")
    tasks = Keys(most=MOST_LINKS, required=False)
    flags = Keys(most=MOST_LINKS, required=False)


class NewInsightBody(InsightChangeBody):
    text = Text(max_length=insights.LONGEST)
    message = Key(required=False, allow_null=True, help_text="The message or call it was heard in.")


class InsightQuery(Paged):
    client = Reference(clients_of, required=False)
    q = serializers.CharField(required=False, max_length=100)
    unused = YesOrNo(required=False, help_text="Those that led to nothing yet.")


class RightAnswer(Answer):
    client = Pointer()
    contact = Pointer(allow_null=True)
    member = Pointer(allow_null=True)

    class Meta:
        model = DecisionRight
        fields = ("id", "client", "subject", "contact", "member")


class RightBody(Body):
    subject = Text(max_length=60)
    contact = Reference(contacts_of, required=False, allow_null=True, help_text="One of theirs; then none of us.")
    member = Reference(
        lambda member: Membership.objects.filter(deactivated_at=None),
        required=False,
        allow_null=True,
        help_text="One of us; then none of theirs.",
    )


class TalkBody(Body):
    talked_on = Day(help_text="Not in the future.")
    words = Text(required=False, allow_blank=True, max_length=300, help_text="What came of it.")
    call = Key(required=False, allow_null=True, help_text="The call where.")
    decision = Key(required=False, allow_null=True, help_text="Or the decision.")


class CallQuestionBody(Body):
    expert = Reference(lambda member: to_be_asked())
    text = Text(max_length=LONGEST)
    due_at = Moment(required=False, help_text="Left out: the end of the next working day.")
    subject = Reference(lambda member: Subject.objects.all(), required=False, allow_null=True)
    topics = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=40),
        required=False,
        max_length=20,
        help_text="Which topics of the call go along, by their place.",
    )
    names_client = Flag(required=False, help_text="Whether somebody outside may know who the client is.")
