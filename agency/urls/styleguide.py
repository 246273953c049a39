"""The living style guide; config/urls.py leaves it out in production."""

from django.urls import path

from agency.doors import open_door
from agency.views.styleguide import styleguide

urlpatterns = [path("", open_door("public")(styleguide), name="styleguide")]
