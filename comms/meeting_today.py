"""What meetings put on Today: a kickoff that is not ready, an agenda that should leave, a meeting nobody has logged, a
weekly one without a next (practices M2, M5).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.calendar import hours_of
from agency.models import Membership
from agency.permissions import may
from agency.registry import TodayGroup, TodayOutline, TodayRow, TodaySection
from agency.today import outlines
from agency.worktime import Hours
from comms.models import Meeting
from comms.queries.meetings import begun_or_near, meetings_of, without_next

MOST_ROWS = 20
AHEAD, BACK, LATELY = timedelta(days=12), timedelta(days=30), timedelta(days=8)
A_DAY, LONGEST_BREAK = timedelta(days=1), 12
State = Meeting.State


def to_do(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """For whoever invites. One query, and the calendar's where something is near."""
    found = list(begun_or_near(member, now + AHEAD).filter(starts_at__gte=now - BACK)[: MOST_ROWS * 2])
    hours = hours_of(member.agency, now.date()) if found else None
    return outlines(meetings_of(member), _places(found, now, hours), partial(_row, member, now), group=TodayGroup.WORK)


def _places(
    found: Iterable[Meeting], now: datetime, hours: Hours | None
) -> Iterator[tuple[int, TodaySection, datetime]]:
    for meeting in found:
        if hours is not None and (section := _section(meeting, now, hours)):
            yield meeting.pk, section, meeting.starts_at


def _section(meeting: Meeting, now: datetime, hours: Hours) -> TodaySection | None:
    """NOW once it is over, TODAY from the working day before on, unless everything is as it should be."""
    if meeting.starts_at + timedelta(minutes=meeting.minutes) <= now:
        return TodaySection.NOW
    if not (_not_ready(meeting) or meeting.announced_at is None) or meeting.starts_at <= now:
        return None
    today, day = now.astimezone(hours.zone).date(), meeting.starts_at.astimezone(hours.zone).date()
    if day == today:
        return TodaySection.NOW
    return TodaySection.TODAY if today >= working_day_before(day, hours) else None


def working_day_before(day: date, hours: Hours) -> date:
    """The last day of work before a day; the day before itself if nothing is worked for long."""
    before = (day - ahead * A_DAY for ahead in range(1, LONGEST_BREAK))
    return next((each for each in before if hours.works_on(each)), day - A_DAY)


def _not_ready(meeting: Meeting) -> bool:
    return meeting.kind == Meeting.Kind.KICKOFF and meeting.readied_at is None


def _row(member: Membership, now: datetime, meeting: Meeting, place: TodayOutline) -> TodayRow:
    over = meeting.starts_at + timedelta(minutes=meeting.minutes) <= now
    words = {"meeting": meeting.title}
    if over:
        lead, rest, label = _("How did “%(meeting)s” go?"), _("It is not logged yet."), _("Log it")
    elif _not_ready(meeting):
        lead, rest, label = _("“%(meeting)s” is not ready."), _("Each of us speaks for an item."), _("Make it ready")
    else:
        lead, rest, label = _("The agenda of “%(meeting)s” was not sent."), "", _("Send it")
    slug = meeting.agency.slug
    page = reverse("meeting", args=[slug, meeting.key])
    logs = over and may(member, "call.log", meeting.client)
    log = f"{reverse('client_call_new', args=[slug, meeting.client.key])}?meeting={meeting.key}"
    return TodayRow(
        row_id=f"meeting-{meeting.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=lead % words,
        rest=rest,
        about=_when(meeting, now),
        client=meeting.client.name,
        client_url=reverse("client", args=[slug, meeting.client.key]),
        icon="phone" if over else "calendar",
        template="comms/today_meeting.html",
        data={"label": label, "url": log if logs else page, "page": page if logs else ""},
    )


def to_plan(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """A weekly meeting was held, and the next is not planned. One query."""
    found = without_next(member, now, now - LATELY).values_list("pk", "starts_at")[:MOST_ROWS]
    places = ((pk, TodaySection.WEEK, starts_at) for pk, starts_at in found)
    return outlines(meetings_of(member), places, partial(_again, member, now), group=TodayGroup.WORK)


def _again(member: Membership, now: datetime, meeting: Meeting, place: TodayOutline) -> TodayRow:
    slug = meeting.agency.slug
    plans = may(member, "meeting.plan", meeting.client)
    return TodayRow(
        row_id=f"next-{meeting.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=_("The next “%(meeting)s” is not planned.") % {"meeting": meeting.title},
        about=_("held %(when)s") % {"when": _when(meeting, now)},
        client=meeting.client.name,
        client_url=reverse("client", args=[slug, meeting.client.key]),
        icon="repeat",
        template="comms/today_meeting.html",
        data={
            "label": _("Plan the next one"),
            "plan_url": reverse("meeting_next", args=[slug, meeting.key]) if plans else "",
            "page": reverse("meeting", args=[slug, meeting.key]),
        },
    )


def _when(meeting: Meeting, now: datetime) -> str:
    return wording.moment(meeting.starts_at, ZoneInfo(timezone.get_current_timezone_name()), now)
