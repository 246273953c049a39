"""What is promised about answers (practice M4): the agency's terms, and those that a client has of their own. Pure.

The **promise** is real time, 24 hours at most: by then the client has heard anything at all. The **target** is when a
person should have answered; two shares of it say when the lead is warned and when the backup is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Protocol

from django.utils.translation import gettext as _

from agency import wording
from agency.languages import NO_BREAK, hours_in_words, language, minutes_in_words

REAL = "real"
LONGEST_HOURS = 24
SHORTEST_HOURS = 2
"""Below this, a warning and the automatic note would have no time to come before the promise ends."""
LEAST_PERCENT, MOST_PERCENT = 5, 95
SHORTEST_TARGET, LONGEST_TARGET = 15, 200 * 60
"""In minutes."""


class HasTerms(Protocol):
    promise_hours: int
    target_minutes: int
    target_kind: str
    warn_percent: int
    backup_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for a message: hours of real time; minutes of the kind's time; percents of the target.

    `own` names those that are the client's own, the others are the agency's.
    """

    promise_hours: int
    target_minutes: int
    target_kind: str
    warn_percent: int
    backup_percent: int
    own: tuple[str, ...] = ()


TERMS = tuple(field.name for field in fields(Terms) if field.name != "own")


def terms_of(row: HasTerms) -> Terms:
    """The agency's."""
    return Terms(**{name: getattr(row, name) for name in TERMS})


def mixed(terms: Terms, own: Mapping[str, Any]) -> Terms:
    """These terms with a client's own in their place, as they stand; None and '' are none of their own."""
    given = {name: own[name] for name in TERMS if own.get(name) not in (None, "")}
    if "target_minutes" not in given:
        given.pop("target_kind", None)
    return replace(terms, **given, own=tuple(given))


def with_own(terms: Terms, own: Mapping[str, Any]) -> Terms:
    """What holds for a client with these terms of their own, whatever became of the agency's since.

    A client's promise is never longer than the agency's; nor does a target in real hours lie beyond the promise, or the
    backup hear of it before the lead.
    """
    wanted = mixed(terms, own)
    promise_hours, target = min(wanted.promise_hours, terms.promise_hours), wanted.target_minutes
    return replace(
        wanted,
        promise_hours=promise_hours,
        target_minutes=min(target, promise_hours * 60) if wanted.target_kind == REAL else target,
        backup_percent=max(wanted.warn_percent, wanted.backup_percent),
    )


def faults(terms: Terms) -> dict[str, str]:
    """What cannot be promised, in words by the name of the field; empty if all is well."""
    wrong: dict[str, str] = {}
    if terms.target_kind == REAL and terms.target_minutes > terms.promise_hours * 60:
        wrong["target_minutes"] = _("The target cannot lie beyond the promise.")
    for name in ("warn_percent", "backup_percent"):
        if not LEAST_PERCENT <= getattr(terms, name) <= MOST_PERCENT:
            wrong[name] = share_bounds()
    if not wrong.keys() & {"warn_percent", "backup_percent"} and terms.backup_percent < terms.warn_percent:
        wrong["backup_percent"] = _("The backup cannot be told before the lead is warned.")
    return wrong


def share_bounds() -> str:
    return _("Give a share from %(least)s to %(most)s percent.") % {"least": LEAST_PERCENT, "most": MOST_PERCENT}


def as_stored(terms: Terms) -> dict[str, Any]:
    """For a JSON column; `from_stored` reads it back."""
    return {**asdict(terms), "own": list(terms.own)}


def from_stored(stored: Mapping[str, Any]) -> Terms | None:
    """None for what was written before terms were kept."""
    if not stored.keys() >= set(TERMS):
        return None
    return Terms(**{name: stored[name] for name in TERMS}, own=tuple(stored.get("own", ())))


def length(minutes: int) -> str:
    """'8 h', '45 min', '7 h 30 min': hours are never made into days, since a working day is shorter."""
    spoken = language()
    hours, rest = divmod(minutes, 60)
    parts = [hours_in_words(hours, spoken.code)] if hours else []
    if rest or not hours:
        parts.append(minutes_in_words(rest, spoken.code))
    return spoken.joint.join(parts)


def target_words(terms: Terms) -> str:
    """'8 h of working time', '12 h by the clock'."""
    words = _("%(span)s by the clock") if terms.target_kind == REAL else _("%(span)s of working time")
    return words % {"span": length(terms.target_minutes)}


def promise_words(terms: Terms) -> str:
    """'24 h'"""
    return length(terms.promise_hours * 60)


def share_words(percent: int) -> str:
    """'50 %'"""
    return wording.percent(percent / 100).replace(" ", NO_BREAK)
