"""Clients and people by program: what the verbs do, who may, and what is refused in which words."""

from typing import Any

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain import people, tasks
from clients.models import Client
from tests.api.conftest import Program
from tests.api.scenes import scope_for
from tests.world import World


def faults(answer: Any) -> dict[str, str]:
    """Field to code."""
    return {fault["field"]: fault["code"] for fault in answer.data["errors"]}


def test_taking_a_client_on(world: World, manager: Program, owner: Program, specialist: Program) -> None:
    made = manager.post("clients/", {"name": " Duero ", "country": "ES", "backup": world.ours.backup.key})
    assert made.status_code == 201
    assert (made.data["name"], made.data["lead"]["name"]) == ("Duero", "Ida Brandt")
    with within(world.ours.agency):
        assert Event.objects.get(verb="client.created").actor_id == world.ours.manager.pk
    taken = owner.post("clients/", {"name": "Duero", "lead": world.ours.manager.key})
    assert (taken.status_code, faults(taken)) == (422, {"name": "refused"})
    for_another = manager.post("clients/", {"name": "Another", "lead": world.ours.backup.key})
    assert for_another.status_code == 403
    assert specialist.post("clients/", {"name": "Mine"}).status_code == 403


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"name": "required"}),
        ([], {"": "invalid"}),
        ({"name": ""}, {"name": "blank"}),
        ({"name": 7}, {"name": "invalid"}),
        ({"name": "x" * 161}, {"name": "max_length"}),
        ({"name": " " * 161 + "x"}, {"name": "max_length"}),
        ({"name": "a\x00b"}, {"name": "null_characters_not_allowed"}),
        ({"name": "a\ud800b"}, {"name": "surrogate_characters_not_allowed"}),
        ({"name": "A", "colour": "red"}, {"colour": "unknown"}),
        ({"name": "A", "\ud800": 1}, {"?": "unknown"}),
        ({"name": "A", "website": "javascript:alert(1)"}, {"website": "invalid"}),
        ({"name": "A", "country": "Spain"}, {"country": "invalid"}),
        ({"name": "A", "language": "tlh"}, {"language": "invalid_choice"}),
        ({"name": "A", "zone": "Mars/Olympus"}, {"zone": "unknown"}),
        ({"name": "A", "cadence_days": True}, {"cadence_days": "invalid"}),
        ({"name": "A", "cadence_days": 10**30}, {"cadence_days": "max_value"}),
        ({"name": "A", "started_on": "2026-W10-1"}, {"started_on": "invalid"}),
        ({"name": "A", "started_on": "0001-01-01"}, {"started_on": "span"}),
        ({"name": "A", "lead": "000000000000"}, {"lead": "missing"}),
        ({"name": "A", "tone": None}, {"tone": "null"}),
        ({"name": "A", "archived_at": "2026-01-01T00:00:00Z"}, {"archived_at": "unknown"}),
    ],
)
def test_a_body_that_is_wrong(world: World, owner: Program, body: Any, expected: dict[str, str]) -> None:
    answer = owner.post("clients/", body)
    assert (answer.status_code, faults(answer)) == (400, expected)
    with within(world.ours.agency):
        assert Client.objects.count() == 2


def test_a_row_of_another_agency_is_missing_in_a_body_too(world: World, owner: Program) -> None:
    foreign, missing = (
        owner.post("clients/", {"name": "A", "lead": key}) for key in (world.theirs.manager.key, "000000000000")
    )
    assert foreign.data == missing.data


def test_changing_a_client(world: World, manager: Program, owner: Program, specialist: Program) -> None:
    here = f"clients/{world.ours.client.key}/"
    answer = manager.patch(here, {"about": "Bicycles for the north"})
    assert (answer.data["about"], answer.data["name"]) == ("Bicycles for the north", "Solvang Cycles")
    assert specialist.patch(here, {"about": "x"}).status_code == 403
    other = f"clients/{world.ours.other_client.key}/"
    refused = manager.patch(other, {"about": "x"})
    assert refused.status_code == 403
    assert refused.data["detail"].startswith("You may not change this client. Only those can who lead or back up")
    assert owner.patch(other, {"about": "x"}).status_code == 200


def test_handing_over(world: World, owner: Program, manager: Program) -> None:
    here = f"clients/{world.ours.client.key}/care/"
    body = {"lead": world.ours.backup.key, "backup": None}
    assert manager.put(here, body).status_code == 403
    assert owner.put(here, body).data["lead"]["name"] == "Daniel Whitlock"
    same = owner.put(here, {"lead": world.ours.owner.key, "backup": world.ours.owner.key})
    assert (same.status_code, faults(same)) == (422, {"backup": "refused"})
    assert faults(owner.put(here, {"lead": world.ours.specialist.key, "backup": None})) == {"lead": "missing"}


def test_archiving_and_taking_up_again(world: World, manager: Program) -> None:
    house = world.ours
    with within(house.agency):
        task = tasks.create(house.client, by=house.manager, at=timezone.now(), title="Open")
    here = f"clients/{house.client.key}/archive/"
    assert faults(manager.post(here, {})) == {"reason": "required"}
    unseen = manager.post(here, {"reason": "budget"})
    assert unseen.status_code == 422
    answer = manager.post(here, {"reason": "budget", "note": "Next year perhaps.", "tasks": [task.key]})
    assert answer.data["archived_reason"] == "budget"
    again = manager.patch(f"clients/{house.client.key}/", {"about": "x"})
    assert again.status_code == 422
    assert manager.get(f"tasks/{task.key}/").data["state"] == "dropped"
    assert manager.delete(here).data["archived_at"] is None


def test_adding_people(world: World, manager: Program, specialist: Program) -> None:
    house = world.ours
    here = f"clients/{house.client.key}/contacts/"
    body = {"person": {"name": "Nils", "addresses": ["Nils@client.example"], "tone": "friendly"}, "role": "Shop"}
    made = manager.post(here, body)
    assert made.status_code == 201
    assert [row["email"] for row in made.data["addresses"]] == ["nils@client.example"]
    assert (made.data["role"], made.data["person"]["name"]) == ("Shop", "Nils")
    taken = manager.post(here, {"person": {"name": "Nils again", "addresses": ["nils@client.example"]}})
    assert (taken.status_code, faults(taken)) == (422, {"addresses": "refused"})
    assert specialist.post(here, body).status_code == 403
    both = {"person": {"name": "A"}, "known_person": made.data["person"]["id"]}
    assert faults(manager.post(here, both)) == faults(manager.post(here, {})) == {"person": "invalid"}
    assert faults(manager.post(here, {"person": {"name": "A", "calls_from": "9"}})) == {"person.calls_from": "invalid"}
    assert faults(manager.post(here, {"person": {"name": "A", "addresses": ["x"]}})) == {
        "person.addresses.0": "invalid"
    }


def test_somebody_known_from_elsewhere(world: World, owner: Program, manager: Program) -> None:
    house = world.ours
    known = house.other_contact.person.key
    answer = owner.post(f"clients/{house.client.key}/contacts/", {"known_person": known, "decision_maker": True})
    assert answer.status_code == 201
    twice = owner.post(f"clients/{house.client.key}/contacts/", {"known_person": known})
    assert (twice.status_code, faults(twice)) == (422, {"person": "refused"})
    places = owner.get(f"people/{known}/").data["contacts"]
    assert {place["client"]["name"] for place in places} == {"Solvang Cycles", "Clínica Duero"}
    with within(house.agency):
        house.second_contact.refresh_from_db()
    assert not house.second_contact.decision_maker


def test_changing_and_ending_a_contact(world: World, manager: Program, specialist: Program) -> None:
    here = f"contacts/{world.ours.contact.key}/"
    assert manager.patch(here, {"role": "Owner", "decision_maker": True}).data["decision_maker"] is True
    assert specialist.patch(here, {"role": "x"}).status_code == 403
    assert manager.patch(f"contacts/{world.ours.other_contact.key}/", {"role": "x"}).status_code == 403
    ended = manager.delete(here)
    assert ended.data["ended_at"] is not None
    assert ended.data["portal_access"] is False


def test_changing_a_person(world: World, manager: Program, specialist: Program) -> None:
    house = world.ours
    here = f"people/{house.contact.person.key}/"
    answer = manager.patch(here, {"detail_level": "full", "calls_from": "09:00", "calls_until": "17:30"})
    assert (answer.data["detail_level"], answer.data["calls_until"]) == ("full", "17:30:00")
    late = manager.patch(here, {"calls_until": "08:00"})
    assert (late.status_code, faults(late)) == (422, {"calls_until": "refused"})
    assert specialist.patch(here, {"tone": "friendly"}).status_code == 403
    assert manager.patch(f"people/{house.other_contact.person.key}/", {"tone": "friendly"}).status_code == 403
    assert manager.patch(here, {"personal_note": "Runs"}).data["personal_note"] == "Runs"
    with within(house.agency):
        elsewhere = people.create(house.other_client, by=house.owner, at=timezone.now(), name="Only there")
    assert manager.patch(f"people/{elsewhere.person.key}/", {"tone": "friendly"}).status_code == 403


def test_goals(world: World, manager: Program, specialist: Program) -> None:
    here = f"clients/{world.ours.client.key}/goals/"
    body = {"name": "Cost", "baseline": "40.00", "target": "28.00", "due": "2027-03-31"}
    made = manager.post(here, body)
    assert (made.status_code, made.data["progress"]) == (201, None)
    goal = f"goals/{made.data['id']}/"
    assert manager.patch(goal, {"current": "31"}).data["progress"] == "75.0"
    assert faults(manager.patch(goal, {"target": 28})) == {"target": "invalid"}
    no_way = manager.patch(goal, {"target": "40"})
    assert (no_way.status_code, faults(no_way)) == (422, {"target": "refused"})
    assert specialist.post(here, body).status_code == 403
    assert manager.delete(goal).status_code == 204
    assert manager.get(goal).status_code == 404


def test_uses(world: World, specialist: Program) -> None:
    house = world.ours
    with within(house.agency):
        deliverable = scope_for(house.client, house.contact, timezone.now()).deliverables.get()
    here = f"deliverables/{deliverable.key}/uses/"
    today = timezone.now().date().isoformat()
    made = specialist.post(here, {"day": today, "quantity": "2.50", "what": "Banners"})
    assert (made.status_code, made.data["quantity"]) == (201, "2.50")
    ahead = specialist.post(here, {"day": "2099-01-01", "quantity": "1", "what": "x"})
    assert (ahead.status_code, faults(ahead)) == (422, {"day": "refused"})
    assert specialist.delete(f"uses/{made.data['id']}/").status_code == 204


def test_tasks(world: World, manager: Program, specialist: Program) -> None:
    house = world.ours
    body = {"client": house.client.key, "title": "Publish", "owner": house.specialist.key}
    made = manager.post("tasks/", {**body, "internal_due": "2026-11-09", "client_due": "2026-11-12"})
    assert (made.status_code, made.data["state"]) == (201, "open")
    task = f"tasks/{made.data['id']}/"
    late = manager.patch(task, {"internal_due": "2026-11-13"})
    assert (late.status_code, faults(late)) == (422, {"internal_due": "refused"})
    both = manager.patch(task, {"contact": house.contact.key})
    assert (both.status_code, faults(both)) == (422, {"owner": "refused"})
    assert specialist.patch(task, {"title": "x"}).status_code == 403
    done = specialist.post(f"{task}completion/")
    assert done.status_code == 200, done.data
    assert specialist.delete(f"{task}completion/").data["state"] == "open"
    assert manager.patch(task, {"owner": None}).data["owner"] is None
    assert specialist.post(f"{task}completion/").status_code == 403
    elsewhere = manager.post("tasks/", {**body, "client": house.other_client.key})
    assert elsewhere.status_code == 403


def test_the_glossary(world: World, manager: Program, specialist: Program) -> None:
    here = f"clients/{world.ours.client.key}/terms/"
    made = manager.post(here, {"term": "PDP", "meaning": "A product’s page"})
    assert (made.status_code, made.data["added_by"]["name"]) == (201, "Ida Brandt")
    again = manager.post(here, {"term": "pdp", "meaning": "x"})
    assert (again.status_code, faults(again)) == (422, {"term": "refused"})
    several = specialist.post(
        f"{here}several/", {"terms": [{"term": "AOV", "meaning": "a"}, {"term": "PDP", "meaning": "b"}]}
    )
    assert several.data == {"added": 1, "changed": 1}
    term = f"terms/{made.data['id']}/"
    assert manager.patch(term, {"forms": "product page"}).data["meaning"] == "b"
    assert [row["term"] for row in manager.get(f"{here}?q=product").data["results"]] == ["PDP"]
    assert faults(manager.post(here, {"term": "x" * 81, "meaning": ""})) == {"term": "max_length", "meaning": "blank"}
    elsewhere = f"clients/{world.ours.other_client.key}/terms/"
    assert manager.post(elsewhere, {"term": "a", "meaning": "b"}).status_code == 403
    assert manager.delete(term).status_code == 204
    assert manager.get(term).status_code == 404
