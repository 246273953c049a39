"""Errors as problem details (RFC 9457): type, title, status, perhaps a detail, and the fields at fault."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError
from rest_framework import exceptions, serializers, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from agency import refusals
from agency.permissions import Refused

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
LONGEST_NAME = 100
TITLES = {
    400: _("Not understood"),
    401: _("No valid token"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Not done here"),
    406: _("Not available in this form"),
    409: _("Still at it"),
    413: _("Too large"),
    415: _("Not in this form"),
    422: _("Refused"),
    429: _("Too many calls"),
    500: _("Something broke"),
    503: _("Not available just now"),
}


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The body is too large.")


class StillAtIt(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = _("The first call with this Idempotency-Key has not ended yet. Try again in a moment.")


class Fault(serializers.Serializer):
    field = serializers.CharField(help_text="Dots between nested names and places; empty for the whole.")
    detail = serializers.CharField()
    code = serializers.CharField()


class Problem(serializers.Serializer):
    type = serializers.CharField(default="about:blank")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = Fault(many=True, required=False)  # type: ignore[assignment]


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. What nobody foresaw is left to the view, which answers 500 and has it logged."""
    request = context["request"]
    request.accepted_renderer, request.accepted_media_type = JSONRenderer(), CONTENT_TYPE
    if isinstance(error, ValidationError):
        return problem(422, errors=list(refused_fields(error)))
    if isinstance(error, RedisError):
        logger.error("redis is away", exc_info=error)
        return problem(503, {"Retry-After": "30"}, detail=str(_("Nothing was done. Please try again in a minute.")))
    response = exception_handler(error, context)
    if response is None:
        return None
    headers = {name: value for name, value in response.headers.items() if name in {"WWW-Authenticate", "Retry-After"}}
    if isinstance(error, exceptions.ValidationError):
        return problem(response.status_code, headers, errors=list(fields(error.detail)))
    if isinstance(error, Refused):
        member = getattr(request._request, "member", None)
        return problem(403, detail=in_words(error, member) if member else "")
    if response.status_code == status.HTTP_401_UNAUTHORIZED:
        return problem(401, headers, detail=str(_("Send a valid token: Authorization: Bearer rp_…")))
    return problem(response.status_code, headers, detail=str(getattr(error, "detail", "")))


def problem(code: int, headers: dict[str, str] | None = None, *, detail: str = "", errors: Any = ()) -> Response:
    body: dict[str, Any] = {"type": "about:blank", "title": str(TITLES.get(code, TITLES[400])), "status": code}
    if detail:
        body["detail"] = str(detail)
    if errors:
        body["errors"] = errors
    return Response(body, code, headers=headers, content_type=CONTENT_TYPE)


def in_words(refused: Refused, member: Any) -> str:
    """'You may not change this client. Only those can who lead or back up the client, and owners.'"""
    words = refusals.in_words(refused, member)
    return _("You may not %(what)s. %(who)s") % {"what": words["what"], "who": words["who"]}


def fields(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Each fault as {'field', 'detail', 'code'}, with dots between nested names and places."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from fields(inner, path if name == api_settings.NON_FIELD_ERRORS_KEY else joined(path, name))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from fields(inner, joined(path, place) if isinstance(inner, (dict, list)) else path)
    else:
        yield {"field": path, "detail": str(detail), "code": getattr(detail, "code", "invalid")}


def joined(path: str, name: Any) -> str:
    """The name as it can be shown: half a surrogate pair, sent as the name of a field, has no bytes of its own."""
    shown = str(name)[:LONGEST_NAME].encode("utf-8", "replace").decode()
    return f"{path}.{shown}" if path else shown


def refused_fields(error: ValidationError) -> Iterator[dict[str, str]]:
    """What a verb refused: the field that it names, its words, and a code for machines."""
    if hasattr(error, "error_dict"):
        for name, inner in error.error_dict.items():
            for each in inner:
                yield from _worded(each, "" if name == NON_FIELD_ERRORS else name)
    else:
        yield from _worded(error, getattr(error, "at_field", ""))


def _worded(error: ValidationError, field: str) -> Iterator[dict[str, str]]:
    code = getattr(error, "code", None) or "refused"
    yield from ({"field": field, "detail": words, "code": code} for words in error.messages)
