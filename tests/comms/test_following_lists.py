"""What followed from talk is read in a constant number of queries, is found from anywhere, and keeps its words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import rights, tasks
from clients.models import ScopeOfWork
from comms.domain import calls, decisions, episodes, insights, requests, summaries
from comms.domain.calls import CallNotes, TopicNotes
from comms.models import Decision, Interaction
from tests.comms.mailroom import written_by
from tests.counting import queries_of
from tests.world import NOW, House, World


def recorded(house: House, what: str, **fields: Any) -> Decision:
    given = {"decided_by": house.contact, "decided_on": NOW.date() - timedelta(days=2), **fields}
    return decisions.record(house.client, by=house.manager, at=NOW, what=what, why="So it is.", **given)


def one_more(house: House, number: int) -> None:
    """A decision from a message that replaces another and came of an insight, with a task and a right; one more from a
    call, with what was told there.
    """
    asked = written_by(house, house.contact, subject=f"About {number}", message_id=f"<m{number}@client.example>")
    said = Interaction.objects.get(request=asked)
    told = insights.note(house.client, by=house.manager, at=NOW, text=f"Told {number}", contact=house.contact)
    before = recorded(house, f"Before {number}", about="Budget")
    made = recorded(house, f"Now {number}", interaction=said, supersedes=before, insights=[told], about="Budget")
    work = {"origin_kind": "decision", "origin_id": made.pk, "owner": house.specialist}
    tasks.create(house.client, by=house.manager, at=NOW, title=f"Work {number}", **work)
    rights.grant(house.client, by=house.manager, at=NOW, subject=f"Subject {number}", contact=house.contact)
    topic = TopicNotes(title=f"Topic {number}", decision=f"Agreed {number}", insight=f"Heard {number}")
    spoken = CallNotes(kind="call", at=NOW - timedelta(hours=number), contacts=[house.contact], topics=[topic])
    call = calls.log_call(house.client, spoken, by=house.manager, at=NOW)
    summaries.send(call, by=house.manager, at=NOW, to=[house.contact])


PAGES: dict[str, Callable[[House], str]] = {
    "log": lambda house: house.url("decisions/"),
    "log of a client": lambda house: reverse("client_decisions", args=[house.agency.slug, house.client.key]),
    "log as a file": lambda house: house.url("decisions.csv"),
    "insights": lambda house: reverse("client_insights", args=[house.agency.slug, house.client.key]),
    "people with their rights": lambda house: reverse("client_people", args=[house.agency.slug, house.client.key]),
}


def test_the_lists_take_the_same_queries_for_one_and_three(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.owner)
    urls = {name: address(house) for name, address in PAGES.items()}

    def counts() -> dict[str, int]:
        return {name: queries_of(lambda url=url: browser.get(url)) for name, url in urls.items()}  # type: ignore[misc]

    with within(house.agency):
        one_more(house, 1)
    first = counts()
    with within(house.agency):
        one_more(house, 2)
        one_more(house, 3)
    assert counts() == first
    for url in urls.values():
        assert "3" in browser.get(url).content.decode()


def test_a_decision_takes_the_same_queries_however_long_its_line(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.owner)
    with within(house.agency):
        last = recorded(house, "First")
        heard = [insights.note(house.client, by=house.manager, at=NOW, text=f"Told {n}") for n in range(3)]
        last = recorded(house, "Second", supersedes=last, insights=heard[:1])
        led: dict[str, Any] = {"by": house.manager, "at": NOW, "origin_kind": "decision", "origin_id": last.pk}
        tasks.create(house.client, **led, title="Work")
    where = reverse("decision", args=[house.agency.slug, last.key])
    short = queries_of(lambda: browser.get(where))
    with within(house.agency):
        for told in heard[1:]:
            insights.led_to(told, last, by=house.manager, at=NOW)
        for number in range(2):
            tasks.create(house.client, **led, title=f"More {number}")
        recorded(house, "Fourth", supersedes=recorded(house, "Third", supersedes=last))
    assert queries_of(lambda: browser.get(where)) == short
    page = browser.get(where).content.decode()
    assert all(words in page for words in ("First", "Fourth", "Told 2", "More 1"))


def test_whatever_becomes_of_a_decision_its_words_stay(world: World) -> None:
    house, now = world.ours, timezone.now()
    by: dict[str, Any] = {"by": house.manager, "at": now}
    words = ("what", "why", "about", "decided_on", "decided_by_id", "recorded_at", "interaction_id", "key")
    with within(house.agency):
        made = recorded(house, "We drop the print adverts.")
        later = recorded(house, "We keep one.", decided_on=NOW.date() - timedelta(days=1))
        before = list(Decision.objects.order_by("pk").values(*words))
        again = Decision.objects.get
        decisions.look_again(made, **by, on=now.date() + timedelta(days=9))
        scope = ScopeOfWork.objects.filter(client=house.client).first()
        decisions.written_into(again(pk=made.pk), scope, **by)
        decisions.supersede(again(pk=made.pk), later, **by)
        decisions.stand_again(again(pk=made.pk), **by)
        decisions.withdraw(again(pk=made.pk), **by)
        decisions.reinstate(again(pk=made.pk), **by)
        assert list(Decision.objects.order_by("pk").values(*words)) == before


def test_the_lists_are_found_from_anywhere(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    slug, key = house.agency.slug, house.client.key
    clients = browser.get(house.url("clients/")).content.decode()
    palette = browser.get(f"{reverse('commands', args=[slug])}?client={key}").content.decode()
    for name in ("decisions", "summaries"):
        assert f'<a href="{reverse(name, args=[slug])}">' in clients
        assert f'<a href="{reverse(name, args=[slug])}" data-go=' in clients, "by g and a letter"
        assert reverse(name, args=[slug]) in palette
    for name in ("client_insights", "insight_new", "decision_new"):
        assert reverse(name, args=[slug, key]) in palette
    reader = world.browser(house.specialist).get(f"{reverse('commands', args=[slug])}?client={key}").content.decode()
    assert reverse("client_insights", args=[slug, key]) in reader
    assert reverse("insight_new", args=[slug, key]) not in reader


@pytest.mark.parametrize("name", ["decision", "insight"])
def test_from_a_message_it_is_that_very_message(world: World, ours: House, name: str) -> None:
    browser, now = world.browser(ours.manager), timezone.now()
    with within(ours.agency):
        asked = episodes.open_request(contact=ours.contact, subject="Adverts", text="The oldest of all.", at=now)
        oldest = Interaction.objects.get(request=asked)
        for number in range(14):
            Interaction.objects.create(
                client=ours.client, request=asked, contact=ours.contact, kind="email", direction="in", at=now,
                text=f"Message {number}",
            )  # fmt: skip
        note = requests.note(asked, by=ours.manager, at=now, text="Inside")
    thread = reverse("request", args=[ours.agency.slug, asked.key])
    where = {
        "decision": reverse("request_decision", args=[ours.agency.slug, asked.key]),
        "insight": reverse("insight_new", args=[ours.agency.slug, ours.client.key]),
    }[name]
    page = browser.get(thread).content.decode()
    assert f"{where}?message={oldest.key}" in page
    assert f"?message={note.key}" not in page, "what is said among us is no source"
    assert where not in world.browser(ours.specialist).get(thread).content.decode()
    form = browser.get(f"{where}?message={oldest.key}").content.decode()
    assert "The oldest of all." in form
    assert oldest.key in form
