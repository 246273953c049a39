"""Signing in to the demo world by a link; config/urls.py includes it in the demo only."""

from django.urls import path

from agency.views import demo

urlpatterns = [path("sign-in/<str:signed>/", demo.sign_in, name="demo_sign_in")]
