from django.urls import path

from reports.views import overview, promise, reports, talking

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:key>/", reports.report, name="report"),
    path("reports/<slug:key>.pdf", reports.report_pdf, name="report_pdf"),
    path("clients/<slug:client_key>/reports/", reports.client_reports, name="client_reports"),
    path("clients/<slug:client_key>/reports/new/", reports.report_new, name="report_new"),
    path("clients/<slug:client_key>/talking-points/", talking.talking_points, name="talking_points"),
    path("promise/", promise.promise, name="promise"),
    path("promise.csv", promise.promise_csv, name="promise_csv"),
    path("promise/rows/", promise.promise_rows_page, name="promise_rows"),
    path("promise/rows.csv", promise.promise_rows_csv, name="promise_rows_csv"),
    path("overview/", overview.overview, name="overview"),
    path("overview.csv", overview.overview_csv, name="overview_csv"),
]
