"""The decision log: recorded once and never edited, superseded by a later one, withdrawn, looked at again (M0a)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain import events
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.days import day_of
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact, ScopeOfWork
from comms.domain import insights as insight_verbs
from comms.models import Decision, Insight, Interaction, Topic

LONGEST, LONGEST_WHY, LONGEST_ABOUT = 4000, 2000, 60


class NothingDecided(Refusal):
    field = "what"


class NotYet(Refusal):
    """A day that has not come, where something is told of that was."""

    field = "decided_on"


class TooSoon(Refusal):
    field = "revisit_on"


class FromElsewhere(Refusal):
    """Somebody, or something, of another client."""


class CannotReplace(Refusal):
    """One that was replaced or withdrawn, decided later, or of another client."""

    field = "supersedes"


@transaction.atomic
def record(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    what: str,
    why: str = "",
    decided_by: Contact | None = None,
    decided_by_member: Membership | None = None,
    decided_on: date,
    interaction: Interaction | None = None,
    topic: Topic | None = None,
    about: str = "",
    revisit_on: date | None = None,
    supersedes: Decision | None = None,
    insights: Sequence[Insight] = (),
    key: str = "",
) -> Decision:
    """Puts a decision into the log; one of us decided it unless a contact is named. `insights` led to it. `key` is the
    form's own: sent twice by this member, it is one decision.

    Raises a Refusal with the field at fault, ClientIsArchived.
    """
    require_active(lock(client))
    known = Decision.objects.filter(key=key, client=client).first() if is_key(key) else None
    if known is not None:
        return known
    _check(client, what, decided_by, interaction, decided_on, revisit_on, at)
    if supersedes is not None:
        _check_replaceable(lock(supersedes), client, decided_on, interaction)
    decision = Decision.objects.create(
        key=key if is_key(key) and not Decision.objects.filter(key=key).exists() else new_key(),
        client=client,
        interaction=interaction,
        topic=topic,
        what=what.strip(),
        why=why.strip(),
        decided_by=decided_by,
        decided_by_member=None if decided_by else decided_by_member or by,
        about=" ".join(about.split()),
        decided_on=decided_on,
        recorded_at=at,
        revisit_on=revisit_on,
        supersedes=supersedes,
    )
    replaced = supersedes.key if supersedes else ""
    events.record("decision.recorded", decision, by=by, at=at, shown=True, supersedes=replaced)
    for insight in insights:
        insight_verbs.led_to(insight, decision, by=by, at=at)
    return decision


def _check(
    client: Client,
    what: str,
    decided_by: Contact | None,
    interaction: Interaction | None,
    decided_on: date,
    revisit_on: date | None,
    at: datetime,
) -> None:
    if not what.strip():
        raise NothingDecided(_("Write what was decided."))
    if decided_by is not None and decided_by.client_id != client.pk:
        raise FromElsewhere(_("That person is not at this client."), field="decided_by")
    if interaction is not None and (interaction.client_id != client.pk or interaction.withdrawn_at is not None):
        raise FromElsewhere(_("That was not said with this client."), field="message")
    if decided_on > day_of(at, client.agency):
        raise NotYet(_("This lies in the future. Record what was decided, when it was."))
    if revisit_on is not None and revisit_on <= day_of(at, client.agency):
        raise TooSoon(_("Choose a day that lies ahead."))


def _check_replaceable(earlier: Decision, client: Client, decided_on: date, call: Interaction | None) -> None:
    """The corrected summary of a call replaces what the call decided, whatever day it now says the call was on."""
    if earlier.client_id != client.pk:
        raise CannotReplace(_("That decision is another client’s."))
    if earlier.withdrawn_at is not None:
        raise CannotReplace(_("That decision was withdrawn. There is nothing to replace."))
    if Decision.objects.filter(supersedes=earlier).exists():
        raise CannotReplace(_("That decision was replaced already. Replace the one that stands."))
    corrects = call is not None and earlier.interaction_id == call.pk
    if earlier.decided_on > decided_on and not corrects:
        raise CannotReplace(_("That decision was taken later. A later one replaces an earlier one."))


def by_its_summary() -> CannotReplace:
    """What a call decided is put right where the client agreed to it."""
    return CannotReplace(_("The summary of the call says what was decided. Correct it there."))


@transaction.atomic
def supersede(earlier: Decision, later: Decision, *, by: Membership, at: datetime) -> Decision:
    """A later decision of the log takes the place of an earlier one. Twice is once. Raises CannotReplace,
    ClientIsArchived.
    """
    require_active(lock(later.client))
    earlier, later = lock(earlier), lock(later)
    if later.supersedes_id == earlier.pk:
        return later
    if later.supersedes_id is not None or later.withdrawn_at is not None:
        raise CannotReplace(_("It replaces another decision already, or was withdrawn."), field="later")
    if later.pk in _before(earlier):
        raise CannotReplace(_("That decision comes before this one."), field="later")
    _check_replaceable(earlier, later.client, later.decided_on, later.interaction)
    _point(later, supersedes=earlier)
    events.record("decision.superseded", earlier, by=by, at=at, shown=True, later=later.key)
    return later


def _before(decision: Decision) -> set[int]:
    """The decision and all that it took the place of."""
    pairs = Decision.objects.filter(client_id=decision.client_id).exclude(supersedes=None)
    earlier_of = dict(pairs.values_list("pk", "supersedes_id"))
    found = set[int]()
    place: int | None = decision.pk
    while place is not None and place not in found:
        found.add(place)
        place = earlier_of.get(place)
    return found


@transaction.atomic
def stand_again(earlier: Decision, *, by: Membership, at: datetime) -> Decision:
    """Undo of supersede: both stand. Raises CannotReplace where a corrected summary says what was decided."""
    later = Decision.objects.filter(supersedes=lock(earlier)).first()
    if later is None:
        return earlier
    require_active(lock(later.client))
    if earlier.topic_id is not None and later.interaction_id == earlier.interaction_id:
        raise by_its_summary()
    return _let_stand(earlier, later, by=by, at=at)


def _let_stand(earlier: Decision, later: Decision, *, by: Membership, at: datetime) -> Decision:
    _point(lock(later), supersedes=None)
    events.record("decision.stands_again", earlier, by=by, at=at, shown=True, later=later.key)
    return earlier


@transaction.atomic
def withdraw(decision: Decision, *, by: Membership, at: datetime) -> Decision:
    """It does not hold any more, without another in its place; it stays in the log. What it replaced from elsewhere
    stands again. Twice is once. Raises CannotReplace for one that was replaced.
    """
    decision = lock(decision)
    if decision.withdrawn_at is not None:
        return decision
    if Decision.objects.filter(supersedes=decision).exists():
        raise CannotReplace(_("That decision was replaced already. Replace the one that stands."))
    _point(decision, withdrawn_at=at, revisit_on=None)
    events.record("decision.withdrawn", decision, by=by, at=at, shown=True)
    last = decision
    while last.supersedes is not None and _of_one_call(last, last.supersedes):
        last = last.supersedes
    if last.supersedes is not None:
        _let_stand(last.supersedes, last, by=by, at=at)
    return decision


def _of_one_call(decision: Decision, earlier: Decision) -> bool:
    return decision.interaction_id is not None and decision.interaction_id == earlier.interaction_id


@transaction.atomic
def reinstate(decision: Decision, *, by: Membership, at: datetime) -> Decision:
    """Undo of withdraw. Raises ClientIsArchived, CannotReplace for what a corrected summary decides no more."""
    require_active(lock(decision.client))
    decision = lock(decision)
    if decision.withdrawn_at is None:
        return decision
    if decision.topic_id is not None:
        raise by_its_summary()
    _point(decision, withdrawn_at=None)
    events.record("decision.reinstated", decision, by=by, at=at, shown=True)
    return decision


@transaction.atomic
def look_again(decision: Decision, *, by: Membership, at: datetime, on: date | None) -> Decision:
    """On that day it stands in Today and is proposed for the next agenda; None: it was looked at. Raises TooSoon,
    CannotReplace for one that does not stand, ClientIsArchived.
    """
    require_active(lock(decision.client))
    decision = lock(decision)
    if on is not None:
        if on <= day_of(at, decision.agency):
            raise TooSoon(_("Choose a day that lies ahead."))
        if decision.withdrawn_at is not None or Decision.objects.filter(supersedes=decision).exists():
            raise CannotReplace(_("It does not stand any more."), field="revisit_on")
    if decision.revisit_on != on:
        _point(decision, revisit_on=on)
        events.record("decision.to_look_at", decision, by=by, at=at, on=on.isoformat() if on else "")
    return decision


@transaction.atomic
def written_into(decision: Decision, scope: ScopeOfWork | None, *, by: Membership, at: datetime) -> Decision:
    """It led to this version of the scope of work; None takes that back. Raises FromElsewhere, ClientIsArchived."""
    require_active(lock(decision.client))
    decision = lock(decision)
    if scope is not None and scope.client_id != decision.client_id:
        raise FromElsewhere(_("That scope is another client’s."), field="scope")
    if decision.scope_id != (scope.pk if scope else None):
        _point(decision, scope=scope)
        events.record("decision.written_into", decision, by=by, at=at, version=scope.version if scope else 0)
    return decision


def _point(decision: Decision, **pointers: Any) -> None:
    for name, value in pointers.items():
        setattr(decision, name, value)
    decision.save(update_fields=list(pointers))
