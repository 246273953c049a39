"""One log line a request: method, route, status, time, who by id. Never a body, a query string or an address."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("rapport.request")


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "%s %s %s",
            request.method,
            match.route if match else "unknown",
            response.status_code,
            extra={
                "ms": round((time.perf_counter() - began) * 1000, 1),
                "agency": getattr(getattr(request, "agency", None), "pk", None),
                "user": getattr(getattr(request, "user", None), "pk", None),
            },
        )
        return response
