"""The sweep of summaries: drafts that nobody sends are chased, readers who say nothing are reminded, and in the end
silence counts as agreed. Each by itself, so that one that goes wrong stops nobody else.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from agency.models import Agency
from agency.tenancy.scope import within
from comms.domain import chasing, summaries, summary_reminders
from comms.instants import database_time
from comms.models import Summary

logger = logging.getLogger(__name__)

BACK_OFF = timedelta(hours=1)


def look_at(agency: Agency, summary_id: int) -> bool:
    """Whether something was done. What goes wrong is reported, and looked at again in an hour."""
    try:
        with within(agency), transaction.atomic():
            return act_upon(summary_id, at=database_time())
    except Exception:
        logger.exception("a summary could not be looked after", extra={"summary": summary_id, "agency": agency.pk})
        with within(agency), transaction.atomic():
            waiting = Summary.objects.filter(pk=summary_id, next_check_at__isnull=False)
            waiting.update(next_check_at=database_time() + BACK_OFF)
    return False


def act_upon(summary_id: int, *, at: datetime) -> bool:
    """What is due, in the running transaction."""
    if Summary.objects.filter(pk=summary_id, state=Summary.State.DRAFT).exists():
        return chasing.chase(summary_id, at=at)
    return bool(summary_reminders.remind(summary_id, at=at)) or summaries.settle_by_silence(summary_id, at=at)
