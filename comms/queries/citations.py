"""Citations that a member may see, and what is read to make one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from agency.keys import is_key
from agency.models import Membership
from agency.search.kinds import kinds
from clients.queries.reach import seen_by
from comms.models import Citation, Interaction, Request
from comms.queries.conversation import said_in
from comms.quotable import READERS

MOST_SHOWN = 20


def citations_of(member: Membership) -> QuerySet[Citation]:
    rows = Citation.objects.select_related("client", "contact__person", "member__user", "interaction", "request")
    return seen_by(member, rows)


def quoted(kind: str, ids: Sequence[int], member: Membership) -> dict[int, list[Citation]]:
    """For each of these things the messages in which it was quoted, the last first; one query."""
    rows = citations_of(member).filter(kind=kind, object_id__in=ids, interaction__withdrawn_at=None)
    found: dict[int, list[Citation]] = {}
    for row in rows.exclude(interaction=None).order_by("-made_at", "-pk")[: MOST_SHOWN * max(len(ids), 1)]:
        found.setdefault(row.object_id, []).append(row)
    return found


def id_of(kind: str, key: str, client_id: int) -> int:
    """The thing of a client by its key; 0 where there is none."""
    if kind not in READERS or not is_key(key):
        return 0
    rows: QuerySet[Any] = kinds[kind].model.objects.all()
    return rows.filter(key=key, client=client_id).values_list("pk", flat=True).first() or 0


def said_last(request: Request) -> str:
    """The subject with what the client said last."""
    inbound = said_in(request).filter(direction=Interaction.Direction.INBOUND).order_by("-at", "-pk")
    return f"{request.subject}\n{inbound.values_list('text', flat=True).first() or ''}"
