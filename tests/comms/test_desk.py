"""The desk of a call: from a planned meeting, by shorthand, with a clock that runs, and a transcript beside it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import glossary
from clients.models import Task
from comms.domain import episodes
from comms.models import (
    ActionItem,
    AgendaItem,
    Attendee,
    Draft,
    Interaction,
    Meeting,
    OurParticipant,
    RunningCall,
    Summary,
    SummaryCopy,
    Transcript,
)
from tests.comms.test_call_pages import address, typed
from tests.world import World, age

VTT = """WEBVTT

00:01.000 --> 00:02.000
Maria Holm: The feed is late

00:05.000 --> 00:06.000
Ida Brandt: We move it
"""


def planned(world: World, **fields: Any) -> Meeting:
    """A video call an hour ago, with Maria and Daniel, and two items."""
    house, now = world.ours, timezone.now()
    with within(house.agency):
        meeting = Meeting.objects.create(
            **{
                "client": house.client, "kind": "weekly", "title": "Weekly", "starts_at": now - timedelta(hours=1),
                "minutes": 45, "organiser": house.manager, "made_by": house.manager, "made_at": now, **fields,
            }
        )  # fmt: skip
        for whose in ({"contact": house.contact}, {"member": house.manager}, {"member": house.backup}):
            Attendee.objects.create(client=house.client, meeting=meeting, **whose)
        for position, (title, owner) in enumerate((("Product feed", house.manager), ("Autumn", None))):
            AgendaItem.objects.create(client=house.client, meeting=meeting, position=position, title=title, owner=owner)
    return meeting


def from_meeting(world: World, meeting: Meeting, /, **changes: Any) -> dict[str, Any]:
    with within(world.ours.agency):
        items = [item.key for item in meeting.items.all()]
    fields = typed(world, meeting=meeting.key, members=[world.ours.backup.key], **{"topics-0-item": items[0]})
    second = {
        "topics-TOTAL_FORMS": "2",
        "topics-INITIAL_FORMS": "2",
        "topics-1-title": "Autumn",
        "topics-1-item": items[1],
        "topics-1-actions-TOTAL_FORMS": "1",
        "topics-1-actions-INITIAL_FORMS": "0",
    }
    return {**fields, **second, **changes}


def test_a_planned_meeting_is_written_down(world: World) -> None:
    meeting = planned(world)
    browser = world.browser(world.ours.manager)
    page = browser.get(f"{address(world)}?meeting={meeting.key}").content.decode()
    for words in ('value="Product feed"', 'value="Autumn"', 'value="45"', f'value="{world.ours.backup.key}"', "Weekly"):
        assert words in page
    assert f'value="m:{world.ours.manager.key}" selected' in page, "who speaks for an item is proposed"
    with within(world.ours.agency):
        Meeting.objects.update(starts_at=timezone.now() + timedelta(days=2))
    early = browser.get(f"{address(world)}?meeting={meeting.key}").content.decode()
    assert f'value="{timezone.localtime():%Y-%m-%d}T' in early, "a call that came earlier than planned lies not ahead"
    with within(world.ours.agency):
        Meeting.objects.update(starts_at=meeting.starts_at)
    browser.post(address(world), from_meeting(world, meeting, do="send"))
    with within(world.ours.agency):
        meeting.refresh_from_db()
        assert meeting.state == Meeting.State.HELD
        assert meeting.interaction == Summary.objects.get().interaction
        assert list(meeting.items.values_list("topic__title", flat=True)) == ["Product feed", "Autumn"]
        assert OurParticipant.objects.get().member == world.ours.backup
        copy = SummaryCopy.objects.get()
        assert "Also there from Northlight Digital: Daniel Whitlock." in copy.text
        task, shown = Task.objects.get(origin_kind="interaction"), world.ours.url(f"summaries/{copy.summary.key}/")
    assert f"/tasks/{task.key}/" in browser.get(shown).content.decode(), "what is to be done stands beside the summary"
    again = browser.post(address(world), from_meeting(world, meeting))
    assert "cannot be written down any more" in again.content.decode()


def test_what_was_logged_by_mistake_gives_the_meeting_back(world: World) -> None:
    meeting = planned(world)
    browser = world.browser(world.ours.manager)
    browser.post(address(world), from_meeting(world, meeting))
    with within(world.ours.agency):
        key = Summary.objects.get().key
    here = reverse("call", args=[world.ours.agency.slug, key])
    browser.post(here, from_meeting(world, meeting, meeting="", **{"topics-1-title": "Winter"}))
    with within(world.ours.agency):
        assert list(meeting.items.values_list("topic__title", flat=True)) == ["Product feed", "Winter"]
    browser.post(reverse("call_discard", args=[world.ours.agency.slug, key]))
    with within(world.ours.agency):
        meeting.refresh_from_db()
        assert (meeting.state, meeting.interaction) == (Meeting.State.PLANNED, None)


@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {}])
def test_a_meeting_of_others_or_called_off_proposes_nothing(world: World, fields: dict[str, str]) -> None:
    meeting = planned(world, **fields)
    key = meeting.key if fields else "nonsense"
    page = world.browser(world.ours.manager).get(f"{address(world)}?meeting={key}")
    assert page.status_code == 200
    assert "Product feed" not in page.content.decode()


@pytest.mark.parametrize(
    ("words", "changes", "whose", "text"),
    [
        ("Maria: send the sizes by 2099-01-05", {}, "contact", "send the sizes"),
        ("@Ida send the sizes 2099-01-05", {}, "owner", "send the sizes"),
        ("Maria: send the sizes", {"who": "m"}, "owner", "Maria: send the sizes"),
    ],
)
def test_a_to_do_in_one_line(world: World, words: str, changes: dict[str, str], whose: str, text: str) -> None:
    who = f"m:{world.ours.manager.key}" if changes else ""
    browser = world.browser(world.ours.manager)
    fields = {"topics-0-actions-0-text": words, "topics-0-actions-0-who": who}
    url = reverse("call_preview", args=[world.ours.agency.slug, world.ours.client.key])
    heard = browser.post(url, typed(world, **fields)).content.decode()
    assert changes or "by Monday 5 January 2099" in heard
    browser.post(address(world), typed(world, **fields))
    with within(world.ours.agency):
        action = ActionItem.objects.get()
        assert action.text == text
        assert getattr(action, whose) is not None
        assert (action.client_due is None) == bool(changes)


def test_the_clock_runs_until_it_is_over(world: World) -> None:
    browser = world.browser(world.ours.manager)
    start = reverse("call_start", args=[world.ours.agency.slug, world.ours.client.key])
    assert browser.post(start).headers["Location"] == address(world)
    browser.post(start)
    with within(world.ours.agency):
        age(RunningCall.objects.get(), timedelta(minutes=12, seconds=5))
    page = browser.get(address(world)).content.decode()
    assert "Running since" in page
    assert ">12:0" in page
    stopped = browser.post(address(world), typed(world, act="stop", minutes="")).content.decode()
    assert 'name="minutes" value="12"' in stopped
    assert "The feed is four days late." in stopped
    with within(world.ours.agency):
        assert not RunningCall.objects.exists()
    assert "The feed is four days late." in browser.get(address(world)).content.decode(), "kept without scripts, too"
    assert "data-running" in browser.post(address(world), typed(world, act="start")).content.decode()
    browser.post(address(world), typed(world))
    with within(world.ours.agency):
        assert not RunningCall.objects.exists(), "what is written down does not run on"


def test_a_transcript_beside_the_notes(world: World) -> None:
    browser = world.browser(world.ours.manager)
    file = SimpleUploadedFile("call.vtt", VTT.encode("utf-16"))
    page = browser.post(address(world), typed(world, act="transcript", transcript_file=file)).content.decode()
    assert "The feed is late" in page
    assert 'class="transcript__ours"' in page, "Ida is one of us"
    taken = browser.post(address(world), typed(world, take="0", take_as="topic", used="")).content.decode()
    assert 'name="topics-1-title" value="The feed is late"' in taken
    assert 'name="used" value="0"' in taken
    to_do = browser.post(address(world), typed(world, take="1", take_as="action", used="0")).content.decode()
    assert 'value="Ida Brandt: We move it"' in to_do
    browser.post(address(world), typed(world, used="0,1,77,x"))
    with within(world.ours.agency):
        transcript = Transcript.objects.get()
        assert (transcript.interaction, transcript.place, transcript.used) == (Interaction.objects.get(), "", [0, 1])
        key = Summary.objects.get().key
    here = reverse("call", args=[world.ours.agency.slug, key])
    assert "The feed is late" in browser.get(here).content.decode()
    browser.post(here, typed(world, act="transcript-remove"))
    with within(world.ours.agency):
        assert not Transcript.objects.exists()


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [(b"PK\x03\x04zip", "", "This is no text"), (None, " \n ", "no words"), (b"", "", "no words")],
)
def test_a_transcript_that_is_none_is_refused_and_nothing_is_lost(
    world: World, file: bytes | None, text: str, words: str
) -> None:
    upload = {"transcript_file": SimpleUploadedFile("a.txt", file)} if file is not None else {}
    page = world.browser(world.ours.manager).post(
        address(world), typed(world, act="transcript", transcript_text=text, beside="transcript", **upload)
    )
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "The feed is four days late." in page.content.decode()


def test_what_is_still_written_is_not_judged(world: World) -> None:
    browser = world.browser(world.ours.manager)
    half = typed(world, **{"topics-0-title": "", "minutes": "-3"})
    assert "to put right" in browser.post(address(world), {**half, "do": "keep"}).content.decode()
    for act in ({"act": "transcript", "transcript_text": "Maria: a"}, {"more": "topics"}, {"act": "start"}):
        page = browser.post(address(world), {**half, **act}).content.decode()
        assert "to put right" not in page
        assert "aria-invalid" not in page
    again = browser.get(address(world)).content.decode()
    assert "aria-invalid" not in again
    assert 'value="-3"' in again, "the draft is as it was left"


def test_the_draft_takes_its_transcript_with_it(world: World) -> None:
    browser = world.browser(world.ours.manager)
    browser.post(address(world), typed(world, act="transcript", transcript_text="Maria: a\nIda: b"))
    with within(world.ours.agency):
        assert Transcript.objects.count() == Draft.objects.count() == 1
    browser.post(reverse("call_drop", args=[world.ours.agency.slug, world.ours.client.key]))
    with within(world.ours.agency):
        assert not Transcript.objects.exists()
        assert not Draft.objects.exists()


def test_words_of_the_glossary_stand_beneath_the_sheet(world: World) -> None:
    house = world.ours
    with within(house.agency):
        glossary.add(house.client, by=house.manager, at=timezone.now(), term="feed", meaning="The list of all goods.")
    url = reverse("call_preview", args=[house.agency.slug, house.client.key])
    browser = world.browser(house.manager)
    assert "The list of all goods." in browser.post(url, typed(world)).content.decode()
    other = typed(world, **{"topics-0-title": "x", "topics-0-answer": "y"})
    assert "The list of all goods." not in browser.post(url, other).content.decode()


def test_the_letter_that_is_shown_is_the_one_that_leaves(world: World) -> None:
    """Byte for byte, but for the secret in its link."""
    browser = world.browser(world.ours.manager)
    fields = typed(world, contacts=[world.ours.contact.key, world.ours.second_contact.key])
    args = [world.ours.agency.slug, world.ours.client.key]
    chosen = {"sheet_reader": world.ours.second_contact.key}
    shown = browser.post(reverse("call_letter", args=args), {**fields, **chosen})
    assert "style-src 'unsafe-inline'" in shown.headers["Content-Security-Policy"]
    both = [world.ours.contact.key, world.ours.second_contact.key]
    browser.post(address(world), {**fields, "do": "send", "to": both})
    with within(world.ours.agency):
        copy = SummaryCopy.objects.get(contact=world.ours.second_contact)
    secret = re.compile(r"/l/[^/\"]+/?\"")
    assert secret.sub("/l/", shown.content.decode()) == secret.sub("/l/", copy.html)
    text = browser.post(reverse("call_preview", args=args), {**fields, "sheet_look": "text"}).content.decode()
    assert "sheet__text" in text


def test_another_detail_can_be_looked_at(world: World) -> None:
    url = reverse("call_preview", args=[world.ours.agency.slug, world.ours.client.key])
    browser = world.browser(world.ours.manager)
    answer = {"topics-0-answer": "One. Two. Three. Four."}
    assert "Four." not in browser.post(url, typed(world, **answer)).content.decode()
    assert "Four." in browser.post(url, typed(world, sheet_detail="full", **answer)).content.decode()
    assert "Two." not in browser.post(url, typed(world, sheet_detail="headline", **answer)).content.decode()


def test_the_desk_is_for_those_who_log_calls(world: World) -> None:
    slug, key = world.ours.agency.slug, world.ours.client.key
    for name in ("call_start", "call_drop", "call_letter"):
        url = reverse(name, args=[slug, key])
        assert world.browser(world.ours.specialist).post(url).status_code == 403
        assert world.browser(world.theirs.owner).post(url).status_code in {403, 404}


def test_what_a_client_means_stands_where_they_write_it(world: World) -> None:
    """Each word once, escaped, and for the staff alone."""
    house, now = world.ours, timezone.now()
    with within(house.agency):
        glossary.add(house.client, by=house.manager, at=now, term="feed", meaning='The list of "all" goods.')
        asked = episodes.open_request(
            contact=house.contact, subject="Late", text="The feed <b>is</b> late. The feed!", at=now
        )
    page = world.browser(house.manager).get(reverse("request", args=[house.agency.slug, asked.key])).content.decode()
    assert page.count('<dfn class="term"') == 1
    assert 'data-meaning="The list of &quot;all&quot; goods."' in page
    assert "</dfn> &lt;b&gt;is&lt;/b&gt; late. The feed!" in page
