"""Mail that left, mail that came in by the API, and the record of what happened."""

from rest_framework import serializers

from api.fields import Key, Moment, Pointer, Reference, Text
from api.serializers.base import Answer, Body, Paged, Query
from clients.queries import clients_of
from comms.models import InboundMessage, OutboxMessage
from comms.queries.outbox import Standing

LARGEST_MESSAGE = 25_000_000


class OutboxAnswer(Answer):
    client = Pointer(allow_null=True)
    contact = Pointer(allow_null=True)
    member = Pointer(allow_null=True)
    written_by = Pointer(allow_null=True)

    class Meta:
        model = OutboxMessage
        fields: tuple[str, ...] = (
            *("id", "lane", "state", "recipient", "sender", "subject", "message_id", "client", "contact", "member"),
            *("written_by", "queued_at", "attempts", "next_attempt_at", "settled_at", "server_reply"),
        )


class OutboxQuery(Paged):
    client = Reference(clients_of, required=False)
    state = serializers.ChoiceField(choices=OutboxMessage.State.choices, required=False)
    lane = serializers.ChoiceField(choices=OutboxMessage.Lane.choices, required=False)
    standing = serializers.ChoiceField(
        choices=[(group.value, group.value) for group in Standing],
        required=False,
        help_text="Several states.",
    )
    q = serializers.CharField(required=False, max_length=200, help_text="Words of recipient, subject or client.")


class InboundBody(Body):
    """A message as it came, for a program that cannot send the bytes themselves."""

    recipient = Text(max_length=320, help_text="The envelope’s recipient: an address of this agency.")
    message = Text(
        max_length=LARGEST_MESSAGE * 4 // 3 + 4,
        trim_whitespace=False,
        help_text="The message of RFC 822, whole, in base64.",
    )


class InboundQuery(Query):
    recipient = serializers.CharField(
        required=False, max_length=320, help_text="The envelope’s recipient, for a body of message/rfc822."
    )


class InboundAnswer(Answer):
    class Meta:
        model = InboundMessage
        fields = ("id", "recipient", "state", "received_at", "message_id", "sender", "subject", "problem")


class About(serializers.Serializer):
    """Who did it, or what it was done to. `id` is null when the row is gone, or nobody has one: Rapport itself."""

    kind = serializers.CharField()
    id = Key(allow_null=True)


class EventAnswer(serializers.Serializer):
    """What happened: one per verb, never changed."""

    id = Key()
    at = Moment()
    verb = serializers.CharField()
    actor = About()
    object = About()
    client = Key(allow_null=True)
    shown = serializers.BooleanField(help_text="Whether the client may see it.")
    facts = serializers.DictField(help_text="Small values; members are named by their keys.")


class EventQuery(Paged):
    client = Reference(clients_of, required=False)
    verb = serializers.RegexField(r"^[a-z_]+\.[a-z_]+$", required=False, max_length=60)
