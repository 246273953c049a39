"""What is another's is answered otherwise than what is not there."""

from typing import Any

import pytest
from django.db.models import QuerySet

from agency import permissions
from agency.reach import reach
from agency.tenancy.scope import everywhere
from clients.models import Client
from tests.doors.aiming import Whose
from tests.doors.faults.fault import fault, instead


@fault("another's row is refused instead of missing", "goal", "kept", check="unlike", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    def telling(rows: QuerySet[Any], **lookup: Any) -> Any:
        if rows.filter(**lookup).exists() or not rows.model.objects.filter(**lookup).exists():
            return reach(rows, **lookup)
        raise permissions.Refused("client.read")

    instead(patch, reach, telling)


@fault("another agency's row is refused instead of missing", "goal", "owner", check="unlike", last=Whose.FOREIGN)
def _(patch: pytest.MonkeyPatch) -> None:
    def telling(rows: QuerySet[Any], **lookup: Any) -> Any:
        with everywhere():
            there = rows.model.objects.filter(**lookup).exists()
        if there and not rows.filter(**lookup).exists():
            raise permissions.Refused("client.read")
        return reach(rows, **lookup)

    instead(patch, reach, telling)


@fault("another's row takes one query more", "goal", "kept", check="unlike", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    def slow(rows: QuerySet[Any], **lookup: Any) -> Any:
        found = rows.model.objects.filter(**lookup).first()
        if found is not None:
            Client.objects.filter(pk=found.client_id).first()
        return reach(rows, **lookup)

    instead(patch, reach, slow)
