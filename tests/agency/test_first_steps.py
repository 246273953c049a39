"""What a new agency does once, as its owner sees it in Today."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from agency.domain import agencies
from agency.models import Membership
from agency.tenancy.scope import within
from clients.models import Client
from comms.models import Mailbox
from tests.comms.mailroom import arrive, eml
from tests.world import World, user_at

STEPS = ["Set the hours", "Connect a mailbox", "Take on a client", "Invite colleagues"]


@pytest.fixture
def founder(world: World) -> Membership:
    by = user_at("nora@lumen.example", "Nora Lind")
    return agencies.found(name="Lumen", slug="lumen", by=by, at=timezone.now(), zone="Europe/Copenhagen", language="en")


def today(world: World, member: Membership, query: str = "") -> str:
    cache.clear()
    return world.browser(member).get(f"/{member.agency.slug}/today/{query}").content.decode()


def test_a_new_owner_reads_what_comes_first(world: World, founder: Membership) -> None:
    page = today(world, founder)
    places = [page.index(step) for step in STEPS]
    assert places == sorted(places)
    assert "All done" not in page
    assert "First steps" not in today(world, founder, "?show=clocks")


def test_what_is_done_says_so_and_the_needed_ones_end_it(world: World, founder: Membership) -> None:
    with within(founder.agency):
        Client.objects.create(name="Aalto", lead=founder, language="en")
    page = today(world, founder)
    assert page.count("First steps") == 1
    assert page.count('class="sign sign--good"') == 1
    with within(founder.agency):
        Mailbox.objects.create(address="studio@lumen.example", triage=founder)
    assert "First steps" not in today(world, founder)


def test_mail_at_the_agencys_own_address_needs_no_mailbox(world: World, founder: Membership) -> None:
    with within(founder.agency):
        Client.objects.create(name="Aalto", lead=founder, language="en")
    assert "First steps" in today(world, founder)
    arrive(founder.agency, eml("Ana <ana@new.example>", "lumen@mail.example"), "lumen@mail.example")
    assert "First steps" not in today(world, founder)


def test_only_for_who_sets_the_agency_up(world: World) -> None:
    assert "First steps" in today(world, world.ours.owner)
    assert "First steps" not in today(world, world.ours.manager)
    assert "First steps" not in today(world, world.ours.specialist)
