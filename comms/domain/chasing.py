"""Summaries that nobody sends: their writer is told after two working hours; after a working day the owners see them
(practice V4: after every call). Both are counted from the end of the call.
"""

from datetime import datetime, timedelta

from django.db import transaction

from comms import summary_times
from comms.domain import notices
from comms.domain.clocks import hours_at
from comms.models import Interaction, Summary


def end_of(call: Interaction) -> datetime:
    return call.at + timedelta(minutes=call.minutes or 0)


def plan(summary: Summary, ended: datetime) -> None:
    """Notes on a draft when it is chased. What has been told is not told again."""
    times = summary_times.chase(ended, hours_at(summary.agency, ended))
    told = summary.chase_at is not None and summary.next_check_at is None
    summary.chase_at, summary.overdue_at = times.writer, times.owners
    summary.next_check_at = None if told else times.writer
    summary.save(update_fields=["chase_at", "overdue_at", "next_check_at"])


@transaction.atomic
def chase(summary_id: int, *, at: datetime) -> bool:
    """Tells the writer once that the call is not in writing yet, if it still is not."""
    rows = Summary.objects.select_for_update(of=("self",)).select_related("client", "interaction", "written_by__user")
    summary = rows.get(pk=summary_id)
    if summary.state != Summary.State.DRAFT or summary.next_check_at is None or summary.next_check_at > at:
        return False
    summary.next_check_at = None
    summary.save(update_fields=["next_check_at"])
    notices.tell(
        summary.written_by,
        kind="summary.unsent",
        facts={"subject": summary.interaction.subject[:200], "since": end_of(summary.interaction).isoformat()},
        purpose_key=f"unsent:{summary.key}",
        at=at,
        path=f"/{summary.agency.slug}/calls/{summary.key}/",
        client=summary.client,
    )
    return True
