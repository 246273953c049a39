"""Answers: JSON, problems in JSON whatever was asked for, and the bytes of a report."""

from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response


class Pdf(BaseRenderer):
    """Bytes that are there already."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        return data


class AnyFile(BaseRenderer):
    """Bytes under the type they came with, whatever was asked for."""

    media_type = "*/*"
    format = "file"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        return data


def answered_as_problem(response: Response) -> Response:
    """Rendered outside of any view's negotiation."""
    response.accepted_renderer, response.accepted_media_type = JSONRenderer(), str(response.content_type)
    response.renderer_context = {}  # type: ignore[attr-defined]
    return response.render()
