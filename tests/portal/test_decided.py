"""What was decided, as the client reads it: what holds, what it replaced, and kindly what does not hold any more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import reading, within
from clients.domain import rights
from clients.models import DecisionRight
from comms.domain import calls, decisions, insights, summaries
from comms.domain.calls import CallNotes, TopicNotes
from comms.models import Decision, Insight
from tests.counting import queries_of
from tests.world import House, World


def recorded(house: House, what: str, days: int, **fields: Any) -> Decision:
    now = timezone.now()
    given = {"decided_by": house.contact, "decided_on": now.date() - timedelta(days=days), **fields}
    return decisions.record(house.client, by=house.manager, at=now, what=what, **given)


def pages(world: World, house: House) -> tuple[str, str]:
    """The letter, and all decisions."""
    browser, keys = world.browser(house.contact), [house.agency.slug, house.client.key]
    urls = (reverse("portal", args=keys), reverse("portal_everything", args=[*keys, "decisions"]))
    letter, everything = (browser.get(url).content.decode() for url in urls)
    return letter, everything


def test_what_was_decided_anew_is_told_with_what_it_was(world: World) -> None:
    house = world.ours
    with within(house.agency):
        old = recorded(house, "Print adverts run in May.", 9)
        recorded(house, "No more print.", 3, supersedes=old)
        gone = recorded(house, "Radio in June.", 2)
        decisions.withdraw(gone, by=house.manager, at=timezone.now())
    letter, everything = pages(world, house)
    assert letter.count("No more print.") == 1
    assert ": “Print adverts run in May”." in letter
    assert "Radio in June." not in letter, "the letter tells what holds"
    assert "Decided anew on" in everything
    assert "“No more print”" in everything
    assert "Radio in June." in everything
    assert "it does not hold any more" in everything


def test_what_a_correction_replaced_never_held(world: World) -> None:
    house, now = world.ours, timezone.now()

    def notes(decided: str) -> CallNotes:
        topic = TopicNotes(title="Print", decision=decided, decided_by=house.contact)
        return CallNotes(kind="call", at=now - timedelta(hours=3), contacts=[house.contact], topics=[topic])

    with within(house.agency):
        first = calls.log_call(house.client, notes("Sixteen thousand."), by=house.manager, at=now)
        first = summaries.send(first, by=house.manager, at=now, to=[house.contact])
        second = summaries.begin_correction(first, by=house.manager, at=now)
        second = calls.rewrite_call(second, notes("Eighteen thousand."), by=house.manager, at=now)
        summaries.send(second, by=house.manager, at=now, to=[house.contact])
        assert Decision.objects.count() == 2
    for page in pages(world, house):
        assert "Eighteen thousand." in page
        assert "Sixteen thousand" not in page


def test_what_they_told_us_is_shown_where_we_show_it(world: World) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        insights.note(house.client, by=house.manager, at=now, text="Shown to them.", shown=True)
        hidden = insights.note(house.client, by=house.manager, at=now, text="Ours alone.")
        insights.note(house.other_client, by=house.owner, at=now, text="Of another.", shown=True)
    letter, _everything = pages(world, house)
    assert "Shown to them." in letter
    assert "Ours alone." not in letter
    assert "Of another." not in letter
    with within(house.agency):
        insights.change(hidden, by=house.manager, at=now, shown=True)
    assert "Ours alone." in pages(world, house)[0]


def test_the_wall_of_the_new_tables(world: World) -> None:
    """In the portal of one client the database itself knows no other client's rows, and lets nothing be written."""
    if connection.vendor != "postgresql":
        pytest.skip("walls of rows stand on PostgreSQL")
    house, now = world.ours, timezone.now()
    with within(house.agency):
        for client, contact in ((house.client, house.contact), (house.other_client, house.other_contact)):
            rights.grant(client, by=house.owner, at=now, subject="Budget", contact=contact)
            insights.note(client, by=house.owner, at=now, text="Told", shown=True)
            day = now.date() - timedelta(days=1)
            decisions.record(client, by=house.owner, at=now, what="So", decided_by=contact, decided_on=day)
    with reading(house.agency, house.client.pk):
        for model in (DecisionRight, Insight, Decision):
            assert set(model.objects.values_list("client_id", flat=True)) == {house.client.pk}
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.update(client_id=house.client.pk)


def test_the_letter_takes_the_same_queries_for_one_and_three(world: World) -> None:
    house, now = world.ours, timezone.now()
    browser = world.browser(house.contact)
    where = [
        reverse("portal", args=[house.agency.slug, house.client.key]),
        reverse("portal_everything", args=[house.agency.slug, house.client.key, "decisions"]),
    ]

    def more(number: int) -> None:
        with within(house.agency):
            recorded(house, f"Now {number}", 1, supersedes=recorded(house, f"Before {number}", 2))
            insights.note(house.client, by=house.manager, at=now, text=f"Told {number}", shown=True)
            rights.grant(house.client, by=house.manager, at=now, subject=f"Subject {number}", contact=house.contact)

    more(1)
    for url in where:
        browser.get(url)
    first = [queries_of(lambda url=url: browser.get(url)) for url in where]  # type: ignore[misc]
    more(2)
    more(3)
    assert [queries_of(lambda url=url: browser.get(url)) for url in where] == first  # type: ignore[misc]
