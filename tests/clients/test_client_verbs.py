"""Taking clients on, changing, handing over, letting go."""

from typing import Any

import pytest

from agency.models import Event, Role
from agency.tenancy.base import ForeignRow
from clients.domain import clients, portal_invitations, tasks
from clients.domain.clients import CannotLookAfter, NameTaken, StillOpen
from clients.domain.refusals import ClientIsArchived, Refusal
from clients.models import Client, Task
from tests.clients.conftest import last_event
from tests.world import NOW, House, World


def test_a_client_is_taken_on(ours: House) -> None:
    client = clients.create(
        by=ours.manager, at=NOW, name=" Al Noor Hotels ", lead=ours.manager, backup=ours.backup, industry="Hotels"
    )
    assert (client.name, client.industry, client.backup) == ("Al Noor Hotels", "Hotels", ours.backup)
    event = last_event()
    assert (event.verb, event.client_id, event.shown, event.at) == ("client.created", client.pk, False, NOW)


def test_a_name_is_taken_once_among_active_clients(ours: House) -> None:
    with pytest.raises(NameTaken) as refusal:
        clients.create(by=ours.owner, at=NOW, name="Solvang Cycles", lead=ours.manager)
    assert refusal.value.at_field == "name"
    clients.archive(ours.client, by=ours.owner, at=NOW, reason="budget")
    clients.create(by=ours.owner, at=NOW, name="Solvang Cycles", lead=ours.manager)
    with pytest.raises(NameTaken):
        clients.reopen(Client.objects.get(pk=ours.client.pk), by=ours.owner, at=NOW)


def test_the_other_agency_may_use_the_same_name(ours: House, world: World) -> None:
    assert clients.create(by=ours.owner, at=NOW, name=world.theirs.client.name, lead=ours.manager).pk


@pytest.mark.parametrize("who", ["specialist", "manager"])
def test_lead_and_backup_are_two_who_may_lead(ours: House, who: str) -> None:
    with pytest.raises(CannotLookAfter) as refusal:
        clients.create(by=ours.owner, at=NOW, name="New", lead=ours.manager, backup=getattr(ours, who))
    assert refusal.value.at_field == "backup"


def test_who_has_gone_leads_nothing(ours: House) -> None:
    ours.backup.deactivated_at = NOW
    with pytest.raises(CannotLookAfter):
        clients.create(by=ours.owner, at=NOW, name="New", lead=ours.backup)


def test_a_foreign_lead_is_refused(ours: House, world: World) -> None:
    with pytest.raises(ForeignRow):
        clients.create(by=ours.owner, at=NOW, name="New", lead=world.theirs.manager)


def test_an_edit_names_what_changed(ours: House) -> None:
    clients.edit(ours.client, by=ours.manager, at=NOW, industry="Bicycles", about="", tone="friendly")
    assert last_event().facts == {"fields": ["industry", "tone"]}
    before = Event.objects.count()
    clients.edit(ours.client, by=ours.manager, at=NOW, industry="Bicycles")
    assert Event.objects.count() == before


def test_an_edit_sets_nothing_else(ours: House) -> None:
    with pytest.raises(TypeError):
        clients.edit(ours.client, by=ours.manager, at=NOW, archived_at=NOW)


def test_handing_over(ours: House) -> None:
    clients.hand_over(ours.client, by=ours.owner, at=NOW, lead=ours.backup, backup=None)
    ours.client.refresh_from_db()
    assert (ours.client.lead, ours.client.backup) == (ours.backup, None)
    assert last_event().facts["lead_was"] == ours.manager.pk
    with pytest.raises(CannotLookAfter):
        clients.hand_over(ours.client, by=ours.owner, at=NOW, lead=ours.specialist, backup=None)


def test_archiving_drops_tasks_and_ends_invitations(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed")
    invitation = portal_invitations.invite(ours.contact, by=ours.manager, at=NOW)
    with pytest.raises(StillOpen):
        clients.archive(ours.client, by=ours.manager, at=NOW, reason="budget")
    clients.archive(ours.client, by=ours.manager, at=NOW, reason="budget", note="Cut by half", seen=[task.key])
    for row in (ours.client, task, invitation):
        row.refresh_from_db()
    assert (ours.client.archived_reason, ours.client.archived_note) == ("budget", "Cut by half")
    assert task.state == Task.State.DROPPED
    assert invitation.revoked_at == NOW
    assert last_event().verb == "client.archived"


def test_archiving_needs_a_reason(ours: House) -> None:
    for reason in ("", "whim"):
        with pytest.raises(Refusal) as refusal:
            clients.archive(ours.client, by=ours.manager, at=NOW, reason=reason)
        assert refusal.value.at_field == "reason"


def test_an_archived_client_stays_as_it_is(ours: House) -> None:
    client = clients.archive(ours.client, by=ours.manager, at=NOW, reason="finished")
    refused: list[Any] = [
        lambda: clients.edit(client, by=ours.manager, at=NOW, industry="x"),
        lambda: clients.hand_over(client, by=ours.owner, at=NOW, lead=ours.owner, backup=None),
        lambda: clients.archive(client, by=ours.manager, at=NOW, reason="finished"),
        lambda: tasks.create(client, by=ours.manager, at=NOW, title="x"),
    ]
    for verb in refused:
        with pytest.raises(ClientIsArchived):
            verb()
    client = clients.reopen(client, by=ours.manager, at=NOW)
    assert (client.archived_at, client.archived_reason) == (None, "")
    clients.edit(client, by=ours.manager, at=NOW, industry="x")


def test_reopening_twice_changes_nothing(ours: House) -> None:
    before = Event.objects.count()
    clients.reopen(ours.client, by=ours.manager, at=NOW)
    assert Event.objects.count() == before


def test_somebody_goes_and_leaves_nothing_behind(ours: House) -> None:
    """The receiver may be the backup of what they get, or the lead of what the other backed up."""
    ours.other_client.backup = ours.manager
    ours.other_client.save()
    task = tasks.create(ours.other_client, by=ours.owner, at=NOW, title="Feed", owner=ours.manager)
    clients.hand_over_everything(ours.manager, ours.backup, ours.owner, NOW)
    for row in (ours.client, ours.other_client, task):
        row.refresh_from_db()
    assert (ours.client.lead, ours.client.backup) == (ours.backup, None)
    assert (ours.other_client.lead, ours.other_client.backup) == (ours.backup, None)
    assert task.owner == ours.backup


def test_what_somebody_backs_up_goes_to_the_receiver(ours: House) -> None:
    clients.hand_over_everything(ours.backup, ours.owner, ours.owner, NOW)
    ours.client.refresh_from_db()
    ours.other_client.refresh_from_db()
    assert (ours.client.lead, ours.client.backup) == (ours.manager, ours.owner)
    assert ours.other_client.lead == ours.owner


def test_a_specialist_cannot_receive_clients(ours: House) -> None:
    assert ours.specialist.role == Role.SPECIALIST
    with pytest.raises(CannotLookAfter):
        clients.hand_over_everything(ours.manager, ours.specialist, ours.owner, NOW)
