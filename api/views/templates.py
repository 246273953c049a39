"""Templates: the agency's and one's own, and how they read to somebody."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from agency.permissions import require
from agency.reach import reach
from api.operations import listing, operation
from api.serializers.templates import (
    ReadingAnswer,
    ReadingBody,
    TemplateAnswer,
    TemplateBody,
    TemplateChange,
    TemplateQuery,
)
from api.views.base import ApiView
from comms import filling
from comms.domain import templates as verbs
from comms.domain.templates import Words
from comms.models import Request, Template
from comms.queries.templates import templates_of


class Templates(ApiView):
    tag = "Templates"
    verbs = {"GET": "template.read", "POST": "template.own"}

    @listing("List templates", of=TemplateAnswer, asks=TemplateQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Template]:
        """Those of the agency and your own that are not put away. What comes with Rapport is not among them."""
        chosen = {name: query[name] for name in ("language", "purpose") if name in query}
        return templates_of(self.member).filter(retired_at=None, **chosen)

    @operation("Write a template", takes=TemplateBody, gives=TemplateAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Template:
        """A variable that is not known is refused, with the nearest one that is."""
        shared = body.pop("shared", False)
        if shared:
            require(self.member, "template.share")
        return verbs.add(Words(**body), by=self.member, at=self.now, shared=shared)


class OneTemplate(ApiView):
    tag = "Templates"
    verbs = {"GET": "template.read", "PATCH": "template.own", "DELETE": "template.own"}

    def found(self, key: str) -> tuple[Template]:  # type: ignore[override]
        return (reach(templates_of(self.member), key=key),)

    @operation("One template", gives=TemplateAnswer)
    def get(self, template: Template) -> Template:
        return template

    @operation("Change a template", takes=TemplateChange, gives=TemplateAnswer)
    def patch(self, template: Template, body: Mapping[str, Any]) -> Template:
        self.check(template)
        words = {name: body.get(name, getattr(template, name)) for name in Words._fields}
        return verbs.change(template, Words(**words), by=self.member, at=self.now)

    @operation("Put a template away")
    def delete(self, template: Template) -> None:
        self.check(template)
        verbs.retire(template, by=self.member, at=self.now)

    def check(self, template: Template) -> None:
        """The agency's are for owners to change."""
        if template.member_id is None:
            require(self.member, "template.share")


class Reading(ApiView):
    tag = "Templates"
    verbs = {"POST": "template.read"}

    def found(self, key: str) -> tuple[Template]:  # type: ignore[override]
        return (reach(templates_of(self.member), key=key),)

    @operation("How a template reads to somebody", takes=ReadingBody, gives=ReadingAnswer, status=200)
    def post(self, template: Template, body: dict[str, Any]) -> dict[str, Any]:
        """In an answer to what they asked last. Nothing is sent or stored."""
        contact = body["contact"]
        asked = Request.objects.filter(contact=contact).order_by("-last_at").first()
        said = filling.fill(template.text, contact, asked, by=self.member, at=self.now)
        return {"text": said.text, "missing": said.missing}
