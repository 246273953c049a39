"""Addresses of this room beneath an agency's slug, each file's beside its views."""

from comms.urls import asking, calendars, calls, channels, engine, following, inbox, meetings, proposals

PARTS = (asking, calendars, calls, channels, engine, following, inbox, meetings, proposals)
urlpatterns = [pattern for part in PARTS for pattern in part.urlpatterns]
