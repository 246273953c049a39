"""The schema, the page that is made of it, and the answer to an address that is none."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe
from drf_spectacular.generators import SchemaGenerator

from agency.doors import open_door
from agency.keys import digest
from api import handbook
from api.problems import problem
from api.renderers import answered_as_problem

SCHEMA_TYPE = "application/vnd.oai.openapi+json"


@cache
def described() -> dict[str, Any]:
    """OpenAPI 3, in English; made once a process."""
    with translation.override("en"):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
        return made


@cache
def written() -> tuple[bytes, str]:
    """The schema's bytes, and a name for them."""
    text = json.dumps(described(), ensure_ascii=False, default=str)
    return text.encode(), f'"{digest(text)[:16]}"'


@open_door("public")
@require_safe
@condition(etag_func=lambda request: written()[1])
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written()[0], content_type=SCHEMA_TYPE, headers={"Cache-Control": "max-age=300"})


@open_door("public")
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The reference is in English, as the schema is."""
    letter = {"agency": {"name": "Rapport", "hue": 205}}
    chapters = handbook.chapters(described(), settings.BASE_URL)
    with translation.override("en"):
        context = {"letter": letter, "chapters": chapters, "host": settings.BASE_URL}
        return render(request, "api/docs.html", context)


@csrf_exempt
@open_door("machine")
def nowhere(request: HttpRequest) -> HttpResponse:
    """As a row that is missing is answered."""
    return answered_as_problem(problem(404))
