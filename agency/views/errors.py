"""Pages for what cannot be shown. The words are the same for a row that is missing and one that is another's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without context processors and database: they may be what is broken."""
    from django.template.loader import render_to_string

    return HttpResponse(render_to_string("500.html"), status=500)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection token has expired, for instance after signing in in another tab."""
    return render(request, "403.html", {"expired_form": True}, status=403)
