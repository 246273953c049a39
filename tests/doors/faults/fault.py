"""What a fault is, how it is kept, and how it is put in."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import QuerySet

from tests.doors.aiming import Whose

Put = Callable[[pytest.MonkeyPatch], None]
ROOMS = ("agency", "clients", "comms", "reports", "portal", "api")


def instead(patch: pytest.MonkeyPatch, original: Any, other: Any) -> None:
    """Every module of ours that has taken this function in by name gets the other one."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ROOMS:
            for attribute, value in list(vars(module).items()):
                if value is original:
                    patch.setattr(module, attribute, other)


@dataclass(frozen=True)
class Fault:
    """What somebody did, at which doors and for whom it shows, and by which check of the sweep it is found.

    `stopped`: on PostgreSQL nothing comes of it, since row-level security stands behind; there the sweep finds nothing.
    `turns` are the forms or filters to send, or `filtered` the one filter; `at_home`: everybody knocks at their own house.
    """

    what: str
    put: Put
    doors: tuple[str, ...]
    people: tuple[str, ...]
    check: str = "sweep"
    methods: tuple[str, ...] = ("GET",)
    last: Whose = Whose.OWN
    sent: Whose = Whose.OWN
    stopped: bool = False
    turns: tuple[int, ...] = (0,)
    filtered: dict[str, str] | None = None
    at_home: bool = False
    rows: int = 3


FAULTS: list[Fault] = []
KEPT, OTHER_CONTACT = "manager kept to another client", "contact who was not on the message"


def fault(what: str, doors: str, people: str, **how: Any) -> Callable[[Put], Put]:
    def keep(put: Put) -> Put:
        names = {"kept": KEPT, "second": OTHER_CONTACT}
        who = tuple(names.get(name.strip(), name.strip()) for name in people.split(","))
        FAULTS.append(Fault(what, put, tuple(doors.split()), who, **how))
        return put

    return keep


def all_of(model: Any) -> QuerySet[Any]:
    return model.objects.with_scopes_disabled().all()
