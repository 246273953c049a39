"""What answers to invitations put on Today: who decides cannot come, nobody of theirs can, another time is wanted."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from agency.registry import TodayGroup, TodayRow, TodaySection
from comms.meeting_addresses import meeting_path
from comms.models import Attendee, Meeting
from comms.queries.meeting_mail import meetings_of

MOST_ROWS = 10


def in_danger(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """For whoever invites, while the meeting lies ahead. One query."""
    theirs = Q(attendees__removed_at=None, attendees__contact__isnull=False)
    declined = theirs & Q(attendees__reply=Attendee.Reply.DECLINED)
    rows = (
        meetings_of(member)
        .filter(organiser=member, state=Meeting.State.PLANNED, starts_at__gt=now, announced_at__isnull=False)
        .annotate(
            asked=Count("attendees", theirs),
            refused=Count("attendees", declined),
            deciders=Count("attendees", declined & Q(attendees__contact__decision_maker=True)),
            proposals=Count("attendees", Q(attendees__removed_at=None, attendees__proposes_at__isnull=False)),
        )
    )
    needing = rows.filter(Q(deciders__gt=0) | Q(proposals__gt=0) | Q(refused__gt=0, refused=F("asked")))
    for meeting in needing.order_by("starts_at")[:MOST_ROWS]:
        yield _row(meeting, now)


def _row(meeting: Meeting, now: datetime) -> TodayRow:
    found = {name: getattr(meeting, name) for name in ("asked", "refused", "deciders", "proposals")}
    if found["refused"] and found["refused"] == found["asked"]:
        lead = _("Nobody of %(client)s can come.")
    elif found["deciders"]:
        lead = _("Who decides at %(client)s can’t come.")
    else:
        lead = _("Another time is proposed for the meeting with %(client)s.")
    path = meeting_path(meeting)
    return TodayRow(
        row_id=f"meeting-{meeting.key}",
        section=TodaySection.TODAY,
        group=TodayGroup.WORK,
        at=meeting.starts_at,
        lead=lead % {"client": meeting.client.name},
        rest=_("Move it, or settle it beforehand."),
        about=wording.aside((meeting.title, wording.moment(meeting.starts_at, timezone.get_current_timezone(), now))),
        client=meeting.client.name,
        client_url=path,
        icon="calendar",
        template="comms/today_link.html",
        data={"label": _("Look at it"), "url": path},
    )
