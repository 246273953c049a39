"""Filters of the Inbox by name: kept for oneself, or shown to the whole agency."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.permissions import may
from comms.models import SavedFilter

MOST = 50
LONGEST = SavedFilter._meta.get_field("name").max_length or 0


class NoName(ValidationError):
    def __init__(self) -> None:
        super().__init__({"name": _("Give it a name.")}, code="required")


class TooLong(ValidationError):
    def __init__(self) -> None:
        words = _("At most %(most)s characters fit here. Shorten the name.") % {"most": LONGEST}
        super().__init__({"name": words}, code="max_length")


class NameTaken(ValidationError):
    def __init__(self) -> None:
        super().__init__({"name": _("You have a filter of this name already.")}, code="taken")


class TooMany(ValidationError):
    def __init__(self) -> None:
        words = _("You have %(most)s filters already. Remove one first.") % {"most": MOST}
        super().__init__({"name": words}, code="too_many")


class NothingAsked(ValidationError):
    def __init__(self) -> None:
        super().__init__({"asked": _("Choose what the filter shows first.")}, code="empty")


def may_change(saved: SavedFilter, member: Membership) -> bool:
    """Who made it, and owners where the agency sees it."""
    return saved.member_id == member.pk or (saved.shared and may(member, "filter.change"))


@transaction.atomic
def keep(*, by: Membership, at: datetime, name: str, asked: Mapping[str, str], shared: bool = False) -> SavedFilter:
    """Raises NoName, TooLong, NameTaken, TooMany, NothingAsked."""
    _require_room(by)
    if not asked:
        raise NothingAsked
    saved = SavedFilter(member=by, name=_free(name, by), asked=dict(asked), shared=shared, made_at=at)
    saved.save()
    record("filter.kept", saved, by=by, at=at, shared=shared)
    return saved


@transaction.atomic
def change(saved: SavedFilter, *, by: Membership, at: datetime, name: str, shared: bool) -> SavedFilter:
    """Its name, and who sees it. Raises NoName, TooLong, NameTaken."""
    saved = SavedFilter.objects.select_for_update(of=("self",)).select_related("member").get(pk=saved.pk)
    saved.name, saved.shared = _free(name, saved.member, saved), shared
    saved.save(update_fields=["name", "shared"])
    record("filter.changed", saved, by=by, at=at, shared=shared)
    return saved


@transaction.atomic
def remove(saved: SavedFilter, *, by: Membership, at: datetime) -> SavedFilter:
    saved = SavedFilter.objects.select_for_update().get(pk=saved.pk)
    if saved.removed_at is None:
        saved.removed_at = at
        saved.save(update_fields=["removed_at"])
        record("filter.removed", saved, by=by, at=at)
    return saved


@transaction.atomic
def restore(saved: SavedFilter, *, by: Membership, at: datetime) -> SavedFilter:
    """Undo. Raises NameTaken if another one has its name now, TooMany if others have taken its place."""
    saved = SavedFilter.objects.select_for_update(of=("self",)).select_related("member").get(pk=saved.pk)
    if saved.removed_at is not None:
        _require_room(saved.member)
        saved.name, saved.removed_at = _free(saved.name, saved.member, saved), None
        saved.save(update_fields=["removed_at"])
        record("filter.restored", saved, by=by, at=at)
    return saved


def _require_room(member: Membership) -> None:
    own = SavedFilter.objects.select_for_update().filter(member=member, removed_at=None)
    if len(own) >= MOST:
        raise TooMany


def _free(name: str, member: Membership, saved: SavedFilter | None = None) -> str:
    """The name as it is kept, if this member has no other filter of that name."""
    name = " ".join(name.split())
    if not name:
        raise NoName
    if len(name) > LONGEST:
        raise TooLong
    others = SavedFilter.objects.filter(member=member, name__iexact=name, removed_at=None)
    if saved is not None:
        others = others.exclude(pk=saved.pk)
    if others.exists():
        raise NameTaken
    return name
