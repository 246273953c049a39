"""Addresses of this room beneath an agency's slug, each file's beside its views."""

from comms.urls import asking, calls, engine, inbox

urlpatterns = [*asking.urlpatterns, *calls.urlpatterns, *engine.urlpatterns, *inbox.urlpatterns]
