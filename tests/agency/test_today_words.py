"""What stands above the rows of Today, and that nothing else comes before them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from agency import today
from agency.registry import TodayGroup, TodayRow, TodaySection
from agency.tenancy.scope import within
from comms.domain import episodes
from tests.world import World

NOW = timezone.now()


def clock(left: timedelta) -> TodayRow:
    return TodayRow(
        row_id="r",
        section=next(iter(TodaySection)),
        group=TodayGroup.CLOCKS,
        at=NOW + left,
        lead="Maria has waited.",
        template="",
    )


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([-5], "One thing needs you. One clock is running; its promise was missed by 5 h."),
        ([3], "One thing needs you. One clock is running, with 3 h left."),
        ([2, -1], "2 things need you. 2 clocks are running; the first promise was missed by 1 h."),
        ([4, 3], "2 things need you. 2 clocks are running; the first has 3 h left."),
        ([], "Nothing needs you right now."),
    ],
)
def test_the_first_clock_in_a_sentence(hours: list[int], words: str) -> None:
    assert today.lead([clock(timedelta(hours=each)) for each in hours], NOW) == words


def test_first_steps_stand_below_what_waits(world: World) -> None:
    with within(world.ours.agency):
        contact = world.ours.contact
        contact.client.lead = world.ours.owner
        contact.client.save()
        episodes.open_request(contact=contact, subject="Porto", text="?", at=timezone.now() - timedelta(days=3))
    cache.clear()
    page = world.browser(world.ours.owner).get(f"/{world.ours.agency.slug}/today/").content.decode()
    assert page.index('class="todos"') < page.index('id="first-steps"')
