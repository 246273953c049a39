"""The Inbox by program: putting off, next steps, merging, bulk changes and filters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.models import Episode, Request
from tests.api.conftest import Program, token_for
from tests.api.scenes import asked
from tests.api.test_clients_and_people import faults
from tests.world import World


@pytest.fixture
def request_there(world: World) -> Request:
    with within(world.ours.agency):
        return asked(world.ours.contact, timezone.now())


@pytest.fixture
def other(world: World) -> Request:
    with within(world.ours.agency):
        return asked(world.ours.contact, timezone.now())


def here(request: Request, what: str = "") -> str:
    return f"requests/{request.key}/{what}"


def test_putting_off_and_next_steps(request_there: Request, manager: Program, specialist: Program) -> None:
    until = (timezone.now() + timedelta(days=2)).isoformat()
    assert manager.put(here(request_there, "snooze/"), {"until": until}).data["snoozed_until"]
    assert [row["id"] for row in manager.get("requests/?put_off=true").data["results"]] == [request_there.key]
    assert manager.delete(here(request_there, "snooze/")).data["snoozed_until"] is None
    past = manager.put(here(request_there, "snooze/"), {"until": "2020-01-01T00:00:00Z"})
    assert (past.status_code, faults(past)) == (400, {"until": "invalid"}) or past.status_code == 422
    planned = manager.put(here(request_there, "next-step/"), {"step": "Ask Anders", "on": "2026-12-01"})
    assert (planned.data["next_step"], planned.data["next_step_on"]) == ("Ask Anders", "2026-12-01")
    assert specialist.put(here(request_there, "next-step/"), {"step": "x"}).status_code == 403


def test_merging_and_splitting(world: World, request_there: Request, other: Request, manager: Program) -> None:
    merged = manager.post(here(other, "merger/"), {"other": request_there.key})
    assert merged.data["id"] == request_there.key
    joined = manager.get(here(other)).data
    assert joined["merged_into"] == request_there.key
    assert len(joined["messages"]) == 1, "by its own address what was said in itself"
    assert [row["id"] for row in manager.get("requests/").data["results"]] == [request_there.key]
    said = manager.get(here(request_there)).data["messages"]
    assert len(said) == 2
    manager.post(here(other, "dismissal/"))
    with within(world.ours.agency):
        assert not Episode.objects.filter(closed_at=None).exists(), "both, by the address of either"
    assert manager.delete(here(other, "merger/")).data["merged_into"] is None
    manager.post(here(other, "merger/"), {"other": request_there.key})
    fresh = manager.post(f"messages/{said[-1]['id']}/request/")
    assert fresh.status_code == 201
    assert fresh.data["id"] not in {request_there.key, other.key}


def test_bulk(world: World, request_there: Request, other: Request, manager: Program, specialist: Program) -> None:
    body = {"kind": "dismiss", "requests": [request_there.key, other.key]}
    batch = manager.post("batches/", body)
    assert (batch.status_code, set(batch.data["done"]), batch.data["left"]) == (201, set(body["requests"]), [])
    again = manager.post("batches/", body)
    assert [item["why"] for item in again.data["left"]] == ["dismissed", "dismissed"]
    assert manager.delete(f"batches/{batch.data['id']}/").status_code == 204
    assert manager.get(here(other)).data["clock"]["dismissed_at"] is None
    assert specialist.post("batches/", body).status_code == 403
    with within(world.theirs.agency):
        foreign = asked(world.theirs.contact, timezone.now())
    wrong = manager.post("batches/", {"kind": "dismiss", "requests": [other.key, foreign.key]})
    assert faults(wrong) == {"requests.1": "missing"}
    assert faults(manager.post("batches/", {"kind": "assign", "requests": [other.key]})) == {"member": "required"}


def test_filters(world: World, manager: Program, specialist: Program) -> None:
    saved = manager.post(
        "filters/", {"name": "Solvang", "find": "Solvang", "client": world.ours.client.key, "shared": True}
    )
    assert saved.data["asked"] == {"show": "all", "find": "Solvang", "client": world.ours.client.key}
    assert [row["name"] for row in specialist.get("filters/").data["results"]] == ["Solvang"]
    address = f"filters/{saved.data['id']}/"
    assert specialist.put(address, {"name": "Mine", "shared": False}).status_code == 403
    assert specialist.post("filters/", {"name": "For all", "shared": True}).status_code == 403
    assert faults(manager.post("filters/", {"name": "SOLVANG"})) == {"name": "refused"}
    assert manager.put(address, {"name": "Solvang only", "shared": False}).data["shared"] is False
    assert specialist.get("filters/").data["results"] == []
    assert manager.delete(address).status_code == 204
    assert manager.get("filters/").data["results"] == []
    assert manager.post("filters/", {"name": "Late", "show": "missed"}).data["asked"] == {"show": "broken"}


def test_a_token_of_another_agency_finds_nothing(world: World, request_there: Request) -> None:
    stranger = Program(token_for(world.theirs.owner))
    for what in ("snooze/", "next-step/", "merger/"):
        assert stranger.delete(here(request_there, what)).status_code in {401, 404, 405}
