"""Getting at a row: through a queryset that holds only what the actor may see. What isn't yours does not exist."""

from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)


def reach(rows: QuerySet[M], **lookup: object) -> M:
    """The one row, or Http404 with the same words whether it is missing or another's."""
    try:
        return rows.get(**lookup)
    except (ObjectDoesNotExist, ValueError):
        raise Http404("no such page") from None
