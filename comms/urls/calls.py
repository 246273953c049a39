from django.urls import path

from comms.views import agreement, calls, citations, drafts, links, summaries, summary_list, transcripts

urlpatterns = [
    path("calls/new/", calls.call_new, name="call_new"),
    path("calls/<slug:key>/", calls.call, name="call"),
    path("calls/<slug:key>/discard/", calls.call_discard, name="call_discard"),
    path("calls/<slug:key>/transcript/removal/", transcripts.transcript_removal, name="transcript_removal"),
    path("clients/<slug:client_key>/calls/new/", calls.client_call_new, name="client_call_new"),
    path("clients/<slug:client_key>/calls/preview/", calls.call_preview, name="call_preview"),
    path("clients/<slug:client_key>/calls/letter/", calls.call_letter, name="call_letter"),
    path("clients/<slug:client_key>/calls/start/", calls.call_start, name="call_start"),
    path("clients/<slug:client_key>/calls/dropping/", calls.call_drop, name="call_drop"),
    path("clients/<slug:client_key>/summaries/", summaries.client_summaries, name="client_summaries"),
    path("summaries/", summary_list.summaries, name="summaries"),
    path("summaries.csv", summary_list.summaries_csv, name="summaries_csv"),
    path("summaries/<slug:key>/", summaries.summary, name="summary"),
    path("summaries/<slug:key>/correction/", agreement.summary_correction, name="summary_correction"),
    path("corrections/<slug:key>/discussion/", agreement.correction_discussion, name="correction_discussion"),
    path("copies/<slug:key>/judgement/", agreement.mail_judgement, name="mail_judgement"),
    path("drafts/<str:place>/", drafts.draft, name="draft"),
    path("requests/<slug:key>/quoting/", citations.quoting_page, name="quoting"),
    path("requests/<slug:key>/citations/", citations.citation_list, name="citations"),
    path("citations/<slug:key>/", citations.citation, name="citation"),
    path("citations/<slug:key>/revocation/", citations.citation_revocation, name="citation_revocation"),
    path("quoted/<str:token>/", citations.citation_link, name="citation_link"),
    path("l/<str:token>/", links.signed_link, name="signed_link"),
]
