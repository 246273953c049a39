"""What a person sets for themself: how they are called and served everywhere, and how they sign letters here."""

from datetime import datetime
from typing import Any

from django.db import transaction

from agency.domain.events import record
from agency.models import Membership, User

OF_USER = frozenset({"name", "zone", "language", "theme", "keys_on"})
OF_MEMBER = frozenset({"signature", "notices"})


@transaction.atomic
def change(member: Membership, *, at: datetime, **values: Any) -> list[str]:
    """Sets the member's own values; the names of what is different now. Raises ValidationError for what can't be."""
    if foreign := values.keys() - OF_USER - OF_MEMBER:
        raise TypeError(f"not one's own to set: {', '.join(sorted(foreign))}")
    changed = _set(member.user, {name: values[name] for name in values.keys() & OF_USER})
    changed += _set(member, {name: values[name] for name in values.keys() & OF_MEMBER})
    if changed:
        record("profile.changed", member, by=member, at=at, fields=sorted(changed))
    return changed


def prefer(user: User, **values: Any) -> None:
    """Keeps a choice that is no agency's business: theme or language, switched from any page."""
    _set(user, values)


def _set(row: User | Membership, values: dict[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - set(changed))
        row.save(update_fields=changed)
    return changed
