"""Beside a sent summary: who was there, and the transcript, for the agency alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import calls, summaries, transcripts
from comms.models import Summary, Transcript
from comms.transcribing import Heard
from tests.comms.test_calls import notes
from tests.counting import queries_of
from tests.world import World

SAID = [Heard(4, "Maria", "The feed is late"), Heard(3671, "Ida Brandt", "We move it"), Heard(None, "", "<b>Noise</b>")]


@pytest.fixture
def summary(world: World) -> Summary:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        made = calls.log_call(house.client, notes(house, members=[house.specialist]), by=house.manager, at=now)
        transcripts.put(house.client, SAID, by=house.manager, at=now, interaction=made.interaction, name="weekly.vtt")
        return summaries.send(made, by=house.manager, at=now, to=[house.contact])


def page_of(world: World, summary: Summary, query: str = "", who: str = "manager") -> str:
    url = reverse("summary", args=[world.ours.agency.slug, summary.key])
    return world.browser(getattr(world.ours, who)).get(f"{url}{query}").content.decode()


def test_who_was_there_and_what_was_heard(world: World, summary: Summary) -> None:
    page = page_of(world, summary)
    with within(world.ours.agency):
        ours = f"Ida Brandt and {world.ours.specialist.user}"
        theirs = f"Maria Holm and {world.ours.second_contact.person.name}"
    for words in (theirs, ours, "weekly.vtt", "3 lines", "1:01:11", "Only the agency sees"):
        assert words in page
    assert "<strong><bdi>Maria Holm</bdi></strong>" in page, "a first name is the contact"
    assert 'class="transcript__ours"><bdi>Ida Brandt' in page
    assert "&lt;b&gt;Noise" in page
    read_only = page_of(world, summary, who="specialist")
    assert "The feed is late" in read_only
    assert "Take the transcript away" not in read_only


def test_words_are_found_in_it(world: World, summary: Summary) -> None:
    found = page_of(world, summary, "?heard=MOVE")
    assert 'id="transcript" open' in found
    assert "We move it" in found
    assert "The feed is late" not in found
    assert "Nobody said that." in page_of(world, summary, "?heard=%00nothing")


def test_it_can_be_taken_away_by_who_logs_calls(world: World, summary: Summary) -> None:
    house = world.ours
    url = reverse("transcript_removal", args=[house.agency.slug, summary.key])
    assert world.browser(house.specialist).post(url).status_code == 403
    assert world.browser(world.theirs.owner).post(url).status_code == 404
    browser = world.browser(house.manager)
    browser.get(url)
    with within(house.agency):
        assert Transcript.objects.exists(), "looking changes nothing"
    assert "The transcript is gone." in browser.post(url, follow=True).content.decode()
    with within(house.agency):
        assert not Transcript.objects.exists()
        assert Event.objects.get(verb="transcript.removed").actor_id
    assert "weekly.vtt" not in page_of(world, summary)


def test_the_page_asks_as_often_for_many_as_for_few(world: World, summary: Summary) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    url = reverse("summary", args=[house.agency.slug, summary.key])
    browser.get(url)
    few = queries_of(lambda: browser.get(url))
    with within(house.agency):
        now, more = timezone.now(), [house.specialist, house.backup, house.owner]
        made = calls.log_call(house.client, notes(house, members=more), by=house.manager, at=now)
        transcripts.put(house.client, SAID * 40, by=house.manager, at=now, interaction=made.interaction)
        summaries.send(made, by=house.manager, at=now, to=[house.contact])
    other = reverse("summary", args=[house.agency.slug, made.key])
    assert queries_of(lambda: browser.get(other)) == few
