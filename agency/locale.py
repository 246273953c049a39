"""Which language and zone a page speaks: the user's own when signed in; the visitor's choice or browser's otherwise."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class LocaleMiddleware:
    """Staff pages speak the staff languages only; a page for clients activates its client's language by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(self.language(request))
        timezone.activate(self.zone(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    @staticmethod
    def language(request: HttpRequest) -> str:
        if request.user.is_authenticated:
            return request.user.language
        return translation.get_language_from_request(request)

    @staticmethod
    def zone(request: HttpRequest) -> zoneinfo.ZoneInfo:
        name = request.user.zone if request.user.is_authenticated else settings.TIME_ZONE
        try:
            return zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")
