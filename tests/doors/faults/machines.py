"""Links and the API let in whom they should not, or answer with too much."""

from typing import Any

import pytest

from agency.models import Agency, ApiToken
from api import permissions as api_permissions
from api.authentication import TokenAuthentication
from clients.models import Task
from comms.domain import links
from tests.doors.aiming import Whose
from tests.doors.faults.fault import fault, instead


@fault("a link opens with any secret", "signed_link", "anonymous", last=Whose.MISSING)
def _(patch: pytest.MonkeyPatch) -> None:
    rows = links.SignedLink.objects.__class__

    def any_link(token: str) -> Any:
        found = links.SignedLink.objects.select_related("contact__person__user", "contact__client")
        return found.order_by("pk").first()

    assert rows
    patch.setattr(links, "find", any_link)


@fault("a token works for who was deactivated", "api:clients/", "deactivated member")
def _(patch: pytest.MonkeyPatch) -> None:
    from agency.keys import digest
    from agency.tenancy.scope import within

    def holder(self: Any, request: Any, text: str, *, slug: str) -> Any:
        agency = Agency.objects.get(slug=slug)
        request._request.scope.enter_context(within(agency))
        token = ApiToken.objects.select_related("member__user").get(digest=digest(text))
        token.member.deactivated_at = None
        request._request.agency, request._request.member = agency, token.member
        return token.member.user, token

    patch.setattr(TokenAuthentication, "holder", holder)


@fault("the API asks for no verb", "api:outbox/ api:events/", "specialist", check="permissions")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(api_permissions, "require", lambda member, verb, client=None: None)


@fault("the API answers with a field too many", "api:people/<key:key>/", "specialist")
def _(patch: pytest.MonkeyPatch) -> None:
    from rest_framework import serializers

    from api.serializers.people import PersonAnswer

    shown = PersonAnswer.get_fields
    patch.setattr(
        PersonAnswer, "get_fields", lambda self: {**shown(self), "personal_note": serializers.CharField(read_only=True)}
    )


@fault("the API lists another client's rows", "api:tasks/", "kept")
def _(patch: pytest.MonkeyPatch) -> None:
    from clients.queries.reach import tasks_of

    instead(patch, tasks_of, lambda member: Task.objects.select_related("client", "owner__user", "contact__person"))
