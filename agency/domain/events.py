"""Writing down what happened. Each verb calls this once, inside its own transaction."""

from datetime import datetime
from typing import Any, Literal

from agency.models import Agency, Event, Membership
from agency.search import indexing
from agency.tenancy.base import TenantModel

SYSTEM: Literal["system"] = "system"
Actor = Membership | TenantModel | Literal["system"]


def record(
    verb: str,
    thing: TenantModel | Agency,
    *,
    by: Actor,
    at: datetime,
    client_id: int | None = None,
    shown: bool = False,
    **facts: Any,
) -> Event:
    """Appends the event. `shown` says whether the client may see it and is fixed for ever. What it tells of is found by
    its words as they are now.

    `facts` are small values for machines (counts, states, keys, dates as ISO text), never personal text.
    """
    event = Event.objects.create(
        verb=verb,
        actor_kind=_kind(by),
        actor_id=None if isinstance(by, str) else by.pk,
        object_kind=thing._meta.model_name or "",
        object_id=thing.pk,
        client_id=getattr(thing, "client_id", None) if client_id is None else client_id,
        at=at,
        shown=shown,
        facts=facts,
    )
    indexing.after(event)
    return event


def _kind(by: Actor) -> str:
    if isinstance(by, str):
        return Event.Actor.SYSTEM
    return Event.Actor.MEMBER if isinstance(by, Membership) else Event.Actor.CONTACT
