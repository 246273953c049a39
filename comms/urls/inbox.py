from django.urls import path

from comms.views import clock, composer, flags, inbox, notes, requests, unmatched

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("clients/<slug:client_key>/requests/", inbox.client_requests, name="client_requests"),
    path("inbox/unmatched/<slug:key>/", unmatched.unmatched, name="unmatched"),
    path("inbox/unmatched/<slug:key>/contact/", unmatched.unmatched_contact, name="unmatched_contact"),
    path("inbox/unmatched/<slug:key>/dismissal/", unmatched.unmatched_dismissal, name="unmatched_dismissal"),
    path("inbox/unmatched/<slug:key>/return/", unmatched.unmatched_return, name="unmatched_return"),
    path("requests/<slug:key>/", inbox.request, name="request"),
    path("requests/<slug:key>/clock/", clock.request_clock, name="request_clock"),
    path("requests/<slug:key>/acknowledgement/", requests.acknowledgement, name="acknowledgement"),
    path("requests/<slug:key>/answer/", composer.answer, name="answer"),
    path("requests/<slug:key>/insertion/", composer.insertion, name="insertion"),
    path("requests/<slug:key>/draft-files/", composer.draft_file_list, name="draft_files"),
    path("draft-files/<slug:key>/", composer.draft_file, name="draft_file"),
    path("requests/<slug:key>/note/", notes.note, name="note"),
    path("requests/<slug:key>/following/", notes.following, name="following"),
    path("requests/<slug:key>/dismissal/", requests.dismissal, name="dismissal"),
    path("requests/<slug:key>/assignment/", requests.assignment, name="assignment"),
    path("requests/<slug:key>/closure/", requests.closure, name="closure"),
    path("requests/<slug:key>/flag/", requests.flag, name="flag"),
    path("flags/<slug:key>/", flags.scope_flag, name="scope_flag"),
    path("flags/<slug:key>/reopening/", flags.flag_reopening, name="flag_reopening"),
    path("messages/<slug:key>/withdrawal/", composer.message_withdrawal, name="message_withdrawal"),
    path("messages/<slug:key>/sending/", composer.message_sending, name="message_sending"),
]
