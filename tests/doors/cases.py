"""Which of all the possible requests are made: every pair of person and door, door and method, door and kind of key in
path, query and body at the reduced size; all combinations at the full one. bin/test makes the reduced size on PostgreSQL
alone. Made by hand on SQLite, which has no row-level security to prove, it is each of us at every other door, the next
one at the doors between."""

import os
from collections.abc import Iterator
from itertools import product

from tests.conftest import on_postgres
from tests.doors.aiming import MOST_ROWS, Aim, Whose, turns
from tests.doors.inventory import METHODS, Entry, entries
from tests.doors.people import Knocker
from tests.doors.sweep import Case, Sweep

FULL = bool(os.environ.get("RAPPORT_FULL_SIZE"))


def doors() -> list[Entry]:
    """All addresses of ours that the sweep knocks at."""
    return [entry for entry in entries() if not entry.name.startswith(("demo", "health"))]


def home(who: Knocker) -> int:
    """The client that somebody would look at first; of agency a for those who have none there."""
    return who.client or min(who.looks_after or {1})


def cases(sweep: Sweep, who: Knocker) -> Iterator[Case]:
    """The requests of one person."""
    place = list(sweep.people).index(who.name)
    every = 1 if FULL or on_postgres() or who.is_contact else 2
    for number, entry in enumerate(doors()):
        if (place + number) % every == 0:
            yield from everything(sweep, who, entry) if FULL else chosen(sweep, who, entry, place + number // every)


def chosen(sweep: Sweep, who: Knocker, entry: Entry, turn: int) -> Iterator[Case]:
    """One's own page, and one request more in which method, address and what is sent go round.

    Every other turn at a door that writes, a member's is the form of their own row with keys of others in it.
    """
    own = Aim(home(who))
    looks = sweep.aimer.opens(entry)
    by_turns = TAKE_TURNS.get(who.name)
    if looks and who.house == "a" and has_business(who, entry) and by_turns in {None, turn % 2}:
        yield Case(who, entry, "GET", own)
    if who.is_member and entry.writes and turn % 2:
        yield Case(who, entry, "POST", own, (Whose.FOREIGN, Whose.OTHER, Whose.OWN)[turn % 3], turn=turn // 2)
    else:
        yield rotated_case(who, entry, own, turn)
    if who.name == "owner" and looks:
        rows = range(1, max(2, min(sweep.aimer.rows_of(entry), MOST_ROWS)))
        yield from (Case(who, entry, "GET", Aim(1 + row % 2, row=row)) for row in rows)
    if who.house == "b" and looks and has_business(who, entry):
        yield Case(who, entry, "GET", Aim(1, "b", Whose.FOREIGN, Whose.FOREIGN))


TAKE_TURNS = {"manager who leads": 0, "manager who backs up": 1, "manager of another client": 0}
"""Who sees what others see, too, and looks at every other page of their own."""


def rotated_case(who: Knocker, entry: Entry, own: Aim, turn: int) -> Case:
    aims = [own, *turns(own)] if any(model or part == "agency_slug" for part, model in entry.parts) else [own]
    method = ("GET", "POST", "PUT", "GET", "POST", "PATCH", "GET", "POST", "DELETE", "GET", "POST")[turn % 11]
    sent = (Whose.FOREIGN, Whose.OTHER, Whose.OWN, Whose.MISSING)[turn % 4]
    return Case(who, entry, method, aims[turn % len(aims)], sent, turn=turn // 2, htmx=turn % 5 == 0)


def has_business(who: Knocker, entry: Entry) -> bool:
    """Whether people like them find their own rows behind this door."""
    if who.is_contact:
        return entry.kind not in {"member", "api"} and not entry.name.endswith("_preview")
    return who.is_member and (entry.kind != "contact" or entry.name.endswith("_preview"))


def everything(sweep: Sweep, who: Knocker, entry: Entry) -> Iterator[Case]:
    """All methods at all addresses, each row, with everything sent along."""
    aims = [Aim(client) for client in (1, 2)]
    aims += [each for aim in list(aims) for each in turns(aim)]
    aims += [Aim(home(who), row=row) for row in range(1, sweep.aimer.rows_of(entry))]
    aims.append(Aim(1, "b", Whose.FOREIGN, Whose.FOREIGN))
    for aim, method in product(dict.fromkeys(aims), METHODS):
        yield Case(who, entry, method, aim)
        for sent in (Whose.OWN, Whose.FOREIGN, Whose.OTHER, Whose.MISSING):
            for turn in range(1, ways(sweep, entry, method, aim, sent)):
                yield Case(who, entry, method, aim, sent, turn=turn)


def ways(sweep: Sweep, entry: Entry, method: str, aim: Aim, sent: Whose) -> int:
    """How many different filters or forms there are to send."""
    if aim != Aim(aim.client):
        return 2
    if method == "GET":
        return len(sweep.aimer.queries(entry, sent, aim.client)) + 1
    return len(sweep.aimer.bodies(entry, method, aim.client, sent)) + 1


def with_keys() -> list[Entry]:
    return [entry for entry in doors() if entry.model]
