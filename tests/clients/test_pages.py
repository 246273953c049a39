"""Every page of the room: who gets in, and that it holds together with nothing and with something in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import favours, goals, portal_invitations, scopes, tasks
from clients.models import Client, Favour
from clients.scope_changes import LeftOut, Promise
from tests.world import House, World

PAGES = [
    "clients/",
    "clients/new/",
    "clients/{client}/",
    "clients/{client}/edit/",
    "clients/{client}/archive/",
    "clients/{client}/hand-over/",
    "clients/{client}/people/",
    "clients/{client}/people/new/",
    "clients/{client}/people/known/?find=t",
    "people/{person}/",
    "contacts/{contact}/edit/",
    "contacts/{contact}/portal-invitation/",
    "clients/{client}/goals/",
    "clients/{client}/goals/new/",
    "clients/{client}/scope/",
    "clients/{client}/scope/favours/new/",
    "clients/{client}/work/",
    "clients/{client}/work/?show=done",
    "clients/{client}/tasks/new/",
    "work/",
    "work/?show=all&by=client",
    "work/?show=late&by=person",
    "work/?show=done",
    "work/new/",
]
FULL = ["goals/{goal}/", "scopes/{scope}/", "scopes/{draft}/", "scopes/{draft}/draft/", "scopes/{draft}/acceptance/"]
FULL += ["clients/{client}/scope/uses/new/", "tasks/{task}/"]
ONLY_OWNERS = {"clients/{client}/hand-over/"}
SPECIALISTS_TOO = {
    "clients/",
    "clients/{client}/",
    "clients/{client}/people/",
    "people/{person}/",
    "clients/{client}/goals/",
    "clients/{client}/scope/",
    "clients/{client}/work/",
    "clients/{client}/work/?show=done",
    "clients/{client}/scope/uses/new/",
    "scopes/{scope}/",
    "scopes/{draft}/",
    "tasks/{task}/",
} | {page for page in PAGES if page.startswith("work/") and "new" not in page}


def furnish(house: House) -> dict[str, str]:
    """Something of everything at the first client, and the keys of it."""
    now, by = timezone.now(), house.owner
    today = now.date()
    with within(house.agency):
        client = Client.objects.get(pk=house.client.pk)
        goal = goals.set_goal(client, by=by, at=now, name="Sales", target=10, due=today)
        task = tasks.create(
            client, by=by, at=now, title="Feed", owner=house.manager, client_due=today - timedelta(days=1)
        )
        done = tasks.create(client, by=by, at=now, title="Page", internal=True)
        tasks.complete(done, by=by, at=now)
        draft = scopes.draft(client, by=by, at=now)
        promises = [Promise(name=name, quantity=3, unit="h", period=name) for name in ("month", "quarter", "total")]
        film = LeftOut(number="", what="Film", reason="No crew")
        scopes.revise(draft, by=by, at=now, promises=promises, exclusions=[film], fee_minor=480000)
        scope = scopes.accept(draft, by=by, at=now, accepted_by=house.contact, accepted_at=now, how="by e-mail")
        deliverable = scope.deliverables.first()
        assert deliverable is not None
        scopes.record_use(deliverable, by=by, at=now, day=today, quantity=4, what="Advice")
        favours.give(client, by=by, at=now, day=today, what="Banner", hours=1)
        Favour.objects.create(client=client, day=today - timedelta(days=200), what="Poster", hours=2)
        portal_invitations.invite(house.second_contact, by=by, at=now)
        nxt = scopes.draft(client, by=by, at=now)
    return {**keys(house), "goal": goal.key, "task": task.key, "scope": scope.key, "draft": nxt.key}


def keys(house: House) -> dict[str, str]:
    return {"client": house.client.key, "person": house.contact.person.key, "contact": house.contact.key}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_nothing_in_it(world: World, page: str) -> None:
    answer = world.browser(world.ours.owner).get(world.ours.url(page.format(**keys(world.ours))))
    assert answer.status_code == 200


@pytest.fixture
def furnished(world: World) -> dict[str, str]:
    return furnish(world.ours)


@pytest.mark.parametrize("page", PAGES + FULL)
def test_a_page_by_everybody(world: World, furnished: dict[str, str], page: str) -> None:
    url = world.ours.url(page.format(**furnished))
    allowed = {
        world.ours.owner: True,
        world.ours.manager: page not in ONLY_OWNERS,
        world.ours.specialist: page in SPECIALISTS_TOO,
    }
    for member, may in allowed.items():
        assert world.browser(member).get(url).status_code == (200 if may else 403), (page, member.role)
    for outsider in (world.theirs.owner, world.stranger, world.ours.contact):
        assert world.browser(outsider).get(url).status_code == 404
    assert world.browser(None).get(url).status_code == 302


@pytest.mark.parametrize("page", [page for page in PAGES + FULL if "{" in page])
def test_a_foreign_key_in_our_address_is_not_found(world: World, page: str) -> None:
    foreign = furnish(world.theirs)
    ours = world.browser(world.ours.owner)
    answer = ours.get(world.ours.url(page.format(**foreign)))
    missing = ours.get(world.ours.url(page.format(**dict.fromkeys(foreign, "0000000000zz"))))
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert b"canary" not in answer.content


WRITES_OF_OTHERS_CLIENTS = [
    "clients/{client}/edit/",
    "clients/{client}/archive/",
    "clients/{client}/reopening/",
    "clients/{client}/people/new/",
    "clients/{client}/people/known/",
    "contacts/{contact}/edit/",
    "contacts/{contact}/ending/",
    "contacts/{contact}/portal-invitation/",
    "contacts/{contact}/portal-access/",
    "clients/{client}/goals/new/",
    "clients/{client}/scope/drafts/",
    "clients/{client}/scope/uses/new/",
    "clients/{client}/scope/favours/new/",
    "clients/{client}/tasks/new/",
]


@pytest.mark.parametrize("page", WRITES_OF_OTHERS_CLIENTS)
def test_a_manager_changes_nothing_of_a_client_of_others(world: World, page: str) -> None:
    """Daniel leads the other client; Ida sees it and changes nothing there."""
    there = {"client": world.ours.other_client.key, "contact": world.ours.other_contact.key}
    url = world.ours.url(page.format(**there))
    assert world.browser(world.ours.manager).post(url, {"name": "x"}).status_code == 403
    assert world.browser(world.ours.specialist).post(url, {"name": "x"}).status_code in (403, 302)


def test_who_is_kept_to_their_own_sees_no_other_client(world: World) -> None:
    world.ours.agency.managers_see_own_only = True
    world.ours.agency.save()
    browser = world.browser(world.ours.manager)
    other = {"client": world.ours.other_client.key, "person": world.ours.other_contact.person.key}
    for page in ("clients/{client}/", "clients/{client}/people/", "clients/{client}/scope/", "people/{person}/"):
        assert browser.get(world.ours.url(page.format(**other))).status_code == 404
    assert "Clínica Duero" not in browser.get(world.ours.url("clients/?whose=all")).content.decode()
    assert "Clínica Duero" in world.browser(world.ours.owner).get(world.ours.url("clients/")).content.decode()


def test_a_tab_is_loaded_in_place(world: World, furnished: dict[str, str]) -> None:
    browser = world.browser(world.ours.manager)
    url = world.ours.url(f"clients/{furnished['client']}/scope/")
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert part.lstrip().startswith("<title>Scope, Solvang Cycles · Northlight Digital</title>")
    assert 'aria-current="page"' in part
    assert "<html" in browser.get(url).content.decode()


def test_fees_are_for_owners(world: World, furnished: dict[str, str]) -> None:
    for page in ("clients/{client}/scope/", "scopes/{scope}/", "scopes/{draft}/", "scopes/{draft}/draft/"):
        url = world.ours.url(page.format(**furnished))
        fee = "4,800" if "draft/" not in page else "4800"
        assert fee in world.browser(world.ours.owner).get(url).content.decode()
        assert fee not in world.browser(world.ours.manager).get(url).content.decode()


def test_pages_in_arabic(world: World, furnished: dict[str, str]) -> None:
    user: Any = world.ours.owner.user
    user.language = "ar"
    user.save()
    browser = world.browser(world.ours.owner)
    for page in PAGES + FULL:
        answer = browser.get(world.ours.url(page.format(**furnished)))
        assert answer.status_code == 200
        assert 'dir="rtl"' in answer.content.decode()
