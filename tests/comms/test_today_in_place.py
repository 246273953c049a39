"""Rows of Today done in place: what the page says around them follows, and Undo comes back to Today."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.shortcuts import shortcuts
from agency.tenancy.scope import within
from clients.models import Task
from comms.domain import episodes
from comms.models import Episode, Interaction, OutboxMessage, Request
from tests.caches import IN_MEMORY
from tests.world import World, age

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def in_memory(settings: Any) -> None:
    settings.CACHES = IN_MEMORY
    shortcuts.clear()


@pytest.fixture
def asked(world: World) -> Request:
    """Maria asks twice; both clocks run, and Ida leads."""
    with within(world.ours.agency):
        first, _second = (
            episodes.open_request(contact=world.ours.contact, subject=subject, text="?", at=timezone.now())
            for subject in ("In Portuguese?", "In Danish?")
        )
    return first


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def beside(page: str) -> str:
    """What stands beside 'Today' in the navigation."""
    return figure(page.split('<nav class="nav"')[1].split("</a>")[0])


def figure(part: str) -> str:
    return part.partition("<b")[2].partition(">")[2].partition("</b>")[0]


def test_after_a_row_the_page_asks_for_what_stands_around_it(world: World, asked: Request) -> None:
    browser, today = world.browser(world.ours.manager), url(world, "today")
    page = browser.get(today, {"show": "clocks"}).content.decode()
    assert "2 things need you. 2 clocks are running" in page
    assert beside(page) == "2"
    asking = f"{today}?show=clocks&amp;counts"
    assert f'hx-get="{asking}" hx-trigger="today:changed from:body"' in page
    done = browser.post(url(world, "dismissal", asked.key), {"next": "today"}, headers=HTMX)
    assert "today:changed" in done.headers["HX-Trigger"]
    part = browser.get(today, {"show": "clocks", "counts": ""}, headers=HTMX).content.decode()
    assert "<html" not in part
    assert part.count("hx-swap-oob") == 4
    assert "One thing needs you. One clock is running" in part
    assert beside(part) == "1"
    assert "<small>1</small>" in part


def test_an_answer_on_its_way_needs_nobody_until_it_is_held_up(world: World, asked: Request) -> None:
    browser, today = world.browser(world.ours.manager), url(world, "today")
    browser.post(url(world, "acknowledgement", asked.key), {"text": "On it.", "next": "today"}, headers=HTMX)
    part = browser.get(today, {"counts": ""}, headers=HTMX).content.decode()
    assert "One thing needs you. One clock is running" in part
    with within(world.ours.agency):
        episode = asked.episodes.get()
        assert episode.closed_at is None, "the clock runs until the provider has it"
        age(episode, timedelta(minutes=16))
    assert "2 things need you." in browser.get(today).content.decode()


@pytest.mark.parametrize("name", ["dismissal", "acknowledgement"])
def test_the_figure_at_the_side_is_asked_for_when_one_has_acted(world: World, asked: Request, name: str) -> None:
    """No page waits for it: the page asks once it stands, if half a minute has passed or the member has acted."""
    browser, work = world.browser(world.ours.manager), url(world, "work")
    asking = f'hx-get="{url(world, "at_hand")}" hx-trigger="load"'

    def counted() -> str:
        part = browser.get(url(world, "at_hand"), headers=HTMX).content.decode()
        return figure(next(line for line in part.splitlines() if 'id="nav-count-today"' in line))

    assert asking in browser.get(work).content.decode()
    assert counted() == "2"
    with within(world.ours.agency):
        episodes.dismiss(Episode.objects.exclude(request=asked).get(), by=world.ours.owner, at=timezone.now())
    page = browser.get(work).content.decode()
    assert (beside(page), asking in page) == ("2", False), "at most half a minute old"
    browser.post(url(world, name, asked.key), {"text": "On it."})
    page = browser.get(work).content.decode()
    assert (beside(page), asking in page) == ("2", True)
    assert counted() == ""


def test_who_opens_today_sees_the_same_figure_at_its_side(world: World, asked: Request) -> None:
    browser = world.browser(world.ours.manager)
    browser.get(url(world, "work"))
    with within(world.ours.agency):
        episodes.dismiss(asked.episodes.get(), by=world.ours.owner, at=timezone.now())
    page = browser.get(url(world, "today")).content.decode()
    assert "One thing needs you." in page
    assert beside(page) == beside(browser.get(url(world, "work")).content.decode()) == "1"


def test_an_unknown_tab_is_all(world: World, asked: Request) -> None:
    page = world.browser(world.ours.manager).get(url(world, "today"), {"show": "nonsense"}).content.decode()
    assert "All done" not in page
    assert page.count("Maria has waited") == 2
    assert f'href="{url(world, "today")}" aria-current="page"' in page


@pytest.mark.parametrize("tab", ["", "?show=clocks"])
def test_undo_of_an_acknowledgement_comes_back_to_today(world: World, asked: Request, tab: str) -> None:
    browser, today = world.browser(world.ours.manager), url(world, "today") + tab
    browser.post(url(world, "acknowledgement", asked.key), {"text": "On it.", "next": "today"})
    assert f'<input type="hidden" name="next" value="{today}">' in browser.get(today).content.decode()
    with within(world.ours.agency):
        said = Interaction.objects.get(direction="out")
    undone = browser.post(url(world, "message_withdrawal", said.key), {"undo": "1", "next": today})
    assert undone.headers["Location"] == today
    assert "The text waits in the conversation." in browser.get(today).content.decode()
    with within(world.ours.agency):
        assert OutboxMessage.objects.get().state == OutboxMessage.State.WITHDRAWN


@pytest.mark.parametrize("name", ["message_withdrawal", "dismissal"])
def test_undo_in_the_row_draws_today_anew(world: World, asked: Request, name: str) -> None:
    browser, key = world.browser(world.ours.manager), asked.key
    act = "acknowledgement" if name == "message_withdrawal" else name
    row = browser.post(url(world, act, asked.key), {"text": "On it.", "next": "today"}, headers=HTMX).content.decode()
    if name == "message_withdrawal":
        with within(world.ours.agency):
            key = Interaction.objects.get(direction="out").key
    assert url(world, name, key) in row
    undone = browser.post(url(world, name, key), {"undo": "1", "next": "today"}, headers=HTMX)
    assert (undone.headers["HX-Refresh"], undone.content) == ("true", b"")
    with within(world.ours.agency):
        episode = asked.episodes.get()
        assert (episode.closed_at, episode.acknowledged_at) == (None, None)


@pytest.mark.parametrize("elsewhere", ["", "//evil.example/", "https://evil.example/northlight/", "http://["])
def test_undo_from_elsewhere_goes_to_the_conversation(world: World, asked: Request, elsewhere: str) -> None:
    browser = world.browser(world.ours.manager)
    browser.post(url(world, "acknowledgement", asked.key), {"text": "On it."})
    with within(world.ours.agency):
        said = Interaction.objects.get(direction="out")
    undone = browser.post(url(world, "message_withdrawal", said.key), {"next": elsewhere})
    assert undone.headers["Location"] == url(world, "request", asked.key)


def test_undo_of_a_task_comes_back_to_today(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    with within(house.agency):
        due = timezone.localdate() - timedelta(days=1)
        task = Task.objects.create(client=house.client, title="Send the draft", owner=house.manager, internal_due=due)
    today, completion = url(world, "today"), url(world, "task_completion", task.key)
    browser.post(completion, {"next": today})
    page = browser.get(today).content.decode()
    toast = page.split("data-toast")[1].split("</form>")[0]
    assert f'action="{completion}"' in toast
    assert f'name="next" value="{today}"' in toast
    assert browser.post(completion, {"undo": "1", "next": today}).headers["Location"] == today


def test_every_running_clock_is_counted(world: World, asked: Request) -> None:
    with within(world.ours.agency):
        for number in range(31):
            at = timezone.now() - timedelta(hours=1)
            episodes.open_request(contact=world.ours.contact, subject=f"Advert {number}?", text="When?", at=at)
    assert "33 clocks are running" in world.browser(world.ours.manager).get(url(world, "today")).content.decode()
