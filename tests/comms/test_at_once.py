"""Two at once: a call rewritten, thrown away or sent twice, a wish flagged twice, a word against silence; and a client
that is archived meanwhile.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import clients
from clients.domain.changes import Gone
from clients.domain.refusals import ClientIsArchived
from comms.domain import agreements, calls, corrections, flags, summaries
from comms.domain.calls import SummaryAlreadySent
from comms.models import Draft, Interaction, OutboxMessage, ScopeFlag, Summary
from tests.comms.test_call_pages import address, typed
from tests.comms.test_calls import link_of, notes, sent
from tests.comms.test_flags import asked
from tests.world import NOW, House, World


@pytest.fixture
def ours(world: World) -> Iterator[House]:
    with within(world.ours.agency):
        yield world.ours


def drafted(house: House) -> Summary:
    return calls.log_call(house.client, notes(house), by=house.manager, at=NOW)


def archive(house: House) -> None:
    seen = house.client.tasks.values_list("key", flat=True)
    clients.archive(house.client, by=house.owner, at=NOW, reason="budget", seen=list(seen))


Verb = Callable[[House, Summary], Any]
VERBS: dict[str, Verb] = {
    "rewrite": lambda house, row: calls.rewrite_call(row, notes(house), by=house.manager, at=NOW),
    "discard": lambda house, row: calls.discard_call(row, by=house.manager, at=NOW),
    "send": lambda house, row: summaries.send(row, by=house.manager, at=NOW, to=[house.contact]),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS.keys())
def test_what_was_sent_meanwhile_stays(ours: House, verb: Verb) -> None:
    summary = drafted(ours)
    stale = Summary.objects.get(pk=summary.pk)
    assert summaries.send(summary, by=ours.manager, at=NOW, to=[ours.contact]) is summary
    with pytest.raises(SummaryAlreadySent):
        verb(ours, stale)
    assert summary.interaction.topics.filter(dropped_at=None).count() == 3


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS.keys())
def test_what_was_thrown_away_meanwhile_is_gone(ours: House, verb: Verb) -> None:
    summary = drafted(ours)
    stale = Summary.objects.get(pk=summary.pk)
    calls.discard_call(summary, by=ours.manager, at=NOW)
    with pytest.raises(Gone):
        verb(ours, stale)
    assert not Interaction.objects.exists()


def test_one_newer_version_is_begun(ours: House) -> None:
    summary = drafted(ours)
    stale = Summary.objects.get(pk=summary.pk)
    summaries.send(summary, by=ours.manager, at=NOW, to=[ours.contact])
    draft = summaries.begin_correction(stale, by=ours.manager, at=NOW)
    assert draft.version == 2, "an old copy of the draft is seen to be sent"
    with pytest.raises(ValidationError, match="exists already"):
        summaries.begin_correction(stale, by=ours.manager, at=NOW)
    with pytest.raises(corrections.NothingToTakeOver):
        corrections.take_over(stale, by=ours.manager, at=NOW)


def test_a_flag_that_was_settled_meanwhile_is_not_taken_back(ours: House) -> None:
    raised = flags.flag(asked(ours), by=ours.manager, at=NOW)
    stale = ScopeFlag.objects.get(pk=raised.pk)
    flags.settle(raised, ScopeFlag.State.PARKED, by=ours.manager, at=NOW)
    with pytest.raises(ValidationError, match="settled already"):
        flags.take_back(stale, by=ours.manager, at=NOW)
    assert ScopeFlag.objects.exists()


def test_a_correction_after_silence_wins(world: World) -> None:
    house = world.ours
    with within(house.agency):
        summary = sent(world)
        link, _token = link_of(world, summary, house.contact)
        OutboxMessage.objects.update(state="sent")
        summaries.accepted_by_provider(summary.pk, at=NOW)
        late = NOW + timedelta(days=20)
        assert summaries.settle_by_silence(summary.pk, at=late)
        agreements.answer(link, corrections={2: "At 09:00, please."}, at=late + timedelta(hours=1))
        summary.refresh_from_db()
        assert (summary.state, summary.settled_at) == (Summary.State.DISPUTED, late + timedelta(hours=1))
    url = reverse("summary", args=[house.agency.slug, summary.key])
    page = world.browser(house.manager).get(url).content.decode()
    assert "1 line corrected" in page
    assert "as nothing was heard" not in page


# --- an archived client -----------------------------------------------------------------------------------------------
def test_nothing_is_logged_or_sent_to_an_archived_client(ours: House) -> None:
    summary, done, request = drafted(ours), drafted(ours), asked(ours)
    summaries.send(done, by=ours.manager, at=NOW, to=[ours.contact])
    archive(ours)
    refused: list[Callable[[], Any]] = [
        lambda: drafted(ours),
        lambda: VERBS["rewrite"](ours, summary),
        lambda: VERBS["send"](ours, summary),
        lambda: summaries.begin_correction(done, by=ours.manager, at=NOW),
        lambda: flags.flag(request, by=ours.manager, at=NOW),
    ]
    for verb in refused:
        with pytest.raises(ClientIsArchived):
            verb()


@pytest.mark.parametrize("do", ["keep", "send"])
@pytest.mark.parametrize("kept", [False, True], ids=["new", "kept before"])
def test_the_desk_refuses_an_archived_client_and_keeps_what_was_typed(world: World, do: str, kept: bool) -> None:
    house, url = world.ours, address(world)
    with within(house.agency):
        if kept:
            url = reverse("call", args=[house.agency.slug, drafted(house).key])
        archive(house)
        before = Interaction.objects.count()
    page = world.browser(house.manager).post(url, typed(world, do=do))
    assert page.status_code == 422
    assert "is archived" in page.content.decode()
    assert "The feed is four days late." in page.content.decode()
    with within(house.agency):
        assert Interaction.objects.count() == before
        assert not OutboxMessage.objects.exists()


# --- kept and sent in one step ----------------------------------------------------------------------------------------
EMPTY: dict[str, Any] = {
    "topics-0-title": "Just a chat",
    "topics-0-answer": "",
    "topics-0-actions-0-text": "",
    "topics-0-actions-0-who": "",
}


def test_a_call_that_cannot_be_sent_is_not_logged_and_not_twice(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    place = f"call:new:{house.client.key}"
    browser.post(reverse("draft", args=[house.agency.slug, place]), typed(world, **EMPTY))
    for _click in range(2):
        page = browser.post(address(world), typed(world, do="send", **EMPTY))
        assert page.status_code == 422
        assert "Nothing was answered" in page.content.decode()
        assert "Just a chat" in page.content.decode()
    with within(house.agency):
        assert not Interaction.objects.exists()
        assert Draft.objects.filter(place=place).exists(), "what was typed is kept"
    browser.post(address(world), typed(world, do="send"))
    with within(house.agency):
        assert Summary.objects.get().state == Summary.State.SENT
        assert not Draft.objects.exists()


def test_a_kept_call_that_cannot_be_sent_stays_as_it_was(world: World) -> None:
    house = world.ours
    with within(house.agency):
        summary = calls.log_call(house.client, notes(house), by=house.manager, at=timezone.now())
    url = reverse("call", args=[house.agency.slug, summary.key])
    page = world.browser(house.manager).post(url, typed(world, do="send", **EMPTY))
    assert page.status_code == 422
    assert "Just a chat" in page.content.decode()
    with within(house.agency):
        assert [topic.position for topic in calls.topics_of(summary.interaction)] == [1, 2, 3]
