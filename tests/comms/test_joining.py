"""Merging and splitting: one thread, its clocks as they were promised, and nothing lost that a client waits for."""

import contextlib
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings as sized, strategies as st

from agency.models import Event
from agency.tenancy.scope import within
from comms import filling, letters
from comms.domain import (
    acknowledgements,
    answers,
    dismissals,
    episodes,
    fallen_answers,
    following,
    joining,
    later,
    requests as verbs,
    together,
)
from comms.domain.clock_notices import path_of
from comms.domain.joining import HoldsOthers, NotFromTheClient, NothingToSplit, NotTheSameClient, OneThreadAlready
from comms.domain.requests import StillWaiting
from comms.models import Answer, Episode, Interaction, Notice, OutboxMessage, Request, StageFired
from comms.queries import conversation, inbox as queries
from comms.queries.clock_history import histories
from tests.comms.mailroom import HOUR, MARIA, arrive, eml, let_pass, own_address, sweep, told, written_by
from tests.world import House

A_DAY = timedelta(hours=24)
FULL = bool(os.environ.get("RAPPORT_FULL_SIZE"))


def asks(house: House, subject: str = "The sale", ago: timedelta = HOUR, **given: Any) -> Request:
    with within(house.agency):
        at = timezone.now() - ago
        return episodes.open_request(contact=given.get("contact", house.contact), subject=subject, text="?", at=at)


def says(house: House, request: Request, ago: timedelta) -> Interaction:
    """A further message of the client in this thread."""
    with within(house.agency):
        at = timezone.now() - ago
        return heard_in(request, at)


def heard_in(request: Request, at: datetime) -> Interaction:
    said = Interaction.objects.create(
        client=request.client, request=request, kind="email", direction="in", at=at, contact=request.contact, text="!"
    )
    episodes.heard(request, at=at)
    return said


def merged(house: House, first: Request, second: Request) -> Request:
    with within(house.agency):
        return joining.merge(first, second, by=house.manager, at=timezone.now())


def split_off(house: House, message: Interaction) -> Request:
    with within(house.agency):
        return joining.split(message, by=house.manager, at=timezone.now())


def clocks(house: House) -> dict[int, tuple[datetime, datetime, str, bool]]:
    with within(house.agency):
        return {
            one.pk: (one.promise_at, one.target_at, one.promise, one.closed_at is None) for one in Episode.objects.all()
        }


def clock_of(house: House, request: Request) -> Episode:
    with within(house.agency):
        return Episode.objects.filter(request=request).order_by("-number")[0]


# --- merging ----------------------------------------------------------------------------------------------------------
def test_the_older_survives_and_both_clocks_keep_their_times(ours: House) -> None:
    older, younger = asks(ours, "Sale", 20 * HOUR), asks(ours, "The sale again", 2 * HOUR)
    before = clocks(ours)
    assert merged(ours, younger, older) == older
    assert clocks(ours) == before
    with within(ours.agency):
        younger.refresh_from_db()
        assert younger.merged_into == older
        assert conversation.clock_now(older) == clock_of(ours, older), "the earlier promise is the one that is shown"
        assert [said.request_id for said in conversation.everything_said(older)] == [older.pk, younger.pk]


def test_one_answer_closes_both_clocks(ours: House) -> None:
    older, younger = asks(ours), asks(ours)
    merged(ours, older, younger)
    with within(ours.agency):
        younger.refresh_from_db()
        sent = answers.answer(younger, by=ours.manager, at=timezone.now(), text="Friday it is.")
        assert sent.request == older, "the survivor's address and thread"
        for message in sent.outgoing.all():
            acknowledgements.accepted(message, timezone.now())
        assert not Episode.objects.filter(closed_at=None).exists()
        assert set(Episode.objects.values_list("promise", flat=True)) == {"kept_by_person"}
        assert Answer.objects.count() == 2


def test_mail_to_the_old_thread_lands_in_the_survivor(ours: House) -> None:
    older = written_by(ours, ours.contact, message_id="<one@client.example>")
    younger = written_by(ours, ours.contact, text="Another word", message_id="<two@client.example>")
    merged(ours, older, younger)
    by_reference = eml(
        MARIA, text="Well?", message_id="<three@client.example>", headers={"In-Reply-To": "<two@client.example>"}
    )
    arrive(ours.agency, by_reference, own_address("northlight"))
    with within(ours.agency):
        said = Interaction.objects.get(message_id="<three@client.example>")
        assert said.request == older
        assert Episode.objects.count() == 2, "it joined a clock that runs"


def test_what_is_answered_in_one_half_joins_the_clock_of_the_other(ours: House) -> None:
    older, younger = asks(ours), asks(ours)
    with within(ours.agency):
        dismissals.dismiss(older, by=ours.manager, at=timezone.now())
    merged(ours, older, younger)
    says(ours, older, timedelta(0))
    assert clock_of(ours, older).closed_at is not None, "it joined the clock that the younger one brought"
    with within(ours.agency):
        with pytest.raises(StillWaiting):
            verbs.close(older, by=ours.manager, at=timezone.now())
        joining.take_out(younger, by=ours.manager, at=timezone.now())
    assert clock_of(ours, older).closed_at is None, "taken apart again it waits for itself"
    assert clock_of(ours, younger).closed_at is None


def test_taking_out_restores_both(ours: House) -> None:
    older, younger = asks(ours), asks(ours)
    before = clocks(ours)
    merged(ours, older, younger)
    with within(ours.agency):
        joining.take_out(younger, by=ours.manager, at=timezone.now())
        assert clocks(ours) == before
        assert together.ids(older) == [older.pk]
        assert list(Event.objects.filter(verb__startswith="request.").order_by("pk").values_list("verb", flat=True))[
            -2:
        ] == ["request.merged", "request.taken_out"]


def test_what_cannot_be_merged(ours: House) -> None:
    first, second, third = asks(ours), asks(ours), asks(ours)
    foreign = asks(ours, contact=ours.other_contact)
    with pytest.raises(NotTheSameClient):
        merged(ours, first, foreign)
    with pytest.raises(OneThreadAlready):
        merged(ours, first, first)
    merged(ours, second, third)
    with pytest.raises(OneThreadAlready):
        merged(ours, second, third)
    with pytest.raises(HoldsOthers):
        merged(ours, first, second)


def test_what_was_broken_stays_so(ours: House) -> None:
    late, fresh = asks(ours, ago=25 * HOUR), asks(ours, ago=HOUR)
    sweep(ours)
    merged(ours, late, fresh)
    assert clock_of(ours, late).promise == "broken"
    assert clock_of(ours, fresh).promise == "pending"
    with within(ours.agency):
        counted = queries.counts(ours.manager, queries.running(ours.manager))
    assert (counted["waiting"], counted["broken"]) == (1, 1), "one thread, though two clocks run"


# --- splitting --------------------------------------------------------------------------------------------------------
def test_a_message_behind_another_clock_gets_one_of_its_own(ours: House) -> None:
    request = asks(ours, ago=10 * HOUR)
    further = says(ours, request, 3 * HOUR)
    before = clock_of(ours, request).promise_at
    fresh = split_off(ours, further)
    own = clock_of(ours, fresh)
    assert (own.opened_at, own.promise_at) == (further.at, further.at + A_DAY)
    assert clock_of(ours, request).promise_at == before
    assert fresh.contact == request.contact


def test_a_clock_that_stands_for_the_message_alone_goes_with_it(ours: House) -> None:
    request = asks(ours, ago=10 * HOUR)
    with within(ours.agency):
        dismissals.dismiss(request, by=ours.manager, at=timezone.now() - 5 * HOUR)
    further = says(ours, request, 3 * HOUR)
    clock = clock_of(ours, request)
    fresh = split_off(ours, further)
    assert clock_of(ours, fresh) == clock
    assert clock_of(ours, request).closed_at is not None
    with within(ours.agency):
        assert Episode.objects.count() == 2, "each message is counted once"


def test_an_answered_message_gets_no_clock(ours: House) -> None:
    request = asks(ours, ago=10 * HOUR)
    further = says(ours, request, 3 * HOUR)
    with within(ours.agency):
        dismissals.dismiss(request, by=ours.manager, at=timezone.now() - HOUR)
    fresh = split_off(ours, further)
    with within(ours.agency):
        assert not Episode.objects.filter(request=fresh).exists()
        assert fresh.state == Request.State.ANSWERED


def test_an_answer_on_its_way_answers_what_was_split_off_too(ours: House) -> None:
    request = asks(ours, ago=10 * HOUR)
    further = says(ours, request, 3 * HOUR)
    with within(ours.agency):
        sent = answers.answer(request, by=ours.manager, at=timezone.now(), text="Both on Friday.")
    fresh = split_off(ours, further)
    assert clock_of(ours, fresh).acknowledged_at == sent.at
    with within(ours.agency):
        answers.take_back(sent, by=ours.manager, at=timezone.now())
        for message in sent.outgoing.all():
            fallen_answers.failed(message, timezone.now())
    for half in (request, fresh):
        clock = clock_of(ours, half)
        assert (clock.closed_at, clock.acknowledged_at) == (None, None), "nothing is on its way any more"


def test_a_note_kept_the_promise_of_what_is_split_off_later(ours: House) -> None:
    request = asks(ours, ago=30 * HOUR)
    further = says(ours, request, 29 * HOUR)
    with within(ours.agency):
        episode = clock_of(ours, request)
        Episode.objects.filter(pk=episode.pk).update(
            note_accepted_at=timezone.now() - 10 * HOUR, promise="kept_by_note", next_check_at=None
        )
    fresh = split_off(ours, further)
    assert clock_of(ours, fresh).promise == "kept_by_note"


def test_what_was_put_off_holds_up_nothing_of_what_is_split_off(ours: House) -> None:
    now = timezone.now()
    request = asks(ours, ago=10 * HOUR)
    further, leaves_at = says(ours, request, 3 * HOUR), now + 30 * HOUR
    with within(ours.agency):
        later.answer(request, by=ours.manager, at=now, text="Both.", leaves_at=leaves_at, late=True)
    after_it = says(ours, request, -HOUR)
    both = split_off(ours, further), split_off(ours, after_it)
    clock, own = (clock_of(ours, one) for one in both)
    assert (clock.acknowledged_at, clock.answer_leaves_at) == (None, leaves_at), "until then it is no answer"
    assert clock.next_check_at is not None
    assert own.answer_leaves_at is None, "what they wrote after it is not answered by it"


def test_who_put_an_answer_off_or_follows_hears_what_is_said_in_the_thread(ours: House) -> None:
    now = timezone.now()
    older, younger = asks(ours, "Sale", 3 * HOUR), asks(ours, "Again", 2 * HOUR)
    with within(ours.agency):
        following.follow(younger, by=ours.backup, at=now)
        following.follow(older, by=ours.backup, at=now)
        later.answer(younger, by=ours.manager, at=now, text="Friday.", leaves_at=now + HOUR)
    merged(ours, older, younger)
    says(ours, older, -timedelta(minutes=1))
    with within(ours.agency):
        told = Notice.objects.filter(kind__in=("answer.overtaken", "request.heard"))
        assert sorted(told.values_list("kind", "member_id")) == [
            ("answer.overtaken", ours.manager.pk),
            ("request.heard", ours.backup.pk),
        ]
        following.unfollow(older, by=ours.backup, at=now)
        assert not following.in_thread(older).exists()


def test_a_clock_that_goes_takes_what_was_told_of_it_along(ours: House) -> None:
    request = asks(ours, ago=10 * HOUR)
    with within(ours.agency):
        episodes.dismiss(clock_of(ours, request), by=ours.manager, at=timezone.now() - 5 * HOUR)
    further = says(ours, request, 3 * HOUR)
    sweep(ours)
    fresh = split_off(ours, further)
    with within(ours.agency):
        (history,), _older = histories(fresh)
        assert [notice.kind for notice in history.notices] == ["clock.arrival"]
        assert history.notices[0].path == path_of(fresh)


def test_two_clocks_of_a_thread_do_not_tell_the_same_twice(ours: House) -> None:
    older, younger = asks(ours, "Sale", 19 * HOUR), asks(ours, "Again", 3 * HOUR)
    merged(ours, older, younger)
    assert {"alarm", "arrival"} <= set(sweep(ours))
    assert set(told(ours)) == {"alarm"}, "whoever knows that it is urgent needs not hear that it came"
    with within(ours.agency):
        assert StageFired.objects.get(episode__request=younger).told is None
        joining.take_out(younger, by=ours.manager, at=timezone.now())
    let_pass(ours, 2 * HOUR)
    sweep(ours)
    assert told(ours)["half"] == {"Ida"}, "on its own again it tells for itself"


def answered_and_asked_again(house: House) -> tuple[Request, Request]:
    """An older request that is answered, and a younger one whose clock runs."""
    older, younger = asks(house, "Sale", 3 * HOUR), asks(house, "Again", 2 * HOUR)
    with within(house.agency):
        answers.answer(older, by=house.manager, at=timezone.now(), text="Yes.")
        acknowledgements.accepted(OutboxMessage.objects.get(), timezone.now())
    return older, younger


def test_tabs_and_their_numbers_agree_about_merged_requests(ours: House) -> None:
    older, younger = answered_and_asked_again(ours)
    with within(ours.agency):
        verbs.assign(younger, ours.specialist, by=ours.owner, at=timezone.now())
        verbs.assign(older, None, by=ours.owner, at=timezone.now())
        Episode.objects.filter(request=younger).update(responsible=ours.backup, covers=ours.manager)
    merged(ours, older, younger)
    with within(ours.agency):
        for member in (ours.backup, ours.owner, ours.specialist):
            numbers, rows = queries.counts(member, queries.running(member)), queries.requests_of(member)
            for show in (queries.Show.MINE, queries.Show.UNASSIGNED):
                shown = queries.shown(rows, show, member).exclude(pk__in=queries.at_rest(rows).values("pk"))
                assert shown.count() == numbers[show], (member, show)
        assert queries.counts(ours.backup, queries.running(ours.backup))["mine"] == 1


def test_what_is_proposed_names_the_clock_that_runs_in_the_thread(ours: House) -> None:
    """Also where it is a merged request's: a template then takes the place of the proposal."""
    older, younger = answered_and_asked_again(ours)
    merged(ours, older, younger)
    with within(ours.agency):
        now, running = timezone.now(), conversation.clock_now(older)
        assert running is not None
        assert running.request_id == younger.pk
        proposed = letters.acknowledgement(older, older.contact, by=ours.manager, at=now, episode=running)
        assert proposed == letters.acknowledgement(older, older.contact, by=ours.manager, at=now)
        filled = filling.put_in("It is done.", proposed, older.contact, older, by=ours.manager, at=now)
        assert "You will hear from us" in proposed
        assert "You will hear from us" not in filled.text


def test_what_cannot_be_split(ours: House) -> None:
    request = asks(ours)
    with within(ours.agency):
        only = Interaction.objects.get(request=request)
        note = verbs.note(request, by=ours.manager, at=timezone.now(), text="Ask Anders")
    with pytest.raises(NothingToSplit):
        split_off(ours, only)
    with pytest.raises(NotFromTheClient):
        split_off(ours, note)


# --- anything in any order --------------------------------------------------------------------------------------------
@dataclass
class Story:
    """What a client said, and which of it nobody has answered, beside the rows."""

    house: House
    now: datetime
    waiting: set[int] = field(default_factory=set)
    times: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)

    def threads(self) -> list[Request]:
        return list(Request.objects.filter(merged_into=None).order_by("pk"))

    def one(self, number: int) -> Request:
        threads = self.threads()
        return threads[number % len(threads)]

    def said_in(self, request: Request) -> list[int]:
        return list(conversation.said_in(request).filter(direction="in").order_by("at").values_list("pk", flat=True))

    def step(self, what: str, first: int, second: int, minutes: int) -> None:
        self.now += timedelta(minutes=minutes + 1)
        getattr(self, what)(self.one(first) if what != "open" else None, second)

    def open(self, thread: None, second: int) -> None:
        fresh = episodes.open_request(contact=self.house.contact, subject="?", text="?", at=self.now)
        self.waiting |= set(self.said_in(fresh))

    def say(self, thread: Request, second: int) -> None:
        self.waiting.add(heard_in(thread, self.now).pk)

    def answer(self, thread: Request, second: int) -> None:
        said = verbs.note(thread, by=self.house.manager, at=self.now, text="on the phone")
        for clock in together.running(thread):
            acknowledgements.spoken(clock, said, by=self.house.manager, at=self.now, known_at=self.now)
        self.waiting -= set(self.said_in(thread))

    def dismiss(self, thread: Request, second: int) -> None:
        dismissals.dismiss(thread, by=self.house.manager, at=self.now)
        self.waiting -= set(self.said_in(thread))

    def merge(self, thread: Request, second: int) -> None:
        with contextlib.suppress(OneThreadAlready, HoldsOthers):
            joining.merge(thread, self.one(second), by=self.house.manager, at=self.now)

    def take_out(self, thread: Request, second: int) -> None:
        for merged in thread.merged.order_by("pk")[:1]:
            joining.take_out(merged, by=self.house.manager, at=self.now)

    def split(self, thread: Request, second: int) -> None:
        said = self.said_in(thread)
        with contextlib.suppress(NothingToSplit):
            message = Interaction.objects.get(pk=said[second % len(said)])
            joining.split(message, by=self.house.manager, at=self.now)

    def holds(self) -> None:
        for clock in Episode.objects.all():
            before = self.times.setdefault(clock.pk, (clock.promise_at, clock.target_at))
            assert (clock.promise_at, clock.target_at) == before, "no time of a clock changes"
            if clock.pk in self.broken:
                assert clock.promise == "broken", "what was broken stays so"
            if clock.promise == "broken":
                self.broken.add(clock.pk)
        for thread in self.threads():
            assert thread.merged.filter(merged__isnull=False).count() == 0, "no survivor is merged itself"
            waiting = [pk for pk in self.said_in(thread) if pk in self.waiting]
            running = list(together.running(thread))
            assert bool(waiting) == bool(running), f"{thread.pk}: {waiting} wait, {running} run"
            for said in Interaction.objects.filter(pk__in=waiting):
                assert min(clock.promise_at for clock in running) <= said.at + A_DAY, "no deadline is lengthened"
        assert Episode.objects.count() <= Interaction.objects.filter(direction="in").count(), "no message counts twice"


STEPS = st.tuples(
    st.sampled_from(["open", "say", "say", "answer", "dismiss", "merge", "merge", "take_out", "split", "split"]),
    st.integers(0, 5), st.integers(0, 5), st.integers(0, 900),
)  # fmt: skip


@sized(
    max_examples=150 if FULL else 8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
def test_nobody_waits_without_a_clock_whatever_is_merged_and_split(ours: House, steps: list[Any]) -> None:
    with within(ours.agency), transaction.atomic():
        story = Story(ours, timezone.now() - timedelta(days=20))
        story.step("open", 0, 0, 0)
        story.step("open", 0, 0, 0)
        for step in steps:
            story.step(*step)
            story.holds()
        transaction.set_rollback(True)
