"""Pages that stay put while rows come: each begins after the last row of the one before, at a constant price.

The cursor holds that row's place, sealed, so that nothing can be counted from it and none can be made up; it belongs to
one list of one agency.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, TypeVar

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """`next` is the cursor to go on with, None at the end."""

    rows: list[M]
    next: str | None


def page_of(rows: QuerySet[M], *, place: str, cursor: str | None, size: int, rising: bool = False) -> Page[M]:
    """The rows after the cursor, newest first, or oldest first if `rising`. A rising list always has a next cursor,
    since more may come. Raises ValidationError for a cursor that is not of this place.
    """
    after = unsealed(cursor, place) if cursor else None
    if after is not None:
        rows = rows.filter(pk__gt=after) if rising else rows.filter(pk__lt=after)
    found = list(rows.order_by("pk" if rising else "-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if not more and not rising:
        return Page(found, None)
    return Page(found, sealed(found[-1].pk if found else after or 0, place))


def sealed(pk: int, place: str) -> str:
    return _seal().encrypt(json.dumps([place, pk]).encode()).decode()


def unsealed(cursor: str, place: str) -> int:
    try:
        of, pk = json.loads(_seal().decrypt(cursor.encode()))
    except (InvalidToken, ValueError):
        of, pk = None, 0
    if of != place:
        raise ValidationError({"cursor": [_("This cursor is not one of this list. Begin without.")]}, code="cursor")
    return int(pk)


def _seal() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"api.cursor" + settings.SECRET_KEY.encode()).digest()))


def schema_of(rows: dict[str, Any], *, rising: bool) -> dict[str, Any]:
    """A page as OpenAPI says it."""
    following: dict[str, Any] = {"type": "string", "description": "Pass it as `cursor` to get what comes after."}
    if not rising:
        following |= {"nullable": True, "description": "Pass it as `cursor` to get what comes after; null at the end."}
    return {
        "type": "object",
        "properties": {"results": {"type": "array", "items": rows}, "next": following},
        "required": ["results", "next"],
    }
