"""What stands beside every page: kept at hand, and looked at again once a page stands."""

from typing import Any

import pytest

from agency.shortcuts import shortcuts
from agency.tenancy.scope import within
from clients.models import Client
from tests.caches import IN_MEMORY
from tests.counting import queries_of
from tests.world import World

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def in_memory(settings: Any) -> None:
    settings.CACHES = IN_MEMORY
    shortcuts.clear()


def lead_another(world: World, name: str) -> None:
    with within(world.ours.agency):
        Client.objects.create(name=name, lead=world.ours.manager, backup=world.ours.backup)


def side(page: str) -> str:
    return page.partition('id="side-clients"')[2].partition("</nav>")[0]


def test_clients_at_the_side_follow_without_a_page_that_waits(world: World) -> None:
    browser, slug = world.browser(world.ours.manager), world.ours.agency.slug
    assert "Solvang" in side(browser.get(f"/{slug}/work/").content.decode())
    lead_another(world, "Fjord Ferries")
    page = browser.get(f"/{slug}/work/").content.decode()
    assert "Fjord Ferries" not in side(page)
    assert f'hx-get="/{slug}/at-hand/" hx-trigger="load"' in page
    part = browser.get(f"/{slug}/at-hand/", headers=HTMX).content.decode()
    assert "Fjord Ferries" in side(part)
    page = browser.get(f"/{slug}/work/").content.decode()
    assert "Fjord Ferries" in side(page)
    assert "/at-hand/" not in page, "just looked at"


def test_whoever_has_done_something_looks_again(world: World) -> None:
    browser, slug = world.browser(world.ours.manager), world.ours.agency.slug
    browser.get(f"/{slug}/work/")
    browser.get(f"/{slug}/at-hand/", headers=HTMX)
    assert "/at-hand/" not in browser.get(f"/{slug}/work/").content.decode()
    browser.post(f"/{slug}/me/", {})
    assert "/at-hand/" in browser.get(f"/{slug}/work/").content.decode()


def test_it_speaks_the_language_of_the_page(world: World) -> None:
    browser, slug = world.browser(world.ours.manager), world.ours.agency.slug
    assert "You lead" in side(browser.get(f"/{slug}/work/").content.decode())
    with within(world.ours.agency):
        user = world.ours.manager.user
        user.language = "ar"
        user.save()
    assert "You lead" not in side(browser.get(f"/{slug}/work/").content.decode())


def test_more_clients_take_no_more_queries(world: World) -> None:
    browser, url = world.browser(world.ours.manager), f"/{world.ours.agency.slug}/at-hand/"
    browser.get(url)
    few = queries_of(lambda: browser.get(url))
    for number in range(5):
        lead_another(world, f"Client {number}")
    assert queries_of(lambda: browser.get(url)) == few
