"""What meetings tell the house: navigation, the client's tab and head, Today, the timeline, search, handing over."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agency import registry, wording
from agency.models import Membership
from agency.registry import ClientTab, Hit, NavEntry
from clients.touches import next_touches
from comms import meeting_today, meeting_told
from comms.domain import meeting_succession
from comms.models import AgendaItem, Attendee, Meeting
from comms.queries.meetings import meetings_of

MOST_HITS = 6


def register() -> None:
    registry.call_by("title", Meeting, AgendaItem)
    registry.call_by("meeting__title", Attendee)
    registry.nav_entries.append(
        NavEntry("meetings", _("Meetings"), "meetings", "calendar", 50, "meeting.read", phone=False)
    )
    registry.client_tabs.append(ClientTab("meetings", _("Meetings"), "client_meetings", 25, "meeting.read"))
    next_touches.append(meeting_told.next_touch)
    registry.today_rows += [meeting_today.to_do, meeting_today.to_plan]
    registry.timeline_tellers["meeting"] = meeting_told.timeline
    registry.search_sources.append(found)
    registry.open_things.append(meeting_told.left_open)
    registry.holdings.append(meeting_told.held_by)
    registry.hand_overs.append(meeting_succession.hand_over)


def found(member: Membership, words: str) -> Iterable[Hit]:
    now, zone = timezone.now(), timezone.get_current_timezone()
    for row in meetings_of(member).filter(title__icontains=words).order_by("-starts_at")[:MOST_HITS]:
        about = f"{row.client.name}, {wording.moment(row.starts_at, zone, now)}"
        yield Hit(_("Meetings"), row.title, about, reverse("meeting", args=[row.agency.slug, row.key]), "calendar")
