"""The agency itself: founding one, changing what it works by, and the days on which it is closed."""

from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agency import registry
from agency.calendar import regions_known
from agency.domain.events import record
from agency.keys import new_key
from agency.models import RESERVED_SLUGS, Agency, ClosedDay, Membership, Role, User
from agency.promise import TERMS, faults, terms_of
from agency.tenancy.scope import within
from agency.week import parse_week

CALENDAR = frozenset({"zone", "week", "country", "region"})
PROMISE = frozenset(TERMS)
CHANGEABLE = (
    CALENDAR
    | PROMISE
    | {
        "name",
        "hue",
        "postal_address",
        "mail_address",
        "language",
        "span_limit",
        "silence_days",
        "unreviewed_reports",
        "managers_see_own_only",
        "second_factor_required",
    }
)
SLUG_LENGTH = 40


class SlugTaken(ValidationError):
    def __init__(self) -> None:
        super().__init__({"slug": _("This address is taken. Please choose another one.")})


class AlreadyClosed(ValidationError):
    def __init__(self) -> None:
        super().__init__({"day": _("This day is in the list already.")})


def is_free(slug: str) -> bool:
    return slug not in RESERVED_SLUGS and not Agency.objects.filter(slug=slug).exists()


def free_slug(name: str) -> str:
    """An address for an agency of this name that nobody has yet: 'northlight', 'northlight-2', …"""
    stem = slugify(name)[: SLUG_LENGTH - 4].strip("-")
    if len(stem) < 3:
        stem = f"agency-{new_key()[:6]}"
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
    return next((slug for slug in candidates if is_free(slug)), f"{stem[:26]}-{new_key()}")


@transaction.atomic
def found(*, name: str, slug: str, by: User, at: datetime, zone: str, language: str) -> Membership:
    """A new agency with its founder as owner. Raises SlugTaken, or ValidationError for a bad name, zone or language."""
    if not is_free(slug):
        raise SlugTaken
    if zone not in available_timezones():
        raise ValidationError({"zone": _("We know no zone of this name.")})
    agency = Agency(name=name, slug=slug, zone=zone, language=language)
    agency.full_clean()
    agency.save()
    with within(agency):
        owner = Membership.objects.create(user=by, role=Role.OWNER)
        record("agency.founded", agency, by=owner, at=at)
    return owner


@transaction.atomic
def change(agency: Agency, *, by: Membership, at: datetime, **values: Any) -> list[str]:
    """Sets what the agency works by; the names of what is different now. Raises ValidationError for what can't be.

    Whatever decides on working time or on the promise raises the version of the calendar, so that no kept one is used
    any more and the clocks that run are reckoned afresh.
    """
    if foreign := values.keys() - CHANGEABLE:
        raise TypeError(f"not settings of an agency: {', '.join(sorted(foreign))}")
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    row.clean_fields(exclude={field.name for field in row._meta.fields} - set(changed))
    if "mail_address" in changed and (why := not_theirs(row, row.mail_address)):
        raise ValidationError({"mail_address": why})
    if "week" in changed:
        parse_week(row.week)
    if {"country", "region"}.intersection(changed):
        _require_place(row.country, row.region)
    if PROMISE.intersection(changed) and (wrong := faults(terms_of(row))):
        raise ValidationError(wrong)
    if not changed:
        return changed
    row.save(update_fields=changed)
    if (CALENDAR | PROMISE).intersection(changed):
        renew_calendar(row)
    record("agency.changed", row, by=by, at=at, fields=changed)
    return changed


def _require_place(country: str, region: str) -> None:
    """Raises ValidationError for a place whose public holidays nobody knows."""
    regions = regions_known(country)
    if country and regions is None:
        raise ValidationError({"country": _("We know no public holidays of this country.")})
    if region and region not in (regions or ()):
        raise ValidationError({"region": _("This country has no such region.")})


def not_theirs(agency: Agency, address: str) -> str:
    """Why an agency may not call this address its own, in words; empty if it may.

    At our domain each has one. Whatever another uses would lead that one's mail astray.
    """
    written = address.strip().lower()
    if not written:
        return ""
    own = f"{agency.slug}@{settings.MAIL_DOMAIN}".lower()
    if written.rpartition("@")[2] == settings.MAIL_DOMAIN.lower() and written != own:
        return _("At this domain, %(own)s is your address. Any other belongs to somebody else.") % {"own": own}
    others = Agency.objects.exclude(pk=agency.pk)
    if others.filter(mail_address__iexact=written).exists() or any(
        used(written, agency) for used in registry.used_elsewhere
    ):
        return _("This address is in use elsewhere. If it is yours, ask whoever runs Rapport.")
    return ""


@transaction.atomic
def close_on(agency: Agency, day: date, name: str, *, by: Membership, at: datetime) -> ClosedDay:
    """Adds a day on which nobody works. Raises AlreadyClosed."""
    if ClosedDay.objects.filter(day=day).exists():
        raise AlreadyClosed
    closed = ClosedDay.objects.create(day=day, name=name)
    renew_calendar(agency)
    record("closed_day.added", closed, by=by, at=at, day=day.isoformat())
    return closed


@transaction.atomic
def open_again(closed: ClosedDay, *, by: Membership, at: datetime) -> None:
    """Takes a closed day out of the list."""
    record("closed_day.removed", closed, by=by, at=at, day=closed.day.isoformat())
    renew_calendar(closed.agency)
    closed.delete()


def renew_calendar(agency: Agency) -> None:
    """No kept calendar is used any more, and the clocks that run are reckoned afresh."""
    Agency.objects.filter(pk=agency.pk).update(calendar_version=F("calendar_version") + 1)
