"""Addresses of what leaves for calendars: announcements of meetings, and feeds behind secret addresses."""

from django.urls import path

from comms.views import announcements, calendars

urlpatterns = [
    path("meetings/<slug:key>/announcement/", announcements.meeting_announcement, name="meeting_announcement"),
    path("meetings/<slug:key>/cancellation/", announcements.meeting_cancellation, name="meeting_cancellation"),
    path("calendar/", calendars.my_calendar, name="my_calendar"),
    path("calendar/revocation/", calendars.my_calendar_revocation, name="my_calendar_revocation"),
    path("settings/calendar/", calendars.agency_calendar, name="agency_calendar"),
    path("settings/calendar/revocation/", calendars.agency_calendar_revocation, name="agency_calendar_revocation"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar_feed"),
]
