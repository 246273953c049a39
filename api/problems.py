"""Errors as problem details (RFC 9457): type, title, status, detail, and the fields at fault."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. Anything unforeseen stays an error 500 and is logged by Django."""
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = getattr(error, "detail", None)
    body: dict[str, Any] = {"type": "about:blank", "title": title(error), "status": response.status_code}
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = list(fields(detail))
    elif detail is not None:
        body["detail"] = str(detail)
    return Response(body, response.status_code, headers=dict(response.headers), content_type=CONTENT_TYPE)


def title(error: Exception) -> str:
    if isinstance(error, Http404):
        return "Not found"
    if isinstance(error, PermissionDenied):
        return "Not allowed"
    return str(getattr(error, "default_detail", "Error")).rstrip(".")


def fields(detail: Any, path: str = "") -> Any:
    """Each fault as {'field', 'detail', 'code'}, with dots between nested names."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from fields(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            yield from fields(inner, f"{path}.{number}" if isinstance(inner, (dict, list)) else path)
    else:
        yield {"field": path, "detail": str(detail), "code": getattr(detail, "code", "invalid")}
