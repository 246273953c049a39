"""How much of what was agreed is used in the current period, for one client or a page of them at once.

A change order in the middle of a quarter makes a new version with new rows. So that nothing used before is forgotten,
uses count by client and name of the deliverable, in whichever version they were written down.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from clients.models import Deliverable, DeliverableUse, ScopeOfWork
from clients.pace import Pace, Period, amount, month_of, pace, period_of, quarter_of

Kind = Deliverable.Period


@dataclass(frozen=True, kw_only=True)
class Usage:
    """One deliverable of the scope in force."""

    deliverable: Deliverable
    used: Decimal
    period: Period
    pace: Pace

    @property
    def used_words(self) -> str:
        return amount(self.used)

    @property
    def agreed_words(self) -> str:
        return amount(self.deliverable.quantity, self.deliverable.unit)

    @property
    def words(self) -> str:
        """'11 of 12 h'"""
        return _("%(used)s of %(agreed)s") % {"used": self.used_words, "agreed": self.agreed_words}

    @property
    def label(self) -> str:
        """'Creative sets: 11 of 12'"""
        return f"{self.deliverable.name}: {self.words}"


def in_force(client_ids: Sequence[int]) -> dict[int, ScopeOfWork]:
    """The scope in force of each client, with its deliverables, in two queries."""
    rows = ScopeOfWork.objects.filter(client_id__in=client_ids, state=ScopeOfWork.State.ACCEPTED)
    return {scope.client_id: scope for scope in rows.prefetch_related(Prefetch("deliverables"))}


def usage(scopes: Iterable[ScopeOfWork], today: date) -> dict[int, list[Usage]]:
    """By client id: each deliverable of the scopes in force, in order. One query, plus what was not prefetched."""
    scopes = list(scopes)
    sums = _sums([scope.client_id for scope in scopes], today)
    return {
        scope.client_id: [_usage(scope, deliverable, sums, today) for deliverable in scope.deliverables.all()]
        for scope in scopes
    }


def fullest(usages: Sequence[Usage]) -> Usage | None:
    """The deliverable that is used up most."""
    return max(usages, key=lambda usage: usage.pace.share, default=None)


Sums = dict[tuple[int, str, str], Decimal]
"""By client, name of the deliverable in small letters, and kind of period."""


def _sums(client_ids: Sequence[int], today: date) -> Sums:
    month, quarter = month_of(today), quarter_of(today)
    since = Subquery(_accepted().filter(client=OuterRef("client")).values("starts_on")[:1])
    rows = (
        DeliverableUse.objects.filter(client_id__in=client_ids)
        .order_by()
        .values_list("client_id", "deliverable__name")
        .annotate(
            month=Sum("quantity", filter=Q(day__range=(month.begin, month.end))),
            quarter=Sum("quantity", filter=Q(day__range=(quarter.begin, quarter.end))),
            total=Sum("quantity", filter=Q(day__gte=since)),
        )
    )
    sums: Sums = defaultdict(Decimal)
    for client_id, name, *by_period in rows:
        for kind, quantity in zip((Kind.MONTH, Kind.QUARTER, Kind.TOTAL), by_period, strict=True):
            sums[client_id, name.casefold(), kind] += quantity or Decimal(0)
    return sums


def _accepted() -> QuerySet[ScopeOfWork]:
    return ScopeOfWork.objects.filter(state=ScopeOfWork.State.ACCEPTED)


def _usage(scope: ScopeOfWork, deliverable: Deliverable, sums: Sums, today: date) -> Usage:
    used = sums.get((scope.client_id, deliverable.name.casefold(), deliverable.period), Decimal(0))
    period = period_of(deliverable.period, today, scope.starts_on, scope.ends_on)
    return Usage(
        deliverable=deliverable,
        used=used,
        period=period,
        pace=pace(used, deliverable.quantity, period, today, deliverable.unit),
    )
