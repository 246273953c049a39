"""Setting fields of a row and knowing which of them really changed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


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
