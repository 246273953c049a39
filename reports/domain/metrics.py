"""Figures of clients' work, written down many at once; a value that was there is replaced (practice P3)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agency.domain.events import record
from agency.models import Membership
from clients.domain.refusals import require_active
from reports.models import Metric

ONE = ("client_id", "node", "name", "day")
"""What makes a value one: of this client, node, name and day there is a single one."""


@transaction.atomic
def store(figures: Sequence[Metric], *, by: Membership, at: datetime) -> int:
    """Writes unsaved figures, each in the place of the one that stood there; of two for the same place the last counts.

    Gives how many stand now. Raises ClientIsArchived.
    """
    last = {tuple(getattr(figure, name) for name in ONE): figure for figure in figures}
    clients = {figure.client_id: figure.client for figure in last.values()}
    for client in clients.values():
        require_active(client)
    Metric.objects.bulk_create(
        last.values(),
        update_conflicts=True,
        unique_fields=["agency", "client", "node", "name", "day"],
        update_fields=["unit", "rollup", "value", "source"],
        batch_size=500,
    )
    counts = Counter(figure.client_id for figure in last.values())
    of_each = {figure.client_id: place for place, figure in last.items()}
    for client_id, count in counts.items():
        one = Metric.objects.get(**dict(zip(ONE, of_each[client_id], strict=True)))
        record("metrics.stored", one, by=by, at=at, count=count)
    return len(last)
