from django.urls import path

from portal import views

PAGES = [
    ("", views.portal, "portal"),
    ("summaries/<slug:key>/", views.portal_summary, "portal_summary"),
    ("requests/<slug:key>/", views.portal_request, "portal_request"),
    ("reports/<slug:key>.pdf", views.portal_report, "portal_report"),
    ("all/<slug:kind>/", views.portal_everything, "portal_everything"),
]
urlpatterns = [
    *(
        path(f"<slug:client_key>/as/<slug:contact_key>/{route}", view, name=f"{name}_preview")
        for route, view, name in PAGES
    ),
    *(path(f"<slug:client_key>/{route}", view, name=name) for route, view, name in PAGES),
]
