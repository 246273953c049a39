from django.urls import path

from comms.views import channels, chat_answers

urlpatterns = [
    path("settings/channels/", channels.channels, name="channels"),
    path("clients/<slug:client_key>/channels/new/", channels.channel_new, name="channel_new"),
    path("channels/<slug:key>/", channels.channel, name="channel"),
    path("channels/<slug:key>/trial/", channels.channel_trial, name="channel_trial"),
    path("channels/<slug:key>/secret/", channels.channel_secret, name="channel_secret"),
    path("requests/<slug:key>/chat/", chat_answers.chat_answer, name="chat_answer"),
    path("messages/<slug:key>/chat/withdrawal/", chat_answers.chat_withdrawal, name="chat_withdrawal"),
]
