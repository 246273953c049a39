"""Addresses of no agency, at which mail providers post: a mailbox's, and those of whoever runs Rapport."""

from django.urls import path

from comms.views import hooks

urlpatterns = [
    path("mailboxes/<slug:key>/<str:secret>/mail/", hooks.hook_mail, name="hook_mail"),
    path("mailboxes/<slug:key>/<str:secret>/reports/", hooks.hook_reports, name="hook_reports"),
    path("<slug:provider>/<str:secret>/mail/", hooks.house_mail, name="house_mail"),
    path("<slug:provider>/<str:secret>/reports/", hooks.house_reports, name="house_reports"),
]
