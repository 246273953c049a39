"""Two at once: what one of them has not seen yet is neither judged by an old copy of the row nor written over."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from django.db.models import Model

from clients.domain import clients, contacts, favours, goals, people, portal_invitations, scopes, tasks
from clients.domain.changes import Gone
from clients.domain.refusals import ClientIsArchived
from clients.domain.scopes import NotADraft
from clients.domain.tasks import NotOpen
from clients.models import Contact, DeliverableUse, ScopeOfWork
from clients.scope_changes import Promise
from tests.world import NOW, House

Row = TypeVar("Row", bound=Model)
FEED = Promise(name="Feed", quantity=Decimal(1), unit="", period="month")


def copy(row: Row) -> Row:
    """The row as somebody else's request has read it by now."""
    return type(row)._default_manager.get(pk=row.pk)


def now(row: Row, *names: str) -> list[Any]:
    """What the database says."""
    fresh = copy(row)
    return [getattr(fresh, name) for name in names]


def drafted(house: House) -> ScopeOfWork:
    scope = scopes.draft(house.client, by=house.manager, at=NOW)
    return scopes.revise(scope, by=house.manager, at=NOW, promises=[FEED], exclusions=[])


def accepted(house: House, scope: ScopeOfWork) -> ScopeOfWork:
    by = house.second_contact
    return scopes.accept(scope, by=house.manager, at=NOW, accepted_by=by, accepted_at=NOW, how="by mail")


def test_an_edit_of_a_client_leaves_the_hand_over(ours: House) -> None:
    stale = copy(ours.client)
    clients.hand_over(ours.client, by=ours.owner, at=NOW, lead=ours.backup, backup=None)
    clients.edit(stale, by=ours.manager, at=NOW, industry="Bicycles")
    assert now(ours.client, "lead", "backup", "industry") == [ours.backup, None, "Bicycles"]
    assert (stale.lead, stale.industry) == (ours.backup, "Bicycles"), "whoever holds it sees both"


def test_a_hand_over_leaves_the_edit(ours: House) -> None:
    stale = copy(ours.client)
    clients.edit(ours.client, by=ours.manager, at=NOW, industry="Bicycles")
    clients.hand_over(stale, by=ours.owner, at=NOW, lead=ours.backup, backup=None)
    assert now(ours.client, "lead", "industry") == [ours.backup, "Bicycles"]


def test_archiving_and_reopening_leave_the_edit(ours: House) -> None:
    stale, staler = copy(ours.client), copy(ours.client)
    clients.edit(ours.client, by=ours.manager, at=NOW, industry="Bicycles")
    clients.archive(stale, by=ours.manager, at=NOW, reason="budget")
    assert now(ours.client, "archived", "industry") == [True, "Bicycles"]
    assert stale.archived
    clients.reopen(staler, by=ours.manager, at=NOW)
    assert now(ours.client, "archived", "industry") == [False, "Bicycles"]


@pytest.mark.parametrize(
    "verb",
    [
        lambda house, row: clients.edit(row, by=house.manager, at=NOW, industry="x"),
        lambda house, row: clients.hand_over(row, by=house.owner, at=NOW, lead=house.owner, backup=None),
    ],
    ids=["edit", "hand over"],
)
def test_archived_meanwhile(ours: House, verb: Callable[[House, Any], Any]) -> None:
    stale = copy(ours.client)
    clients.archive(ours.client, by=ours.manager, at=NOW, reason="budget")
    with pytest.raises(ClientIsArchived):
        verb(ours, stale)


def test_an_edit_of_a_contact_leaves_them_gone(ours: House) -> None:
    stale = copy(ours.contact)
    contacts.end(ours.contact, by=ours.manager, at=NOW)
    contacts.edit(stale, by=ours.manager, at=NOW, role="Director")
    assert now(ours.contact, "ended_at", "portal_access", "role") == [NOW, False, "Director"]


def test_the_end_of_a_contact_leaves_the_edit(ours: House) -> None:
    stale = copy(ours.contact)
    contacts.edit(ours.contact, by=ours.manager, at=NOW, role="Director")
    contacts.end(stale, by=ours.manager, at=NOW)
    assert now(ours.contact, "ended_at", "role") == [NOW, "Director"]


@pytest.mark.parametrize("verb", [portal_invitations.close, portal_invitations.open_again])
def test_the_portals_door_leaves_the_edit(ours: House, verb: Callable[..., Contact]) -> None:
    ours.contact.portal_access = verb is portal_invitations.close
    ours.contact.save()
    stale = copy(ours.contact)
    contacts.edit(ours.contact, by=ours.manager, at=NOW, role="Director")
    verb(stale, by=ours.manager, at=NOW)
    assert now(ours.contact, "portal_access", "role") == [verb is portal_invitations.open_again, "Director"]


def test_the_door_is_not_opened_to_who_has_gone(ours: House) -> None:
    stale = copy(ours.contact)
    contacts.end(ours.contact, by=ours.manager, at=NOW)
    with pytest.raises(portal_invitations.NobodyToInvite):
        portal_invitations.open_again(stale, by=ours.manager, at=NOW)


def test_an_invitation_that_was_used_is_not_taken_back(ours: House) -> None:
    invitation = portal_invitations.invite(ours.contact, by=ours.manager, at=NOW)
    stale, user = copy(invitation), ours.contact.person.user
    assert user is not None
    portal_invitations.accept(invitation, user=user, at=NOW)
    portal_invitations.revoke(stale, by=ours.manager, at=NOW)
    assert now(invitation, "accepted_at", "revoked_at") == [NOW, None]


def test_an_edit_of_a_person_leaves_another_one(ours: House) -> None:
    stale = copy(ours.contact.person)
    people.edit(ours.contact.person, by=ours.manager, at=NOW, client=ours.client, triggers="Jargon")
    people.edit(stale, by=ours.manager, at=NOW, client=ours.client, ways="Figures first")
    assert now(stale, "triggers", "ways") == ["Jargon", "Figures first"]


def test_a_change_of_a_task_leaves_it_done(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed")
    stale = copy(task)
    tasks.complete(task, by=ours.manager, at=NOW)
    tasks.change(stale, by=ours.manager, at=NOW, title="The feed")
    assert now(task, "state", "done_at", "title") == ["done", NOW, "The feed"]


def test_a_task_done_meanwhile_is_not_dropped(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed")
    stale = copy(task)
    tasks.complete(task, by=ours.manager, at=NOW)
    assert tasks.drop(stale, by=ours.manager, at=NOW).state == "done"
    assert now(task, "state") == ["done"]


def test_a_task_dropped_meanwhile_is_not_done(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed")
    stale = copy(task)
    tasks.drop(task, by=ours.manager, at=NOW)
    with pytest.raises(NotOpen):
        tasks.complete(stale, by=ours.manager, at=NOW)
    assert now(task, "state", "done_at") == ["dropped", None]


def test_a_task_that_is_opened_again_keeps_its_change(ours: House) -> None:
    task = tasks.complete(tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed"), by=ours.manager, at=NOW)
    stale = copy(task)
    tasks.change(task, by=ours.manager, at=NOW, title="The feed")
    tasks.reopen(stale, by=ours.manager, at=NOW)
    assert now(task, "state", "title") == ["open", "The feed"]


def test_a_goal_keeps_both_changes_and_stays_gone(ours: House) -> None:
    figures = {"target": Decimal(4400), "due": date(2026, 12, 31)}
    goal = goals.set_goal(ours.client, by=ours.manager, at=NOW, name="Sales", **figures)
    stale, staler = copy(goal), copy(goal)
    goals.change(goal, by=ours.manager, at=NOW, current=Decimal(100))
    goals.change(stale, by=ours.manager, at=NOW, outlook="good")
    assert now(goal, "current", "outlook") == [Decimal(100), "good"]
    goals.remove(goal, by=ours.manager, at=NOW)
    for verb in (goals.change, goals.remove):
        with pytest.raises(Gone):
            verb(staler, by=ours.manager, at=NOW, **({"outlook": "bad"} if verb is goals.change else {}))


def test_what_was_agreed_meanwhile_is_no_draft_again(ours: House) -> None:
    draft = drafted(ours)
    stale, staler = copy(draft), copy(draft)
    assert accepted(ours, draft).state == draft.state == "accepted"
    with pytest.raises(NotADraft):
        scopes.revise(stale, by=ours.manager, at=NOW, promises=[FEED], exclusions=[], changes="x")
    with pytest.raises(NotADraft):
        scopes.discard(staler, by=ours.manager, at=NOW)
    assert now(draft, "state", "changes") == ["accepted", ""]


def test_accepting_keeps_what_was_revised(ours: House) -> None:
    draft = drafted(ours)
    stale = copy(draft)
    scopes.revise(draft, by=ours.manager, at=NOW, promises=[FEED], exclusions=[], changes="The feed")
    accepted(ours, stale)
    assert now(draft, "state", "changes") == ["accepted", "The feed"]


def test_lines_are_taken_out_once_and_never_of_an_archived_client(ours: House) -> None:
    accepted(ours, scope := drafted(ours))
    facts: dict[str, Any] = {"by": ours.manager, "at": NOW}
    done = scopes.record_use(scope.deliverables.get(), **facts, day=NOW.date(), quantity=Decimal(1), what="Feed")
    given = favours.give(ours.client, **facts, day=NOW.date(), what="A poster", hours=Decimal(1))
    stale = copy(given)
    clients.archive(ours.client, **facts, reason="budget")
    with pytest.raises(ClientIsArchived):
        scopes.take_back_use(done, **facts)
    with pytest.raises(ClientIsArchived):
        favours.take_back(given, **facts)
    clients.reopen(ours.client, **facts)
    scopes.take_back_use(done, **facts)
    favours.take_back(given, **facts)
    with pytest.raises(Gone):
        favours.take_back(stale, **facts)
    assert not DeliverableUse.objects.exists()


def test_an_archived_clients_task_is_not_finished(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed")
    stale = copy(task)
    clients.archive(ours.client, by=ours.manager, at=NOW, reason="budget", seen=[task.key])
    with pytest.raises(ClientIsArchived):
        tasks.complete(stale, by=ours.manager, at=NOW)
