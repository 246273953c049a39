"""The one sign that PostgreSQL stores in no text and looks for in none: it is taken out of what browsers send."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NUL = "\0"


class NulMiddleware:
    """Takes NUL out of query strings and form bodies; an address with one does not exist.

    Doors without a form's protection token (the API, hooks) read and check their bodies themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: object, kwargs: object) -> None:
        if getattr(view, "csrf_exempt", False):
            return
        if NUL in request.path_info:
            raise Http404("no such page")
        request.GET = without_nul(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = without_nul(request.POST)  # type: ignore[assignment]


def without_nul(data: QueryDict) -> QueryDict:
    if not any(NUL in text for name, values in data.lists() for text in (name, *values)):
        return data
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        clean.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    clean._mutable = False
    return clean
