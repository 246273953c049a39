"""What is told of a meeting, as small facts that can be kept and compared; and a difference in words. Pure.

People stand in it by their keys, so that names can be erased while the facts stand.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agency import wording
from agency.languages import language as written_in, minutes_in_words
from comms.models import AgendaItem, Attendee, Meeting

Shown = dict[str, Any]


@dataclass(frozen=True)
class Gathering:
    """A meeting with everybody who is asked and all that is on its agenda, read once."""

    meeting: Meeting
    attendees: Sequence[Attendee]
    items: Sequence[AgendaItem]

    @property
    def contacts(self) -> list[Attendee]:
        return [attendee for attendee in self.attendees if attendee.contact is not None]

    @property
    def names(self) -> dict[str, str]:
        """The name of each attendee, by the key of the contact or member."""
        return {key_of(attendee): str(attendee) for attendee in self.attendees}


def key_of(attendee: Attendee) -> str:
    return attendee.contact.key if attendee.contact else attendee.member.key if attendee.member else ""


def shown_of(gathering: Gathering) -> Shown:
    """All that readers are told; JSON."""
    meeting = gathering.meeting
    return {
        "title": meeting.title,
        "kind": meeting.kind,
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.minutes,
        "way": meeting.way,
        "place": meeting.place,
        "organiser": meeting.organiser.key,
        "items": [
            {
                "title": item.title,
                "aim": item.aim,
                "minutes": item.minutes,
                "who": item.owner.key if item.owner else item.contact.key if item.contact else "",
            }
            for item in gathering.items
        ],
        "people": sorted(key_of(attendee) for attendee in gathering.attendees if attendee.removed_at is None),
    }


def hash_of(shown: Shown) -> str:
    """SHA-256 in 64 hexadecimal digits: equal for what reads the same."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def moved(before: Shown, after: Shown) -> bool:
    """Whether answers to the one say nothing about the other."""
    return before.get("minutes") != after["minutes"] or _start(before) != _start(after)


def changes(before: Shown, after: Shown, names: Mapping[str, str], zone: ZoneInfo) -> list[str]:
    """What has changed, a sentence each, in the active language and the reader's zone."""
    return [
        *_of_time(before, after, zone),
        *_of_place(before, after),
        *_of_agenda(before, after),
        *_of_people(before, after, names),
    ]


def when_words(starts_at: datetime, zone: ZoneInfo) -> str:
    """'Friday 6 November, 14:00'"""
    day = wording.long_day(starts_at.astimezone(zone).date())
    return wording.aside((day, wording.clock_time(starts_at, zone)))


def _of_time(before: Shown, after: Shown, zone: ZoneInfo) -> Iterable[str]:
    if _start(before) != _start(after):
        words = {"old": when_words(_start(before), zone), "new": when_words(_start(after), zone)}
        yield _("The meeting is moved from %(old)s to %(new)s.") % words
    if before["minutes"] != after["minutes"]:
        yield _("It takes %(new)s now, no longer %(old)s.") % {"old": _length(before), "new": _length(after)}


def _of_place(before: Shown, after: Shown) -> Iterable[str]:
    if before["title"] != after["title"]:
        yield _("It is now called “%(title)s”.") % {"title": wording.isolated(after["title"])}
    if before["way"] != after["way"]:
        ways = dict(Meeting.Way.choices)
        yield _("We meet in another way: %(new)s, not %(old)s.") % {
            "new": ways[after["way"]],
            "old": ways[before["way"]],
        }
    if before["place"] != after["place"] and after["place"]:
        yield _("The place is now: %(place)s") % {"place": wording.isolated(after["place"])}
    elif before["place"] != after["place"]:
        yield _("The place is still to be told.")


def _of_agenda(before: Shown, after: Shown) -> Iterable[str]:
    old, new = [item["title"] for item in before["items"]], [item["title"] for item in after["items"]]
    added, left_out = [each for each in new if each not in old], [each for each in old if each not in new]
    if added:
        yield _("New on the agenda: %(items)s") % {"items": wording.listing(map(wording.isolated, added))}
    if left_out:
        yield _("No longer on the agenda: %(items)s") % {"items": wording.listing(map(wording.isolated, left_out))}
    if before["items"] != after["items"] and not added and not left_out:
        yield _("The agenda has another order, or other people speak for its items.")


def _of_people(before: Shown, after: Shown, names: Mapping[str, str]) -> Iterable[str]:
    def named(keys: Iterable[str]) -> str:
        return wording.listing(names[key] for key in keys if key in names)

    if come := named(key for key in after["people"] if key not in before["people"]):
        yield _("Asked to come as well: %(names)s") % {"names": come}
    if gone := named(key for key in before["people"] if key not in after["people"]):
        yield _("No longer asked to come: %(names)s") % {"names": gone}
    if before["organiser"] != after["organiser"] and after["organiser"] in names:
        yield _("%(name)s invites you now.") % {"name": names[after["organiser"]]}


def _length(shown: Shown) -> str:
    return minutes_in_words(shown["minutes"], written_in(None).code)


def _start(shown: Shown) -> datetime:
    return datetime.fromisoformat(shown["starts_at"])
