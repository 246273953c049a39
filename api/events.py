"""The record of what happened, for programs that follow it: nothing skipped, and no id of the inside shown."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from agency.models import Event
from agency.tenancy.scope import on_postgresql
from agency.tenancy.walls import tenant_models

LONGEST_WRITE = timedelta(hours=1)
COUNTS = frozenset({"version", "number", "lines", "copies", "topics", "minutes", "supersedes", "count"})
MEMBERS = frozenset(
    {
        *("lead", "lead_was", "backup", "backup_was", "assignee", "giver", "receiver", "taken_over_by", "matched_by"),
        *("triage", "triage_was"),
    }
)
OLDEST_RUNNING = "age(pg_snapshot_xmin(pg_current_snapshot())::text::xid)"

Keys = dict[str, dict[int, str]]
"""By kind of row: id to key."""


def settled(at: datetime) -> QuerySet[Event]:
    """Events that none still to come can precede, so that whoever follows the list by its cursor misses none.

    On PostgreSQL an id is given when the row is written but is seen when its transaction ends: rows that are younger
    than the oldest transaction still writing are held back. SQLite writes one transaction after the other.
    """
    rows = Event.objects.all()
    if not on_postgresql():
        return rows
    older = RawSQL(f"age(agency_event.xmin) > {OLDEST_RUNNING}", (), output_field=BooleanField())  # noqa: S611
    return rows.annotate(settled=older).filter(Q(settled=True) | Q(at__lt=at - LONGEST_WRITE))


def told(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events with keys in the place of ids: one query for each kind of row that they name."""
    keys = _keys(events)
    return [
        {
            "id": event.key,
            "at": event.at,
            "verb": event.verb,
            "actor": {"kind": event.actor_kind, "id": keys[_table(event)].get(event.actor_id or 0)},
            "object": {"kind": event.object_kind, "id": keys[event.object_kind].get(event.object_id)},
            "client": keys["client"].get(event.client_id or 0),
            "shown": event.shown,
            "facts": _facts(event.facts, keys["membership"]),
        }
        for event in events
    ]


def _table(event: Event) -> str:
    return "membership" if event.actor_kind == Event.Actor.MEMBER else event.actor_kind


def _keys(events: Sequence[Event]) -> Keys:
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        wanted[event.object_kind].add(event.object_id)
        wanted[_table(event)].add(event.actor_id or 0)
        wanted["client"].add(event.client_id or 0)
        wanted["membership"].update(id_ for name in MEMBERS if isinstance(id_ := event.facts.get(name), int))
    tables = {model._meta.model_name: model for model in tenant_models()}
    keys: Keys = defaultdict(dict)
    for kind, ids in wanted.items():
        if kind in tables and ids - {0}:
            keys[kind] = dict(tables[kind].objects.filter(pk__in=ids).values_list("pk", "key"))
    return keys


def _facts(facts: dict[str, Any], members: dict[int, str]) -> dict[str, Any]:
    """Members by their keys. A whole number that is not known to be a figure may be some row's id and is left out."""
    told = {name: members.get(value) if name in MEMBERS else value for name, value in facts.items()}
    return {
        name: value
        for name, value in told.items()
        if name in COUNTS or isinstance(value, bool) or not isinstance(value, int)
    }
