"""Two people at one draft of a scope: no row of either is lost unsaid."""

import re

import pytest
from django.test import Client as Browser
from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import scopes
from clients.models import ScopeOfWork
from tests.world import World

ARTICLES = {"promises-0-name": "Articles", "promises-0-quantity": "6", "promises-0-period": "quarter"}
FILM = {"exclusions-0-number": "1", "exclusions-0-what": "Film"}
SETS = {"promises-1-name": "Sets", "promises-1-quantity": "2", "promises-1-period": "month"}
ADS = {"promises-2-name": "Ads", "promises-2-quantity": "1", "promises-2-period": "month"}


@pytest.fixture
def draft(world: World) -> ScopeOfWork:
    """With one deliverable and one exclusion."""
    house = world.ours
    with within(house.agency):
        made = scopes.draft(house.client, by=house.manager, at=timezone.now())
    assert world.browser(house.manager).post(path(world, made), {**typed(b""), **ARTICLES, **FILM}).status_code == 302
    return made


def path(world: World, draft: ScopeOfWork) -> str:
    return world.ours.url(f"scopes/{draft.key}/draft/")


def typed(page: bytes, **rows: str) -> dict[str, str]:
    """What a browser sends of this page, with these rows and no others."""
    marks = dict(re.findall(r'name="([a-z]+-as_shown)" value="([^"]*)"', page.decode()))
    counts = {f"{name}-{part}": "4" for name in ("promises", "exclusions") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    periods = {f"promises-{number}-period": "month" for number in range(4)}
    return {**counts, **periods, **marks, "starts_on": "2026-11-01", **rows}


def two(world: World) -> tuple[Browser, Browser]:
    return world.browser(world.ours.manager), world.browser(world.ours.owner)


def held(world: World, draft: ScopeOfWork) -> tuple[set[str], set[str]]:
    with within(world.ours.agency):
        return (
            set(draft.deliverables.values_list("name", flat=True)),
            set(draft.exclusions.values_list("what", flat=True)),
        )


def test_rows_that_only_the_other_has_added_stay(world: World, draft: ScopeOfWork) -> None:
    (ida, helen), address = two(world), path(world, draft)
    first, second = ida.get(address).content, helen.get(address).content
    assert ida.post(address, typed(first, **ARTICLES, **FILM, **SETS)).status_code == 302
    photos = {"exclusions-1-number": "2", "exclusions-1-what": "Photos"}
    assert helen.post(address, typed(second, **ARTICLES, **FILM, **photos)).status_code == 302
    assert held(world, draft) == ({"Articles", "Sets"}, {"Film", "Photos"})


def test_rows_that_both_have_changed_are_told_and_decided(world: World, draft: ScopeOfWork) -> None:
    (ida, helen), address = two(world), path(world, draft)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, **ARTICLES, **FILM, **SETS))
    back = helen.post(address, typed(second, **ARTICLES, **FILM, **ADS))
    page = back.content.decode()
    assert back.status_code == 422
    assert "Somebody has changed the deliverables meanwhile. Not among yours: “Sets: 2 a month”." in page
    assert 'value="Ads"' in page
    assert held(world, draft)[0] == {"Articles", "Sets"}
    more = helen.post(address, {**typed(back.content, **ARTICLES, **FILM, **ADS), "more": "promises"}).content
    assert helen.post(address, typed(more, **ARTICLES, **FILM, **ADS)).status_code == 302
    assert held(world, draft)[0] == {"Articles", "Ads"}


def test_rows_that_the_other_has_taken_out_do_not_come_back_unsaid(world: World, draft: ScopeOfWork) -> None:
    (ida, helen), address = two(world), path(world, draft)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first))
    named = {**ARTICLES, "promises-0-quantity": "9", **FILM, "exclusions-0-reason": "Too dear"}
    page = helen.post(address, typed(second, **named)).content.decode()
    assert "Somebody has taken out deliverables meanwhile." in page
    assert "Somebody has taken out exclusions meanwhile." in page
    assert held(world, draft) == (set(), set())


def test_a_mistake_in_a_row_renews_no_mark(world: World, draft: ScopeOfWork) -> None:
    (ida, helen), address = two(world), path(world, draft)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, **ARTICLES, **FILM, **SETS))
    wrong = helen.post(address, typed(second, **ARTICLES, **FILM, **{**ADS, "promises-2-quantity": "lots"}))
    assert helen.post(address, typed(wrong.content, **ARTICLES, **FILM, **ADS)).status_code == 422
    assert held(world, draft)[0] == {"Articles", "Sets"}


@pytest.mark.parametrize("mark", ["", "0", "\x01", "é" * 300])
def test_marks_and_counts_that_are_none(world: World, draft: ScopeOfWork, mark: str) -> None:
    browser, sent = world.browser(world.ours.manager), typed(b"", **ARTICLES)
    sent |= {"promises-as_shown": mark, "exclusions-as_shown": mark}
    assert browser.post(path(world, draft), sent).status_code in {302, 422}
    assert browser.post(path(world, draft), {**sent, "promises-TOTAL_FORMS": "many"}).status_code == 422


def test_at_the_very_moment(world: World, draft: ScopeOfWork) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        read = list(scopes.promises_of(draft)), list(scopes.exclusions_of(draft))
        new = {"promises": [], "exclusions": read[1], "instead_of": read}
        scopes.revise(draft, by=house.manager, at=at, **new)
        with pytest.raises(scopes.ChangedMeanwhile):
            scopes.revise(draft, by=house.owner, at=at, **new)
