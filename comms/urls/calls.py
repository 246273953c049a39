from django.urls import path

from comms.views import calls, citations, drafts, links, summaries

urlpatterns = [
    path("calls/new/", calls.call_new, name="call_new"),
    path("calls/<slug:key>/", calls.call, name="call"),
    path("calls/<slug:key>/discard/", calls.call_discard, name="call_discard"),
    path("clients/<slug:client_key>/calls/new/", calls.client_call_new, name="client_call_new"),
    path("clients/<slug:client_key>/calls/preview/", calls.call_preview, name="call_preview"),
    path("clients/<slug:client_key>/summaries/", summaries.client_summaries, name="client_summaries"),
    path("clients/<slug:client_key>/decisions/", summaries.client_decisions, name="client_decisions"),
    path("summaries/<slug:key>/", summaries.summary, name="summary"),
    path("summaries/<slug:key>/correction/", summaries.summary_correction, name="summary_correction"),
    path("drafts/<str:place>/", drafts.draft, name="draft"),
    path("requests/<slug:key>/quoting/", citations.quoting_page, name="quoting"),
    path("requests/<slug:key>/citations/", citations.citation_list, name="citations"),
    path("citations/<slug:key>/", citations.citation, name="citation"),
    path("citations/<slug:key>/revocation/", citations.citation_revocation, name="citation_revocation"),
    path("quoted/<str:token>/", citations.citation_link, name="citation_link"),
    path("l/<str:token>/", links.signed_link, name="signed_link"),
]
