"""What else a topic holds at the desk: what they told us, the decision it replaces, a question to a specialist."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from comms.desk_sides import AS
from comms.domain import agreements, calls, corrections, decisions
from comms.models import Decision, Expert, Insight, Question, Summary, Topic
from tests.comms.test_call_pages import address, typed
from tests.comms.test_calls import link_of
from tests.comms.test_corrections import posted
from tests.comms.test_questions import inside, outside
from tests.counting import queries_of
from tests.world import NOW, House, World


def decided(house: House, what: str = "One launch in March", days: int = 30) -> Decision:
    now = timezone.now()
    day = (now - timedelta(days=days)).date()
    return decisions.record(house.client, by=house.manager, at=now, what=what, decided_on=day)


def more(world: World, old: Decision, expert: Expert, **changes: Any) -> dict[str, Any]:
    fields = {
        "decision": "Two launches",
        "insight": "They plan by the school year.",
        "replaces": old.key,
        "ask": expert.key,
        "question": "Can the feed be split?",
    }
    return typed(world, **{f"topics-0-{name}": value for name, value in (fields | changes).items()})


@pytest.fixture
def told(world: World) -> tuple[Decision, Expert]:
    with within(world.ours.agency):
        return decided(world.ours), inside(world.ours)


def test_it_survives_rewriting_and_follows_when_it_is_sent(world: World, told: tuple[Decision, Expert]) -> None:
    (old, expert), browser = told, world.browser(world.ours.manager)
    assert "data-more open" not in browser.get(address(world)).content.decode()
    here = browser.post(address(world), more(world, old, expert)).headers["Location"]
    page = browser.get(here).content.decode()
    assert "data-more open" in page
    for words in ("They plan by the school year.", f'value="{old.key}" selected', f'value="{expert.key}" selected'):
        assert words in page
    with within(world.ours.agency):
        data = posted(Summary.objects.get())
    browser.post(here, {**data, "do": "keep"})
    with within(world.ours.agency):
        topic = Topic.objects.get(dropped_at=None)
        assert (topic.insight, topic.replaces, topic.ask) == ("They plan by the school year.", old, expert)
        assert topic.question == "Can the feed be split?"
    browser.post(here, {**data, "do": "send"})
    with within(world.ours.agency):
        assert Decision.objects.get(supersedes=old).what == "Two launches"
        assert Insight.objects.get().text == "They plan by the school year."
        assert Question.objects.get().expert == expert


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decision": ""}, "It replaces a decision, but nothing is decided."),
        ({"ask": ""}, "Choose whom to ask."),
        ({"question": ""}, "Write what you want to know."),
        ({"replaces": "zzzzzzzzzzzz"}, "does not stand any more"),
        ({"ask": "zzzzzzzzzzzz"}, "Choose somebody who can be asked."),
        ({"title": "", "answer": "", "decision": "", "replaces": ""}, "Give the topic a name"),
        ({"insight": "x" * 2001}, "characters"),
    ],
)
def test_what_is_wrong_is_said_beside_it(
    world: World, told: tuple[Decision, Expert], changes: dict[str, str], words: str
) -> None:
    page = world.browser(world.ours.manager).post(address(world), more(world, *told, **changes))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "data-more open" in page.content.decode()
    with within(world.ours.agency):
        assert not Summary.objects.exists()


def test_what_only_the_whole_can_say(world: World) -> None:
    """One decision gives way once, to a later one; and nobody outside learns who the client is."""
    house, browser = world.ours, world.browser(world.ours.manager)
    with within(house.agency):
        old, late, anna = decided(house), decided(house, "Later", days=0), outside(house)
    twice = more(world, old, anna)
    twice |= {name.replace("topics-0", "topics-1"): value for name, value in twice.items() if "topics-0" in name}
    early = (timezone.localtime() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    for data, words in (
        ({**twice, "topics-TOTAL_FORMS": "2"}, "takes its place already"),
        (more(world, late, anna) | {"at": early}, "That was decided after this call."),
        (more(world, old, anna, question="May Maria Holm do it?"), "The question names Maria Holm"),
    ):
        page = browser.post(address(world), data)
        assert page.status_code == 422
        assert words in page.content.decode()


def test_only_what_stands_here_and_whom_one_can_ask_is_offered(world: World) -> None:
    house = world.ours
    with within(house.agency):
        gone, own = decided(house, "Withdrawn by now"), decided(house)
        decisions.withdraw(gone, by=house.manager, at=timezone.now())
        expert = inside(house)
        elsewhere = decisions.record(
            house.other_client, by=house.owner, at=timezone.now(), what="Of others", decided_on=timezone.localdate()
        )
    page = world.browser(house.manager).get(address(world)).content.decode()
    assert "One launch in March (" in page
    assert all(row.key not in page for row in (gone, elsewhere))
    refused = world.browser(house.manager).post(address(world), more(world, elsewhere, expert))
    assert refused.status_code == 422
    assert own.key in refused.content.decode()


def test_a_line_of_the_transcript_becomes_what_they_told_us(world: World) -> None:
    browser = world.browser(world.ours.manager)
    browser.post(address(world), typed(world, act="transcript", transcript_text="Maria: We sell at night"))
    page = browser.post(address(world), typed(world, take="0", take_as="insight", used="")).content.decode()
    assert "data-more open" in page
    assert page.count("We sell at night") >= 2


def test_in_a_new_version_what_was_agreed_keeps_what_it_replaced(world: World, told: tuple[Decision, Expert]) -> None:
    (old, expert), house, browser = told, world.ours, world.browser(world.ours.manager)
    browser.post(address(world), more(world, old, expert) | {"do": "send"})
    with within(house.agency):
        summary = Summary.objects.get()
        link, _token = link_of(world, summary, house.contact)
        agreements.answer(link, corrections={1: "Five days late."}, at=NOW)
        draft = corrections.take_over(summary, by=house.manager, at=NOW)
        data = posted(draft)
    here = reverse("call", args=[house.agency.slug, draft.key])
    page = browser.get(here).content.decode()
    assert f'<input type="hidden" name="topics-0-replaces" value="{old.key}">' in page, "it stands with a lock"
    assert "They plan by the school year." in page
    assert browser.post(here, {**data, "do": "send"}).status_code == 302
    with within(house.agency):
        assert calls.topics_of(draft.interaction)[0].replaces == old
        assert Question.objects.count() == Insight.objects.count() == 1
        assert Decision.objects.get(supersedes=old).what == "Two launches"


def test_desk_and_preview_ask_as_often_at_one_topic_as_at_three(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    preview = reverse("call_preview", args=[house.agency.slug, house.client.key])
    counts = []
    for count in (1, 3):
        with within(house.agency):
            expert = inside(house) if count == 1 else Expert.objects.get()
            olds = [decided(house, f"Old {count} {number}") for number in range(count)]
        data: dict[str, Any] = {}
        for number, old in enumerate(olds):
            fields = more(world, old, expert)
            data |= {name.replace("topics-0", f"topics-{number}"): value for name, value in fields.items()}
        data["topics-TOTAL_FORMS"] = str(count)
        here = browser.post(address(world), data).headers["Location"]
        browser.get(here)
        counts.append((queries_of(lambda: browser.get(here)), queries_of(lambda: browser.post(preview, data))))  # noqa: B023
    assert counts[0] == counts[1]
    assert counts[0][1] < counts[0][0] < 60


@pytest.mark.parametrize(("said", "kept"), [("5 January 2099", "2099-01-05"), ("2099-01-05", "2099-01-05")])
def test_a_day_may_be_typed_as_one_says_it(world: World, said: str, kept: str) -> None:
    fields = typed(world, **{"topics-0-actions-0-client_due": said})
    browser = world.browser(world.ours.manager)
    here = browser.post(address(world), fields).headers["Location"]
    calendar = f'type="date" name="topics-0-actions-0-client_due" value="{kept}"'
    assert calendar in browser.get(here).content.decode(), "the browser's calendar stays"
    with within(world.ours.agency):
        assert str(Topic.objects.get().actions.get().client_due) == kept


def test_a_day_that_nobody_says_stays_as_it_was_typed(world: World) -> None:
    for said in ("someday", "x" * 500, "5 January 9999"):
        fields = typed(world, **{"topics-0-actions-0-client_due": said})
        page = world.browser(world.ours.manager).post(address(world), fields)
        assert page.status_code == 422
        assert f'type="text" name="topics-0-actions-0-client_due" value="{said}"' in page.content.decode()


def test_the_help_beside_a_transcript_names_its_keys(world: World) -> None:
    *keys, last = [key for _value, _label, key in AS]
    answer = world.browser(world.ours.manager).post(
        address(world), typed(world, act="transcript", transcript_text="Maria: a")
    )
    assert f"{', '.join(keys)} and {last} take the line at hand" in answer.content.decode()
