"""What is promised to a client, and how a clock ran, by program."""

from django.utils import timezone

from agency.domain import agencies
from agency.tenancy.scope import within
from comms.domain import answers, episodes, stages
from comms.models import Episode
from tests.api.conftest import Program
from tests.api.scenes import asked
from tests.world import World


def test_a_promise_of_a_clients_own(world: World, manager: Program, specialist: Program) -> None:
    address = f"clients/{world.ours.client.key}/promise/"
    usual = manager.get(address).data
    assert (usual["promise_hours"], usual["target_minutes"], usual["own"]) == (24, 480, [])
    told = manager.patch(address, {"promise_hours": 12, "target_minutes": 120, "target_kind": "real"})
    assert told.status_code == 200
    assert (told.data["promise_hours"], told.data["target_kind"], told.data["warn_percent"]) == (12, "real", 50)
    assert told.data["own"] == ["promise_hours", "target_minutes", "target_kind"]
    back = manager.patch(address, {"promise_hours": None, "target_minutes": None}).data
    assert back == usual
    assert specialist.get(address).status_code == 200
    assert specialist.patch(address, {"promise_hours": 12}).status_code == 403
    assert manager.patch(f"clients/{world.ours.other_client.key}/promise/", {"promise_hours": 12}).status_code == 403
    assert manager.get(f"clients/{world.theirs.client.key}/promise/").status_code == 404


def test_what_cannot_be_promised_names_its_field(world: World, manager: Program) -> None:
    address = f"clients/{world.ours.client.key}/promise/"
    with within(world.ours.agency):
        agencies.change(world.ours.agency, by=world.ours.owner, at=timezone.now(), promise_hours=10)
    for body, field in (
        ({"promise_hours": 11}, "promise_hours"),
        ({"promise_hours": 1}, "promise_hours"),
        ({"warn_percent": 80}, "backup_percent"),
        ({"target_minutes": 601, "target_kind": "real"}, "target_minutes"),
        ({"hours": 3}, "hours"),
    ):
        refused = manager.patch(address, body)
        assert refused.status_code in (400, 422)
        assert field in str(refused.data)


def test_how_a_clock_ran(world: World, manager: Program) -> None:
    house = world.ours
    with within(house.agency):
        request = asked(house.contact, timezone.now())
        stages.fire(Episode.objects.get().pk, at=timezone.now())
        episodes.assume(Episode.objects.get(), house.backup, by=house.owner, at=timezone.now())
        answers.acknowledge(request, by=house.manager, at=timezone.now())
    (clock,) = manager.get(f"requests/{request.key}/clock/").data["clocks"]
    assert clock["clock"]["number"] == 1
    assert clock["terms"]["promise_hours"] == 24
    assert [stage["stage"] for stage in clock["stages"]] == ["arrival"]
    assert {told["kind"] for told in clock["told"]} == {"clock.arrival", "clock.handed_over"}
    assert [(given["kind"], given["accepted_at"]) for given in clock["answers"]] == [("acknowledgement", None)]
    (passed_on,) = clock["events"]
    assert passed_on["facts"]["receiver"] == house.backup.key
    assert "broken" in [stage["stage"] for stage in clock["coming"]]
    assert manager.get("requests/000000000000/clock/").status_code == 404
