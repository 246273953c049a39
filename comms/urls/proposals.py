"""Where an agenda is proposed."""

from django.urls import path

from comms.views import proposals

urlpatterns = [
    path("meetings/<slug:key>/proposals/", proposals.meeting_proposals, name="meeting_proposals"),
]
