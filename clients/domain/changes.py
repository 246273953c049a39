"""Changing a row: locked first, so that what others changed meanwhile is neither judged by nor written over."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from clients.domain.refusals import Refusal

Row = TypeVar("Row", bound=Model)


class Gone(Refusal):
    """Somebody took the row out meanwhile."""


def lock(row: Row) -> Row:
    """Locks the row until the transaction ends, and brings what the caller holds up to date. Raises Gone.

    Whatever a verb checks, it checks after this; whatever it saves, it names in `update_fields`.
    """
    try:
        row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())
    except ObjectDoesNotExist as error:
        raise Gone(_("This is gone: somebody took it out meanwhile.")) from error
    return row


def set_fields(row: Model, values: Mapping[str, Any], only: frozenset[str] | None = None) -> list[str]:
    """Sets each field and returns the names of those whose value is another one now, sorted. Does not save.

    Raises TypeError for a name that is not in `only`: a verb says itself which fields it may set.
    """
    unknown = values.keys() - only if only is not None else set()
    if unknown:
        raise TypeError(f"not set by this verb: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed


def write(row: Model, **values: Any) -> list[str]:
    """Sets and saves these fields of a locked row, and no others. Returns the names of those that changed."""
    changed = set_fields(row, values)
    if changed:
        row.save(update_fields=changed)
    return changed
