"""Absences by the API: one's own, and everybody's for owners."""

from datetime import timedelta

from django.utils import timezone

from agency.models import Absence
from agency.tenancy.scope import within
from tests.api.conftest import program_for
from tests.world import World


def days(first: int, last: int) -> dict[str, str]:
    today = timezone.now().astimezone().date()
    return {"first": str(today + timedelta(days=first)), "last": str(today + timedelta(days=last))}


def test_one_enters_changes_and_ends_ones_own(world: World) -> None:
    program = program_for(world.ours.specialist)
    made = program.post("absences/", {**days(0, 3), "note": "Ill"})
    assert made.status_code == 201
    assert made.data["member"]["name"] == made.data["entered_by"]["name"] == "Lena Köhler"
    path = f"absences/{made.data['id']}/"
    assert program.patch(path, {"last": days(0, 5)["last"]}).data["last"] == days(0, 5)["last"]
    refused = program.patch(path, {"first": days(1, 5)["first"]})
    assert (refused.status_code, refused.data["errors"][0]["field"]) == (422, "first")
    assert program.delete(path).status_code == 204
    assert program.get("absences/?over=false").data["results"] == []
    assert len(program.get("absences/?over=true").data["results"]) == 1
    assert program.delete(path).status_code in (409, 422)


def test_anothers_is_the_owners_to_enter_and_to_see(world: World) -> None:
    house = world.ours
    other = {"member": house.manager.key, **days(2, 4)}
    assert program_for(house.backup).post("absences/", other).status_code == 403
    made = program_for(house.owner).post("absences/", other).data
    assert made["member"]["name"] == "Ida Brandt"
    path = f"absences/{made['id']}/"
    for who, status in ((house.manager, 200), (house.owner, 200), (house.backup, 404), (world.theirs.owner, 404)):
        assert program_for(who).get(path).status_code == status
    for who in (house.backup, world.theirs.owner):
        assert program_for(who).patch(path, days(3, 4)).status_code == 404
        assert program_for(who).delete(path).status_code == 404
        assert program_for(who).get("absences/").data["results"] == []
    foreign = program_for(world.theirs.owner).post("absences/", other)
    assert (foreign.status_code, foreign.data["errors"][0]["field"]) == (400, "member")
    with within(house.agency):
        assert Absence.objects.count() == 1


def test_bad_days_are_named(world: World) -> None:
    program = program_for(world.ours.manager)
    program.post("absences/", days(1, 3))
    for body, status, field in (
        (days(3, 5), 422, "first"),
        (days(9, 8), 422, "last"),
        (days(-4, -2), 422, "last"),
        ({}, 400, "first"),
        ({**days(5, 6), "last": "soon"}, 400, "last"),
    ):
        answer = program.post("absences/", body)
        assert (answer.status_code, answer.data["errors"][0]["field"]) == (status, field)
