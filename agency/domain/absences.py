"""When somebody is away: entered by themselves or by an owner, changed, taken back, ended by an early return (V8)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency import absence_words
from agency.cover import absence_hooks
from agency.domain.events import record
from agency.models import Absence, Membership

LONGEST = timedelta(days=366)
A_DAY = timedelta(days=1)


class LastBeforeFirst(ValidationError):
    def __init__(self) -> None:
        super().__init__({"last": _("The last day lies before the first.")})


class AllPast(ValidationError):
    def __init__(self) -> None:
        super().__init__({"last": _("These days have passed. An absence ends today at the earliest.")})


class TooLong(ValidationError):
    def __init__(self) -> None:
        super().__init__({"last": _("A year at most, please. Whoever leaves for longer hands over.")})


class Overlaps(ValidationError):
    def __init__(self, other: Absence) -> None:
        days = absence_words.days(other.first, other.last)
        super().__init__({"first": _("An absence is entered already: %(days)s.") % {"days": days}})


class HasBegun(ValidationError):
    def __init__(self) -> None:
        super().__init__({"first": _("It has begun: only its last day can still change.")})


class IsOver(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This absence is over."))


class HasLeft(ValidationError):
    def __init__(self, member: Membership) -> None:
        super().__init__(_("%(name)s is no longer with us.") % {"name": member})


@transaction.atomic
def enter(member: Membership, *, first: date, last: date, note: str = "", by: Membership, at: datetime) -> Absence:
    """Away on these days, both included, as the member's own zone counts them; from this moment on if the first has
    begun. Raises LastBeforeFirst, AllPast, TooLong, Overlaps, HasLeft.
    """
    member = _held(member)
    if not member.active:
        raise HasLeft(member)
    absence = Absence(member=member, note=note.strip(), entered_by=by, entered_at=at)
    _set_days(absence, first, last, at)
    absence.next_check_at = max(absence.begins_at, at)
    absence.save()
    record("absence.entered", absence, by=by, at=at, **_facts(absence))
    _tell(absence)
    return absence


@transaction.atomic
def change(absence: Absence, *, first: date, last: date, note: str, by: Membership, at: datetime) -> Absence:
    """Sets its days and why; of one that has begun, the last day. Raises what `enter` raises, HasBegun and IsOver."""
    absence = _locked(absence)
    if absence.ends_at <= at:
        raise IsOver
    begun = absence.begins_at <= at
    if begun and first != absence.first:
        raise HasBegun
    before = (absence.first, absence.last, absence.note)
    began_at = absence.begins_at
    _set_days(absence, first, last, at)
    absence.begins_at = began_at if begun else absence.begins_at
    absence.note = note.strip()
    if before != (first, last, absence.note):
        absence.next_check_at = max(absence.begins_at, at)
        absence.save()
        record("absence.changed", absence, by=by, at=at, **_facts(absence))
        _tell(absence)
    return absence


@transaction.atomic
def withdraw(absence: Absence, *, by: Membership, at: datetime) -> None:
    """Not away after all, or back early: one that has begun ends now, one that has not is taken out. Raises IsOver."""
    absence = _locked(absence)
    if absence.ends_at <= at:
        raise IsOver
    if absence.begins_at > at:
        record("absence.withdrawn", absence, by=by, at=at, **_facts(absence))
        absence.delete()
        return
    absence.ends_at = absence.next_check_at = at
    absence.last = max(absence.first, _today(absence.member, at))
    absence.save()
    record("absence.ended", absence, by=by, at=at, **_facts(absence))
    _tell(absence)


def end_all(member: Membership, *, by: Membership, at: datetime) -> None:
    """Whoever leaves the agency is away no longer, and will not be."""
    for absence in Absence.objects.filter(member=member, ends_at__gt=at).order_by("begins_at"):
        withdraw(absence, by=by, at=at)


def _held(member: Membership) -> Membership:
    """The member's row is the lock for all their absences, so that two at once cannot overlap."""
    return Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)


def _locked(absence: Absence) -> Absence:
    member = _held(absence.member)
    absence = Absence.objects.get(pk=absence.pk)
    absence.member = member
    return absence


def _set_days(absence: Absence, first: date, last: date, at: datetime) -> None:
    zone = ZoneInfo(absence.member.user.zone)
    if last < first:
        raise LastBeforeFirst
    if last < at.astimezone(zone).date():
        raise AllPast
    if last - first > LONGEST:
        raise TooLong
    absence.first, absence.last = first, last
    absence.begins_at = max(_start_of(first, zone), at)
    absence.ends_at = _start_of(last + A_DAY, zone)
    absence.clean_fields(exclude={"agency", "member", "entered_by", "next_check_at"})
    others = Absence.objects.filter(member=absence.member).exclude(pk=absence.pk)
    other = others.filter(begins_at__lt=absence.ends_at, ends_at__gt=absence.begins_at).order_by("begins_at").first()
    if other is not None:
        raise Overlaps(other)


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day: where the clocks leap over midnight, the moment at which they do."""
    return datetime.combine(day, time.min, zone).astimezone(ZoneInfo("UTC"))


def _today(member: Membership, at: datetime) -> date:
    return at.astimezone(ZoneInfo(member.user.zone)).date()


def _facts(absence: Absence) -> dict[str, Any]:
    days = {"first": absence.first.isoformat(), "last": absence.last.isoformat()}
    return {"member": absence.member_id, **days}


def _tell(absence: Absence) -> None:
    for hook in absence_hooks:
        hook(absence)
