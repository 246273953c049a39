"""Rows of the outbox on which something is to be done now, as errands: each with the scope it is done in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now

from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from comms.models import AccountMail, OutboxMessage, Outgoing, SendingAccount


@dataclass(frozen=True, slots=True)
class Errand:
    """One row to be delivered: a tenant's under its scope, an account mail under none."""

    kind: type[OutboxMessage] | type[AccountMail]
    pk: int
    agency: Agency | None = None

    @contextmanager
    def row(self) -> Iterator["models.QuerySet[Any]"]:
        """The row as a queryset, inside one transaction."""
        with ExitStack() as stack:
            if self.agency is not None:
                stack.enter_context(within(self.agency))
            stack.enter_context(transaction.atomic())
            yield self.kind.objects.filter(pk=self.pk)


def due(limit: int) -> list[Errand]:
    """What waits for the installation's server and may go now, the longest waiting first."""
    return _errands(_due_by_house, "next_attempt_at", limit)


def due_of(agency: Agency, limit: int) -> list[Errand]:
    """The same of one agency, whichever way it sends."""
    with within(agency):
        rows = OutboxMessage.objects.filter(state__in=Outgoing.WAITING, next_attempt_at__lte=Now())
        return [
            Errand(OutboxMessage, pk, agency)
            for pk in rows.order_by("next_attempt_at").values_list("pk", flat=True)[:limit]
        ]


def _due_by_house(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    waiting = rows.filter(state__in=Outgoing.WAITING, next_attempt_at__lte=Now())
    if rows.model is AccountMail:
        return waiting
    return waiting.exclude(agency__in=SendingAccount.objects.filter(active=True).values("agency"))


def unreported(limit: int) -> list[Errand]:
    """Settled rows whose outcome those who wait for it have not heard yet."""
    with everywhere():
        rows = OutboxMessage.objects.filter(
            reported_at=None, state__in=OutboxMessage.SETTLED, next_attempt_at__lte=Now()
        )
        pairs = list(rows.order_by("next_attempt_at").values_list("pk", "agency_id")[:limit])
    agencies = Agency.objects.in_bulk({agency_id for _pk, agency_id in pairs})
    return [Errand(OutboxMessage, pk, agencies[agency_id]) for pk, agency_id in pairs]


def expired(limit: int) -> list[Errand]:
    """Held by a claimer who is gone."""
    return _errands(lambda rows: rows.filter(state__in=Outgoing.HELD, lease_until__lt=Now()), "lease_until", limit)


def _errands(
    choose: Callable[["models.QuerySet[Any]"], "models.QuerySet[Any]"], order: str, limit: int
) -> list[Errand]:
    accounts = choose(AccountMail.objects.all()).order_by(order).values_list("pk", flat=True)[:limit]
    with everywhere():
        rows = (
            choose(OutboxMessage.objects.filter(agency__closed_at=None))
            .order_by(order)
            .values_list("pk", "agency_id")[:limit]
        )
        pairs = list(rows)
    agencies = Agency.objects.in_bulk({agency_id for _pk, agency_id in pairs})
    return [Errand(AccountMail, pk) for pk in accounts] + [
        Errand(OutboxMessage, pk, agencies[agency_id]) for pk, agency_id in pairs
    ]
