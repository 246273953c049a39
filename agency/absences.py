"""Who is away, and what pages say about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import absence_words
from agency.cover import CoverLine, Period, leave_covers
from agency.models import Absence, Membership
from agency.permissions import may


def away_at(at: datetime, members: Collection[int] | None = None) -> dict[int, Absence]:
    """Who of the agency, or of these members by their ids, is away at a moment: by member id, in one query."""
    rows = Absence.objects.filter(begins_at__lte=at, ends_at__gt=at).defer("note")
    if members is not None:
        rows = rows.filter(member__in=members)
    return {absence.member_id: absence for absence in rows}


def not_over(at: datetime) -> QuerySet[Absence]:
    """Absences that run or are still to come, the next first."""
    rows = Absence.objects.filter(ends_at__gt=at).select_related("member__user", "entered_by__user")
    return rows.order_by("begins_at", "pk")


def absences_of(member: Membership) -> QuerySet[Absence]:
    """Those that a member may see: their own, and everybody's who may enter them."""
    rows = Absence.objects.select_related("member__user", "entered_by__user")
    return rows if may(member, "absence.any") else rows.filter(member=member)


@dataclass(frozen=True, kw_only=True)
class AbsenceRow:
    """One line of a list of absences, in words. `runs`: they are away now."""

    key: str
    days: str
    note: str
    entered: str
    runs: bool
    covers: list[CoverLine]


def rows_of(member: Membership, at: datetime) -> list[AbsenceRow]:
    """What is entered for a member and not over, each with who answers meanwhile; the same number of queries for any
    number of them.
    """
    found = list(not_over(at).filter(member=member))
    today = day_of(member, at)
    covers = covers_during(member, [(max(absence.begins_at, at), absence.ends_at) for absence in found])
    return [_row(absence, lines, today, at) for absence, lines in zip(found, covers, strict=True)]


def _row(absence: Absence, covers: list[CoverLine], today: date, at: datetime) -> AbsenceRow:
    runs = absence.begins_at <= at
    by_another = absence.entered_by_id != absence.member_id
    words = absence_words.away_until(absence.last, today)
    return AbsenceRow(
        key=absence.key,
        days=capfirst(words) if runs else absence_words.days(absence.first, absence.last, today),
        note=absence.note,
        entered=_("entered by %(name)s") % {"name": absence.entered_by} if by_another else "",
        runs=runs,
        covers=covers,
    )


def rail(member: Membership, now: datetime) -> dict[str, Any] | None:
    """Beside Today, for who looks in although they are away: until when, and where to end it."""
    absence = away_at(now, [member.pk]).get(member.pk)
    if absence is None:
        return None
    words = capfirst(absence_words.away_until(absence.last, day_of(member, now))) + "."
    url = reverse("my_absences", args=[member.agency.slug])
    return {"template": "agency/today_away.html", "words": words, "url": url}


def covers_during(member: Membership, periods: Sequence[Period]) -> list[list[CoverLine]]:
    """Who answers for the member's clients in each period, in words; nothing where no room knows clients."""
    if not leave_covers:
        return [[] for _period in periods]
    return leave_covers[0](member, periods)


def day_of(member: Membership, at: datetime) -> date:
    """The day it is where the member is."""
    return at.astimezone(ZoneInfo(member.user.zone)).date()
