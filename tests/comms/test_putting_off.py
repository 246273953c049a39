"""Putting off and next steps: what leaves Today, what never does, and how it comes back."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.registry import TodaySection
from agency.tenancy.scope import within
from agency.today import rows_at
from comms import today, today_plans
from comms.domain import dismissals, episodes, joining, requests as verbs
from comms.forms import later
from comms.models import Episode, Request
from tests.world import House, World, age

HOUR = timedelta(hours=1)


@pytest.fixture
def asked(world: World) -> Request:
    return asks(world.ours)


def asks(house: House, ago: timedelta = HOUR) -> Request:
    with within(house.agency):
        at = timezone.now() - ago
        return episodes.open_request(contact=house.contact, subject="In Portuguese?", text="?", at=at)


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def clocks_in_today(house: House) -> int:
    with within(house.agency):
        return len(list(today.clocks(house.manager, timezone.now())))


def put_off(house: House, request: Request, by: timedelta = 5 * HOUR) -> None:
    with within(house.agency):
        verbs.snooze(request, until=timezone.now() + by, by=house.manager, at=timezone.now())


def calm(house: House) -> None:
    """The target lies ahead, whatever the hour at which the tests run."""
    with within(house.agency):
        Episode.objects.update(target_at=timezone.now() + 20 * HOUR, promise_at=timezone.now() + 22 * HOUR)


def test_what_is_put_off_leaves_today_and_its_clock_runs_on(world: World, asked: Request) -> None:
    calm(world.ours)
    with within(world.ours.agency):
        before = Episode.objects.values_list("promise_at", "target_at", "next_check_at").get()
    put_off(world.ours, asked)
    assert clocks_in_today(world.ours) == 0
    with within(world.ours.agency):
        assert Episode.objects.values_list("promise_at", "target_at", "next_check_at").get() == before
        episodes.heard(asked, at=timezone.now())
    assert clocks_in_today(world.ours) == 1, "the client has written"


@pytest.mark.parametrize("moved", [{"promise_at": 3 * HOUR}, {"target_at": -HOUR}, {"promise_at": -HOUR}])
def test_what_is_urgent_or_late_cannot_be_hidden(world: World, asked: Request, moved: dict[str, timedelta]) -> None:
    calm(world.ours)
    put_off(world.ours, asked)
    with within(world.ours.agency):
        Episode.objects.update(
            opened_at=timezone.now() - 30 * HOUR, **{n: timezone.now() + by for n, by in moved.items()}
        )
    assert clocks_in_today(world.ours) == 1


def test_merged_clocks_are_one_row(world: World, asked: Request) -> None:
    other = asks(world.ours)
    assert clocks_in_today(world.ours) == 2
    with within(world.ours.agency):
        joining.merge(asked, other, by=world.ours.manager, at=timezone.now())
    assert clocks_in_today(world.ours) == 1
    put_off(world.ours, asked)
    calm(world.ours)
    assert clocks_in_today(world.ours) == 0, "put off as a whole"


def test_the_page_puts_off_and_undoes(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "snooze", asked.key)
    browser.post(address, {"wish": "tomorrow"})
    page = browser.get(url(world, "request", asked.key)).content.decode()
    assert "Put off until tomorrow 09:00" in page
    browser.post(address, {"undo": "1"})
    with within(world.ours.agency):
        assert Request.objects.get(pk=asked.pk).snoozed_until is None
    assert world.browser(world.ours.specialist).get(address).status_code == 403
    assert world.browser(world.theirs.owner).get(address).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Say on which day it comes back."),
        ({"on": "2020-01-01"}, "Choose a time that lies ahead."),
        ({"on": "1700-01-01"}, "A day between 1990 and 2100, please."),
        ({"on": "soon"}, "Enter a valid date."),
    ],
)
def test_a_bad_moment_is_told_beside_it(world: World, asked: Request, typed: dict[str, str], words: str) -> None:
    answer = world.browser(world.ours.manager).post(url(world, "snooze", asked.key), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_mornings_are_those_of_the_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    friday = datetime(2026, 11, 6, 23, 30, tzinfo=berlin)
    assert later.tomorrow(friday, berlin) == datetime(2026, 11, 7, 9, tzinfo=berlin)
    assert later.next_monday(friday, berlin) == datetime(2026, 11, 9, 9, tzinfo=berlin)
    assert later.next_monday(later.next_monday(friday, berlin), berlin) == datetime(2026, 11, 16, 9, tzinfo=berlin)


def test_what_was_put_off_is_back_in_today_though_nobody_waits(world: World, asked: Request) -> None:
    house = world.ours
    with within(house.agency):
        dismissals.dismiss(asked, by=house.manager, at=timezone.now())
    put_off(house, asked, HOUR)
    with within(house.agency):
        assert not list(today_plans.returned(house.manager, timezone.now()))
        asked.refresh_from_db()
        age(asked, 2 * HOUR)
        (row,) = rows_at(today_plans.returned(house.manager, timezone.now()))
    assert row.lead == "Back as you wished: In Portuguese?"
    browser = world.browser(house.manager)
    assert "Back as you wished" in browser.get(url(world, "today")).content.decode()
    browser.post(url(world, "snooze", asked.key), {"undo": "1", "next": "today"})
    assert "Back as you wished" not in browser.get(url(world, "today")).content.decode()


def test_a_step_whose_day_has_passed_climbs(world: World, asked: Request) -> None:
    house, day = world.ours, timezone.localdate()
    expected = {-2: TodaySection.NOW, 0: TodaySection.TODAY, 5: TodaySection.WEEK, 9: None}
    for days, section in expected.items():
        with within(house.agency):
            on = day + timedelta(days=days)
            verbs.plan_next_step(asked, step="Ask Anders", on=on, by=house.manager, at=timezone.now())
            rows = rows_at(today_plans.steps(house.manager, timezone.now()))
        assert [row.section for row in rows] == ([section] if section else [])


def test_a_step_is_planned_done_in_place_and_undone(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "next_step", asked.key)
    day = timezone.localdate().isoformat()
    browser.post(address, {"step": "Ask Anders & Maria", "on": day})
    assert "Ask Anders &amp; Maria" in browser.get(url(world, "today")).content.decode()
    done = browser.post(address, {"step": "", "next": "today"}, headers={"HX-Request": "true"}).content.decode()
    assert "No next step any more." in done
    undo = done.split('hx-post="')[1].split('"')[0].replace("&amp;", "&")
    browser.post(undo, {"undo": "1"})
    with within(world.ours.agency):
        again = Request.objects.get(pk=asked.pk)
        assert (again.next_step, again.next_step_on) == ("Ask Anders & Maria", timezone.localdate())
    for typed in ({"step": "x" * 201}, {"step": "", "on": day}, {"step": "x", "on": "never"}):
        assert browser.post(address, typed).status_code == 422


def test_merge_and_split_by_the_page(world: World, asked: Request) -> None:
    browser, other = world.browser(world.ours.manager), asks(world.ours)
    address = url(world, "merger", other.key)
    page = browser.get(address).content.decode()
    assert f'value="{asked.key}"' in page
    foreign = asks(world.theirs)
    assert browser.post(address, {"other": foreign.key}).status_code == 422
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"other": asked.key}).headers["Location"] == url(world, "request", asked.key)
    page = browser.get(url(world, "merger", asked.key)).content.decode()
    assert "Merged into it" in page
    with within(world.ours.agency):
        message = other.interactions.get()
    split = browser.post(url(world, "message_request", message.key))
    toast = browser.get(split.headers["Location"]).content.decode().split("data-toast")[1]
    undo = toast.split('action="')[1].split('"')[0].replace("&amp;", "&")
    assert browser.post(undo, {"undo": "1"}).headers["Location"] == url(world, "request", asked.key)
    assert browser.post(address, {"undo": "1"}).headers["Location"] == url(world, "request", other.key)
    with within(world.ours.agency):
        assert not Request.objects.filter(pk=other.pk, merged_into__isnull=False).exists()
    assert world.browser(world.ours.specialist).get(address).status_code == 403
    assert world.browser(world.theirs.owner).get(address).status_code == 404


def test_a_thread_in_the_portal_is_one(world: World, asked: Request) -> None:
    other = asks(world.ours)
    with within(world.ours.agency):
        joining.merge(asked, other, by=world.ours.manager, at=timezone.now())
    browser: Any = world.browser(world.ours.contact)
    base = f"/{world.ours.agency.slug}/portal/{world.ours.client.key}/"
    page = browser.get(f"{base}requests/{asked.key}/")
    assert page.status_code == 200
    assert page.content.decode().count("<article") >= 2 or page.content.decode().count("?</p>") >= 2
