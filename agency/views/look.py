"""Theme and language, switched from any page: kept in a cookie, and with the account of whoever is signed in."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from agency.domain import profile
from agency.doors import open_door
from agency.http import AnyRequest
from agency.models import User

A_YEAR = 365 * 24 * 3600


@open_door("public", writes=True)
@require_POST
def theme(request: AnyRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen not in User.Theme.values:
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        profile.prefer(request.user, theme=chosen)
    response = HttpResponse(status=204)
    keep(response, theme=chosen)
    return response


@open_door("public", writes=True)
@require_POST
def language(request: AnyRequest) -> HttpResponse:
    """Goes back to the page it was switched on."""
    chosen = request.POST.get("language", "")
    offered = settings.STAFF_LANGUAGES if request.user.is_authenticated else dict(settings.LANGUAGES)
    if chosen not in offered:
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        profile.prefer(request.user, language=chosen)
    response = redirect(back(request))
    keep(response, language=chosen)
    return response


def keep(response: HttpResponse, *, theme: str = "", language: str = "") -> None:
    """The cookies of a choice. A script reads the theme's, so it is no secret from scripts."""
    kept = {"theme": theme, settings.LANGUAGE_COOKIE_NAME: language}
    for name, value in kept.items():
        if value:
            response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.PRODUCTION)


def back(request: AnyRequest) -> str:
    """The page of ours that the request came from, or the front."""
    came_from = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else "/"
