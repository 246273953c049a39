"""Several sweepers, killed ones among them, over many clocks that are due: each stage once, one note an address."""

import os
from collections import Counter

import pytest

from agency.models import Agency
from agency.tenancy.scope import within
from comms.models import Answer, Episode, Notice, OutboxMessage, StageFired
from tests.comms.mailroom import ALWAYS, HOUR, let_pass, written_by
from tests.faults.bed import Bed

MANY = 24 if os.environ.get("RAPPORT_FULL_SIZE") else 9


def write_many(bed: Bed) -> None:
    house = bed.world.ours
    Agency.objects.update(week=ALWAYS)
    house.agency.refresh_from_db()
    people = (house.contact, house.second_contact, house.other_contact)
    for number in range(MANY):
        written_by(house, people[number % 3], subject=f"Number {number}")
    let_pass(house, 21 * HOUR)


def nothing_happened_twice(bed: Bed) -> None:
    with within(bed.world.ours.agency):
        assert not Episode.objects.filter(problem__gt="").exists()
        stages = Counter(StageFired.objects.values_list("stage", flat=True))
        assert stages == dict.fromkeys(("arrival", "half", "backup", "target", "alarm", "note"), MANY)
        notices = Counter(Notice.objects.values_list("member_id", "purpose_key"))
        assert set(notices.values()) == {1}
        assert OutboxMessage.objects.filter(lane="automatic").count() == 3
        assert Counter(Answer.objects.values_list("episode_id", flat=True)).most_common(1)[0][1] == 1
        assert Answer.objects.count() == MANY


def test_a_sweeper_that_dies_leaves_nothing_half_done(bed: Bed) -> None:
    write_many(bed)

    def some_fired() -> bool:
        with within(bed.world.ours.agency):
            return StageFired.objects.count() >= MANY

    bed.start("sweep_episodes").kill_when(some_fired)
    bed.run("sweep_episodes")
    nothing_happened_twice(bed)


@pytest.mark.postgres
def test_two_sweepers_fire_nothing_twice(bed: Bed) -> None:
    write_many(bed)
    sweepers = [bed.start("sweep_episodes") for _number in range(2)]
    for sweeper in sweepers:
        assert sweeper.ended() == 0
    bed.run("sweep_episodes")
    nothing_happened_twice(bed)
