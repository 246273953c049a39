"""A great many open clocks, of which a few are due: rows copied by the database itself, since millions take their time
over Python.
"""

from datetime import datetime, timedelta

from django.db import connection, models

from agency.tenancy.scope import everywhere, within
from bench.measure import Case
from bench.world import Built
from comms.domain.stages import due_episodes
from comms.models import Episode, Request

DUE = 500


def copy(row: models.Model, many: int, **other: str) -> None:
    """So many copies of a stored row. `other` gives columns an expression of their own, in which `n` counts from 1."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = ", ".join(other.get(field.column, connection.ops.quote_name(field.column)) for field in fields)
    table = connection.ops.quote_name(row._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(1, %s) AS n WHERE id = %s",
            [many, row.pk],
        )


def build(built: Built, many: int, now: datetime) -> None:
    """So many threads, each with a clock that runs; all but `DUE` of them are looked at in the coming day."""
    with within(built.agency):
        thread = built.request
        last = Request.objects.order_by("-pk").values_list("pk", flat=True)[0]
        copy(thread, many, key="'bench' || n")
        clock = Episode.objects.create(
            client=thread.client, request=thread, number=2, responsible=built.manager, rated=built.manager,
            opened_at=now - timedelta(hours=5), promise_at=now + timedelta(hours=19),
            target_at=now + timedelta(hours=3), next_check_at=now + timedelta(days=2), closed_at=now,
        )  # fmt: skip
        later = f"now() + interval '1 hour' + n * interval '1 day' / {many}"
        check = f"CASE WHEN n <= {DUE} THEN now() - interval '1 hour' ELSE {later} END"
        copy(
            clock, many, key="'bench' || n", request_id=f"{last} + n", number="1", closed_at="NULL",
            next_check_at=check,
        )  # fmt: skip


def sweep(now: datetime) -> list[Case]:
    """Finding what is due among all open clocks, against the same in raw SQL."""
    statement = (
        "SELECT agency_id, id FROM comms_episode WHERE next_check_at IS NOT NULL AND next_check_at <= %s "
        f"ORDER BY next_check_at LIMIT {DUE}"
    )

    def raw() -> int:
        with everywhere(), connection.cursor() as cursor:
            cursor.execute(statement, [now])
            return len(cursor.fetchall())

    return [
        Case("due clocks, raw SQL", raw, lambda found: found == DUE),
        Case("due clocks, sweep", lambda: len(due_episodes()), lambda found: found == DUE, "due clocks, raw SQL"),
    ]
