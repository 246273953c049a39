from django.urls import path

from comms.views import calls, drafts, links, summaries

urlpatterns = [
    path("calls/new/", calls.call_new, name="call_new"),
    path("calls/<slug:key>/", calls.call, name="call"),
    path("calls/<slug:key>/discard/", calls.call_discard, name="call_discard"),
    path("clients/<slug:client_key>/calls/new/", calls.client_call_new, name="client_call_new"),
    path("clients/<slug:client_key>/calls/preview/", calls.call_preview, name="call_preview"),
    path("clients/<slug:client_key>/calls/letter/", calls.call_letter, name="call_letter"),
    path("clients/<slug:client_key>/calls/start/", calls.call_start, name="call_start"),
    path("clients/<slug:client_key>/calls/dropping/", calls.call_drop, name="call_drop"),
    path("clients/<slug:client_key>/summaries/", summaries.client_summaries, name="client_summaries"),
    path("clients/<slug:client_key>/decisions/", summaries.client_decisions, name="client_decisions"),
    path("summaries/<slug:key>/", summaries.summary, name="summary"),
    path("summaries/<slug:key>/correction/", summaries.summary_correction, name="summary_correction"),
    path("drafts/<str:place>/", drafts.draft, name="draft"),
    path("l/<str:token>/", links.signed_link, name="signed_link"),
]
