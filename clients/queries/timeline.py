"""Everything that happened with a client, told by the rooms whose objects it happened to; by day, the latest first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from agency import registry, wording
from agency.keys import is_key
from agency.models import Event, Membership
from agency.registry import TimelineLine
from clients.models import Client

PAGE = 30
IN_WORDS = {
    "interaction": gettext_lazy("calls and messages"),
    "announcement": gettext_lazy("invitations"),
    "scopeuse": gettext_lazy("work counted"),
    "contact": gettext_lazy("people"),
}
"""Kinds of which people speak by another name than the model's."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event with its words; `time` is the reader's."""

    event: Event
    time: str
    iso: str
    line: TimelineLine


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """`days` are headings with their lines; `older` is the key to go on from, '' at the end."""

    days: list[tuple[str, list[Told]]]
    older: str


def kinds() -> list[tuple[str, str]]:
    """What the timeline can be narrowed to: kinds of objects and their names, by name."""
    names = {model._meta.model_name: model._meta.verbose_name_plural for model in apps.get_models()}
    known = [
        (kind, capfirst(str(IN_WORDS.get(kind, names[kind])))) for kind in registry.timeline_tellers if kind in names
    ]
    return sorted(known, key=lambda pair: pair[1])


def timeline(client: Client, member: Membership, now: datetime, *, kind: str = "", before: str = "") -> Timeline:
    """A page of what happened, from the event of key `before` on backwards. An unknown key begins at the latest."""
    rows = Event.objects.filter(client_id=client.pk, object_kind__in=list(registry.timeline_tellers))
    if kind:
        rows = rows.filter(object_kind=kind)
    edge = Event.objects.filter(client_id=client.pk, key=before).first() if is_key(before) else None
    if edge is not None:
        rows = rows.filter(Q(at__lt=edge.at) | Q(at=edge.at, pk__lt=edge.pk))
    found = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return Timeline(days=_by_day(found, tell(found, member), member, now), older=found[-1].key if more else "")


def tell(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    """Each event in words, by its id, asking each room once. An event whose object is gone may have none."""
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_kind[event.object_kind].append(event)
    told: dict[int, TimelineLine] = {}
    for kind, those in by_kind.items():
        told |= registry.timeline_tellers[kind](those, member)
    return told


def _by_day(
    events: Sequence[Event], lines: dict[int, TimelineLine], member: Membership, now: datetime
) -> list[tuple[str, list[Told]]]:
    zone = ZoneInfo(member.user.zone)
    today = now.astimezone(zone).date()
    days: dict[Any, list[Told]] = defaultdict(list)
    for event in events:
        if line := lines.get(event.pk):
            local = event.at.astimezone(zone)
            told = Told(event=event, time=wording.clock_time(event.at, zone), iso=local.isoformat(), line=line)
            days[local.date()].append(told)
    return [(wording.day(day, today), told) for day, told in days.items()]
