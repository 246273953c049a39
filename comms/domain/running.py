"""A call that is going on: begun by one button, ended with its length in minutes. The server's clock counts."""

from datetime import datetime, timedelta

from django.db import transaction

from agency.models import Membership
from clients.domain.refusals import require_active
from clients.models import Client
from comms.models import RunningCall

LONGEST = timedelta(hours=24)


@transaction.atomic
def start(client: Client, *, by: Membership, at: datetime) -> RunningCall:
    """One that runs already goes on, unless it was forgotten a day ago. Raises ClientIsArchived."""
    require_active(client)
    running, _made = RunningCall.objects.get_or_create(client=client, member=by, defaults={"started_at": at})
    if at - running.started_at >= LONGEST:
        running.started_at = at
        running.save(update_fields=["started_at"])
    return running


@transaction.atomic
def stop(client: Client, *, by: Membership, at: datetime) -> tuple[datetime, int] | None:
    """When it began and how many minutes it took, at least one; None if nothing ran."""
    running = RunningCall.objects.select_for_update().filter(client=client, member=by).first()
    if running is None:
        return None
    running.delete()
    return running.started_at, min(max(round((at - running.started_at).total_seconds() / 60), 1), 24 * 60)


def forget(client: Client, *, by: Membership) -> None:
    """The call is written down."""
    RunningCall.objects.filter(client=client, member=by).delete()
