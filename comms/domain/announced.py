"""What the client was told of a meeting last, kept with it and shown to them until they are told anew: the portal never
runs ahead of what they have in writing.
"""

from typing import Any

from comms.models import AgendaItem, Meeting

Told = dict[str, Any]
PEOPLE = ("attendees__member__user", "attendees__contact__person", "items__owner__user", "items__contact__person")


def as_it_stands(meeting: Meeting) -> Told:
    """The meeting as one would tell of it now, read with PEOPLE."""
    there = [row for row in meeting.attendees.all() if row.removed_at is None]
    return {
        "kind": meeting.kind,
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.minutes,
        "way": meeting.way,
        "place": meeting.place,
        "ours": sorted(str(row.member.user) for row in there if row.member),
        "theirs": sorted(row.contact.person.name for row in there if row.contact),
        "items": [
            {"title": item.title, "aim": item.aim, "minutes": item.minutes, "who": speaker(item)}
            for item in meeting.items.all()
        ],
    }


def speaker(item: AgendaItem) -> str:
    """The name of whoever speaks for an item; '' for nobody yet."""
    if item.owner:
        return str(item.owner.user)
    return item.contact.person.name if item.contact else ""


def differs(meeting: Meeting) -> bool:
    """Whether what is planned is not what the client was told, of a meeting read with PEOPLE."""
    return meeting.announced_as is not None and meeting.announced_as != as_it_stands(meeting)
