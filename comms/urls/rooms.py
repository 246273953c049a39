"""Addresses of this room beneath an agency's slug, each file's beside its views."""

from comms.urls import asking, calendars, calls, channels, engine, inbox

urlpatterns = [
    *asking.urlpatterns,
    *calendars.urlpatterns,
    *calls.urlpatterns,
    *channels.urlpatterns,
    *engine.urlpatterns,
    *inbox.urlpatterns,
]
