"""Who works here: roles and limits, and how somebody goes without leaving anything behind (practice V8)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency import registry
from agency.domain import absences
from agency.domain.events import record
from agency.models import ApiToken, Membership, Role
from agency.registry import Holding

departures: list[Callable[[Membership, Membership, datetime], None]] = []
"""Functions (leaving member, by, at) of other rooms that close what only its holder knows, such as secret addresses."""


class LastOwner(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("An agency needs an owner. Make somebody else an owner first."))


class LeadsClients(ValidationError):
    def __init__(self, count: int) -> None:
        words = _("A specialist leads no clients, and this member leads %(count)s. Hand them over first.")
        super().__init__(words % {"count": count})


class StillHolds(ValidationError):
    """`holdings` is what would be left behind."""

    def __init__(self, holdings: list[Holding]) -> None:
        self.holdings = holdings
        super().__init__(_("Choose who takes over what this member holds."))


class CannotTakeOver(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Only another active owner or account manager can take this over."))


def holdings_of(member: Membership) -> list[Holding]:
    """What somebody must take over before this member goes, from all rooms."""
    return [held for provider in registry.holdings for held in provider(member) if held.count]


def clients_led(members: Sequence[Membership]) -> dict[int, int]:
    """How many active clients each member leads, by the member's id, in one query."""
    return registry.clients_led[0]([member.pk for member in members]) if registry.clients_led else {}


@transaction.atomic
def change(
    member: Membership, *, by: Membership, at: datetime, role: str, title: str, span_limit: int | None
) -> Membership:
    """Sets role, title and limit. Raises LastOwner, or LeadsClients when a lead would become a specialist."""
    member = Membership.objects.select_for_update().get(pk=member.pk)
    if member.role == Role.OWNER and role != Role.OWNER:
        _another_owner(than=member)
    if role == Role.SPECIALIST and (led := clients_led([member]).get(member.pk, 0)):
        raise LeadsClients(led)
    before = (member.role, member.title, member.span_limit)
    member.role, member.title, member.span_limit = role, title, span_limit
    member.clean_fields(exclude={"agency", "user"})
    if before != (role, title, span_limit):
        member.save(update_fields=["role", "title", "span_limit"])
        record("member.changed", member, by=by, at=at, role=role, role_before=before[0])
    return member


@transaction.atomic
def deactivate(member: Membership, *, by: Membership, at: datetime, to: Membership | None = None) -> Membership:
    """Hands everything over to `to`, ends absences, takes the member's tokens back and closes the door.

    Raises LastOwner, StillHolds when something would be left behind, and CannotTakeOver.
    """
    member = Membership.objects.select_for_update().get(pk=member.pk)
    if not member.active:
        return member
    if member.role == Role.OWNER:
        _another_owner(than=member)
    if held := holdings_of(member):
        _hand_over(member, held, by=by, at=at, to=to)
    absences.end_all(member, by=by, at=at)
    ApiToken.objects.filter(member=member, revoked_at=None).update(revoked_at=at)
    for depart in departures:
        depart(member, by, at)
    member.deactivated_at = at
    member.save(update_fields=["deactivated_at"])
    record("member.deactivated", member, by=by, at=at, taken_over_by=to.pk if held and to else None)
    return member


@transaction.atomic
def reactivate(member: Membership, *, by: Membership, at: datetime) -> Membership:
    """Lets a former member in again, with the role they had and nothing in their hands."""
    member = Membership.objects.select_for_update().get(pk=member.pk)
    if not member.active:
        member.deactivated_at = None
        member.save(update_fields=["deactivated_at"])
        record("member.reactivated", member, by=by, at=at, role=member.role)
    return member


def successors(member: Membership) -> list[Membership]:
    """Who can take over from a member: active owners and account managers, by name."""
    able = Membership.objects.filter(deactivated_at=None, role__in=(Role.OWNER, Role.MANAGER)).exclude(pk=member.pk)
    return list(able.select_related("user").order_by("user__name"))


def is_last_owner(member: Membership) -> bool:
    """Whether the agency would stand without an owner: then nobody can let this one go."""
    if member.role != Role.OWNER:
        return False
    return not Membership.objects.filter(role=Role.OWNER, deactivated_at=None).exclude(pk=member.pk).exists()


def _another_owner(*, than: Membership) -> None:
    """Locks the owners' rows, so that two owners cannot go at the same moment."""
    owners = Membership.objects.select_for_update().filter(role=Role.OWNER, deactivated_at=None)
    if not [owner for owner in owners if owner.pk != than.pk]:
        raise LastOwner


def _hand_over(member: Membership, held: list[Holding], *, by: Membership, at: datetime, to: Membership | None) -> None:
    if to is None:
        raise StillHolds(held)
    if to.pk == member.pk or not to.active or to.role == Role.SPECIALIST:
        raise CannotTakeOver
    for hand_over in registry.hand_overs:
        hand_over(member, to, by, at)
    if left := holdings_of(member):
        raise StillHolds(left)
