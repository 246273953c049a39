"""What one request did: which tables it wrote, which rows are new, different or gone, what crosses, what it mails."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from agency.models import Agency, User
from agency.tenancy.base import TenantModel, tenant_parents
from agency.tenancy.scope import everywhere
from agency.tenancy.walls import tenant_models
from comms.models import AccountMail
from tests.doors.rows import MODELS
from tests.doors.scene import Scene

WRITES = re.compile(r'^\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I)
TABLES: dict[str, type[Model]] = {
    model._meta.db_table: model for model in (*tenant_models(), Agency, User, AccountMail)
}
OF_THE_SESSION = {"django_session", "usersessions_usersession"}
LAST_SEEN = {
    ("clients.Contact", "last_visit_at"),
    ("agency.ApiToken", "last_used_at"),
    ("agency.User", "last_login"),
    ("comms.CalendarFeed", "last_read_at"),
    ("comms.CalendarFeed", "content_digest"),
    ("comms.CalendarFeed", "changed_at"),
}
"""Columns that say when somebody was last here, and what they found: they change by reading, too."""

OF_SEVERAL_CLIENTS = {("clients.Contact", "person")}
"""A person may speak for several clients of an agency."""

Row = tuple[Any, ...]
Table = dict[int, Row]
Place = tuple[str, int]


@dataclass
class Recorder:
    """Statements of one request: how many, and the tables that were written."""

    count: int = 0
    written: set[str] = field(default_factory=set)
    statements: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if found := WRITES.match(sql):
            self.written.add(found[1])
            self.statements.append(sql[:160])
        return execute(sql, params, many, context)

    @property
    def of_ours(self) -> set[str]:
        return self.written & set(TABLES)


@contextmanager
def recorded() -> Iterator[Recorder]:
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        yield recorder


def read(table: str) -> Table:
    """All rows of a table, of all agencies, by id, without the columns of LAST_SEEN."""
    model = TABLES[table]
    names = [f.attname for f in model._meta.concrete_fields if (model._meta.label, f.name) not in LAST_SEEN]
    with everywhere() if issubclass(model, TenantModel) else _as_we_are():
        return {row[0]: tuple(map(_plain, row)) for row in model._default_manager.values_list("pk", *names)}


@contextmanager
def _as_we_are() -> Iterator[None]:
    yield


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else repr(value) if isinstance(value, (dict, list)) else value


@dataclass(frozen=True)
class Change:
    """A row that is new, different or gone, and whose it is; '' where it is no agency's."""

    label: str
    pk: int
    how: str
    house: str
    client: int

    def __str__(self) -> str:
        return f"{self.label} {self.how} (agency {self.house or '-'}, client {self.client})"


class Ledger:
    """How all rows stood before any request, and whose they are."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.letters = {scene.ours.agency.pk: "a", scene.theirs.agency.pk: "b"}
        self.before = {table: read(table) for table in TABLES}
        self.client_numbers = {
            plot.named["client"].pk: plot.number for house in scene.houses for plot in house.plots if plot.number
        }

    def changes(self, tables: set[str]) -> tuple[list[Change], dict[str, Table]]:
        """What is not as it was in these tables, and how they are now."""
        now = {table: read(table) for table in tables}
        found = []
        for table in tables:
            before, after, label = self.before[table], now[table], TABLES[table]._meta.label
            for pk in before.keys() | after.keys():
                if before.get(pk) != after.get(pk):
                    how = "is new" if pk not in before else "is gone" if pk not in after else "was changed"
                    found.append(Change(label, pk, how, *self.owner(label, pk, after.get(pk) or before[pk])))
        return found, now

    def owner(self, label: str, pk: int, row: Row) -> Place:
        if (label, pk) in self.scene.owners:
            return self.scene.owners[label, pk]
        if label == "agency.Agency":
            return self.letters.get(pk, ""), 0
        if label not in MODELS:
            return "", 0
        values = self.values(label, row)
        number = self.client_numbers.get(values.get("client_id"), 0)
        return self.letters.get(values["agency_id"], ""), number

    def values(self, label: str, row: Row) -> dict[str, Any]:
        fields = apps.get_model(label)._meta.concrete_fields
        names = [f.attname for f in fields if (label, f.name) not in LAST_SEEN]
        return dict(zip(names, row[1:], strict=True))

    def crossings(self, changes: list[Change], now: dict[str, Table]) -> Iterator[tuple[str, bool]]:
        """Rows that point to another client's, or (then the second value is true) to another agency's."""
        for change in changes:
            model = apps.get_model(change.label)
            if change.how == "is gone" or not issubclass(model, TenantModel):
                continue
            values = self.values(change.label, now[model._meta.db_table][change.pk])
            for parent in tenant_parents(model):
                target = values.get(parent.attname)
                if target is None:
                    continue
                house, client = self.owner_of(parent.related_model, target, now)
                other_client = client and change.client and client != change.client
                if house != change.house or (other_client and (change.label, parent.name) not in OF_SEVERAL_CLIENTS):
                    yield f"{change}: its {parent.name} is of agency {house}, client {client}", house != change.house

    def owner_of(self, model: type[Model], pk: int, now: dict[str, Table]) -> Place:
        label, table = model._meta.label, model._meta.db_table
        row = now.get(table, {}).get(pk) or self.before[table].get(pk) or read(table).get(pk)
        return self.owner(label, pk, row) if row else ("", 0)

    def verify(self) -> None:
        """All is as it was: what the requests did was taken back."""
        changed, _now = self.changes(set(TABLES))
        assert not changed, changed
