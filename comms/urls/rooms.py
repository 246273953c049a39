"""Addresses of this room, each file's beside its views."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

PARTS = ("calls", "engine", "inbox") if find_spec("comms.mail.render") and find_spec("comms.mail.compose") else ()
urlpatterns: list[URLPattern | URLResolver] = []
for part in PARTS:
    if find_spec(f"comms.urls.{part}"):
        urlpatterns += import_module(f"comms.urls.{part}").urlpatterns
