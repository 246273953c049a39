"""Chat channels that a member may see."""

from django.db.models import QuerySet

from agency.models import Membership
from agency.permissions import Reach, reach_of
from clients.queries import clients_of
from comms.domain.posts import TRIAL
from comms.models import ChatChannel, ChatPost


def channels_of(member: Membership, verb: str = "client.read") -> "QuerySet[ChatChannel]":
    """Those of the clients for which the member's role holds the verb, by client and name."""
    seen = clients_of(member)
    if reach_of(member, verb) is Reach.OWN:
        seen = seen.filter(lead=member) | seen.filter(backup=member)
    rows = ChatChannel.objects.filter(client__in=seen.values("pk"))
    return rows.select_related("client__lead", "client__backup", "contact__person").order_by("client__name", "name")


def open_to_clients(client_id: int) -> list[ChatChannel]:
    """The channels of a client in which one can answer: the client reads them, and they can be posted to."""
    rows = ChatChannel.objects.filter(client=client_id, active=True, readers=ChatChannel.Readers.CLIENT)
    return list(rows.exclude(address=b"").order_by("name"))


def last_trial(channel: ChatChannel) -> ChatPost | None:
    """The last line by which somebody tried the channel out."""
    return channel.posts.filter(purpose_key__startswith=TRIAL).order_by("-queued_at").first()
