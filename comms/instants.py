"""The present, by the database's clock: sweeps on many machines agree on it."""

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone


def database_time() -> datetime:
    """Now, in UTC. The embedded database has no clock of its own: it runs on this machine's."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)
