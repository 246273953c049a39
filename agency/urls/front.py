"""Addresses of no agency: the front door, invitations, and what one switches on any page."""

from django.urls import path

from agency.views import front, joining, look

urlpatterns = [
    path("", front.front_door, name="front_door"),
    path("start/", front.agency_new, name="agency_new"),
    path("join/<slug:agency_slug>/<str:token>/", joining.invitation, name="invitation"),
    path("settings/theme/", look.theme, name="theme"),
    path("settings/language/", look.language, name="language"),
]
