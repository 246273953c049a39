"""Where programs bring what is written in chat channels; no agency's scope is open before the door opens it."""

from django.urls import path

from comms.views import channel_hook

urlpatterns = [path("<slug:key>/", channel_hook.channel_hook, name="channel_hook")]
