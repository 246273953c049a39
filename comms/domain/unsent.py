"""Calls that nobody has put in writing after a working day: once a day the owners are told of all of them."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from agency.worktime import is_open
from comms.domain import notices, responsibility
from comms.domain.clocks import hours_at
from comms.instants import database_time
from comms.models import Summary

logger = logging.getLogger(__name__)

SUBJECTS_SHOWN = 20


def tell_owners() -> int:
    """How many owners, over all agencies. What goes wrong at one stops no other."""
    with everywhere():
        overdue = Summary.objects.filter(state=Summary.State.DRAFT, overdue_at__lte=Now())
        agency_ids = set(overdue.values_list("agency_id", flat=True).distinct())
    count = 0
    for agency in Agency.objects.filter(pk__in=agency_ids, closed_at=None):
        try:
            with within(agency), transaction.atomic():
                count += _tell(agency, database_time())
        except Exception:
            logger.exception("the unsent summaries could not be told", extra={"agency": agency.pk})
    return count


def _tell(agency: Agency, at: datetime) -> int:
    hours = hours_at(agency, at)
    if not is_open(at, hours):
        return 0
    overdue = Summary.objects.filter(state=Summary.State.DRAFT, overdue_at__lte=at, client__archived_at=None)
    drafts = list(overdue.select_related("client", "interaction", "written_by__user").order_by("overdue_at"))
    owners = [owner for owner in responsibility.owners() if owner.active] if drafts else []
    lines = [f"{one.client.name}: {one.interaction.subject} ({one.written_by.user})" for one in drafts[:SUBJECTS_SHOWN]]
    today = at.astimezone(hours.zone).date()
    for owner in owners:
        notices.tell(
            owner,
            kind="summary.still_unsent",
            facts={"count": len(drafts), "subjects": "\n".join(lines)},
            purpose_key=f"unsent:{today.isoformat()}",
            at=at,
            path=f"{reverse('summaries', args=[agency.slug])}?state=unsent",
        )
    return len(owners)
