"""Addresses of this room beneath an agency's slug, each file's beside its views."""

from comms.urls import calls, inbox

urlpatterns = [*calls.urlpatterns, *inbox.urlpatterns]
