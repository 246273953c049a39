"""The sweep of summaries that nobody answers: each by itself, so that one which cannot be settled stops nobody else."""

import logging
from datetime import timedelta

from django.db import transaction

from agency.models import Agency
from agency.tenancy.scope import within
from comms.domain import summaries
from comms.instants import database_time
from comms.models import Summary

logger = logging.getLogger(__name__)

BACK_OFF = timedelta(hours=1)


def look_at(agency: Agency, summary_id: int) -> bool:
    """Whether the summary is agreed by silence now. What goes wrong is reported, and looked at again in an hour."""
    try:
        with within(agency), transaction.atomic():
            return summaries.settle_by_silence(summary_id, at=database_time())
    except Exception:
        logger.exception("a summary could not be settled", extra={"summary": summary_id, "agency": agency.pk})
        with within(agency), transaction.atomic():
            waiting = Summary.objects.filter(pk=summary_id, next_check_at__isnull=False)
            waiting.update(next_check_at=database_time() + BACK_OFF)
    return False
