"""What is different between two versions of a summary, line by line. Pure.

A line goes on as the line that says the same; what is left of a topic and kind goes on in order, reworded; the rest was
added or taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from agency.languages import announced
from comms import writer
from comms.writer import Line


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """`old` is missing of what was added, `new` of what was taken out."""

    kind: Kind
    old: Line | None = None
    new: Line | None = None


def substance(line: Line) -> tuple[object, ...]:
    """What a reader agrees to: everything but the number."""
    return line.topic, line.kind, line.text, line.reason, line.contact_id, line.due


def compare(old: Sequence[Line], new: Sequence[Line]) -> list[Change]:
    """In the order of the new version; what was taken out stands where it stood."""
    before: dict[int, Line] = {}
    left = list(old)
    for same in (substance, _place):
        for number, line in enumerate(new):
            found = next((one for one in left if number not in before and same(one) == same(line)), None)
            if found is not None:
                before[number] = found
                left.remove(found)
    changes: list[Change] = []
    for number, line in enumerate(new):
        known = before.get(number)
        if known is not None:
            changes += [Change(Kind.REMOVED, old=one) for one in _taken(left, known.number)]
        changes.append(_change(known, line))
    return changes + [Change(Kind.REMOVED, old=one) for one in left]


def _place(line: Line) -> tuple[object, ...]:
    return line.topic, line.kind


def _taken(left: list[Line], until: int) -> list[Line]:
    """What is gone from before a line, no longer among what is left."""
    gone = [line for line in left if line.number < until]
    for line in gone:
        left.remove(line)
    return gone


def _change(old: Line | None, new: Line) -> Change:
    if old is None:
        return Change(Kind.ADDED, new=new)
    return Change(Kind.SAME if substance(old) == substance(new) else Kind.CHANGED, old=old, new=new)


def in_words(line: Line, reader: writer.Reader) -> str:
    """A line whole, with who decided it or does it, and until when."""
    return line.text if line.kind is writer.Kind.ANSWER else announced(writer.label(line, reader), line.text)


def paragraphs(changes: Sequence[Change], reader: writer.Reader, *, whole: bool = False) -> list[dict[str, str]]:
    """As components/diff.html takes them; with what has stayed as it was if it shall be the `whole` of it."""
    found = []
    for change in changes:
        if change.kind is Kind.SAME:
            if whole and change.new is not None:
                found.append({"text": in_words(change.new, reader), "kind": ""})
            continue
        if change.old is not None:
            found.append({"text": in_words(change.old, reader), "kind": "old"})
        if change.new is not None:
            found.append({"text": in_words(change.new, reader), "kind": "new"})
    return found


def sentences(changes: Sequence[Change], reader: writer.Reader) -> list[tuple[str, str]]:
    """Each change as (what happened, the line), for a mail; what has stayed as it was is not told."""
    found = []
    for change in changes:
        old = in_words(change.old, reader) if change.old else ""
        new = in_words(change.new, reader) if change.new else ""
        if change.kind is Kind.CHANGED:
            found.append(
                (_("Changed:"), _("“%(old)s” now reads “%(new)s”.") % {"old": old.rstrip("."), "new": new.rstrip(".")})
            )
        elif change.kind is Kind.ADDED:
            found.append((_("Added:"), new))
        elif change.kind is Kind.REMOVED:
            found.append((_("Taken out:"), old))
    return found
