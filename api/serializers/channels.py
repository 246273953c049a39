"""Chat channels of clients."""

from rest_framework import serializers

from api.fields import Pointer, Reference, Text
from api.serializers.base import Answer, Body, ModelBody, Paged
from clients.queries import clients_of, contacts_of
from comms.forms.inbox import LONGEST
from comms.models import ChatChannel
from comms.queries.channels import channels_of

KNOWN = ("name", "readers", "contact", "tells_messages", "tells_clocks", "tells_agreements", "active")


class ChannelBody(ModelBody):
    contact = Reference(
        lambda member: contacts_of(member).filter(ended_at=None),
        help_text="Whose word it is when nobody is known to have said it.",
    )
    address = Text(
        max_length=2000,
        required=False,
        help_text="The service’s webhook address; never shown again. Empty: nothing is posted there.",
        allow_blank=True,
    )

    class Meta:
        model = ChatChannel
        fields: tuple[str, ...] = (*KNOWN, "address")


class NewChannelBody(ChannelBody):
    client = Reference(clients_of)

    class Meta(ChannelBody.Meta):
        fields = ("client", *KNOWN, "address")


class ChannelAnswer(Answer):
    client = Pointer()
    contact = Pointer()

    class Meta:
        model = ChatChannel
        fields = ("id", "client", *KNOWN, "service", "problem", "problem_since", "heard_at")


class ChannelQuery(Paged):
    client = Reference(clients_of, required=False)


class ChatBody(Body):
    channel = Reference(channels_of)
    text = Text(max_length=LONGEST)
    kind = serializers.ChoiceField(choices=["answer", "acknowledgement"], default="answer")
