"""What a calendar address holds: meetings, and for a member who wants it the days on which their tasks are due. Neither
agenda nor notes: whoever learns the address would read them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from agency.models import Membership
from clients.models import Task
from clients.queries.reach import tasks_of
from comms import calendars
from comms.calendars.event import Status
from comms.domain.inviting import uid_of
from comms.meeting_addresses import meeting_path
from comms.meeting_letters import link_of
from comms.models import Attendee, CalendarFeed, Meeting
from comms.queries.meeting_mail import meetings_of

BEHIND, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 500


def contents(feed: CalendarFeed, now: datetime) -> bytes:
    """The whole calendar; the same bytes while nothing has changed. Three queries at most."""
    member, agency = feed.member, feed.agency
    language = member.user.language if member else agency.language
    with translation.override(language):
        name = agency.name if member else _("%(agency)s, all meetings") % {"agency": agency.name}
        meetings = _within(_meetings(feed), now)
        days = _tasks(member, now) if member and feed.with_tasks else ()
        events = [_event(meeting) for meeting in meetings]
        return calendars.feed(name, events, [_day(task) for task in days], ZoneInfo(agency.zone))


def _meetings(feed: CalendarFeed) -> QuerySet[Meeting]:
    """All of the agency's, or those of a member that they may see."""
    if feed.member is None:
        return Meeting.objects.select_related("client")
    attends = Attendee.objects.filter(meeting=OuterRef("pk"), member=feed.member, removed_at=None)
    return meetings_of(feed.member).filter(Q(organiser=feed.member) | Exists(attends))


def _within(rows: QuerySet[Meeting], now: datetime) -> Iterable[Meeting]:
    standing = rows.exclude(state=Meeting.State.CANCELLED)
    return standing.filter(starts_at__gte=now - BEHIND, starts_at__lte=now + AHEAD).order_by("starts_at", "pk")[:MOST]


def _tasks(member: Membership, now: datetime) -> Iterable[Task]:
    rows = tasks_of(member).filter(owner=member, state=Task.State.OPEN, internal_due__isnull=False)
    today = now.date()
    return rows.filter(internal_due__gte=today - BEHIND, internal_due__lte=today + AHEAD).order_by(
        "internal_due", "pk"
    )[:MOST]


def _event(meeting: Meeting) -> calendars.Event:
    """One that nobody was told of yet is tentative."""
    known = meeting.announced_at or meeting.made_at
    return calendars.Event(
        uid=uid_of(meeting),
        sequence=meeting.sequence,
        stamp=known,
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + timedelta(minutes=meeting.minutes),
        summary=f"{meeting.client.name}: {meeting.title}",
        location=meeting.place or str(meeting.get_way_display()),
        description=settings.BASE_URL + meeting_path(meeting),
        url=link_of(meeting.place) or settings.BASE_URL + meeting_path(meeting),
        status=Status.CONFIRMED if meeting.announced_at else Status.TENTATIVE,
    )


def _day(task: Task) -> calendars.AllDay:
    return calendars.AllDay(
        uid=f"task-{task.key}@{settings.MAIL_DOMAIN}",
        stamp=task.created_at,
        day=task.internal_due or task.created_at.date(),
        summary=_("Due: %(task)s (%(client)s)") % {"task": task.title, "client": task.client.name},
        description=settings.BASE_URL + f"/{task.agency.slug}/tasks/{task.key}/",
    )
