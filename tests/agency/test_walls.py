"""The walls of tenancy, one by one: scope, saving, and on PostgreSQL row-level security with composite keys."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from agency.tenancy.base import ForeignRow
from agency.tenancy.scope import NoScope, everywhere, reading, within
from agency.tenancy.walls import tenant_models
from clients.models import Client, Goal, Person, Task
from tests.world import World

postgres_only = pytest.mark.postgres


def test_no_rows_without_a_scope(world: World) -> None:
    for ask in ("count", "exists", "first", "explain"):
        with pytest.raises(Exception, match="scope"):
            getattr(Client.objects.all(), ask)()
    with pytest.raises(NoScope):
        Client(name="Nobody's", lead=world.ours.manager).save()


def test_a_scope_shows_one_agency(world: World) -> None:
    with within(world.ours.agency):
        assert set(Client.objects.values_list("name", flat=True)) == {"Solvang Cycles", "Clínica Duero"}
        assert not Client.objects.filter(pk=world.theirs.client.pk).exists()


def test_a_forward_key_does_not_cross(world: World) -> None:
    with within(world.ours.agency):
        task = Task(title="Feed", client_id=world.theirs.client.pk)
        with pytest.raises(Client.DoesNotExist):
            _ = task.client


@pytest.mark.parametrize("how", ["cached", "by id"])
def test_save_refuses_a_foreign_parent(world: World, how: str) -> None:
    foreign = {"client": world.theirs.client} if how == "cached" else {"client_id": world.theirs.client.pk}
    with within(world.ours.agency), pytest.raises((ForeignRow, IntegrityError)), transaction.atomic():
        write_and_check(foreign)


def write_and_check(fields: dict[str, object]) -> None:
    Task.objects.create(title="Feed", **fields)
    connection.check_constraints()


def test_bulk_create_refuses_a_foreign_parent(world: World) -> None:
    with within(world.ours.agency), pytest.raises((ForeignRow, IntegrityError)), transaction.atomic():
        Task.objects.bulk_create([Task(title="Feed", client=world.theirs.client)])


def test_a_row_does_not_change_its_agency(world: World) -> None:
    with within(world.ours.agency), pytest.raises(ForeignRow):
        Client.objects.update(agency=world.theirs.agency)


def test_the_portal_scope_writes_nothing(world: World) -> None:
    with (
        pytest.raises(Exception, match=r"permission denied|readonly|attempt to write"),
        transaction.atomic(),
        reading(world.ours.agency, world.ours.client.pk),
    ):
        Goal.objects.create(client=world.ours.client, name="Sales", target=1, due="2026-12-31")


@postgres_only
def test_every_tenant_table_has_its_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in tenant_models()} <= walled


@postgres_only
def test_raw_sql_sees_one_agency(world: World) -> None:
    with within(world.ours.agency), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clients_client")
        assert cursor.fetchone() == (2,)
        cursor.execute("UPDATE clients_client SET name = 'taken' WHERE id = %s", [world.theirs.client.pk])
        assert cursor.rowcount == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clients_client")
        assert cursor.fetchone() == (0,)


@postgres_only
def test_a_sweep_sees_all_agencies_and_gives_the_role_back(world: World) -> None:
    with everywhere():
        assert Client.objects.values_list("agency_id").distinct().count() == 2
    with within(world.ours.agency), connection.cursor() as cursor:
        with everywhere():
            cursor.execute("SELECT count(*) FROM clients_client")
            assert cursor.fetchone() == (4,)
        cursor.execute("SELECT current_user, count(*) FROM clients_client")
        assert cursor.fetchone() == ("rapport_app", 2)


@postgres_only
def test_the_portal_role_sees_one_client_and_no_inner_column(world: World) -> None:
    with reading(world.ours.agency, world.ours.client.pk):
        assert list(Client.objects.values_list("name", flat=True)) == ["Solvang Cycles"]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(Person.objects.values_list("personality_type", flat=True))


@postgres_only
def test_events_are_append_only(world: World) -> None:
    with (
        within(world.ours.agency),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("DELETE FROM agency_event")
