"""Signing in to the demo world by a link. Outside the demo there is no such page."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from agency.demo.links import user_of
from agency.doors import open_door

BACKEND = "django.contrib.auth.backends.ModelBackend"


@open_door("link", writes=True)
@never_cache
def sign_in(request: HttpRequest, signed: str) -> HttpResponse:
    user = user_of(signed) if settings.DEMO and not settings.PRODUCTION else None
    if user is None:
        raise Http404("no such page")
    login(request, user, backend=BACKEND)
    return redirect("front_door")
