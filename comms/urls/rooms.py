"""Addresses of this room beneath an agency's slug, each file's beside its views."""

from comms.urls import asking, calls, channels, engine, following, inbox

urlpatterns = [
    *asking.urlpatterns,
    *calls.urlpatterns,
    *channels.urlpatterns,
    *engine.urlpatterns,
    *following.urlpatterns,
    *inbox.urlpatterns,
]
