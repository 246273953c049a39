"""A great many clocks due at once, and four sweepers at them, as two schedulers with two workers each would have it."""

import os
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from comms import clock as clocks, tasks
from comms.domain import clocks as rows, stages
from comms.models import Episode, Notice, OutboxMessage, Request, StageFired
from tests.comms.mailroom import ALWAYS
from tests.faults.bed import Bed, fork
from tests.world import House

FULL = bool(os.environ.get("RAPPORT_FULL_SIZE"))
MANY = 80_000 if FULL else 40
LATE = 2_000 if FULL else 20
BATCH = 2_000
TWO_HOURS = 7_200.0
JUST_DUE = timedelta(hours=4, minutes=1)
"""Half of the target has just passed, and nothing more comes due for two hours."""


def opened(house: House, many: int, at: datetime) -> None:
    """So many threads of one contact, each with a clock that began at that moment and has not been looked at since."""
    clock = rows.started(house.client, at)
    first = Episode(client=house.client)
    rows.keep_rules(first)
    for begin in range(0, many, BATCH):
        threads = Request.objects.bulk_create(
            Request(
                client=house.client, contact=house.contact, subject=f"Number {number}", opened_at=at, last_at=at,
                assignee=house.manager,
            )
            for number in range(begin, min(begin + BATCH, many))
        )  # fmt: skip
        Episode.objects.bulk_create(
            Episode(
                client=house.client, request=thread, number=1, responsible=house.manager, rated=house.manager,
                opened_at=at, promise_at=clock.promise_at, target_at=clock.target_at,
                stage_times=clocks.plan_as_stored(clock.plan), next_check_at=clocks.next_check(clock),
                calendar_version=first.calendar_version, promise_version=first.promise_version, rules=first.rules,
            )
            for thread in threads
        )  # fmt: skip


def sweep_until_nothing_is_due() -> None:
    while stages.due_episodes(1):
        tasks.sweep_episodes()


def swept_by_four(bed: Bed) -> None:
    for sweeper in [fork(sweep_until_nothing_is_due) for _number in range(4)]:
        assert sweeper.ended(within=TWO_HOURS) == 0


@pytest.fixture
def house(bed: Bed) -> House:
    Agency.objects.update(week=ALWAYS)
    bed.world.ours.agency.refresh_from_db()
    return bed.world.ours


@pytest.mark.postgres
def test_none_is_fired_twice_and_none_is_missed(bed: Bed, house: House) -> None:
    with within(house.agency):
        opened(house, MANY, timezone.now() - JUST_DUE)
    swept_by_four(bed)
    with within(house.agency):
        assert Counter(StageFired.objects.values_list("stage", flat=True)) == {"arrival": MANY, "half": MANY}
        assert Counter(Notice.objects.values_list("member", "kind")) == {(house.manager.pk, "clock.half"): MANY}
        assert not Episode.objects.exclude(problem="", attempts=0).exists()
        assert not Episode.objects.filter(next_check_at__lte=timezone.now()).exists()


@pytest.mark.postgres
def test_after_three_days_away_each_clock_gives_one_notice_a_person_and_one_note_an_address(
    bed: Bed, house: House
) -> None:
    with within(house.agency):
        opened(house, LATE, timezone.now() - timedelta(hours=72))
    swept_by_four(bed)
    with within(house.agency):
        fired = Counter(StageFired.objects.values_list("stage", flat=True))
        assert fired == dict.fromkeys(clocks.Stage, LATE)
        about_clocks = Notice.objects.filter(kind__startswith="clock.")
        told = Counter((member, key.split(":")[1]) for member, key in about_clocks.values_list("member", "purpose_key"))
        assert set(told.values()) == {1}
        assert {member for member, _episode in told} == {house.manager.pk, house.backup.pk, house.owner.pk}
        assert OutboxMessage.objects.filter(lane="automatic").count() == 1
        assert Episode.objects.filter(promise=Episode.Promise.BROKEN).count() == LATE
