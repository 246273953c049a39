"""Calls by topic, and their summaries with what the client said to them."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Choice, Day, Flag, Key, KeyOf, Keys, Moment, Pointer, Reference, Text, Whole
from api.serializers.base import Answer, Body, Paged, Shown
from clients.queries import clients_of
from comms.domain.calls import SPOKEN
from comms.forms.calls import MOST_ACTIONS, MOST_TOPICS
from comms.models import ActionItem, Correction, Interaction, Summary, SummaryCopy, SummaryLine, Topic, Transcript
from comms.transcribing import MOST_BYTES, Heard, Unreadable, parse_text

MOST_PEOPLE = 50
SPOKEN_CHOICES = [(kind.value, kind.label) for kind in SPOKEN]


class ActionBody(Body):
    """Something to do: one of us has it, or one of them."""

    text = Text(max_length=200)
    owner = Key(required=False, allow_null=True, help_text="A member.")
    contact = Key(required=False, allow_null=True, help_text="A contact of this client.")
    internal_due = Day(required=False, allow_null=True)
    client_due = Day(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        ours, theirs = attrs.get("internal_due"), attrs.get("client_due")
        if attrs.get("owner") and attrs.get("contact"):
            raise serializers.ValidationError({"contact": [_("Either one of us does it, or one of them.")]})
        if ours and attrs.get("contact"):
            raise serializers.ValidationError({"internal_due": [_("What they do has no date of ours.")]})
        if ours and theirs and ours > theirs:
            words = _("Before our own date. Ours comes first, theirs with a buffer.")
            raise serializers.ValidationError({"client_due": [words]})
        return attrs


class TopicBody(Body):
    title = Text(max_length=200)
    answer = Text(required=False, allow_blank=True, max_length=4000)
    decision = Text(required=False, allow_blank=True, max_length=4000)
    reason = Text(required=False, allow_blank=True, max_length=500)
    decided_by = Key(required=False, allow_null=True, help_text="A contact; nobody: we decided.")
    out_of_scope = Flag(required=False)
    exclusion = Key(required=False, allow_null=True, help_text="A clause of the scope in force.")
    replaces = Key(required=False, allow_null=True, help_text="A standing decision that this one takes the place of.")
    insight = Text(required=False, allow_blank=True, max_length=2000, help_text="What they told us about themselves.")
    ask = Key(required=False, allow_null=True, help_text="An expert, whom the question goes to when it is sent.")
    question = Text(required=False, allow_blank=True, max_length=8000)
    agenda_item = Key(required=False, allow_null=True, help_text="Of the meeting that is written down.")
    actions = ActionBody(many=True, required=False, max_length=MOST_ACTIONS)  # type: ignore[call-arg]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("reason") and not attrs.get("decision"):
            raise serializers.ValidationError({"decision": [_("There is a reason, but no decision.")]})
        return attrs


class TranscriptBody(Body):
    """The file's text as it is: WebVTT, SubRip, or lines as 'Maria: …'."""

    name = Text(required=False, allow_blank=True, max_length=255)
    text = Text(max_length=MOST_BYTES)

    def validate_text(self, text: str) -> list[Heard]:
        try:
            return parse_text(text)
        except Unreadable as refusal:
            raise serializers.ValidationError(refusal.messages) from refusal


class HeardAnswer(serializers.Serializer):
    """What one person said without a pause."""

    second = serializers.IntegerField(allow_null=True, help_text="From the beginning; null where nothing says it.")
    who = serializers.CharField(help_text="As the transcript calls them; empty where it does not.")
    words = serializers.CharField()
    used = serializers.BooleanField(help_text="Whether it went into the notes.")


class TranscriptAnswer(Shown):
    """For the agency alone."""

    member = Pointer(help_text="Who put it there.")
    lines = serializers.SerializerMethodField()

    class Meta:
        model = Transcript
        fields = ("name", "member", "added_at", "lines")

    @extend_schema_field(HeardAnswer(many=True))
    def get_lines(self, transcript: Transcript) -> list[dict[str, Any]]:
        used = set(transcript.used)
        return [
            {"second": second, "who": who, "words": words, "used": number in used}
            for number, (second, who, words) in enumerate(transcript.lines)
        ]


class CallBody(Body):
    kind = Choice(choices=SPOKEN_CHOICES)
    at = Moment(help_text="When it began; not in the future.")
    minutes = Whole(required=False, allow_null=True, min_value=1, max_value=24 * 60)
    contacts = Keys(most=MOST_PEOPLE, allow_empty=False, help_text="Who of the client was there.")
    members = Keys(most=MOST_PEOPLE, required=False, help_text="Who of us was there, beside you.")
    meeting = Key(required=False, allow_null=True, help_text="The planned meeting that this was.")
    topics = TopicBody(many=True, max_length=MOST_TOPICS)  # type: ignore[call-arg]
    transcript = TranscriptBody(required=False, allow_null=True)


class ActionAnswer(Shown):
    owner = Pointer(allow_null=True)
    contact = Pointer(allow_null=True)
    task = KeyOf(allow_null=True)

    class Meta:
        model = ActionItem
        fields = ("text", "owner", "contact", "internal_due", "client_due", "task")


class TopicAnswer(Shown):
    decided_by = Pointer(allow_null=True)
    exclusion = Pointer(lambda clause: clause.what, allow_null=True)
    replaces = KeyOf(allow_null=True)
    ask = Pointer(allow_null=True)
    actions = ActionAnswer(many=True)

    class Meta:
        model = Topic
        fields = (
            *("title", "answer", "decision", "reason", "decided_by", "out_of_scope", "exclusion", "replaces"),
            *("insight", "ask", "question", "actions"),
        )


class StandingAnswer(Answer):
    """How the written record of a call stands."""

    class Meta:
        model = Summary
        fields = ("id", "version", "state")


class CallAnswer(Answer):
    client = Pointer()
    member = Pointer(allow_null=True)
    contacts = serializers.SerializerMethodField()
    members = serializers.SerializerMethodField(help_text="Who of us was there, beside the one who logged it.")
    meeting = serializers.SerializerMethodField(help_text="The planned meeting that this was.")
    topics = TopicAnswer(many=True, source="topics_in_force")
    summaries = StandingAnswer(many=True)

    class Meta:
        model = Interaction
        fields = (
            "id",
            "client",
            "kind",
            "at",
            "minutes",
            "member",
            "contacts",
            "members",
            "meeting",
            "topics",
            "summaries",
        )

    @extend_schema_field(serializers.ListField(child=Pointer()))
    def get_contacts(self, call: Interaction) -> list[dict[str, str]]:
        there = Pointer()
        return [there.to_representation(participant.contact) for participant in call.participants.all()]

    @extend_schema_field(serializers.ListField(child=Pointer()))
    def get_members(self, call: Interaction) -> list[dict[str, str]]:
        there = Pointer(lambda member: str(member.user))
        return [there.to_representation(one.member) for one in call.our_participants.all()]

    @extend_schema_field(Key(allow_null=True))
    def get_meeting(self, call: Interaction) -> str | None:
        meeting = getattr(call, "meeting", None)
        return meeting.key if meeting else None


class LineAnswer(Shown):
    contact = Pointer(allow_null=True)
    member = Pointer(allow_null=True)

    class Meta:
        model = SummaryLine
        fields = ("number", "topic", "kind", "text", "reason", "contact", "member", "due")


class CorrectionAnswer(Answer):
    line = serializers.IntegerField(source="line.number")

    class Meta:
        model = Correction
        fields = ("id", "line", "text", "settled_as", "settled_at")


class VerdictAnswer(Answer):
    """One contact's copy, and what they said to it: by the link, or by a mail that somebody has yet to read."""

    contact = Pointer()
    corrections = CorrectionAnswer(many=True)
    mail = KeyOf(allow_null=True, help_text="The message with which they answered it last.")
    to_read = serializers.BooleanField(help_text="Answered by mail, and nobody has said yet what the mail says.")

    class Meta:
        model = SummaryCopy
        fields = (
            *("id", "contact", "verdict", "remark", "answered_at", "answered_how", "corrections"),
            *("mail", "to_read", "judged_at"),
        )


class SummaryAnswer(Answer):
    client = Pointer()
    call = KeyOf(source="interaction")
    written_by = Pointer()
    supersedes = KeyOf(allow_null=True)
    lines = LineAnswer(many=True, help_text="As they were sent; empty while it is a draft.")
    copies = VerdictAnswer(many=True)

    class Meta:
        model = Summary
        fields = (
            *("id", "client", "call", "version", "state", "subject", "written_by", "created_at", "sent_at"),
            *("accepted_at", "remind_at", "reminded_at", "silence_at", "settled_at", "overdue_at"),
            *("purpose", "value", "overridden", "because", "supersedes", "lines", "copies"),
        )


class SendingBody(Body):
    to = Keys(
        most=MOST_PEOPLE,
        required=False,
        allow_empty=False,
        help_text="Contacts who were there; everyone of them who gets summaries, unless you choose.",
    )
    because = Text(
        required=False, allow_blank=True, max_length=500, help_text="Needed while the check warns of something."
    )
    purpose = Text(required=False, allow_blank=True, max_length=300, help_text="What it shall do. Never sent.")
    value = Text(
        required=False, allow_blank=True, max_length=300, help_text="What they gain by reading it. Never sent."
    )


class SummaryQuery(Paged):
    client = Reference(clients_of, required=False)
    state = serializers.ChoiceField(choices=Summary.State.choices, required=False)
