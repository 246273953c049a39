"""Requests that were merged are one thread: the oldest survives, the others point to it and keep their clocks.

Each request still is the lock for its own episodes. Who needs several takes them in the order of ids, and the survivor
has the smallest.
"""

from django.db.models import QuerySet

from comms.domain import clocks as rows
from comms.models import Episode, Request


def survivor(request: Request) -> Request:
    """The request under which the thread is found now."""
    return request if request.merged_into_id is None else Request.objects.get(pk=request.merged_into_id)


def ids(request: Request) -> list[int]:
    """The requests of its thread, the survivor first."""
    first = request.merged_into_id or request.pk
    return [first, *Request.objects.filter(merged_into=first).order_by("pk").values_list("pk", flat=True)]


def hold(request: Request) -> list[Request]:
    """Locks the thread of a survivor; of a request that was merged away meanwhile, that one alone."""
    first = rows.lock(request.pk)
    return [first, *rows.held(Request.objects.filter(merged_into=first)).order_by("pk")]


def running(request: Request) -> "QuerySet[Episode]":
    """The clocks that run in its thread, in the order in which they are to be locked."""
    return Episode.objects.filter(request__in=ids(request), closed_at=None).order_by("request_id")
