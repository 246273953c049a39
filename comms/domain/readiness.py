"""Whether a kickoff is ready: each of us who comes speaks for an item (practice M2)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agency import wording
from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock, write
from comms.domain.meeting_refusals import NotReady, require_open
from comms.models import AgendaItem, Meeting

KICKOFF = Meeting.Kind.KICKOFF


def without_item(meeting: Meeting) -> list[Membership]:
    """Those of us who come and speak for nothing, by name."""
    busy = AgendaItem.objects.filter(meeting=meeting).exclude(owner=None).values("owner")
    rows = meeting.attendees.filter(removed_at=None).exclude(member=None).exclude(member__in=busy)
    return [row.member for row in rows.select_related("member__user").order_by("member__user__name") if row.member]


def require_ready(meeting: Meeting) -> None:
    """Everybody of ours at a kickoff owns an item (practice M2). Raises NotReady with the names of those who do not."""
    if meeting.kind == KICKOFF and (idle := without_item(meeting)):
        words = _("A kickoff is ready when each of us who comes speaks for an item. Nothing yet for: %(names)s.")
        raise NotReady(words % {"names": wording.listing(map(str, idle))})


@transaction.atomic
def mark_ready(meeting: Meeting, *, by: Membership, at: datetime) -> Meeting:
    """Raises NotReady, MeetingIsHeld, MeetingIsOff, ClientIsArchived."""
    require_open(lock(meeting))
    require_ready(meeting)
    if meeting.readied_at is None:
        write(meeting, readied_at=at, readied_by=by)
        record("meeting.readied", meeting, by=by, at=at)
    return meeting


@transaction.atomic
def take_back_ready(meeting: Meeting, *, by: Membership, at: datetime) -> Meeting:
    """It is worked on again. Raises MeetingIsHeld, MeetingIsOff, ClientIsArchived."""
    require_open(lock(meeting))
    if write(meeting, readied_at=None, readied_by=None):
        record("meeting.unreadied", meeting, by=by, at=at)
    return meeting


def settle_readiness(meeting: Meeting, *, by: Membership, at: datetime) -> None:
    """A kickoff that was ready is so no longer once somebody comes without an item. Needs the row locked."""
    if meeting.readied_at and meeting.kind == KICKOFF and without_item(meeting):
        write(meeting, readied_at=None, readied_by=None)
        record("meeting.unreadied", meeting, by=by, at=at, lacking=True)
