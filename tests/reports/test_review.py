"""Two people at the words of one report: nobody approves what they have not read, and nothing typed is lost."""

import html
import re
from datetime import date

import pytest
from django.db.models.signals import post_init
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import Client
from reports.domain import reports
from reports.models import Report
from reports.months import month_of, shifted
from tests.world import World

APPROVED_ALREADY = "This report was approved already. What was sent is never edited."


@pytest.fixture
def report(world: World) -> Report:
    house, month = world.ours, shifted(month_of(timezone.localdate()), -1)
    with within(house.agency):
        Client.objects.filter(pk=house.client.pk).update(started_on=date(2020, 1, 1))
        return reports.draft(Client.objects.get(pk=house.client.pk), month, at=timezone.now())


def path(world: World, report: Report) -> str:
    return world.ours.url(f"reports/{report.key}/")


def typed(page: bytes, **words: str) -> dict[str, str]:
    found = re.search(r'name="as_shown" value="([^"]*)"', page.decode())
    assert found
    return {"headline": "", "went_well": "", "went_wrong": "", "as_shown": html.unescape(found[1]), **words}


def now(world: World, report: Report) -> Report:
    with within(world.ours.agency):
        return Report.objects.get(pk=report.pk)


def test_nobody_approves_words_that_were_not_on_the_page(world: World, report: Report) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    address = path(world, report)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, went_well="A new shop"))
    back = helen.post(address, typed(second, headline="A fair month.", do="approve"))
    page = back.content.decode()
    assert back.status_code == 422
    assert "Somebody has changed this meanwhile. Read it, then approve again." in page
    assert re.search(r"<textarea[^>]*>\s*A new shop</textarea>", page)
    assert "A fair month." in page
    assert now(world, report).state == Report.State.IN_REVIEW
    again = typed(back.content, headline="A fair month.", went_well="A new shop", do="approve")
    assert helen.post(address, again).status_code == 302
    held = now(world, report)
    assert (held.state, held.headline, held.went_well) == (Report.State.APPROVED, "A fair month.", "A new shop")


def test_keeping_words_merges_as_ever(world: World, report: Report) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    address = path(world, report)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, went_well="A new shop"))
    assert helen.post(address, typed(second, headline="A fair month.", do="keep")).status_code == 302
    assert now(world, report).went_well == "A new shop"


@pytest.mark.parametrize("headline", ["Mine of November", "h" * 301])
@pytest.mark.parametrize("do", ["keep", "approve"])
def test_words_after_an_approval_come_back_to_be_copied(world: World, report: Report, headline: str, do: str) -> None:
    ida, helen = world.browser(world.ours.manager), world.browser(world.ours.owner)
    address = path(world, report)
    first, second = ida.get(address).content, helen.get(address).content
    ida.post(address, typed(first, headline="Theirs", went_well="A new shop", do="approve"))
    answer = helen.post(address, typed(second, headline=headline, went_wrong="One\r\nTwo", do=do))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert APPROVED_ALREADY in page
    assert f'<blockquote dir="auto">{headline}</blockquote>' in page
    assert '<blockquote dir="auto">One<br>Two</blockquote>' in page
    assert page.count("<blockquote") == 2
    assert now(world, report).headline == "Theirs"


def test_a_second_click_on_approve_has_nothing_to_copy(world: World, report: Report) -> None:
    ida, address = world.browser(world.ours.manager), path(world, report)
    sent = typed(ida.get(address).content, headline="Ours", do="approve")
    assert ida.post(address, sent).status_code == 302
    page = ida.post(address, sent).content.decode()
    assert APPROVED_ALREADY in page
    assert "<blockquote" not in page


def test_an_approval_at_the_very_moment(world: World, report: Report) -> None:
    """It comes between the reading of the report and its lock."""
    ida, address = world.browser(world.ours.manager), path(world, report)
    sent = typed(ida.get(address).content, headline="Mine", do="keep")

    def approve(instance: Report, **_signal: object) -> None:
        post_init.disconnect(approve, sender=Report)
        reports.approve(instance, by=world.ours.owner, at=timezone.now())

    post_init.connect(approve, sender=Report)
    answer = ida.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert APPROVED_ALREADY in page
    assert '<blockquote dir="auto">Mine</blockquote>' in page
    assert 'id="words-form"' not in page
