"""Meetings by program: planned, prepared, made ready; who may not, and what is refused."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import meetings
from comms.models import Meeting
from tests.api.conftest import Program
from tests.api.test_clients_and_people import faults
from tests.counting import queries_of
from tests.world import House, World


def body(house: House, **changes: Any) -> dict[str, Any]:
    return {
        "client": house.client.key,
        "kind": "kickoff",
        "starts_at": "2099-11-10T09:00:00Z",
        "members": [house.manager.key],
        "contacts": [house.contact.key],
        **changes,
    }


def test_a_kickoff_from_plan_to_ready(world: World, manager: Program, specialist: Program) -> None:
    house = world.ours
    made = manager.post("meetings/", body(house))
    assert made.status_code == 201
    assert (made.data["title"], made.data["minutes"], made.data["items"]) == ("Kickoff", 30, [])
    here = f"meetings/{made.data['id']}/"
    assert manager.post(f"{here}readiness/").status_code == 422
    item = manager.post(f"{here}agenda/", {"title": "Goals", "owner": house.manager.key, "note": "Softly"})
    assert (item.status_code, item.data["owner"]["name"], item.data["position"]) == (201, "Ida Brandt", 1)
    second = manager.post(f"{here}agenda/", {"title": "Budget"}).data
    moved = manager.patch(f"agenda-items/{second['id']}/", {"position": 1, "contact": house.contact.key})
    assert (moved.data["position"], moved.data["contact"]["name"]) == (1, "Maria Holm")
    assert manager.post(f"{here}readiness/").data["readied_at"]
    assert manager.delete(f"{here}readiness/").data["readied_at"] is None
    changed = manager.patch(here, {"title": "Start", "minutes": 60})
    assert (changed.data["title"], changed.data["minutes"]) == ("Start", 60)
    people = {"members": [house.manager.key, house.specialist.key], "contacts": [house.second_contact.key]}
    assert len(manager.put(f"{here}attendees/", people).data["attendees"]) == 3
    assert specialist.get(here).data["items"][1]["note"] == "Softly"
    for refused in (
        specialist.post("meetings/", body(house)),
        specialist.patch(here, {"title": "No"}),
        specialist.delete(f"agenda-items/{second['id']}/"),
        manager.post("meetings/", body(house, client=house.other_client.key, contacts=[house.other_contact.key])),
    ):
        assert refused.status_code == 403
    assert manager.delete(f"agenda-items/{second['id']}/").status_code == 204
    assert [row["title"] for row in specialist.get(here).data["items"]] == ["Goals"]


def test_what_is_wrong_names_its_field(world: World, manager: Program) -> None:
    house = world.ours
    for wrong, status, field in (
        ({"starts_at": "2020-01-01T09:00:00Z"}, 422, "starts_at"),
        ({"starts_at": "2099-01-01T09:00:00"}, 400, "starts_at"),
        ({"minutes": 4}, 400, "minutes"),
        ({"contacts": []}, 422, "contacts"),
        ({"members": [world.theirs.manager.key]}, 400, "members.0"),
        ({"contacts": [house.other_contact.key]}, 400, "contacts.0"),
        ({"client": world.theirs.client.key}, 400, "client"),
        ({"kind": "party"}, 400, "kind"),
        ({"organiser": world.theirs.owner.key}, 400, "organiser"),
        ({"party": True}, 400, "party"),
    ):
        refused = manager.post("meetings/", body(house, **wrong))
        assert (refused.status_code, list(faults(refused))) == (status, [field])
    with within(world.theirs.agency):
        theirs = world.theirs
        foreign = meetings.plan(
            theirs.client, by=theirs.manager, at=timezone.now(), kind="weekly", members=[theirs.manager],
            contacts=[theirs.contact], starts_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    assert manager.get(f"meetings/{foreign.key}/").status_code == 404


def test_listing_and_the_next_one(world: World, manager: Program) -> None:
    house = world.ours
    with within(house.agency):
        now = timezone.now()
        for number in range(3):
            weekly = meetings.plan(
                house.client, by=house.manager, at=now, kind="weekly", members=[house.manager],
                contacts=[house.contact], starts_at=now + timedelta(days=1),
            )  # fmt: skip
            if not number:
                manager.get("meetings/")
                one = queries_of(lambda: manager.get("meetings/"))
        Meeting.objects.filter(pk=weekly.pk).update(state="held")
    assert queries_of(lambda: manager.get("meetings/")) == one
    assert len(manager.get("meetings/?state=planned").data["results"]) == 2
    assert manager.get(f"meetings/?attendee={house.owner.key}").data["results"] == []
    assert manager.get("meetings/?until=2020-01-01T00:00:00Z").data["results"] == []
    following = manager.post(f"meetings/{weekly.key}/next/")
    assert (following.status_code, following.data["follows"]) == (201, weekly.key)
    assert manager.patch(f"meetings/{weekly.key}/", {"title": "No"}).status_code == 422
