"""One thing done to many requests: each by its own verb, what could not be done in words, and Undo for the lot."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import acknowledgements, answers, batches, dismissals, episodes, joining, requests as verbs
from comms.models import Batch, Draft, Episode, Interaction, OutboxMessage, Request
from tests.counting import queries_of
from tests.world import House, World

HOUR = timedelta(hours=1)


def asks(house: House, subject: str, contact: Any = None) -> Request:
    with within(house.agency):
        at = timezone.now() - HOUR
        return episodes.open_request(contact=contact or house.contact, subject=subject, text="?", at=at)


@pytest.fixture
def three(world: World) -> list[Request]:
    return [asks(world.ours, subject) for subject in ("In Portuguese?", "In Danish?", "In Finnish?")]


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def act(world: World, who: Any, kind: str, rows: list[Request], **fields: str) -> Any:
    chosen = {"kind": kind, "chosen": [row.key for row in rows], **fields}
    return world.browser(who).post(url(world, "batches"), chosen)


def page_after(world: World, who: Any, kind: str, rows: list[Request], **fields: str) -> str:
    chosen = {"kind": kind, "chosen": [row.key for row in rows], **fields}
    answer = world.browser(who).post(url(world, "batches"), chosen, follow=True)
    assert [status for _url, status in answer.redirect_chain] == [302]
    return answer.content.decode()


def running(house: House) -> int:
    with within(house.agency):
        return Episode.objects.filter(closed_at=None, acknowledged_at=None).count()


def undo(world: World, who: Any) -> None:
    with within(world.ours.agency):
        batch = Batch.objects.get()
    assert world.browser(who).post(url(world, "batch", batch.key), {"undo": "1"}).status_code == 302


def test_acknowledging_several_writes_to_each_as_they_like_it(world: World, three: list[Request]) -> None:
    tomas = asks(world.ours, "Opening hours", world.ours.other_contact)
    with within(world.ours.agency):
        tomas.contact.person.language = "ru"
        tomas.contact.person.save(update_fields=["language"])
    page = page_after(world, world.ours.owner, "acknowledge", [*three, tomas])
    assert "4 acknowledged. The mails leave in 20 seconds." in page
    assert running(world.ours) == 0
    with within(world.ours.agency):
        written = Interaction.objects.filter(request=tomas, direction="out").values_list("text", flat=True).get()
        assert re.search("[а-я]{3}", written), "in the language of whoever wrote"
        assert OutboxMessage.objects.filter(lane="person").count() == 4
    undo(world, world.ours.owner)
    assert running(world.ours) == 4, "taken back while it waits"
    with within(world.ours.agency):
        assert not Draft.objects.exists(), "words that nobody typed are nobody's draft"


def test_what_could_not_be_done_is_said_row_by_row(world: World, three: list[Request]) -> None:
    house, now = world.ours, timezone.now()
    elsewhere = asks(house, "Opening hours", house.other_contact)
    with within(house.agency):
        sent = answers.answer(three[0], by=house.backup, at=now, text="Yes.")
        for message in sent.outgoing.all():
            acknowledgements.accepted(message, now)
        dismissals.dismiss(three[1], by=house.owner, at=now)
    page = page_after(world, house.manager, "acknowledge", [*three, elsewhere])
    assert "1 acknowledged." in page
    assert "Solvang Cycles, “In Portuguese?”: Daniel Whitlock answered meanwhile." in page
    assert "Helen Marsh said meanwhile that no answer is needed." in page
    assert "Clínica Duero, “Opening hours”: only those can who lead or back up the client, and owners." in page
    with within(house.agency):
        assert OutboxMessage.objects.filter(lane="person").count() == 2, "nobody gets a second word"


def test_a_contact_without_an_address_stops_nobody_else(world: World, three: list[Request]) -> None:
    jens = asks(world.ours, "Discount", world.ours.second_contact)
    with within(world.ours.agency):
        PersonAddress.objects.filter(person=world.ours.second_contact.person).delete()
    page = page_after(world, world.ours.manager, "acknowledge", [jens, *three])
    assert "3 acknowledged." in page
    assert "“Discount”: there is no address to write to." in page


def test_assigning_and_undoing_gives_each_back(world: World, three: list[Request]) -> None:
    house = world.ours
    with within(house.agency):
        verbs.assign(three[0], house.specialist, by=house.manager, at=timezone.now())
    page = page_after(world, house.manager, "assign", three, member=house.backup.key)
    assert "3 assigned." in page
    with within(house.agency):
        verbs.assign(three[1], house.owner, by=house.owner, at=timezone.now())
    undo(world, house.manager)
    with within(house.agency):
        assert [Request.objects.get(pk=row.pk).assignee for row in three] == [house.specialist, house.owner, None]


def test_dismissing_and_putting_off_and_undoing(world: World, three: list[Request]) -> None:
    with within(world.ours.agency):
        joining.merge(three[0], three[1], by=world.ours.manager, at=timezone.now())
    page = page_after(world, world.ours.manager, "dismiss", three)
    assert "2 need no answer." in page, "two threads, one of two requests"
    assert running(world.ours) == 0
    undo(world, world.ours.manager)
    assert running(world.ours) == 3
    with within(world.ours.agency):
        Batch.objects.all().delete()
    act(world, world.ours.manager, "snooze", three)
    with within(world.ours.agency):
        assert Request.objects.filter(snoozed_until__gt=timezone.now()).count() == 2
    undo(world, world.ours.manager)
    with within(world.ours.agency):
        assert not Request.objects.exclude(snoozed_until=None).exists()


def test_rows_of_another_agency_are_not_found_and_nothing_is_done(world: World, three: list[Request]) -> None:
    foreign = asks(world.theirs, "Theirs")
    assert act(world, world.ours.owner, "dismiss", [*three, foreign]).status_code == 404
    assert running(world.ours) == 3
    assert running(world.theirs) == 1
    batch_of_other = act(world, world.ours.owner, "dismiss", three)
    assert batch_of_other.status_code == 302
    with within(world.ours.agency):
        batch = Batch.objects.get()
    assert world.browser(world.ours.manager).post(url(world, "batch", batch.key)).status_code == 404, "another's Undo"


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("dance", {}, "Choose what is to be done with them."),
        ("assign", {"member": "nobody-known"}, "Choose somebody of the agency."),
        ("dismiss", {"chosen": ""}, "Choose a request first."),
    ],
)
def test_bad_input_does_nothing(world: World, three: list[Request], kind: str, fields: Any, words: str) -> None:
    rows = [] if fields.pop("chosen", None) == "" else three
    page = page_after(world, world.ours.manager, kind, rows, **fields)
    assert words in page
    assert running(world.ours) == 3


def test_more_than_fifty_are_refused_whole(world: World, three: list[Request], monkeypatch: Any) -> None:
    monkeypatch.setattr(batches, "MOST_AT_ONCE", 2)
    page = page_after(world, world.ours.manager, "dismiss", three)
    assert "You chose 3. At most 2 go at once; nothing was done." in page
    assert running(world.ours) == 3


def test_who_only_reads_chooses_nothing(world: World, three: list[Request]) -> None:
    browser = world.browser(world.ours.specialist)
    assert act(world, world.ours.specialist, "dismiss", three).status_code == 403
    assert "data-pick" not in browser.get(url(world, "inbox"), {"show": "all"}).content.decode()


def test_each_row_costs_the_same(world: World, three: list[Request]) -> None:
    more = [asks(world.ours, f"Number {number}") for number in range(2)]
    browser = world.browser(world.ours.manager)

    def dismissing(rows: list[Request]) -> int:
        chosen = {"kind": "dismiss", "chosen": [row.key for row in rows]}
        return queries_of(lambda: browser.post(url(world, "batches"), chosen))

    one, two, again = dismissing(three[:1]), dismissing(three[1:]), dismissing(more)
    assert again == two
    assert two - one < 25


def test_undo_leaves_alone_what_others_did_since(world: World, three: list[Request]) -> None:
    house = world.ours
    act(world, house.manager, "dismiss", three)
    with within(house.agency):
        dismissals.undo(three[0], by=house.owner, at=timezone.now())
        dismissals.dismiss(three[0], by=house.owner, at=timezone.now())
    undo(world, house.manager)
    with within(house.agency):
        assert Episode.objects.get(request=three[0]).dismissed_by == house.owner, "their own word stands"
        Batch.objects.all().delete()
        for request in three[1:]:
            verbs.snooze(request, until=timezone.now() + 9 * HOUR, by=house.owner, at=timezone.now())
    act(world, house.manager, "snooze", three[1:])
    with within(house.agency):
        episodes.heard(three[1], at=timezone.now())
    undo(world, house.manager)
    with within(house.agency):
        until = [Request.objects.get(pk=row.pk).snoozed_until for row in three[1:]]
        assert until[0] is None, "the client wrote: it is not put off again"
        assert until[1] is not None
        assert until[1] < timezone.now() + 10 * HOUR


# --- the verb itself --------------------------------------------------------------------------------------------------
def apply(house: House, kind: str, rows: list[Request], **given: Any) -> Batch:
    with within(house.agency):
        return batches.apply(kind, rows, **{"by": house.manager, "at": timezone.now(), **given})


def left(batch: Batch) -> list[tuple[str, str]]:
    return [(item["why"], item["who"]) for item in batch.left]


def test_what_makes_no_sense_is_refused_before_anything_is_done(world: World, three: list[Request]) -> None:
    house = world.ours
    with within(house.agency):
        house.backup.deactivated_at = timezone.now()
        house.backup.save(update_fields=["deactivated_at"])
    past = {"until": timezone.now() - HOUR}
    for kind, rows, given, refusal in (
        ("dismiss", [], {}, batches.NothingChosen),
        ("assign", three, {"assignee": house.backup}, batches.NotWithUs),
        ("snooze", three, past, batches.NotAhead),
        ("snooze", three, {}, batches.NotAhead),
        ("dance", three, {}, ValueError),
    ):
        with pytest.raises(refusal):
            apply(house, kind, rows, **given)
    with within(house.agency):
        assert not Batch.objects.exists()


def test_what_is_so_already_or_waits_for_nobody_is_left(world: World, three: list[Request]) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        verbs.assign(three[0], house.backup, by=house.owner, at=now)
        answers.answer(three[1], by=house.backup, at=now, text="Yes.")
        three[2].episodes.all().delete()
    assigned = apply(house, "assign", three, assignee=house.backup)
    assert left(assigned) == [("already", house.backup.key)] * 2, "who answers takes it over"
    assert left(apply(house, "assign", three, by=house.specialist)) == [("not_allowed", "")] * 3
    dismissed = apply(house, "dismiss", three[1:])
    assert left(dismissed) == [("on_its_way", house.backup.key), ("nobody_waits", "")]
    with within(house.agency):
        event = Event.objects.filter(verb="batch.applied").latest("pk")
        assert event.facts == {"kind": "dismiss", "done": 0, "left": 2}


def test_undone_twice_is_undone_once_and_leaves_who_was_chosen_since(world: World, three: list[Request]) -> None:
    house, now = world.ours, timezone.now()
    batch = apply(house, "assign", three, assignee=house.backup)
    with within(house.agency):
        verbs.assign(three[0], house.specialist, by=house.owner, at=now)
        count, stayed = batches.undo(batch, by=house.manager, at=now)
        assert (count, stayed) == (
            2, [{"request": three[0].key, "why": "changed", "who": house.specialist.key}],
        )  # fmt: skip
        assert batches.undo(batch, by=house.manager, at=now) == (0, [])
        assert Event.objects.filter(verb="batch.undone").count() == 1


def test_what_cannot_be_given_back_to_who_has_left_stays(world: World, three: list[Request]) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        verbs.assign(three[0], house.specialist, by=house.owner, at=now)
    batch = apply(house, "assign", three[:1], assignee=house.backup)
    with within(house.agency):
        house.specialist.deactivated_at = now
        house.specialist.save(update_fields=["deactivated_at"])
        count, stayed = batches.undo(batch, by=house.manager, at=now)
        assert (count, [item["why"] for item in stayed]) == (0, ["refused"])
        assert Request.objects.get(pk=three[0].pk).assignee == house.backup


def test_who_said_that_none_is_needed_is_named(world: World, three: list[Request]) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        dismissals.dismiss(three[0], by=house.owner, at=now)
        answers.answer(three[1], by=house.backup, at=now, text="Yes.")
        for message in OutboxMessage.objects.all():
            acknowledgements.accepted(message, now)
    batch = apply(house, "acknowledge", three)
    assert left(batch) == [("dismissed", house.owner.key), ("answered", house.backup.key)]
    assert [item["request"] for item in batch.done] == [three[2].key]


def test_undo_puts_off_again_until_when_it_was(world: World, three: list[Request]) -> None:
    house, now = world.ours, timezone.now()
    before = now + 30 * HOUR
    with within(house.agency):
        verbs.snooze(three[0], until=before, by=house.owner, at=now)
    batch = apply(house, "snooze", three[:1], until=now + 9 * HOUR)
    with within(house.agency):
        batches.undo(batch, by=house.manager, at=now)
        assert Request.objects.get(pk=three[0].pk).snoozed_until == before
