"""The audit log: what happened, by whom, in words; filtered, and paged by keys."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agency import registry, wording
from agency.models import Event, Membership

PAGE = 50
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What to show: verb, member's id, client's id, and local days from and to, both included; None for everything."""

    verb: str = ""
    member_id: int | None = None
    client_id: int | None = None
    begins: date | None = None
    ends: date | None = None


class AuditRow(NamedTuple):
    event: Event
    when: str
    who: str
    what: str
    thing: str
    client: str
    client_url: str
    facts: str


class Page(NamedTuple):
    rows: list[AuditRow]
    older: str
    newer: str


def words_of(verb: str) -> str:
    """What a verb is called for people; one that no room has named, as it stands."""
    return str(registry.verb_words.get(verb, verb))


def events(chosen: Filter, zone: ZoneInfo) -> QuerySet[Event]:
    rows = Event.objects.all()
    if chosen.verb:
        rows = rows.filter(verb=chosen.verb)
    if chosen.member_id is not None:
        rows = rows.filter(actor_kind=Event.Actor.MEMBER, actor_id=chosen.member_id)
    if chosen.client_id is not None:
        rows = rows.filter(client_id=chosen.client_id)
    if chosen.begins:
        rows = rows.filter(at__gte=datetime.combine(chosen.begins, time.min, zone))
    if chosen.ends:
        rows = rows.filter(at__lt=datetime.combine(chosen.ends + timedelta(days=1), time.min, zone))
    return rows


def page(rows: QuerySet[Event], zone: ZoneInfo, now: datetime, *, before: str = "", after: str = "") -> Page:
    """Fifty events, the latest first; `before` and `after` are keys of events. An unknown key shows the first page."""
    edge = Event.objects.filter(key=before or after).first() if before or after else None
    forward = bool(after) and edge is not None
    if edge is not None:
        sign = "gt" if forward else "lt"
        rows = rows.filter(Q(**{f"at__{sign}": edge.at}) | Q(**{"at": edge.at, f"id__{sign}": edge.pk}))
    order = ("at", "id") if forward else ("-at", "-id")
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if forward:
        found.reverse()
    there_is_newer = more if forward else edge is not None
    there_is_older = edge is not None if forward else more
    return Page(
        rows=put_into_words(found, zone, now),
        older=found[-1].key if found and there_is_older else "",
        newer=found[0].key if found and there_is_newer else "",
    )


def put_into_words(found: Sequence[Event], zone: ZoneInfo, now: datetime) -> list[AuditRow]:
    """Two queries for the names and one for each kind of thing, however many events."""
    members = {event.actor_id for event in found if event.actor_kind == Event.Actor.MEMBER}
    names = {row.pk: str(row.user) for row in Membership.objects.filter(pk__in=members).select_related("user")}
    clients = {entry.id: entry for provide in registry.client_directory for entry in provide()} if found else {}
    things = _things(found)
    rows = []
    for event in found:
        client = clients.get(event.client_id) if event.client_id else None
        rows.append(
            AuditRow(
                event=event,
                when=wording.moment(event.at, zone, now),
                who=_actor(event, names),
                what=words_of(event.verb),
                thing=things.get((event.object_kind, event.object_id), ""),
                client=client.name if client else "",
                client_url=client.url if client else "",
                facts=facts_in_words(event.facts),
            )
        )
    return rows


def _things(found: Sequence[Event]) -> dict[tuple[str, int], str]:
    """What the events' objects are called today, by kind and id."""
    ids: dict[str, set[int]] = defaultdict(set)
    for event in found:
        ids[event.object_kind].add(event.object_id)
    return {
        (kind, pk): name
        for kind in ids
        if kind in registry.thing_names
        for pk, name in registry.thing_names[kind](ids[kind]).items()
    }


def _actor(event: Event, names: dict[int, str]) -> str:
    if event.actor_kind == Event.Actor.MEMBER:
        return names.get(event.actor_id or 0, _("a member"))
    return _("a contact") if event.actor_kind == Event.Actor.CONTACT else _("Rapport")


def facts_in_words(facts: dict[str, object]) -> str:
    """'role: manager; fields: hue, name': small facts as they were written."""
    parts = []
    for name, value in facts.items():
        shown = ", ".join(str(item) for item in value) if isinstance(value, list) else value
        if shown not in (None, "", False):
            parts.append(f"{name.replace('_', ' ')}: {shown}")
    return "; ".join(parts)


HEADER = ("at", "who", "verb", "what", "thing", "client", "facts")


def csv_rows(rows: QuerySet[Event], zone: ZoneInfo, now: datetime) -> Iterator[tuple[str, ...]]:
    """All of it, the latest first, for a table: moments in ISO form in the reader's zone."""
    yield HEADER
    batch: list[Event] = []
    for event in rows.order_by("-at", "-id").iterator(chunk_size=AT_ONCE):
        batch.append(event)
        if len(batch) == AT_ONCE:
            yield from _as_cells(batch, zone, now)
            batch = []
    yield from _as_cells(batch, zone, now)


def _as_cells(found: Sequence[Event], zone: ZoneInfo, now: datetime) -> Iterator[tuple[str, ...]]:
    for row in put_into_words(found, zone, now):
        at = row.event.at.astimezone(zone).isoformat(timespec="seconds")
        yield (at, row.who, row.event.verb, row.what, row.thing, row.client, row.facts)
