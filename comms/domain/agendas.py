"""The agenda of a meeting: items with who speaks for each, how long, and what for (practices M2, M5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.domain.changes import lock, set_fields
from clients.models import Contact
from comms.domain.meeting_refusals import AgendaIsFull, WrongItem, require_open, require_ours, require_theirs
from comms.domain.readiness import settle_readiness
from comms.models import AgendaItem, Meeting
from comms.models.meeting import LONGEST

MOST_ITEMS, LONGEST_TITLE = 30, 200
EDITABLE = frozenset(["title", "aim", "minutes", "owner", "contact", "note"])


@dataclass(frozen=True, kw_only=True)
class ItemNotes:
    """A line of the agenda as it was typed; `key` is the item's, or the one that a new item is to have."""

    key: str
    title: str
    aim: str = AgendaItem.Aim.DISCUSS
    minutes: int | None = None
    owner: Membership | None = None
    contact: Contact | None = None
    note: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in EDITABLE}


@transaction.atomic
def add(
    meeting: Meeting,
    *,
    by: Membership,
    at: datetime,
    title: str,
    source_kind: str = "",
    source_id: int | None = None,
    key: str = "",
    **fields: Any,
) -> AgendaItem:
    """One more item, the last. `source_*` name the row that proposed it. Raises AgendaIsFull, WrongItem, GoneFromUs,
    NotTheirs, MeetingIsHeld, MeetingIsOff, ClientIsArchived.
    """
    require_open(lock(meeting))
    item = _new(meeting, key, {"title": title, **fields}, source_kind=source_kind, source_id=source_id)
    _changed(meeting, by=by, at=at, added=1)
    return item


@transaction.atomic
def extend(meeting: Meeting, items: Sequence[dict[str, Any]], *, by: Membership, at: datetime) -> list[AgendaItem]:
    """Several items at once, the last ones, each with what proposed it. Raises what adding one would."""
    require_open(lock(meeting))
    made = []
    for fields in items:
        source = {name: value for name, value in fields.items() if name.startswith("source_")}
        rest = {name: value for name, value in fields.items() if name not in source}
        made.append(_new(meeting, "", rest, **source))
    if made:
        _changed(meeting, by=by, at=at, added=len(made))
    return made


@transaction.atomic
def change(item: AgendaItem, *, by: Membership, at: datetime, **fields: Any) -> AgendaItem:
    """Raises what adding it would, and Gone."""
    meeting = _open_meeting(item)
    lock(item)
    if changed := _set(item, meeting, fields):
        _changed(meeting, by=by, at=at, fields=changed)
    return item


@transaction.atomic
def place(item: AgendaItem, position: int, *, by: Membership, at: datetime) -> AgendaItem:
    """Moves an item to a place, counted from 1; the others make room. Raises MeetingIsHeld, MeetingIsOff, Gone."""
    meeting = _open_meeting(item)
    rows = list(meeting.items.exclude(pk=lock(item).pk))
    rows.insert(min(max(position, 1), len(rows) + 1) - 1, item)
    if _number(rows):
        _changed(meeting, by=by, at=at, moved=1)
    return item


@transaction.atomic
def remove(item: AgendaItem, *, by: Membership, at: datetime) -> None:
    """Raises MeetingIsHeld, MeetingIsOff, ClientIsArchived, Gone."""
    meeting = _open_meeting(item)
    lock(item).delete()
    _number(list(meeting.items.all()))
    _changed(meeting, by=by, at=at, removed=1)


@transaction.atomic
def write(meeting: Meeting, lines: Sequence[ItemNotes], *, by: Membership, at: datetime, fresh: str = "") -> None:
    """Several lines at once, as they stand on the page. The one with the key `fresh` is new; what somebody else took
    out meanwhile stays out, and what they added stays in. Raises what changing each would.
    """
    require_open(lock(meeting))
    known = {item.key: item for item in meeting.items.select_related("owner__user", "contact__person")}
    changed, added = False, 0
    for line in lines:
        if line.key in known:
            changed = bool(_set(known[line.key], meeting, line.fields)) or changed
        elif line.key == fresh and line.title.strip():
            _new(meeting, fresh, line.fields)
            added += 1
    if changed or added:
        _changed(meeting, by=by, at=at, added=added)


def minutes_of(items: Sequence[AgendaItem]) -> int:
    """How long the items take together, as far as it was said."""
    return sum(item.minutes or 0 for item in items)


def _new(meeting: Meeting, key: str, fields: dict[str, Any], **source: Any) -> AgendaItem:
    count = meeting.items.count()
    if count >= MOST_ITEMS:
        raise AgendaIsFull(_("An agenda holds %(count)s items at most. Take one out first.") % {"count": MOST_ITEMS})
    free = is_key(key) and not AgendaItem.objects.filter(key=key).exists()
    item = AgendaItem(
        key=key if free else new_key(), client_id=meeting.client_id, meeting=meeting, position=count + 1, **source
    )
    set_fields(item, fields, EDITABLE)
    _check(item, meeting)
    item.save(force_insert=True)
    return item


def _set(item: AgendaItem, meeting: Meeting, fields: dict[str, Any]) -> list[str]:
    before = item.owner_id, item.contact_id
    changed = set_fields(item, fields, EDITABLE)
    if changed:
        _check(item, meeting, people=(item.owner_id, item.contact_id) != before)
        item.save(update_fields=changed)
    return changed


def _check(item: AgendaItem, meeting: Meeting, *, people: bool = True) -> None:
    """Whoever had an item before they left keeps it until somebody else gets it."""
    item.title = item.title.strip()
    if not item.title:
        raise WrongItem(_("Say what the item is about."))
    if len(item.title) > LONGEST_TITLE:
        raise WrongItem(_("At most %(count)s characters, please.") % {"count": LONGEST_TITLE})
    if item.minutes is not None and not 1 <= item.minutes <= LONGEST:
        raise WrongItem(_("Between 1 and %(count)s minutes, please.") % {"count": LONGEST}, field="minutes")
    if item.owner is not None and item.contact is not None:
        raise WrongItem(_("Either one of us speaks for it, or one of them."), field="owner")
    if people and item.owner is not None:
        require_ours([item.owner], field="owner")
    if item.contact is not None:
        require_theirs(meeting.client, [item.contact], field="contact")


def _open_meeting(item: AgendaItem) -> Meeting:
    meeting = lock(item.meeting)
    require_open(meeting)
    return meeting


def _number(rows: Sequence[AgendaItem]) -> bool:
    moved = [(number, row) for number, row in enumerate(rows, 1) if row.position != number]
    for number, row in moved:
        row.position = number
        row.save(update_fields=["position"])
    return bool(moved)


def _changed(meeting: Meeting, *, by: Membership, at: datetime, **facts: Any) -> None:
    record("meeting.agenda_changed", meeting, by=by, at=at, **facts)
    settle_readiness(meeting, by=by, at=at)
