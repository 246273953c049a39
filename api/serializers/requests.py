"""What clients want, the clock on it, everything said about it, and what is done to it."""

from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.models import Membership
from api.fields import Amount, Bytes, Choice, Key, KeyOf, Keys, Moment, Pointer, Reference, Text, Whole
from api.serializers.base import Answer, Body, Paged, Shown, YesOrNo
from clients.queries import clients_of
from comms.domain import draft_files
from comms.domain.flags import LONGEST_LINE
from comms.forms.composer import LONGEST
from comms.models import Attachment, Episode, Interaction, OutboxMessage, Request, ScopeFlag
from comms.queries.inbox import clock_of

MOST_RECIPIENTS = 20
ANYBODYS = "none"
HIGHEST_WORTH = 10**14
MEDIA_TYPE = r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+\Z"


class ClockAnswer(Shown):
    """The newest episode: from a client's word to a person's answer."""

    responsible = Pointer()
    covers = Pointer(allow_null=True, help_text="For whom the responsible person stands in while they are away.")

    class Meta:
        model = Episode
        fields = (
            *("number", "opened_at", "promise_at", "target_at", "promise", "target", "responsible", "covers"),
            *("acknowledged_at", "accepted_at", "note_accepted_at", "closed_at", "dismissed_at"),
        )


class RequestAnswer(Answer):
    client = Pointer()
    contact = Pointer()
    assignee = Pointer(allow_null=True)
    merged_into = KeyOf(allow_null=True)
    clock = serializers.SerializerMethodField()

    class Meta:
        model = Request
        fields: tuple[str, ...] = (
            *("id", "client", "contact", "assignee", "subject", "state", "opened_at", "last_at", "closed_at"),
            *("next_step", "next_step_on", "snoozed_until", "merged_into", "clock"),
        )

    @extend_schema_field(ClockAnswer(allow_null=True))
    def get_clock(self, request: Any) -> dict[str, Any] | None:
        clock = clock_of(request)
        return dict(ClockAnswer(clock, context=self.context).data) if clock else None


class AttachmentAnswer(Answer):
    class Meta:
        model = Attachment
        fields = ("id", "name", "content_type", "size", "digest")


class CopyAnswer(Shown):
    """How the mail to one recipient stands."""

    class Meta:
        model = OutboxMessage
        fields = ("recipient", "state", "queued_at", "leaves_at", "settled_at")


class MessageAnswer(Answer):
    """Anything that passed between us and a client; `internal` is a note among us."""

    client = Pointer()
    request = KeyOf(allow_null=True)
    contact = Pointer(allow_null=True)
    member = Pointer(allow_null=True)
    participants = serializers.SerializerMethodField()
    attachments = AttachmentAnswer(many=True)
    mentioned = serializers.SerializerMethodField(help_text="Members named in a note.")
    mails = CopyAnswer(many=True, source="outgoing")

    class Meta:
        model = Interaction
        fields = (
            *("id", "client", "request", "kind", "direction", "internal", "automatic", "at", "minutes"),
            *("contact", "member", "subject", "text", "quoted", "withdrawn_at", "participants", "attachments"),
            *("mentioned", "mails"),
        )

    @extend_schema_field(serializers.ListField(child=Pointer()))
    def get_participants(self, said: Interaction) -> list[dict[str, str]]:
        there = Pointer()
        return [there.to_representation(participant.contact) for participant in said.participants.all()]

    @extend_schema_field(serializers.ListField(child=Pointer()))
    def get_mentioned(self, said: Interaction) -> list[dict[str, str]]:
        there = Pointer()
        return [there.to_representation(mention.member) for mention in said.mentions.all()]


class FlagAnswer(Answer):
    """The mark on a request, or on a topic of a call, that asks for more than was agreed."""

    client = Pointer()
    request = KeyOf(allow_null=True)
    exclusion = Pointer(lambda clause: clause.what, allow_null=True)
    raised_by = Pointer()
    settled_by = Pointer(allow_null=True)

    class Meta:
        model = ScopeFlag
        fields = (
            *("id", "client", "request", "exclusion", "wish", "state", "raised_by", "raised_at"),
            *("settled_by", "settled_at", "outcome"),
        )


class ThreadAnswer(RequestAnswer):
    """A request with what was said in it and the flag that stands on it."""

    messages = serializers.SerializerMethodField(help_text="The latest hundred, oldest first.")
    flag = serializers.SerializerMethodField()

    class Meta(RequestAnswer.Meta):
        fields = (*RequestAnswer.Meta.fields, "messages", "flag")

    @extend_schema_field(MessageAnswer(many=True))
    def get_messages(self, request: Any) -> Any:
        return MessageAnswer(request.said, many=True, context=self.context).data

    @extend_schema_field(FlagAnswer(allow_null=True))
    def get_flag(self, request: Any) -> Any:
        return FlagAnswer(request.standing_flag, context=self.context).data if request.standing_flag else None


class AcknowledgementBody(Body):
    text = Text(
        required=False, allow_blank=True, max_length=LONGEST, help_text="Left out, Rapport writes what fits them."
    )


class FileBody(Body):
    name = Text(max_length=draft_files.NAME_LIMIT)
    content_type = Text(
        required=False, max_length=120, validators=[RegexValidator(MEDIA_TYPE)], help_text="Such as `application/pdf`."
    )
    content = Bytes(help_text="The file in base64.")


class AnswerBody(Body):
    text = Text(max_length=LONGEST)
    attachments = serializers.ListField(
        child=FileBody(),
        required=False,
        max_length=draft_files.MOST,
        help_text="A file may have 10 MB, all together 18 MB.",
    )
    instead = Keys(
        most=MOST_RECIPIENTS,
        required=False,
        help_text="Answers in this request that were to leave later and are taken back, since this one goes.",
    )
    subject = Text(required=False, allow_blank=True, max_length=200)
    to = Keys(
        most=MOST_RECIPIENTS,
        required=False,
        allow_empty=False,
        help_text="Contacts of this client; whoever wrote last, unless you say otherwise.",
    )
    also = Keys(
        most=MOST_RECIPIENTS,
        required=False,
        help_text="Other open requests of this client that it answers too; whoever waits in them gets it as well.",
    )
    leaves = Choice(
        choices=[
            ("now", "after 20 seconds"),
            ("morning", "in the reader’s next morning"),
            ("chosen", "at `leaves_at`"),
        ],
        required=False,
    )
    leaves_at = Moment(required=False, help_text="With `leaves` chosen: when it leaves.")
    late = Choice(
        choices=[("acknowledge", "acknowledge now, and answer then"), ("accept", "answer late")],
        required=False,
        help_text="What is done if a promise or a target ends before it leaves; left out, that is refused.",
    )


class NoteBody(Body):
    text = Text(
        max_length=LONGEST, help_text="`@name` tells a member of it: a whole name, or a first name of one only."
    )


class AssignmentBody(Body):
    member = Reference(
        lambda member: Membership.objects.filter(deactivated_at=None),
        allow_null=True,
        help_text="Null: nobody in particular.",
    )


class FlagBody(Body):
    exclusion = Key(required=False, allow_null=True, help_text="The clause of the scope in force that bears on it.")
    wish = Text(required=False, allow_blank=True, max_length=2000, help_text="Left out: what the client wrote.")


class SettlementBody(Body):
    state = Choice(choices=[choice for choice in ScopeFlag.State.choices if choice[0] != ScopeFlag.State.RAISED])
    outcome = Text(required=False, allow_blank=True, max_length=2000)
    hours = Amount(max_digits=6, decimal_places=2, min_value=Decimal("0.01"), required=False)
    what = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_LINE,
        help_text="The favour in the words the client reads. Left out: the request’s subject.",
    )
    worth_minor = Whole(
        required=False,
        min_value=0,
        max_value=HIGHEST_WORTH,
        help_text="What the favour would have cost, in minor units of the currency of the scope in force.",
    )


@extend_schema_field({"type": "string", "description": "A member’s key, or 'none' for nobody in particular."})
class Assignee(Reference):
    def to_internal_value(self, data: Any) -> Any:
        return ANYBODYS if data == ANYBODYS else super().to_internal_value(data)


class RequestQuery(Paged):
    state = serializers.ChoiceField(choices=Request.State.choices, required=False)
    client = Reference(clients_of, required=False)
    assignee = Assignee(lambda member: Membership.objects.all(), required=False)
    waiting = YesOrNo(required=False, help_text="Whether its clock runs.")
    put_off = YesOrNo(required=False, help_text="Whether it is put off until later.")


class MessageQuery(Paged):
    kind = serializers.ChoiceField(choices=Interaction.Kind.choices, required=False)


class FlagQuery(Paged):
    client = Reference(clients_of, required=False)
    state = serializers.ChoiceField(choices=ScopeFlag.State.choices, required=False)
