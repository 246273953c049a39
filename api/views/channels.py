"""Chat channels: what is connected, and answering there."""

from typing import Any

from django.db.models import QuerySet

from agency.permissions import require
from agency.reach import reach
from api.operations import listing, operation
from api.serializers.channels import ChannelAnswer, ChannelBody, ChannelQuery, ChatBody, NewChannelBody
from api.serializers.requests import MessageAnswer
from api.views.base import ApiView
from api.views.requests import RequestView
from comms.domain import channels as verbs, chatting
from comms.models import ChatChannel, Interaction, Request
from comms.queries.channels import channels_of

TAG = "Chat"


class Channels(ApiView):
    tag = TAG
    verbs = {"GET": "client.read", "POST": "channel.edit"}

    @listing("List chat channels", of=ChannelAnswer, asks=ChannelQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[ChatChannel]:
        rows = channels_of(self.member)
        return rows.filter(client=query["client"]) if "client" in query else rows

    @operation("Connect a chat channel", takes=NewChannelBody, gives=ChannelAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> ChatChannel:
        """With an address, notices about the client are posted there; the secret for what comes in is on its page."""
        require(self.member, "channel.edit", body["client"])
        address = body.pop("address", "")
        return verbs.connect(ChatChannel(**body), address=address, by=self.member, at=self.now)


class OneChannel(ApiView):
    tag = TAG
    verbs = {"GET": "client.read", "PATCH": "channel.edit"}

    def found(self, key: str) -> tuple[ChatChannel]:  # type: ignore[override]
        return (reach(channels_of(self.member), key=key),)

    @operation("One chat channel", gives=ChannelAnswer)
    def get(self, channel: ChatChannel) -> ChatChannel:
        return channel

    @operation("Change a chat channel", takes=ChannelBody, gives=ChannelAnswer)
    def patch(self, channel: ChatChannel, body: dict[str, Any]) -> ChatChannel:
        """Without `address` the stored one stays; an empty one takes it away."""
        address = body.pop("address", None)
        for name, value in body.items():
            setattr(channel, name, value)
        return verbs.change(channel, address=address or "", forget=address == "", by=self.member, at=self.now)


class Chat(RequestView):
    verbs = {"POST": "request.answer"}

    @operation("Answer in a chat channel", takes=ChatBody, gives=MessageAnswer, status=201, once=True)
    def post(self, request: Request, body: dict[str, Any], key: str) -> Interaction:
        """In one that the client reads. It leaves after twenty seconds, and counts once the service has taken it."""
        return chatting.answer(
            request, body["channel"], body["text"], by=self.member, at=self.now, kind=body["kind"], key=key
        )
