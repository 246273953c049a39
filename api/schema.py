"""OpenAPI, read from the operations: what they take, give and refuse."""

from collections.abc import Mapping
from typing import Any

import uritemplate
from django.utils.text import slugify
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, build_parameter_type
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api import once, paging
from api.examples import EXAMPLES
from api.fields import KEY_PATTERN, Amount
from api.operations import Operation
from api.problems import CONTENT_TYPE, TITLES, Problem
from api.serializers.base import Query, Strict

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer rp_<agency>_<secret>"}


class OperationSchema(AutoSchema):
    """One method of an ApiView in OpenAPI's words."""

    @property
    def what(self) -> Operation:
        return getattr(self.view, self.method.lower()).operation

    def get_operation_id(self) -> str:
        return slugify(str(self.what.summary).replace("’", "")).replace("-", "_")

    def get_summary(self) -> str:
        return str(self.what.summary)

    def get_description(self) -> str:  # type: ignore[override]
        return str(self.what.about)

    def get_tags(self) -> list[str]:
        return [self.view.tag]  # type: ignore[attr-defined]

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = [] if self.what.asks is Query else [self.what.asks]
        if self.what.once:
            about = _("Any text of yours. The same call with the same key, within an hour, is done once.")
            key = {"type": "string", "pattern": r"^[\x21-\x7e]{1,100}$"}
            found.append(OpenApiParameter(once.HEADER, key, OpenApiParameter.HEADER, description=about))
        return found

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        key = {"type": "string", "pattern": KEY_PATTERN}
        return [build_parameter_type(name=name, schema=dict(key), location=OpenApiParameter.PATH) for name in variables]

    def get_request_serializer(self) -> Any:
        raw = {"type": "string", "format": "binary"}
        kinds = {parser.media_type: raw for parser in self.view.parser_classes}
        return {**kinds, "application/json": self.what.takes} if self.what.takes else None

    def get_response_serializers(self) -> Any:
        answers: dict[Any, Any] = {self.what.status: OpenApiResponse(self._given(), description=str(self.what.summary))}
        if self.what.media_type:
            file = {"type": "string", "format": "binary"}
            answers = {(self.what.status, self.what.media_type): OpenApiResponse(file, description=self.get_summary())}
        for code in sorted(self._refusals()):
            answers[code, CONTENT_TYPE] = OpenApiResponse(Problem, description=str(TITLES[code]))
        return answers

    def _given(self) -> Any:
        given: Any = self.what.gives
        if given is None or not self.what.listed:
            return given
        row = self.resolve_serializer(given, "response")
        page = ResolvedComponent(
            name=f"{row.name}Page",
            type=ResolvedComponent.SCHEMA,
            schema=paging.schema_of(row.ref, rising=self.what.rising),
            object=f"{row.name}Page",
        )
        self.registry.register_on_missing(page)
        return page.ref

    def _refusals(self) -> set[int]:
        codes = {400, 401, 403, 406, 429}
        if uritemplate.variables(self.path):
            codes.add(404)
        if self.method in WRITES:
            codes |= {409, 422} if self.what.once else {422}
        return codes | {413, 415} if self.method in WITH_BODY else codes

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_serializer(serializer, direction, bypass_extensions)
        if direction == "request" and isinstance(serializer, Strict):
            schema["additionalProperties"] = False
        return schema

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, Amount):
            schema["pattern"] = field.pattern
        return schema

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """`Client` for what is shown, `NewClient` and the like for what is sent."""
        name = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Answer").removesuffix("Body") or name

    def get_examples(self) -> list[Any]:
        return EXAMPLES.get(self.get_operation_id(), [])


def tidied(result: Mapping[str, Any], **_context: Any) -> Mapping[str, Any]:
    """A postprocessing hook: tags in the order of the addresses."""
    seen = [tag for path in result["paths"].values() for method in path.values() for tag in method["tags"]]
    return {**result, "tags": [{"name": tag} for tag in dict.fromkeys(seen)]}
