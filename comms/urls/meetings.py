"""Addresses of meetings and their agendas."""

from django.urls import path

from comms.views import meeting, meetings

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings.csv", meetings.meetings_csv, name="meetings_csv"),
    path("meetings/new/", meetings.meeting_whom, name="meeting_whom"),
    path("meetings/<slug:key>/", meeting.meeting, name="meeting"),
    path("meetings/<slug:key>/change/", meeting.meeting_change, name="meeting_change"),
    path("meetings/<slug:key>/agenda/", meeting.meeting_agenda, name="meeting_agenda"),
    path("meetings/<slug:key>/readiness/", meetings.meeting_readiness, name="meeting_readiness"),
    path("meetings/<slug:key>/next/", meetings.meeting_next, name="meeting_next"),
    path("clients/<slug:key>/meetings/", meetings.client_meetings, name="client_meetings"),
    path("clients/<slug:client_key>/meetings/new/", meeting.meeting_new, name="meeting_new"),
    path("clients/<slug:client_key>/meetings/hints/", meeting.meeting_hints_for, name="meeting_hints"),
]
