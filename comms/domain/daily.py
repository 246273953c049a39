"""What runs over all agencies for notices: mailing what is due, and once a day what is still late."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from agency.models import Agency, Membership
from agency.tenancy.scope import everywhere, within
from agency.worktime import is_open
from comms.domain import notices, responsibility
from comms.domain.clocks import hours_at
from comms.instants import database_time
from comms.models import Episode, Notice

logger = logging.getLogger(__name__)

SUBJECTS_SHOWN = 20


def mail_all_due(limit: int = 500) -> int:
    """Mails the due notices of everybody, a member at a time. How many mails."""
    with everywhere():
        due = Notice.objects.filter(mailed_at=None, mail_after__lte=Now(), agency__closed_at=None)
        pairs = list(due.order_by("agency_id").values_list("agency_id", "member_id").distinct()[:limit])
    known = Agency.objects.in_bulk({agency_id for agency_id, _member in pairs})
    return sum(mail_to(known[agency_id], member_id) for agency_id, member_id in pairs)


def mail_to(agency: Agency, member_id: int) -> int:
    """Mails what is due to one member. What goes wrong there stops nobody else's."""
    try:
        with within(agency), transaction.atomic():
            member = Membership.objects.select_related("user").get(pk=member_id)
            return notices.mail_due(member, at=database_time())
    except Exception:
        logger.exception("a member's notices could not be mailed", extra={"member": member_id})
        return 0


def remind_of_late() -> int:
    """Once a day, in working hours, each person is told which broken promises of theirs still wait for an answer."""
    with everywhere():
        late = Episode.objects.filter(closed_at=None, promise=Episode.Promise.BROKEN)
        agency_ids = set(late.values_list("agency_id", flat=True).distinct())
    count = 0
    for agency in Agency.objects.filter(pk__in=agency_ids, closed_at=None):
        try:
            with within(agency), transaction.atomic():
                count += _remind(agency, database_time())
        except Exception:
            logger.exception("the late answers could not be told", extra={"agency": agency.pk})
    return count


def _remind(agency: Agency, at: datetime) -> int:
    hours = hours_at(agency, at)
    if not is_open(at, hours):
        return 0
    today = at.astimezone(hours.zone).date()
    late = Episode.objects.filter(closed_at=None, promise=Episode.Promise.BROKEN).select_related(
        "request", "client__lead__user", "client__backup__user", "responsible__user"
    )
    waiting: dict[Membership, list[str]] = {}
    for episode in late.order_by("promise_at"):
        waiting.setdefault(_who_hears(episode, at), []).append(f"{episode.client.name}: {episode.request.subject}")
    for member, subjects in waiting.items():
        notices.tell(
            member,
            kind="clock.late",
            facts={"count": len(subjects), "subjects": "\n".join(subjects[:SUBJECTS_SHOWN])},
            purpose_key=f"late:{today.isoformat()}",
            at=at,
        )
    return len(waiting)


def _who_hears(episode: Episode, at: datetime) -> Membership:
    """The responsible person, or, should they have gone, the first of the client's lead, backup and owners."""
    if episode.responsible.active:
        return episode.responsible
    return next(iter(responsibility.chain(episode.client, at).people), episode.responsible)
