"""Tasks and goals: agreed, changed, done, dropped, given up."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agency.models import Event
from clients.domain import clients, goals, tasks
from clients.domain.goals import NoWayToGo, progress
from clients.domain.refusals import ClientIsArchived, Refusal
from clients.domain.tasks import NoBuffer, TwoOwners, may_complete
from clients.models import Goal, Task
from tests.clients.conftest import last_event
from tests.world import NOW, House

OURS, THEIRS = date(2026, 11, 9), date(2026, 11, 12)


def test_a_task_with_two_dates(ours: House) -> None:
    task = tasks.create(
        ours.client,
        by=ours.manager,
        at=NOW,
        title=" Feed repaired ",
        owner=ours.specialist,
        internal_due=OURS,
        client_due=THEIRS,
    )
    assert (task.title, task.owner, task.state) == ("Feed repaired", ours.specialist, "open")
    event = last_event()
    assert (event.verb, event.shown, event.client_id) == ("task.created", True, ours.client.pk)
    assert event.facts == {"internal_due": "2026-11-09", "client_due": "2026-11-12"}


def test_what_is_for_us_only_is_not_shown(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Check the invoice", internal=True)
    tasks.complete(task, by=ours.manager, at=NOW)
    assert set(Event.objects.filter(object_kind="task").values_list("shown", flat=True)) == {False}


def test_our_date_is_not_after_theirs(ours: House) -> None:
    with pytest.raises(NoBuffer) as refusal:
        tasks.create(ours.client, by=ours.manager, at=NOW, title="x", internal_due=THEIRS, client_due=OURS)
    assert refusal.value.at_field == "internal_due"
    assert tasks.create(ours.client, by=ours.manager, at=NOW, title="x", internal_due=OURS, client_due=OURS).pk


@pytest.mark.parametrize(
    "who",
    [
        lambda house: {"owner": house.manager, "contact": house.contact},
        lambda house: {"contact": house.other_contact},
        lambda house: {"contact": house.contact, "internal": True},
    ],
)
def test_ours_or_theirs(ours: House, who: Any) -> None:
    with pytest.raises((TwoOwners, Refusal)):
        tasks.create(ours.client, by=ours.manager, at=NOW, title="x", **who(ours))


def test_a_change_remembers_the_dates_before(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed", client_due=OURS)
    tasks.change(task, by=ours.manager, at=NOW, client_due=THEIRS)
    assert last_event().facts == {
        "fields": ["client_due"],
        "client_due_was": "2026-11-09",
        "client_due": "2026-11-12",
        "internal_due": None,
    }
    before = Event.objects.count()
    tasks.change(task, by=ours.manager, at=NOW, client_due=THEIRS)
    assert Event.objects.count() == before


def test_done_open_again_dropped(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed")
    tasks.complete(task, by=ours.specialist, at=NOW)
    assert (task.state, task.done_at) == ("done", NOW)
    before = Event.objects.count()
    tasks.complete(task, by=ours.manager, at=NOW)
    tasks.drop(task, by=ours.manager, at=NOW)
    assert (task.state, Event.objects.count()) == ("done", before), "done twice, or dropped when done, changes nothing"
    tasks.reopen(task, by=ours.manager, at=NOW)
    assert (task.state, task.done_at, last_event().facts) == ("open", None, {"was": "done"})
    tasks.drop(task, by=ours.manager, at=NOW)
    assert Task.objects.get().state == "dropped"


def test_who_may_complete(ours: House) -> None:
    task = tasks.create(ours.other_client, by=ours.owner, at=NOW, title="Feed", owner=ours.specialist)
    assert may_complete(ours.specialist, task)
    assert may_complete(ours.owner, task)
    assert may_complete(ours.backup, task), "leads the client"
    assert not may_complete(ours.manager, task)
    task.owner = ours.manager
    assert may_complete(ours.manager, task), "it was given to them"
    assert not may_complete(ours.specialist, task)


def test_an_archived_clients_task_is_not_taken_up(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.manager, at=NOW, title="Feed")
    clients.archive(ours.client, by=ours.manager, at=NOW, reason="budget", seen=[task.key])
    task = Task.objects.select_related("client").get()
    for verb in (
        lambda: tasks.reopen(task, by=ours.manager, at=NOW),
        lambda: tasks.change(task, by=ours.manager, at=NOW),
    ):
        with pytest.raises(ClientIsArchived):
            verb()


def test_goals_follow_one_another_and_are_shown(ours: House) -> None:
    figures = {"target": Decimal(4400), "due": date(2026, 12, 31)}
    first = goals.set_goal(ours.client, by=ours.manager, at=NOW, name="Sales", **figures)
    second = goals.set_goal(ours.client, by=ours.manager, at=NOW, name="Readers", **figures)
    assert (first.position, second.position) == (0, 1)
    goals.change(first, by=ours.manager, at=NOW, current=Decimal(3748))
    assert (last_event().verb, last_event().shown, last_event().facts) == (
        "goal.changed",
        True,
        {"fields": ["current"]},
    )
    goals.remove(first, by=ours.manager, at=NOW)
    assert list(Goal.objects.all()) == [second]


def test_a_goal_has_a_way_to_go(ours: House) -> None:
    with pytest.raises(NoWayToGo):
        goals.set_goal(ours.client, by=ours.manager, at=NOW, name="x", target=Decimal(0), due=THEIRS)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "done"),
    [(0, 4400, 3300, 75), (40, 28, 31, 75), (0, 10, 20, 100), (10, 20, 5, 0), (0, 10, None, None)],
)
def test_progress_in_both_directions(baseline: int, target: int, current: int | None, done: int | None) -> None:
    goal = Goal(
        baseline=Decimal(baseline), target=Decimal(target), current=None if current is None else Decimal(current)
    )
    assert progress(goal) == done
