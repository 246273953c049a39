"""Addresses for whoever watches the machine."""

from django.urls import path

from agency.views import health

urlpatterns = [
    path("live", health.live, name="health_live"),
    path("ready", health.ready, name="health_ready"),
]
