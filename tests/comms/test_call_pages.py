"""The pages of calls and summaries: the desk keeps everything that was typed, and asks the permission table."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import calls
from comms.models import Draft, OutboxMessage, Summary
from tests.comms.test_calls import notes
from tests.world import World


def typed(world: World, **changes: Any) -> dict[str, Any]:
    house = world.ours
    return {
        "kind": "call",
        "contacts": [house.contact.key],
        "at": timezone.localtime(timezone.now() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "minutes": "12",
        "topics-TOTAL_FORMS": "1",
        "topics-INITIAL_FORMS": "0",
        "topics-0-title": "Product feed",
        "topics-0-answer": "The feed is four days late. Sizes are missing.",
        "topics-0-decision": "",
        "topics-0-actions-TOTAL_FORMS": "1",
        "topics-0-actions-INITIAL_FORMS": "0",
        "topics-0-actions-0-text": "Send the sizes",
        "topics-0-actions-0-who": f"c:{house.contact.key}",
        "because": "They know when.",
        "do": "keep",
        **changes,
    }


TOPIC = ("topics-0-title", "topics-0-answer", "topics-0-actions-0-text")


def address(world: World) -> str:
    return reverse("client_call_new", args=[world.ours.agency.slug, world.ours.client.key])


def test_the_desk_opens_and_keeps_a_draft(world: World) -> None:
    browser = world.browser(world.ours.manager)
    assert browser.get(reverse("call_new", args=[world.ours.agency.slug])).status_code == 200
    assert browser.get(address(world)).status_code == 200
    kept = browser.post(address(world), typed(world))
    with within(world.ours.agency):
        summary = Summary.objects.get()
    assert kept.headers["Location"] == reverse("call", args=[world.ours.agency.slug, summary.key])
    page = browser.get(kept.headers["Location"]).content.decode()
    assert "The feed is four days late." in page
    assert "Send the sizes" in page


def test_sending_from_the_desk(world: World) -> None:
    browser = world.browser(world.ours.manager)
    answer = browser.post(address(world), typed(world, do="send"), follow=True)
    assert answer.status_code == 200
    with within(world.ours.agency):
        assert Summary.objects.get().state == Summary.State.SENT
        assert OutboxMessage.objects.get().recipient == "maria.northlight@client.example"
        key = Summary.objects.get().key
    assert browser.get(reverse("summary", args=[world.ours.agency.slug, key])).status_code == 200
    slug, client = world.ours.agency.slug, world.ours.client.key
    for name in ("client_summaries", "client_decisions"):
        assert browser.get(reverse(name, args=[slug, client])).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contacts": []}, "Say who was there."),
        ({"at": "2099-01-01T10:00"}, "This lies in the future."),
        ({"at": "1020-01-01T10:00"}, "between 1990 and 2100"),
        ({"minutes": "many"}, "whole number"),
        ({"topics-0-title": ""}, "Give the topic a name"),
        ({"topics-0-actions-0-text": ""}, "Say what is to be done."),
        (
            {"topics-0-actions-0-internal_due": "2026-11-09", "topics-0-actions-0-client_due": "2026-11-06"},
            "Before our own date",
        ),
        ({"topics-0-reason": "because"}, "There is a reason, but no decision."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(world: World, changes: dict[str, Any], words: str) -> None:
    browser = world.browser(world.ours.manager)
    page = browser.post(address(world), typed(world, **changes))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "The feed is four days late." in page.content.decode()
    with within(world.ours.agency):
        assert not Summary.objects.exists()


def test_one_more_topic_keeps_what_is_typed(world: World) -> None:
    browser = world.browser(world.ours.manager)
    for prefix, field in (("topics", "topics-1-title"), ("topics-0-actions", "topics-0-actions-1-text")):
        page = browser.post(address(world), typed(world, more=prefix))
        assert page.status_code == 200
        assert field in page.content.decode()
        assert "The feed is four days late." in page.content.decode()


def test_the_preview_saves_nothing(world: World) -> None:
    browser = world.browser(world.ours.manager)
    url = reverse("call_preview", args=[world.ours.agency.slug, world.ours.client.key])
    page = browser.post(url, typed(world)).content.decode()
    assert "The feed is four days late." in page
    assert "Maria Holm" in page
    with within(world.ours.agency):
        assert not Summary.objects.exists()


def test_what_is_not_right_yet_is_previewed_all_the_same(world: World) -> None:
    """After a refusal, and from a draft that is only half written."""
    browser = world.browser(world.ours.manager)
    late = {"topics-0-actions-0-internal_due": "2026-11-09", "topics-0-actions-0-client_due": "2026-11-06"}
    unnamed = {"topics-0-title": ""}
    for changes in (late, unnamed):
        refused = browser.post(address(world), typed(world, do="send", **changes))
        assert refused.status_code == 422
        assert "Send the sizes" in preview(refused.content.decode())
    place = f"call:new:{world.ours.client.key}"
    browser.post(reverse("draft", args=[world.ours.agency.slug, place]), typed(world, **unnamed))
    restored = preview(browser.get(address(world)).content.decode())
    assert "The feed is four days late." in restored
    assert "Each topic appears here" not in restored
    assert "Each topic appears here" in preview(
        browser.post(address(world), typed(world, **dict.fromkeys(TOPIC, ""))).content.decode()
    )


def preview(page: str) -> str:
    return page[page.index('id="sheet"') : page.index('class="desk__foot"')]


def test_a_draft_comes_back(world: World) -> None:
    browser = world.browser(world.ours.manager)
    place = f"call:new:{world.ours.client.key}"
    kept = browser.post(reverse("draft", args=[world.ours.agency.slug, place]), typed(world))
    assert kept.status_code == 204
    assert "The feed is four days late." in browser.get(address(world)).content.decode()
    other = world.browser(world.ours.backup)
    assert "The feed is four days late." not in other.get(address(world)).content.decode()
    browser.post(address(world), typed(world))
    with within(world.ours.agency):
        assert not Draft.objects.exists()


def test_the_only_client_that_was_looked_for_is_the_answer(world: World) -> None:
    browser, choice = world.browser(world.ours.manager), reverse("call_new", args=[world.ours.agency.slug])
    with within(world.ours.agency):
        name, person = world.ours.client.name, world.ours.contact.person.name
    assert browser.get(choice, {"q": name.upper()}).headers["Location"] == address(world)
    assert browser.get(choice, {"q": person.split()[0]}).headers["Location"] == address(world)
    typing = browser.get(choice, {"q": person}, headers={"HX-Request": "true"})
    assert name in typing.content.decode(), "one goes nowhere while one types"
    for all_or_none in ("", "nobody of this name"):
        assert browser.get(choice, {"q": all_or_none}).status_code == 200
    assert world.browser(world.ours.owner).get(choice, {"q": "c"}).status_code == 200, "several"


def test_who_may_not(world: World) -> None:
    with within(world.ours.agency):
        summary = calls.log_call(world.ours.client, notes(world.ours), by=world.ours.manager, at=timezone.now())
    assert world.browser(world.ours.specialist).get(address(world)).status_code == 403
    assert world.browser(world.theirs.owner).get(address(world)).status_code == 404
    assert world.browser(None).get(address(world)).status_code == 302
    elsewhere = reverse("client_call_new", args=[world.ours.agency.slug, world.ours.other_client.key])
    assert world.browser(world.ours.manager).post(elsewhere, typed(world)).status_code == 403
    call = reverse("call", args=[world.theirs.agency.slug, summary.key])
    assert world.browser(world.theirs.owner).get(call).status_code == 404


def test_a_draft_is_discarded(world: World) -> None:
    with within(world.ours.agency):
        summary = calls.log_call(world.ours.client, notes(world.ours), by=world.ours.manager, at=timezone.now())
    url = reverse("call_discard", args=[world.ours.agency.slug, summary.key])
    assert world.browser(world.ours.specialist).post(url).status_code == 403
    world.browser(world.ours.manager).post(url)
    with within(world.ours.agency):
        assert not Summary.objects.exists()


def test_who_may_not_log_a_call_is_not_offered_it(world: World) -> None:
    address = reverse("client_call_new", args=[world.ours.agency.slug, world.ours.client.key])
    for tab in ("client_summaries", "client_decisions"):
        page = reverse(tab, args=[world.ours.agency.slug, world.ours.client.key])
        for member, offered in ((world.ours.manager, True), (world.ours.specialist, False)):
            assert (address in world.browser(member).get(page).content.decode()) is offered
