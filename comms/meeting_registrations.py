"""What meetings tell the house: navigation, the client's tab and head, Today, the timeline, handing over."""

from django.utils.translation import gettext_lazy as _

from agency import registry
from agency.registry import ClientTab, NavEntry
from clients.touches import next_touches
from comms import meeting_today, meeting_told
from comms.domain import meeting_succession
from comms.models import AgendaItem, Attendee, Meeting


def register() -> None:
    registry.call_by("title", Meeting, AgendaItem)
    registry.call_by("meeting__title", Attendee)
    registry.nav_entries.append(
        NavEntry("meetings", _("Meetings"), "meetings", "calendar", 50, "meeting.read", phone=False, go="m")
    )
    registry.client_tabs.append(ClientTab("meetings", _("Meetings"), "client_meetings", 25, "meeting.read"))
    next_touches.append(meeting_told.next_touch)
    registry.today_rows += [meeting_today.to_do, meeting_today.to_plan]
    registry.timeline_tellers["meeting"] = meeting_told.timeline
    registry.open_things.append(meeting_told.left_open)
    registry.holdings.append(meeting_told.held_by)
    registry.hand_overs.append(meeting_succession.hand_over)
