"""The Inbox by program: putting off, next steps, merging and splitting, bulk changes, filters."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from agency.permissions import Refused, require
from agency.reach import reach
from api import queries
from api.fields import among
from api.operations import listing, operation
from api.serializers.inbox import (
    BatchAnswer,
    BatchBody,
    FilterAnswer,
    FilterBody,
    FilterChange,
    MergerBody,
    NextStepBody,
    SnoozeBody,
    asked_of,
)
from api.serializers.requests import RequestAnswer
from api.views.base import ApiView
from api.views.requests import RequestView
from comms.domain import batches, joining, requests as verbs, saved_filters
from comms.models import Batch, Interaction, Request, SavedFilter
from comms.queries.inbox import survivors_of
from comms.queries.inbox_filter import filters_of

TAG = "Inbox"


class Snooze(RequestView):
    tag = TAG
    verbs = {"PUT": "request.snooze", "DELETE": "request.snooze"}

    @operation("Put a request off", takes=SnoozeBody, gives=RequestAnswer)
    def put(self, request: Request, body: dict[str, Any]) -> Request:
        """Out of Today until then, or until the client writes. No clock stands still for it."""
        verbs.snooze(request, until=body["until"], by=self.member, at=self.now)
        return self.again(request)

    @operation("Bring a request back", gives=RequestAnswer)
    def delete(self, request: Request) -> Request:
        verbs.snooze(request, until=None, by=self.member, at=self.now)
        return self.again(request)


class NextStep(RequestView):
    tag = TAG
    verbs = {"PUT": "request.plan"}

    @operation("Plan the next step", takes=NextStepBody, gives=RequestAnswer)
    def put(self, request: Request, body: dict[str, Any]) -> Request:
        """An empty step takes it away."""
        verbs.plan_next_step(request, step=body["step"], on=body.get("on"), by=self.member, at=self.now)
        return self.again(request)


class Merger(RequestView):
    tag = TAG
    verbs = {"POST": "request.merge", "DELETE": "request.merge"}

    def found(self, key: str) -> tuple[Request]:  # type: ignore[override]
        return (reach(queries.requests_shown(self.member), key=key),)

    @operation("Merge two requests", takes=MergerBody, gives=RequestAnswer)
    def post(self, request: Request, body: dict[str, Any]) -> Request:
        """They become one thread; the answer is the older one, which survives. Both clocks keep their times."""
        return self.again(joining.merge(request, body["other"], by=self.member, at=self.now))

    @operation("Take a merged request out", gives=RequestAnswer)
    def delete(self, request: Request) -> Request:
        """It is a thread of its own again, with the clocks that it brought."""
        return self.again(joining.take_out(request, by=self.member, at=self.now))


class Split(ApiView):
    tag = TAG
    verbs = {"POST": "request.merge"}

    def found(self, key: str) -> tuple[Interaction]:  # type: ignore[override]
        return (reach(queries.interactions_of(self.member), key=key),)

    @operation("Split a message off", gives=RequestAnswer, status=201)
    def post(self, message: Interaction) -> Request:
        """A message of the client becomes a request of its own; unanswered, its clock counts from when it came."""
        fresh = joining.split(message, by=self.member, at=self.now)
        return reach(queries.requests_shown(self.member), key=fresh.key)


class Batches(ApiView):
    tag = TAG
    verbs = {"POST": "request.assign"}

    @operation("Do something to several requests", takes=BatchBody, gives=BatchAnswer, status=201)
    def post(self, body: dict[str, Any]) -> Batch:
        """To each by its own verb; what cannot be done is left as it is, with the reason."""
        found = survivors_of(self.member, body["requests"])
        chosen = among("requests", body["requests"], found)
        member = body.get("member")
        if body["kind"] == Batch.Kind.ASSIGN and "member" not in body:
            raise ValidationError({"member": [ErrorDetail(_("This field is required."), "required")]})
        return batches.apply(
            body["kind"], chosen, by=self.member, at=self.now, assignee=member, until=body.get("until")
        )


class OneBatch(ApiView):
    tag = TAG
    verbs = {"GET": "request.assign", "DELETE": "request.assign"}

    def found(self, key: str) -> tuple[Batch]:  # type: ignore[override]
        return (reach(Batch.objects.filter(member=self.member).select_related("member__user"), key=key),)

    @operation("What became of a bulk change", gives=BatchAnswer)
    def get(self, batch: Batch) -> Batch:
        return batch

    @operation("Take a bulk change back")
    def delete(self, batch: Batch) -> None:
        """All of it that can be; mails that have left have left."""
        batches.undo(batch, by=self.member, at=self.now)


class Filters(ApiView):
    tag = TAG
    verbs = {"GET": "filter.save", "POST": "filter.save"}

    @listing("List filters", of=FilterAnswer)
    def get(self, query: dict[str, Any]) -> QuerySet[SavedFilter]:
        """One's own, and those that are shared with the agency."""
        return filters_of(self.member)

    @operation("Keep a filter", takes=FilterBody, gives=FilterAnswer, status=201)
    def post(self, body: dict[str, Any]) -> SavedFilter:
        shared = body.get("shared", False)
        if shared:
            require(self.member, "filter.share")
        return saved_filters.keep(by=self.member, at=self.now, name=body["name"], asked=asked_of(body), shared=shared)


class OneFilter(ApiView):
    tag = TAG
    verbs = {"PUT": "filter.save", "DELETE": "filter.save"}

    def found(self, key: str) -> tuple[SavedFilter]:  # type: ignore[override]
        return (reach(filters_of(self.member), key=key),)

    def allow(self, verb: str, *things: Any) -> None:
        """Who made it, and owners where the agency sees it."""
        if things and not saved_filters.may_change(things[0], self.member):
            raise Refused("filter.change")

    @operation("Rename or share a filter", takes=FilterChange, gives=FilterAnswer)
    def put(self, saved: SavedFilter, body: dict[str, Any]) -> SavedFilter:
        if body["shared"] and not saved.shared:
            require(self.member, "filter.share")
        return saved_filters.change(saved, by=self.member, at=self.now, name=body["name"], shared=body["shared"])

    @operation("Remove a filter")
    def delete(self, saved: SavedFilter) -> None:
        saved_filters.remove(saved, by=self.member, at=self.now)
