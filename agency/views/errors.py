"""Pages for what cannot be shown. The words are the same for a row that is missing and one that is another's."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from agency import refusals
from agency.permissions import Refused


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """To a member, what it is that their role does not hold, and who can do it."""
    member = getattr(request, "member", None)
    words = refusals.in_words(exception, member) if isinstance(exception, Refused) and member else {}
    return render(request, "403.html", words, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without context processors and database: they may be what is broken. 503 when Redis is away, which passes."""
    if isinstance(sys.exception(), RedisError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
    return HttpResponse(render_to_string("500.html"), status=500)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection token has expired, for instance after signing in in another tab."""
    return render(request, "403.html", {"expired_form": True}, status=403)
