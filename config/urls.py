"""Addresses: doors that belong to no agency first, then everything under an agency's slug."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("health/", include("agency.urls.health")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("api.urls")),
    path("hooks/channels/", include("comms.urls.channel_hooks")),
    path("hooks/", include("comms.urls.hooks")),
    path("admin/", admin.site.urls),
    path("", include("agency.urls.front")),
]
if not settings.PRODUCTION:
    urlpatterns += [path("styleguide/", include("agency.urls.styleguide"))]
if settings.DEMO:
    urlpatterns += [path("demo/", include("agency.urls.demo"))]
urlpatterns += [
    path(
        "<slug:agency_slug>/",
        include(
            [
                path("", include("agency.urls.rooms")),
                path("", include("clients.urls")),
                path("", include("comms.urls.rooms")),
                path("", include("reports.urls")),
                path("portal/", include("portal.urls")),
            ]
        ),
    ),
]
handler403 = "agency.views.errors.refused"
handler404 = "agency.views.errors.not_found"
handler500 = "agency.views.errors.broken"
