"""The Inbox's verbs do it to more threads than were meant, or to threads of another client."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db.models import QuerySet

from agency.models import Membership
from comms.domain import batches, joining, requests
from comms.models import Request, SavedFilter
from comms.queries import inbox, inbox_filter, threads
from tests.doors.aiming import Whose
from tests.doors.faults.fault import all_of, fault, instead


@fault("putting one thread off puts off all", "snooze", "manager who leads", methods=("POST",))
def _(patch: pytest.MonkeyPatch) -> None:
    snooze = requests.snooze

    def snooze_all(request: Request, *, until: datetime | None, **how: Any) -> Request:
        Request.objects.update(snoozed_until=until)
        return snooze(request, until=until, **how)

    patch.setattr(requests, "snooze", snooze_all)


@fault("a thread may be merged with any client's", "merger", "kept")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(threads, "mergeable", _any_other)


@fault("two clients' requests become one thread", "merger", "owner", methods=("POST",), sent=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    def merge(request: Request, other: Request, *, by: Membership, at: datetime) -> Request:
        Request.objects.filter(pk=other.pk).update(merged_into=request, merged_at=at)
        return request

    patch.setattr(threads, "mergeable", _any_other)
    patch.setattr(joining, "merge", merge)


def _any_other(found: Request, member: Membership) -> QuerySet[Request]:
    return Request.objects.select_related("contact__person").exclude(pk=found.pk)


@fault("in bulk nobody asks whose client it is", "batches", "kept", methods=("POST",), sent=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    def anybodys(member: Membership, keys: Sequence[str]) -> dict[str, Request]:
        return {request.key: request for request in Request.objects.filter(key__in=keys)}

    patch.setattr(inbox, "survivors_of", anybodys)
    patch.setattr(batches, "may", lambda member, verb, client: True)


@fault("filters of every agency are offered", "inbox saved_filters", "owner", stopped=True)
def _(patch: pytest.MonkeyPatch) -> None:
    instead(patch, inbox_filter.seen_by, lambda member: all_of(SavedFilter).select_related("member__user"))
