"""How every call goes: token, throttle, role, the row that the address names, the body, one verb, the answer."""

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed, NotAuthenticated
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agency.models import Agency, ApiToken, Membership
from agency.permissions import LookedAfter, require
from agency.tenancy.scope import on_postgresql
from api import once, paging
from api.operations import Act, Operation
from api.problems import TooLarge, problem
from api.renderers import answered_as_problem
from api.serializers.base import Nothing

logger = logging.getLogger("rapport.api")


class ApiView(APIView):
    """A noun of the API. `verbs` names the permission of each method: one that is not there is open to nobody."""

    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    tag: ClassVar[str]
    verbs: ClassVar[Mapping[str, str]] = {}
    format_kwarg = None
    largest_body: ClassVar[int] = 1_000_000
    field_names: ClassVar[Mapping[str, str]] = {}
    """What this door calls a field that a verb names otherwise."""

    # --- what a view says of itself ---------------------------------------------------------------------------------
    def found(self, **keys: str) -> tuple[Any, ...]:
        """The rows that the address names, through what the member may see. Raises Http404."""
        return ()

    def allow(self, verb: str, *things: Any) -> None:
        """Raises Refused unless the member may do it for the client that the first row is, or belongs to."""
        if things and (client := client_of(things[0])) is not None:
            require(self.member, verb, client)

    def shown_with(self, rows: list[Any]) -> list[Any]:
        """Rows of a page, or the one row of an answer, made ready to be shown."""
        return rows

    # --- who and when -----------------------------------------------------------------------------------------------
    @property
    def member(self) -> Membership:
        return self.request._request.member  # type: ignore[attr-defined]

    @property
    def agency(self) -> Agency:
        return self.request._request.agency  # type: ignore[attr-defined]

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @classmethod
    def verb_for(cls, method: str | None) -> str | None:
        return cls.verbs.get("GET" if method == "HEAD" else method or "")

    @property
    def allowed_methods(self) -> list[str]:
        names = [name for name in self.http_method_names if hasattr(self, name)]
        return [name.upper() for name in names]

    # --- a call -----------------------------------------------------------------------------------------------------
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The agency's scope is open from the token to the last byte; on PostgreSQL it is one transaction, rolled back
        on 500 and above."""
        try:
            with ExitStack() as scope:
                request.scope = scope  # type: ignore[attr-defined]
                response = super().dispatch(request, *args, **kwargs)
                if isinstance(response, Response):
                    response.render()
                if response.status_code >= 500 and on_postgresql():
                    transaction.set_rollback(True)
                return response
        except Exception:
            logger.exception("a call of the API broke: %s", type(self).__name__)
            got_request_exception.send(sender=type(self), request=request)
            return answered_as_problem(problem(500))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        request.version, request.versioning_scheme = None, None
        self.perform_authentication(request)
        self.check_throttles(request)
        if str(request.method) not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        self.check_permissions(request)
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.largest_body:
            raise TooLarge

    def perform_authentication(self, request: Request) -> None:
        """Calls without a valid token are counted too, by address."""
        try:
            valid = isinstance(request.auth, ApiToken)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise
        if not valid:
            self.check_throttles(request)
            raise NotAuthenticated

    def perform(self, what: Operation, act: Act, keys: dict[str, str]) -> HttpResponseBase:
        things = self.found(**keys)
        self.allow(str(self.verb_for(self.request.method)), *things)
        asked: dict[str, Any] = {}
        query = what.asks.read(self.request.query_params, **self.context)
        if what.asks is not Operation.asks:
            asked["query"] = query
        if self.request.method in SAFE_METHODS:
            return self.answer(what, act(self, *things, **asked), query)
        body = self.body(what, *things)
        if what.takes is not None:
            asked["body"] = body
        call = once.Call.read(self.request) if what.once else None
        if call is not None and (before := call.answered_before()) is not None:
            return before
        return self.change(what, act, things, asked, call)

    def change(
        self, what: Operation, act: Act, things: tuple[Any, ...], asked: dict[str, Any], call: once.Call | None
    ) -> HttpResponseBase:
        """All of it or nothing. With an Idempotency-Key the answer is kept for whoever asks again."""
        if what.once:
            asked["key"] = call.derived_key if call else ""
        try:
            with transaction.atomic():
                response = self.answer(what, act(self, *things, **asked))
        except Exception:
            if call is not None:
                call.failed()
            raise
        if call is not None and isinstance(response, Response):
            call.answered(response)
        return response

    def body(self, what: Operation, *things: Any) -> dict[str, Any]:
        """What was sent, checked. Raises DRF's ValidationError with the field named."""
        sent = self.request.data if self.request.method != "DELETE" else {}
        taken = (what.takes or Nothing)(
            data=sent, partial=self.request.method == "PATCH", context={**self.context, "things": things}
        )
        taken.is_valid(raise_exception=True)
        return dict(taken.validated_data)

    def answer(self, what: Operation, result: Any, query: Mapping[str, Any] | None = None) -> HttpResponseBase:
        if isinstance(result, HttpResponseBase):
            return result
        if what.gives is None:
            return Response(status=what.status)
        if query is None or not what.listed:
            return Response(what.gives(self.shown_with([result])[0], context=self.context).data, what.status)
        place = f"{self.agency.pk}:{type(self).__name__}"
        page = paging.page_of(
            result, place=place, cursor=query.get("cursor"), size=query["page_size"], rising=what.rising
        )
        rows = what.gives(self.shown_with(page.rows), many=True, context=self.context).data
        return Response({"results": rows, "next": page.next})

    @property
    def context(self) -> dict[str, Any]:
        return {"member": self.member, "now": self.now}

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, ValidationError) and getattr(exc, "at_field", "") in self.field_names:
            exc.at_field = self.field_names[exc.at_field]  # type: ignore[attr-defined]
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def client_of(thing: Any) -> LookedAfter | None:
    """The client that a row is, or belongs to."""
    if hasattr(thing, "lead_id"):
        return thing
    return getattr(thing, "client", None)
