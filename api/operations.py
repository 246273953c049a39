"""What a method of a view does, said once: for the call itself, for OpenAPI and for the page of documentation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from api.serializers.base import Paged, Query

Act = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`takes` is the body and `asks` what stands behind the question mark; `gives` is the answer.

    `listed`: the act gives a queryset, of which a page is shown, `rising` with the oldest first. `once`: an
    Idempotency-Key counts; the act gets `key`, which is the same when the call is made again.
    `media_type`: the answer is a file of that type.
    """

    summary: str
    about: str = ""
    takes: type[BaseSerializer] | None = None
    asks: type[Query] = Query
    gives: type[BaseSerializer] | None = None
    status: int = 200
    listed: bool = False
    rising: bool = False
    once: bool = False
    media_type: str = ""


def operation(summary: str, **described: Any) -> Callable[[Act], Act]:
    """For a method of an ApiView that gets what the address names, `body` and `query`, and gives the row to show."""

    def decorate(act: Act) -> Act:
        about = " ".join((act.__doc__ or "").split())
        what = Operation(summary=summary, **{"about": about, "status": _usual_status(described), **described})

        @wraps(act)
        def handler(view: Any, request: Request, **keys: str) -> Any:
            return view.perform(what, act, keys)

        handler.operation = what  # type: ignore[attr-defined]
        return handler

    return decorate


def _usual_status(described: dict[str, Any]) -> int:
    return 200 if described.get("gives") or described.get("media_type") else 204


def listing(
    summary: str, *, of: type[BaseSerializer], asks: type[Paged] = Paged, rising: bool = False
) -> Callable[[Act], Act]:
    """An operation that shows rows page by page."""
    return operation(summary, gives=of, asks=asks, listed=True, rising=rising)
