"""The scope of work through its versions: drafted, accepted, superseded; never edited once agreed (V1, T6)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.days import day_of
from clients.domain.changes import lock, set_fields, write
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact, Deliverable, DeliverableUse, Exclusion, ScopeOfWork
from clients.scope_changes import LeftOut, Promise

EDITABLE = frozenset(["starts_on", "ends_on", "fee_minor", "currency", "assumptions", "success_metrics", "changes"])
State = ScopeOfWork.State


class NotADraft(Refusal):
    """What was agreed is never edited; it is superseded."""


class Unclear(Refusal):
    """The scope cannot be understood as it stands: a thing named twice, or an end before its beginning."""


class ChangedMeanwhile(Refusal):
    """Somebody else has written other clauses than those that were read."""


class NothingPromised(Refusal):
    """A scope without a single deliverable agrees to nothing."""


class NotTheirs(Refusal):
    """Whoever accepts must speak for this client, and not in the future."""

    field = "accepted_by"


class NotInForce(Refusal):
    """Only what was agreed and still holds can be used up."""


@transaction.atomic
def draft(client: Client, *, by: Membership, at: datetime) -> ScopeOfWork:
    """A draft of the next version, begun as a copy of the one in force. If there is a draft already, that one."""
    require_active(lock(client))
    begun = ScopeOfWork.objects.filter(client=client, state=State.DRAFT).first()
    if begun is not None:
        return begun
    in_force = ScopeOfWork.objects.filter(client=client, state=State.ACCEPTED).first()
    last = ScopeOfWork.objects.filter(client=client).aggregate(last=Max("version"))["last"] or 0
    scope = ScopeOfWork(client=client, version=last + 1, starts_on=day_of(at, by.agency))
    if in_force is not None:
        copied = EDITABLE - {"changes"}
        set_fields(scope, {name: getattr(in_force, name) for name in copied})
    scope.save()
    if in_force is not None:
        _write_clauses(scope, list(promises_of(in_force)), list(exclusions_of(in_force)))
    record("scope.drafted", scope, by=by, at=at, version=scope.version)
    return scope


@transaction.atomic
def revise(
    scope: ScopeOfWork,
    *,
    by: Membership,
    at: datetime,
    promises: Sequence[Promise],
    exclusions: Sequence[LeftOut],
    instead_of: tuple[Sequence[Promise], Sequence[LeftOut]] | None = None,
    **fields: Any,
) -> ScopeOfWork:
    """Writes a draft anew with these deliverables and exclusions, `instead_of` those that were read, if it is said.

    Raises NotADraft, ChangedMeanwhile, Unclear, ClientIsArchived.
    """
    require_active(lock(scope).client)
    _require_draft(scope)
    if instead_of is not None and tuple(map(list, instead_of)) != (
        list(promises_of(scope)),
        list(exclusions_of(scope)),
    ):
        raise ChangedMeanwhile(_("Somebody has changed the draft at this very moment. Keep it again."))
    changed = set_fields(scope, fields, EDITABLE)
    if scope.ends_on and scope.ends_on < scope.starts_on:
        raise Unclear(_("The scope ends before it begins."), field="ends_on")
    _refuse_twice([promise.name for promise in promises])
    _refuse_twice([clause.number for clause in exclusions if clause.number])
    scope.save(update_fields=changed)
    scope.deliverables.all().delete()
    scope.exclusions.all().delete()
    _write_clauses(scope, promises, exclusions)
    record("scope.revised", scope, by=by, at=at, version=scope.version)
    return scope


@transaction.atomic
def discard(scope: ScopeOfWork, *, by: Membership, at: datetime) -> None:
    """Throws a draft away. Raises NotADraft, ClientIsArchived."""
    require_active(lock(scope).client)
    _require_draft(scope)
    record("scope.discarded", scope, by=by, at=at, version=scope.version)
    scope.delete()


@transaction.atomic
def accept(
    scope: ScopeOfWork, *, by: Membership, at: datetime, accepted_by: Contact, accepted_at: datetime, how: str
) -> ScopeOfWork:
    """Writes down that the client agreed: who, when, how. The version before is superseded in the same breath.

    Raises NotADraft, NothingPromised, NotTheirs, ClientIsArchived.
    """
    require_active(lock(scope.client))
    _require_draft(lock(scope))
    if not scope.deliverables.exists():
        raise NothingPromised(_("Add at least one deliverable before the client agrees to it."))
    if accepted_by.client_id != scope.client_id or accepted_by.ended_at is not None:
        raise NotTheirs(_("%(person)s does not speak for this client.") % {"person": accepted_by.person})
    if accepted_at > at:
        raise NotTheirs(_("That day is yet to come."), field="accepted_on")
    in_force = ScopeOfWork.objects.select_for_update().filter(client_id=scope.client_id, state=State.ACCEPTED)
    before = in_force.first()
    if before is not None and before.accepted_at and accepted_at < before.accepted_at:
        raise NotTheirs(_("The version before was agreed to later than that."), field="accepted_on")
    if before is not None:
        write(before, state=State.SUPERSEDED)
    write(scope, state=State.ACCEPTED, accepted_by=accepted_by, accepted_at=accepted_at, accepted_how=how)
    supersedes = None if before is None else before.version
    record("scope.accepted", scope, by=by, at=at, shown=True, version=scope.version, supersedes=supersedes)
    return scope


@transaction.atomic
def record_use(
    deliverable: Deliverable, *, by: Membership, at: datetime, day: date, quantity: Decimal, what: str
) -> DeliverableUse:
    """Writes down that so much was delivered on a day. Raises NotInForce, Unclear, ClientIsArchived."""
    require_active(deliverable.client)
    if deliverable.scope.state != State.ACCEPTED:
        raise NotInForce(_("This version of the scope is not in force."))
    if quantity <= 0:
        raise Unclear(_("Say how much was delivered."), field="quantity")
    if day > day_of(at, by.agency):
        raise Unclear(_("That day is yet to come."), field="day")
    use = DeliverableUse.objects.create(
        client_id=deliverable.client_id, deliverable=deliverable, day=day, quantity=quantity, what=what.strip()
    )
    record("deliverable.used", use, by=by, at=at, shown=True, quantity=str(quantity))
    return use


@transaction.atomic
def take_back_use(use: DeliverableUse, *, by: Membership, at: datetime) -> None:
    """Takes out a use that was written down by mistake. Raises ClientIsArchived."""
    require_active(lock(use).client)
    record("deliverable.use_taken_back", use, by=by, at=at, shown=True, quantity=str(use.quantity))
    use.delete()


def promises_of(scope: ScopeOfWork) -> Iterator[Promise]:
    """The deliverables as terms, in order."""
    for row in scope.deliverables.all():
        yield Promise(name=row.name, quantity=row.quantity, unit=row.unit, period=row.period)


def exclusions_of(scope: ScopeOfWork) -> Iterator[LeftOut]:
    for row in scope.exclusions.all():
        yield LeftOut(number=row.number, what=row.what, reason=row.reason)


def _require_draft(scope: ScopeOfWork) -> None:
    if scope.state != State.DRAFT:
        raise NotADraft(_("What was agreed is not edited. Draft a new version."))


def _refuse_twice(names: Sequence[str]) -> None:
    known: set[str] = set()
    for name in names:
        if name.casefold() in known:
            raise Unclear(_("“%(name)s” stands there twice.") % {"name": name})
        known.add(name.casefold())


def _write_clauses(scope: ScopeOfWork, promises: Sequence[Promise], exclusions: Sequence[LeftOut]) -> None:
    """Exclusions without a number take the next free one."""
    client = scope.client
    Deliverable.objects.bulk_create(
        Deliverable(
            client=client, scope=scope, position=place, name=promise.name, unit=promise.unit,
            quantity=promise.quantity, period=promise.period,
        )
        for place, promise in enumerate(promises)
    )  # fmt: skip
    taken = {clause.number for clause in exclusions}
    free = (str(number) for number in range(1, len(exclusions) + len(taken) + 2) if str(number) not in taken)
    Exclusion.objects.bulk_create(
        Exclusion(
            client=client, scope=scope, position=place, number=clause.number or next(free), what=clause.what,
            reason=clause.reason,
        )
        for place, clause in enumerate(exclusions)
    )  # fmt: skip
