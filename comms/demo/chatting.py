"""Bergström's workshop chats rather than mails: their channel brings what is said there, and we answer there."""

import json
from datetime import datetime

from agency.demo.world import House
from comms.domain import channels, chatting, inbound
from comms.models import ChatChannel, InboundMessage

QUESTION = "Hej Daniel, the oak table comes back from the photographer on Monday. Do you still need it for the film?"
ANSWER = "Yes please, two hours on Tuesday morning are enough. I bring the crew to the workshop at nine."


def plan(house: House) -> None:
    """A question on a working day, answered where it was asked."""
    house.plan(house.at(9, "09:05"), lambda at: _connect(house, at))
    asked = house.at(6, "10:12")
    house.plan(asked, lambda at: _says(house, "1761", QUESTION, "elin", at))
    house.plan(house.later(asked, 1.5), lambda at: _answers(house, at))


def _connect(house: House, at: datetime) -> None:
    """Without an address: nothing of the demo is posted anywhere."""
    channel = ChatChannel(
        client=house.clients["bergstrom"], contact=house.contacts["elin"], name="#bergstrom",
        readers=ChatChannel.Readers.CLIENT,
    )  # fmt: skip
    channels.connect(channel, address="", by=house.members["daniel"], at=at)


def _answers(house: House, at: datetime) -> None:
    _says(house, "1762", ANSWER, "", at, email=house.members["daniel"].user.email)


def _says(house: House, number: str, text: str, who: str, at: datetime, email: str = "") -> None:
    channel = ChatChannel.objects.get(name="#bergstrom")
    address = email or house.contacts[who].person.addresses.get(first=True).email
    author = {"name": house.contacts[who].person.name if who else "", "email": address}
    raw = json.dumps({"id": number, "text": text, "thread": "oak-table", "author": author}).encode()
    stored = inbound.receive(
        raw, agency=house.agency, recipient=f"channel:{channel.key}", door=InboundMessage.Door.CHAT, at=at,
        channel=channel,
    )  # fmt: skip
    chatting.file(stored, channel, at)
