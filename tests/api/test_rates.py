"""Figures and the messages behind them, by this door: the same as on the page."""

import pytest
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from comms.queries.promise import Show
from tests.api.conftest import Program
from tests.comms.messages import rows_at_random
from tests.world import CANARY, World


@pytest.fixture(autouse=True)
def lived(world: World) -> None:
    for house, count in ((world.ours, 40), (world.theirs, 9)):
        with within(house.agency):
            rows_at_random(house, count, seed=count, until=timezone.now())


def test_figures_add_up_and_lead_to_their_messages(world: World, owner: Program) -> None:
    for by in ("month", "manager", "client"):
        answer = owner.get(f"promise/?by={by}")
        assert answer.status_code == 200
        total, lines = answer.data["total"], answer.data["lines"]
        assert sum(line["figures"]["messages"] for line in lines) == total["messages"]
        assert total["messages"] + total["dismissed"] == 40
        assert 0 < total["median_seconds"] <= total["ninetieth_seconds"]
        assert CANARY not in str(answer.data)
    for line in lines:
        for show in Show:
            found = owner.get(f"promise/messages/?client={line['client']['id']}&show={show}&page_size=200").data
            assert len(found["results"]) == line["figures"][show.value], show
            assert {row["client"]["id"] for row in found["results"]} <= {line["client"]["id"]}
    answered = owner.get("promise/messages/?show=answered&page_size=200").data["results"]
    assert all(row["wait_seconds"] > 0 and row["acknowledged_by"] for row in answered)


def test_who_is_kept_to_their_own(world: World, manager: Program, specialist: Program) -> None:
    assert specialist.get("promise/").status_code == 403
    assert specialist.get("promise/messages/").status_code == 403
    Agency.objects.filter(pk=world.ours.agency.pk).update(managers_see_own_only=True)
    lines = manager.get("promise/?by=client").data["lines"]
    assert [line["client"] and line["client"]["name"] for line in lines] == [world.ours.client.name, None]
    rows = manager.get("promise/messages/?page_size=200").data["results"]
    closed = [row for row in rows if row["client"] is None]
    assert len(closed) == lines[1]["figures"]["messages"] > 0
    assert {(row["request"], row["subject"], row["rated"]["name"]) for row in closed} == {(None, None, "Ida Brandt")}
    assert world.ours.other_client.name not in str(rows)
