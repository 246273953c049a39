"""Which agency the running code works for: the scope of django-scopes and, on PostgreSQL, the setting that row-level
security reads.

Three kinds of work, three context managers:

- `within(agency)`: ordinary work for one agency.
- `within(agency, client=…)` read-only: the portal, through the role that may only read.
- `everywhere()`: a sweep that looks for what is due in all agencies. It may read ids and agencies only, then opens
  each row's own scope.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django_scopes import get_scope, scope, scopes_disabled

if TYPE_CHECKING:
    from agency.models import Agency

AGENCY_SETTING = "rapport.agency_id"
CLIENT_SETTING = "rapport.client_id"
SYSTEM_ROLE = "rapport_system"
PORTAL_ROLE = "rapport_portal"


class NoScope(RuntimeError):
    """Tenant rows were asked for while no agency's scope was open."""


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def current_agency() -> "Agency":
    """The agency in whose scope the code runs. Raises NoScope outside one."""
    agency = get_scope().get("agency")
    if agency is None:
        raise NoScope("no agency's scope is open")
    return agency


@contextmanager
def within(agency: "Agency") -> Iterator["Agency"]:
    """Opens the scope of one agency; on PostgreSQL in a transaction that carries its id for row-level security."""
    with ExitStack() as stack:
        stack.enter_context(scope(agency=agency))
        if on_postgresql():
            stack.enter_context(transaction.atomic())
            stack.enter_context(_setting(AGENCY_SETTING, str(agency.pk)))
        yield agency


@contextmanager
def reading(agency: "Agency", client_id: int) -> Iterator["Agency"]:
    """The portal's scope: one agency, one client, and nothing can be written by any statement inside.

    On PostgreSQL the role changes to one that holds SELECT alone, under policies that name the client. On SQLite the
    connection refuses writes until the block ends.
    """
    with within(agency), ExitStack() as stack:
        if on_postgresql():
            stack.enter_context(_setting(CLIENT_SETTING, str(client_id)))
            stack.enter_context(_setting("role", PORTAL_ROLE))
        else:
            stack.enter_context(_sqlite_query_only())
        yield agency


@contextmanager
def everywhere() -> Iterator[None]:
    """A look over all agencies. Keep it short, select ids and agency ids, and open `within` before touching a row."""
    with ExitStack() as stack:
        stack.enter_context(scopes_disabled())
        if on_postgresql():
            stack.enter_context(transaction.atomic())
            stack.enter_context(_setting("role", SYSTEM_ROLE))
        yield


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    """Sets a PostgreSQL setting for the running transaction and puts the former value back: savepoints would
    keep it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [name, before or _NOTHING.get(name, "")])


_NOTHING = {"role": "none"}


@contextmanager
def _sqlite_query_only() -> Iterator[None]:
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        raw.execute("PRAGMA query_only = OFF")
