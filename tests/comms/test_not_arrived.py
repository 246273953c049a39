"""What did not arrive, came back or was sent again: the same episode, its old times, and somebody who knows."""

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import bounces, episodes, joining, requests
from comms.models import Answer, Episode, Notice, OutboxMessage, Request
from tests.comms.mailroom import (
    HOUR,
    MARIA,
    answer,
    arrive,
    bounce,
    eml,
    let_go,
    let_pass,
    send_again,
    send_all,
    state_of,
    the_episode,
)
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House

Promise, Target = Episode.Promise, Episode.Target


def test_an_answer_that_is_refused_leaves_the_episode_open(ours: House, request_: Request, server: SmtpServer) -> None:
    server.refuse(Verb.BODY, 554)
    answer(ours, request_)
    let_go(ours)
    episode = the_episode(ours)
    assert (episode.acknowledged_at, episode.closed_at) == (None, None)
    assert episode.next_check_at is not None
    assert state_of(ours, request_) == Request.State.NEW
    with within(ours.agency):
        assert Answer.objects.get().fate == Answer.Fate.UNSENT
        told = set(Notice.objects.filter(kind="clock.reopened").values_list("member_id", flat=True))
        assert told == {ours.manager.pk, ours.backup.pk}


@pytest.mark.parametrize("comes_back", [False, True])
def test_an_answer_that_is_sent_again_counts(
    ours: House, request_: Request, server: SmtpServer, comes_back: bool
) -> None:
    if not comes_back:
        server.refuse(Verb.BODY, 554)
    answer(ours, request_)
    let_go(ours)
    if comes_back:
        bounce(ours)
    server.accept()
    let_pass(ours, HOUR)
    send_again(ours)
    waiting = the_episode(ours)
    assert (waiting.acknowledged_by_id, waiting.accepted_at) == (ours.manager.pk, None)
    let_go(ours)
    episode = the_episode(ours)
    assert episode.closed_at is not None
    assert (episode.promise, episode.target) == (Promise.KEPT_BY_PERSON, Target.MET)
    assert state_of(ours, request_) == Request.State.ANSWERED


def test_an_answer_that_is_sent_again_too_late_leaves_the_breach(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    server.refuse(Verb.BODY, 554)
    answer(ours, request_)
    let_go(ours)
    server.accept()
    let_pass(ours, 7 * 24 * HOUR)
    send_again(ours)
    let_go(ours)
    episode = the_episode(ours)
    assert episode.closed_at is not None
    assert (episode.promise, episode.target) == (Promise.BROKEN, Target.MISSED)


def test_who_sends_again_in_vain_hears_of_it_again(ours: House, request_: Request, server: SmtpServer) -> None:
    server.refuse(Verb.BODY, 554)
    answer(ours, request_)
    let_go(ours)
    send_again(ours)
    let_go(ours)
    assert the_episode(ours).acknowledged_at is None
    with within(ours.agency):
        assert Notice.objects.filter(kind="mail.dead", member=ours.manager).count() == 2
        assert Notice.objects.filter(kind="clock.reopened", member=ours.manager).count() == 2


def test_a_bounce_opens_the_same_episode_with_its_old_times(ours: House, request_: Request, server: SmtpServer) -> None:
    before = the_episode(ours)
    answer(ours, request_)
    let_go(ours)
    bounce(ours)
    after = the_episode(ours)
    assert after.pk == before.pk
    assert (after.promise_at, after.target_at) == (before.promise_at, before.target_at)
    assert (after.closed_at, after.promise, after.target) == (None, Promise.PENDING, Target.PENDING)
    assert after.next_check_at is not None
    assert state_of(ours, request_) == Request.State.NEW


def test_a_bounce_after_the_promise_breaks_it(ours: House, request_: Request, server: SmtpServer) -> None:
    answer(ours, request_)
    let_go(ours)
    let_pass(ours, 25 * HOUR)
    bounce(ours)
    episode = the_episode(ours)
    assert (episode.promise, episode.promise_cause) == (Promise.BROKEN, "bounced")


def test_while_another_copy_stands_nothing_is_lost(ours: House, request_: Request, server: SmtpServer) -> None:
    answer(ours, request_, to=[ours.contact, ours.second_contact])
    let_go(ours)
    bounce(ours)
    assert the_episode(ours).closed_at is not None


def test_a_second_answer_counts_in_the_place_of_one_that_came_back(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    answer(ours, request_)
    answer(ours, request_, by=ours.backup, to=[ours.second_contact])
    let_go(ours)
    with within(ours.agency):
        first = OutboxMessage.objects.order_by("pk")[0]
        bounces.came_back(first, "550", timezone.now())
    send_all()
    episode = the_episode(ours)
    assert (episode.promise, episode.acknowledged_by_id) == (Promise.KEPT_BY_PERSON, ours.backup.pk)


def test_a_bounce_when_the_client_has_written_since_hurries_the_newer_clock(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    answer(ours, request_)
    let_go(ours)
    let_pass(ours, 3 * HOUR)
    arrive(ours.agency, eml(MARIA, text="Hello?", headers={"In-Reply-To": "<one@client.example>"}))
    bounce(ours)
    with within(ours.agency):
        older, newer = Episode.objects.order_by("number")
        assert older.closed_at is not None
        assert newer.closed_at is None
        assert newer.promise_at == older.promise_at


def test_what_comes_back_after_the_request_was_closed_opens_it(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    answer(ours, request_)
    let_go(ours)
    with within(ours.agency):
        requests.close(request_, by=ours.manager, at=timezone.now())
    bounce(ours)
    with within(ours.agency):
        again = Request.objects.get(pk=request_.pk)
        assert (again.state, again.closed_at) == (Request.State.NEW, None), "somebody waits in it"


def test_what_is_merged_into_a_closed_request_opens_it_too(ours: House, request_: Request, server: SmtpServer) -> None:
    with within(ours.agency):
        younger = episodes.open_request(contact=ours.contact, subject="Again", text="?", at=timezone.now())
        joining.merge(request_, younger, by=ours.manager, at=timezone.now())
    answer(ours, request_)
    let_go(ours)
    with within(ours.agency):
        requests.close(request_, by=ours.manager, at=timezone.now())
    bounce(ours)
    assert state_of(ours, request_) != Request.State.CLOSED


@pytest.mark.parametrize("when", ["the bounce comes first", "the answer comes first"])
def test_a_clock_whose_promise_went_to_the_next_shares_its_outcome(
    ours: House, request_: Request, server: SmtpServer, when: str
) -> None:
    answer(ours, request_)
    let_go(ours)
    with within(ours.agency):
        first = OutboxMessage.objects.get(state="sent")
    arrive(ours.agency, eml(MARIA, text="Hello?", headers={"In-Reply-To": "<one@client.example>"}))
    steps = [lambda: comes_back(ours, first), lambda: (answer(ours, request_), let_go(ours))]
    for step in steps if when.startswith("the bounce") else reversed(steps):
        step()
    with within(ours.agency):
        for episode in Episode.objects.all():
            assert (episode.promise, episode.target) == (Promise.KEPT_BY_PERSON, Target.MET), "none runs for ever"


def comes_back(house: House, mail: OutboxMessage) -> None:
    with within(house.agency):
        assert bounces.came_back(mail, "550 no such user", timezone.now())
    send_all()


def test_who_held_it_when_the_promise_broke_keeps_the_rate(ours: House, request_: Request, server: SmtpServer) -> None:
    with within(ours.agency):
        now, episode = timezone.now(), Episode.objects.get()
        past = {"opened_at": now - 30 * HOUR, "promise_at": now - 6 * HOUR, "target_at": now + HOUR}
        Episode.objects.filter(pk=episode.pk).update(**past, promise=Promise.BROKEN, rated=ours.manager)
        episodes.assume(episode, ours.backup, by=ours.backup, at=now)
    answer(ours, request_, by=ours.backup)
    let_go(ours)
    bounce(ours)
    assert the_episode(ours).rated_id == ours.manager.pk
