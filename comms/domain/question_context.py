"""What goes along with a question: words of the conversation, frozen as they are, with or without names."""

from collections.abc import Sequence
from typing import Any

from comms.models import Interaction, Request
from comms.unnaming import unnamed, with_parts

MOST = 20


def addresses_of(request: Request) -> list[str]:
    return list(request.contact.person.addresses.values_list("email", flat=True))


def names_of(request: Request) -> list[str]:
    """What says who the client is: its name, that of whoever wrote, each word of it, and their addresses."""
    return [request.client.name, *with_parts(request.contact.person.name), *addresses_of(request)]


def frozen(request: Request, said: Sequence[Interaction], with_names: bool) -> list[dict[str, Any]]:
    if any(one.request_id != request.pk or one.internal or one.withdrawn_at is not None for one in said):
        raise ValueError("only what passed between us and the client in this conversation goes to an expert")
    names = [] if with_names or not said else names_of(request)
    return [
        {
            "who": _author(one) if with_names else "",
            "theirs": one.direction == Interaction.Direction.INBOUND,
            "when": one.at.isoformat(),
            "text": unnamed(one.text, names),
        }
        for one in sorted(said, key=lambda one: one.at)[:MOST]
    ]


def _author(said: Interaction) -> str:
    if said.direction == Interaction.Direction.INBOUND:
        return said.contact.person.name if said.contact else ""
    return str(said.member.user) if said.member else said.agency.name
