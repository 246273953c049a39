"""Following what happens: nothing skipped, nothing twice, no id of the inside."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from agency.tenancy.scope import within
from api import events
from clients.domain import clients, tasks
from comms.domain import requests
from tests.api.conftest import Program
from tests.api.scenes import asked
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


SLOW = """
    INSERT INTO agency_event (agency_id, key, at, verb, actor_kind, object_kind, object_id, facts, shown)
    VALUES (%s, '0123456789ab', now(), 'slow.verb', 'system', 'task', 1, '{}', false)
"""


def verbs(answer: Any) -> list[str]:
    return [row["verb"] for row in answer.data["results"]]


def followed(owner: Program, path: str, verb: str) -> Any:
    """The answer that holds this verb: whatever else runs on the same PostgreSQL holds events back until it ends."""
    ends = time.monotonic() + 20
    while verb not in verbs(answer := owner.get(path)):
        assert time.monotonic() < ends, f"{verb} never came; there are {verbs(answer)}"
        time.sleep(0.02)
    return answer


def test_a_follower_sees_each_event_once(world: World, owner: Program) -> None:
    house, now = world.ours, timezone.now()
    start = followed(owner, "events/", "token.created").data["next"]
    with within(house.agency):
        task = tasks.create(house.client, by=house.manager, at=now, title="Publish")
        tasks.complete(task, by=house.manager, at=now)
    first = followed(owner, f"events/?cursor={start}&page_size=1", "task.created")
    assert verbs(first) == ["task.created"]
    second = followed(owner, f"events/?cursor={first.data['next']}", "task.done")
    assert verbs(second) == ["task.done"]
    assert verbs(owner.get(f"events/?cursor={second.data['next']}")) == []
    row = second.data["results"][0]
    assert row["actor"] == {"kind": "member", "id": house.manager.key}
    assert row["object"] == {"kind": "task", "id": task.key}
    assert row["client"] == house.client.key


def test_ids_stay_inside(world: World, owner: Program) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        clients.hand_over(house.client, by=house.owner, at=now, lead=house.backup, backup=house.manager)
        request = asked(house.contact, now)
        requests.assign(request, house.specialist, by=house.owner, at=now)
    shown = followed(owner, "events/", "request.assigned").data["results"]
    by_verb = {row["verb"]: row["facts"] for row in shown}
    assert by_verb["client.handed_over"]["lead"] == house.backup.key
    assert by_verb["client.handed_over"]["backup_was"] == house.backup.key
    assert by_verb["request.assigned"]["assignee"] == house.specialist.key
    assert "origin_id" not in json.dumps(shown)
    numbers = {value for row in shown for value in row["facts"].values() if isinstance(value, int)} - {True, False}
    assert numbers <= {1}


def test_only_owners_follow(world: World, manager: Program, owner: Program) -> None:
    assert manager.get("events/").status_code == 403
    with within(world.ours.agency):
        tasks.create(world.ours.client, by=world.ours.manager, at=timezone.now(), title="One")
        tasks.create(world.ours.other_client, by=world.ours.owner, at=timezone.now(), title="Two")
    mine = followed(owner, f"events/?client={world.ours.client.key}&verb=task.created", "task.created")
    assert len(mine.data["results"]) == 1
    assert owner.get("events/?verb=DROP").status_code == 400


def test_every_fact_that_is_a_row_is_known() -> None:
    """Whatever a verb writes down as an id must be shown as a key, or not at all: read from the verbs themselves."""
    root = Path(__file__).resolve().parents[2]
    named: set[str] = set()
    for path in root.glob("*/domain/*.py"):
        for call in re.finditer(r"record\((?:[^()]|\([^()]*\))*\)", path.read_text()):
            named |= set(re.findall(r"(\w+)=[\w.]+\.pk\b", call[0]))
    assert named - {"client_id", "origin_id"} <= events.MEMBERS


@pytest.mark.postgres
def test_events_of_a_transaction_that_still_runs_are_held_back(world: World, owner: Program) -> None:
    """A row that was written first and is committed last would else be skipped by whoever has read on."""
    house, now = world.ours, timezone.now()
    start = followed(owner, "events/", "token.created").data["next"]
    slow = connections.create_connection("default")
    try:
        with slow.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT set_config('rapport.agency_id', %s, true)", [str(house.agency.pk)])
            cursor.execute(SLOW, [house.agency.pk])
            with within(house.agency):
                tasks.create(house.client, by=house.manager, at=now, title="Quick")
            held = owner.get(f"events/?cursor={start}")
            assert verbs(held) == []
            cursor.execute("COMMIT")
    finally:
        slow.close()
    after = followed(owner, f"events/?cursor={held.data['next']}", "task.created")
    assert verbs(after) == ["slow.verb", "task.created"]
