"""What a person writes to a client: it counts once the provider accepted it, and can be taken back until it leaves."""

from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import answers, outbox
from comms.models import Answer, Draft, Episode, Notice, OutboxMessage, Request
from tests.comms.mailroom import answer, bounce, let_go, send_again, send_all, state_of, the_episode, written_by
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House

Promise, Target = Episode.Promise, Episode.Target


# --- an answer --------------------------------------------------------------------------------------------------------
def test_an_answer_counts_once_the_provider_accepted_it(ours: House, request_: Request, server: SmtpServer) -> None:
    sent = answer(ours, request_)
    waiting = the_episode(ours)
    assert waiting.acknowledged_at == sent.at
    assert (waiting.accepted_at, waiting.closed_at, waiting.promise) == (None, None, Promise.PENDING)
    let_go(ours)
    episode = the_episode(ours)
    assert (episode.promise, episode.target) == (Promise.KEPT_BY_PERSON, Target.MET)
    assert (episode.acknowledged_by_id, episode.next_check_at) == (ours.manager.pk, None)
    assert episode.accepted_at == episode.closed_at
    assert state_of(ours, request_) == Request.State.ANSWERED
    mail = server.received[0].message
    assert mail["Subject"] == "Re: Sale on Friday?"
    assert mail["In-Reply-To"] == "<one@client.example>"
    assert "Yes, Friday works." in mail.get_body(("plain",)).get_content()
    assert "Ida Brandt" in mail.get_body(("plain",)).get_content()


def test_an_acknowledgement_speaks_to_its_reader_and_closes_the_episode(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    with within(ours.agency):
        answers.acknowledge(request_, by=ours.manager, at=timezone.now())
    let_go(ours)
    text = server.received[0].message.get_body(("plain",)).get_content()
    assert "Maria" in text
    assert "You will hear from us by" in text
    assert state_of(ours, request_) == Request.State.ACKNOWLEDGED
    assert the_episode(ours).closed_at is not None


def test_a_button_pressed_twice_is_one_mail(ours: House, request_: Request) -> None:
    first, second = answer(ours, request_, key="0123456789ab"), answer(ours, request_, key="0123456789ab")
    assert first.pk == second.pk
    with within(ours.agency):
        assert OutboxMessage.objects.count() == 1


def test_several_contacts_get_a_copy_each_and_see_one_another(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    answer(ours, request_, to=[ours.contact, ours.second_contact])
    let_go(ours)
    assert sorted(one.recipients[0] for one in server.received) == [
        "jens.northlight@client.example",
        "maria.northlight@client.example",
    ]
    assert all(len(one.message["To"].addresses) == 2 for one in server.received)


def test_one_answer_may_answer_other_requests_of_the_client(ours: House, request_: Request, server: SmtpServer) -> None:
    other = written_by(ours, ours.second_contact)
    answer(ours, request_, also=[other])
    let_go(ours)
    with within(ours.agency):
        assert not Episode.objects.filter(closed_at=None).exists()
        assert Answer.objects.count() == 2


def test_another_clients_request_or_contact_is_refused(ours: House, request_: Request) -> None:
    other = written_by(ours, ours.other_contact)
    with pytest.raises(ValueError, match="one client"):
        answer(ours, request_, also=[other])
    with pytest.raises(ValueError, match="one client"):
        answer(ours, request_, to=[ours.other_contact])


def test_an_empty_answer_is_refused(ours: House, request_: Request) -> None:
    with within(ours.agency):
        with pytest.raises(answers.NothingWritten):
            answers.answer(request_, by=ours.manager, at=timezone.now(), text="  \n")
        with pytest.raises(answers.NobodyToWriteTo):
            answers.answer(request_, by=ours.manager, at=timezone.now(), text="Hello", to=[])


# --- an answer after an acknowledgement -------------------------------------------------------------------------------
def times_of(episode: Episode) -> tuple[Any, ...]:
    names = ("opened_at", "promise_at", "target_at", "promise", "target", "acknowledged_at", "acknowledged_by_id")
    return tuple(getattr(episode, name) for name in (*names, "accepted_at", "closed_at", "next_check_at", "rated_id"))


def acknowledged(house: House, request: Request) -> Episode:
    with within(house.agency):
        answers.acknowledge(request, by=house.manager, at=timezone.now())
    let_go(house)
    return the_episode(house)


def test_an_answer_settles_what_was_acknowledged_and_leaves_its_times(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    before = acknowledged(ours, request_)
    assert state_of(ours, request_) == Request.State.ACKNOWLEDGED
    answer(ours, request_, by=ours.backup)
    assert state_of(ours, request_) == Request.State.ANSWERED, "as soon as it is queued"
    let_go(ours)
    assert state_of(ours, request_) == Request.State.ANSWERED
    assert times_of(the_episode(ours)) == times_of(before)


def test_a_word_more_settles_nothing(ours: House, request_: Request, server: SmtpServer) -> None:
    acknowledged(ours, request_)
    answer(ours, request_, settles=False)
    let_go(ours)
    assert state_of(ours, request_) == Request.State.ACKNOWLEDGED
    assert len(server.received) == 2


@pytest.mark.parametrize("fate", ["taken back", "refused", "bounced"])
def test_an_answer_that_does_not_stand_leaves_it_acknowledged(
    ours: House, request_: Request, server: SmtpServer, fate: str
) -> None:
    before = acknowledged(ours, request_)
    sent = answer(ours, request_)
    if fate == "taken back":
        with within(ours.agency):
            answers.take_back(sent, by=ours.manager, at=timezone.now())
    elif fate == "refused":
        server.refuse(Verb.BODY, 554)
    let_go(ours)
    if fate == "bounced":
        bounce(ours)
    assert state_of(ours, request_) == Request.State.ACKNOWLEDGED
    assert times_of(the_episode(ours)) == times_of(before)
    with within(ours.agency):
        assert not Notice.objects.filter(kind="clock.reopened").exists(), "no clock runs again"
    if fate == "refused":
        server.accept()
        send_again(ours)
        assert state_of(ours, request_) == Request.State.ANSWERED


# --- the last contact -------------------------------------------------------------------------------------------------
def test_a_mail_of_ours_is_a_contact_once_it_was_accepted(ours: House, request_: Request, server: SmtpServer) -> None:
    def last() -> Any:
        with within(ours.agency):
            ours.client.refresh_from_db()
        return ours.client.last_contact_at

    heard = last()
    sent = answer(ours, request_)
    assert last() == heard
    let_go(ours)
    assert last() == sent.at > heard
    more = answer(ours, request_, settles=False)
    let_go(ours)
    assert last() == more.at


# --- taking back ------------------------------------------------------------------------------------------------------
def test_taken_back_within_twenty_seconds_nothing_leaves_and_the_clock_runs_on(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    before = the_episode(ours)
    sent = answer(ours, request_, to=[ours.contact, ours.second_contact])
    with within(ours.agency):
        draft = answers.take_back(sent, by=ours.manager, at=timezone.now())
        thread = sent.request
        assert thread is not None
        thread.refresh_from_db()
        assert thread.last_at < sent.at, "it stands in lists where it stood before"
        assert draft.fields["text"] == "Yes, Friday works."
        assert draft.place == f"reply:{request_.key}"
    send_all()
    after = the_episode(ours)
    assert server.received == []
    assert (after.acknowledged_at, after.next_check_at) == (None, before.next_check_at)
    assert state_of(ours, request_) == Request.State.NEW
    sent_again = answer(ours, request_)
    assert sent_again.pk != sent.pk
    let_go(ours)
    assert len(server.received) == 1
    with within(ours.agency):
        assert not Draft.objects.exists()


def test_what_has_left_is_not_taken_back(ours: House, request_: Request, server: SmtpServer) -> None:
    sent = answer(ours, request_)
    let_go(ours)
    with within(ours.agency), pytest.raises(outbox.TooLate):
        answers.take_back(sent, by=ours.manager, at=timezone.now())
    assert the_episode(ours).closed_at is not None


def test_a_copy_that_the_server_may_have_is_not_taken_back(ours: House, request_: Request, server: SmtpServer) -> None:
    sent = answer(ours, request_, to=[ours.contact, ours.second_contact])
    server.drop(Verb.BODY, keep=True)
    let_go(ours)
    with within(ours.agency):
        assert OutboxMessage.objects.filter(state="retry").exists(), "with an unknown verdict it is tried again"
        with pytest.raises(outbox.TooLate):
            answers.take_back(sent, by=ours.manager, at=timezone.now())
        assert not OutboxMessage.objects.filter(state="withdrawn").exists()


def test_greylisted_before_its_text_was_sent_it_can_still_be_taken_back(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    sent = answer(ours, request_)
    server.greylist()
    let_go(ours)
    with within(ours.agency):
        assert answers.take_back(sent, by=ours.manager, at=timezone.now()).fields["text"] == "Yes, Friday works."
