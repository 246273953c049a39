"""Meetings of whoever goes: somebody else invites to them and speaks for their items (V8)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from agency.domain.events import record
from agency.models import Membership
from comms.domain import attending
from comms.domain.readiness import settle_readiness
from comms.models import Attendee, Meeting


def meetings_with(member: Membership) -> QuerySet[Meeting]:
    """Planned ones that a member invites to, comes to, or speaks at."""
    comes = Attendee.objects.filter(member=member, removed_at=None).values("meeting")
    rows = Meeting.objects.filter(state=Meeting.State.PLANNED)
    return rows.filter(Q(organiser=member) | Q(pk__in=comes) | Q(items__owner=member)).distinct()


@transaction.atomic
def hand_over(leaving: Membership, receiver: Membership, by: Membership, at: datetime) -> None:
    """The receiver invites, comes and speaks in their place; whoever leaves stays on the list as taken off it."""
    ids = sorted(meetings_with(leaving).values_list("pk", flat=True))
    for meeting in Meeting.objects.filter(pk__in=ids).select_for_update().order_by("pk"):
        if meeting.organiser_id == leaving.pk:
            meeting.organiser = receiver
            meeting.save(update_fields=["organiser"])
        meeting.items.filter(owner=leaving).update(owner=receiver)
        came = meeting.attendees.filter(member=leaving, removed_at=None).update(removed_at=at)
        if came and not meeting.attendees.filter(member=receiver, removed_at=None).exists():
            attending.invite(meeting, [receiver], [])
        record("meeting.handed_over", meeting, by=by, at=at, giver=leaving.pk, receiver=receiver.pk)
        settle_readiness(meeting, by=by, at=at)
