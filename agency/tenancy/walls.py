"""PostgreSQL's part of tenancy, built from the models themselves after each migration, so that no new table is
forgotten.

For every tenant table: row-level security, forced; one policy for the application, one for the sweeps' role, one for
the
portal's; UNIQUE (agency_id, id); and composite foreign keys to other tenant tables, since a plain one accepts a row of
another agency. Building twice changes nothing.
"""

from typing import Any

from django.apps import apps
from django.db import models, transaction

from agency.search import function

from .base import TenantModel, parent_of, tenant_parents
from .scope import AGENCY_SETTING, CLIENT_SETTING, PORTAL_ROLE, SYSTEM_ROLE

APP_ROLE = "rapport_app"
GRANTS = f"""
    GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}, {PORTAL_ROLE};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE};
"""
OWN_AGENCY = f"agency_id = nullif(current_setting('{AGENCY_SETTING}', true), '')::bigint"
OWN_CLIENT = f"nullif(current_setting('{CLIENT_SETTING}', true), '')::bigint"
PORTAL_CONDITIONS = {
    "agency": OWN_AGENCY,
    "client": f"{OWN_AGENCY} AND client_id = {OWN_CLIENT}",
    "own": f"{OWN_AGENCY} AND id = {OWN_CLIENT}",
}
# Tables without an agency that a portal page reads: who signed in, and the agency's name and hue.
PORTAL_READS_ALSO = {"agency_agency": "", "agency_user": "(id, name, email)"}


def tenant_models() -> list[type[TenantModel]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def build(sender: Any = None, *, using: str = "default", plan: Any = None, **_: Any) -> None:
    """Receiver of post_migrate; does nothing on other databases, and nothing when no migration was asked for."""
    from django.db import connections

    connection = connections[using]
    if plan is None or connection.vendor != "postgresql":
        return
    present = set(connection.introspection.table_names())
    models_present = [model for model in tenant_models() if model._meta.db_table in present]
    steps = [[GRANTS, *(_append_only(model) for model in models_present if model.append_only)]]
    steps += [wall(model, present) for model in models_present]
    steps += [composite_keys(model, present) for model in models_present]
    steps.append(
        [f'GRANT SELECT {of} ON "{t}" TO {PORTAL_ROLE}' for t, of in PORTAL_READS_ALSO.items() if t in present]
    )
    steps.append(function.statements(APP_ROLE) if function.TABLE in present else [])
    for statements in steps:  # each at once: who is served meanwhile never meets a table with half its wall
        with transaction.atomic(using), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def wall(model: type[TenantModel], present: set[str]) -> list[str]:
    """Row-level security of one table, its policies and grants, and the unique pair that composite keys refer to."""
    table = model._meta.db_table
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        *_policy(table, "own_agency", "PUBLIC", OWN_AGENCY),
        *_policy(table, "every_agency", SYSTEM_ROLE, "true"),
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {SYSTEM_ROLE}',
        *_portal(model),
        _once(table, f"{table}_tenant", f'UNIQUE (agency_id, "{model._meta.pk.column}")'),
    ]


def _append_only(model: type[TenantModel]) -> str:
    return f'REVOKE UPDATE, DELETE ON "{model._meta.db_table}" FROM {APP_ROLE}'


def composite_keys(model: type[TenantModel], present: set[str]) -> list[str]:
    table = model._meta.db_table
    return [_composite(table, field) for field in tenant_parents(model) if parent_of(field)._meta.db_table in present]


def _policy(table: str, name: str, role: str, condition: str) -> list[str]:
    return [
        f'DROP POLICY IF EXISTS {name} ON "{table}"',
        f'CREATE POLICY {name} ON "{table}" TO {role} USING ({condition}) WITH CHECK ({condition})',
    ]


def _portal(model: type[TenantModel]) -> list[str]:
    """The portal's role sees a table only if its model says so. RESTRICTIVE, since the policy for PUBLIC holds for it
    too.
    """
    table = model._meta.db_table
    drop = f'DROP POLICY IF EXISTS own_client ON "{table}"'
    if not model.portal_wall:
        return [drop, f'REVOKE ALL ON "{table}" FROM {PORTAL_ROLE}']
    condition = PORTAL_CONDITIONS[model.portal_wall] + (f" AND {model.portal_rows}" if model.portal_rows else "")
    columns = (
        "({})".format(", ".join(("id", "agency_id", "key", *model.portal_columns))) if model.portal_columns else ""
    )
    return [
        drop,
        f'CREATE POLICY own_client ON "{table}" AS RESTRICTIVE FOR SELECT TO {PORTAL_ROLE} USING ({condition})',
        f'REVOKE ALL ON "{table}" FROM {PORTAL_ROLE}',
        f'GRANT SELECT {columns} ON "{table}" TO {PORTAL_ROLE}',
    ]


def _composite(table: str, field: models.ForeignKey[Any, Any]) -> str:
    parent = parent_of(field)._meta
    return _once(
        table,
        f"{table}_{field.column}_tenant"[:63],
        f'FOREIGN KEY (agency_id, "{field.column}") REFERENCES "{parent.db_table}" (agency_id, "{parent.pk.column}") '
        "DEFERRABLE INITIALLY DEFERRED",
    )


def _once(table: str, name: str, definition: str) -> str:
    return f"""
        DO $$ BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM pg_constraint WHERE conname = '{name}' AND conrelid = '"{table}"'::regclass
            ) THEN
                ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition};
            END IF;
        END $$
    """  # noqa: S608 - names come from the models
