"""From a client's word to a person's answer: what opens, joins, closes and opens an episode again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import acknowledgements, answers, bounces, dismissals, episodes, outbox, requests
from comms.models import Answer, Draft, Episode, Interaction, Notice, OutboxMessage, Request
from tests.comms.mailroom import HOUR, arrive, eml, let_go, let_pass, point_to, send_all, sweep, the_episode, written_by
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House, World

MARIA = "Maria Holm <maria.northlight@client.example>"
Promise, Target = Episode.Promise, Episode.Target


@pytest.fixture
def server(smtp_server: SmtpServer, settings: Any) -> Iterator[SmtpServer]:
    point_to(smtp_server, settings)
    return smtp_server


@pytest.fixture
def ours(world: World, tmp_path: Any, settings: Any) -> House:
    settings.FILES_DIR = tmp_path
    return world.ours


@pytest.fixture
def request_(ours: House) -> Request:
    return written_by(ours, ours.contact, subject="Sale on Friday?", message_id="<one@client.example>")


def answer(house: House, request: Request, **fields: Any) -> Interaction:
    with within(house.agency):
        return answers.answer(
            request, by=fields.pop("by", house.manager), at=timezone.now(), text="Yes, Friday works.", **fields
        )


def state_of(house: House, request: Request) -> str:
    with within(house.agency):
        return Request.objects.get(pk=request.pk).state


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


# --- what does not arrive ---------------------------------------------------------------------------------------------
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


def send_again(house: House) -> None:
    with within(house.agency):
        failed = OutboxMessage.objects.get(state__in=("dead", "bounced"), lane="person")
        outbox.retry(failed, by=house.manager, at=timezone.now())


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


def bounce(house: House) -> None:
    with within(house.agency):
        sent = OutboxMessage.objects.filter(state="sent").order_by("-pk")[0]
        assert bounces.came_back(sent, "550 no such user", timezone.now())
    send_all()


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


# --- speaking again ---------------------------------------------------------------------------------------------------
def test_a_further_word_joins_and_after_the_answer_opens_a_new_episode(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    first = the_episode(ours)
    arrive(ours.agency, eml(MARIA, text="And red?", headers={"In-Reply-To": "<one@client.example>"}))
    assert the_episode(ours).pk == first.pk
    answer(ours, request_)
    let_go(ours)
    arrive(ours.agency, eml(MARIA, text="Thanks", headers={"In-Reply-To": "<one@client.example>"}))
    second = the_episode(ours)
    assert (second.number, second.request_id) == (2, request_.pk)
    assert state_of(ours, request_) == Request.State.NEW


def test_what_comes_while_the_answer_is_on_its_way_gets_a_clock_of_its_own(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    answer(ours, request_)
    arrive(ours.agency, eml(MARIA, text="Wait, Monday!", headers={"In-Reply-To": "<one@client.example>"}))
    let_go(ours)
    second = the_episode(ours)
    assert (second.number, second.closed_at) == (2, None)
    assert state_of(ours, request_) == Request.State.NEW


def test_whoever_speaks_next_is_who_waits(ours: House, request_: Request, server: SmtpServer) -> None:
    jens = "Jens <JENS.northlight@client.example>"
    arrive(ours.agency, eml(jens, text="I wait too", headers={"In-Reply-To": "<one@client.example>"}))
    with within(ours.agency):
        request_.refresh_from_db()
        assert request_.contact_id == ours.contact.pk, "the first still waits"
    answer(ours, request_)
    let_go(ours)
    arrive(ours.agency, eml(jens, text="And now?", headers={"In-Reply-To": "<one@client.example>"}))
    with within(ours.agency):
        request_.refresh_from_db()
        assert request_.contact_id == ours.second_contact.pk


# --- no answer needed -------------------------------------------------------------------------------------------------
def test_dismissing_closes_with_a_name_and_can_be_undone(ours: House, request_: Request) -> None:
    before = the_episode(ours)
    with within(ours.agency):
        closed = episodes.dismiss(before, by=ours.backup, at=timezone.now())
        assert (closed.dismissed_by, closed.next_check_at) == (ours.backup, None)
        dismissals.reinstate(closed, by=ours.backup, at=timezone.now())
    after = the_episode(ours)
    assert (after.closed_at, after.dismissed_at, after.promise_at) == (None, None, before.promise_at)
    assert after.next_check_at == before.next_check_at


def test_a_dismissal_is_not_undone_over_a_newer_clock(ours: House, request_: Request) -> None:
    with within(ours.agency):
        episodes.dismiss(the_episode(ours), by=ours.manager, at=timezone.now())
        first = the_episode(ours)
    arrive(ours.agency, eml(MARIA, text="Hello?", headers={"In-Reply-To": "<one@client.example>"}))
    with within(ours.agency), pytest.raises(dismissals.NewerEpisode):
        dismissals.reinstate(first, by=ours.manager, at=timezone.now())


# --- spoken answers ---------------------------------------------------------------------------------------------------
def test_a_call_logged_later_keeps_its_own_time_and_a_breach_stays(ours: House, request_: Request) -> None:
    let_pass(ours, 25 * HOUR)
    sweep(ours)
    assert the_episode(ours).promise == Promise.BROKEN
    with within(ours.agency):
        call = Interaction.objects.create(
            client=ours.client, kind="call", direction="out", at=timezone.now(), member=ours.manager
        )
        spoken_at = timezone.now() - 20 * HOUR
        episode = acknowledgements.spoken(
            the_episode(ours), call, by=ours.manager, at=spoken_at, known_at=timezone.now()
        )
    assert (episode.promise, episode.acknowledged_at) == (Promise.BROKEN, spoken_at)
    assert episode.closed_at is not None


# --- other ways in ----------------------------------------------------------------------------------------------------
def test_what_is_said_behind_a_link_gets_its_clock(ours: House) -> None:
    with within(ours.agency):
        opened = episodes.open_request(
            contact=ours.contact, subject="Summary corrected", text="No, red.", at=timezone.now(), origin=ours.client
        )
        assert opened.interactions.get().text == "No, red."
        assert opened.episodes.get().closed_at is None


def test_who_cannot_be_answered_by_mail_is_told_at_once(ours: House) -> None:
    with within(ours.agency):
        PersonAddress.objects.filter(person=ours.contact.person).update(bounced_at=timezone.now())
    written_by(ours, ours.contact)
    with within(ours.agency):
        assert {notice.member_id for notice in Notice.objects.filter(kind="clock.no_address", urgent=True)} == {
            ours.manager.pk,
            ours.backup.pk,
        }


# --- requests ---------------------------------------------------------------------------------------------------------
def test_a_note_among_us_has_no_recipient(ours: House, request_: Request) -> None:
    with within(ours.agency):
        note = requests.note(request_, by=ours.specialist, at=timezone.now(), text=" Careful with this one. ")
        assert (note.internal, note.direction, note.text) == (True, "inside", "Careful with this one.")
        with pytest.raises(requests.EmptyNote):
            requests.note(request_, by=ours.specialist, at=timezone.now(), text=" ")
        assert not OutboxMessage.objects.exists()
        assert not Event.objects.filter(verb="request.noted", shown=True).exists()


def test_a_request_is_given_to_somebody_who_is_told(ours: House, request_: Request) -> None:
    with within(ours.agency):
        requests.assign(request_, ours.backup, by=ours.manager, at=timezone.now())
        requests.assign(request_, ours.backup, by=ours.manager, at=timezone.now())
        assert Notice.objects.get(kind="request.assigned").member == ours.backup
        requests.assign(request_, None, by=ours.manager, at=timezone.now())
        request_.refresh_from_db()
        assert request_.assignee is None


def test_a_request_is_not_closed_over_a_running_clock(ours: House, request_: Request, server: SmtpServer) -> None:
    with within(ours.agency), pytest.raises(requests.StillWaiting):
        requests.close(request_, by=ours.manager, at=timezone.now())
    answer(ours, request_)
    let_go(ours)
    with within(ours.agency):
        assert requests.close(request_, by=ours.manager, at=timezone.now()).state == Request.State.CLOSED
        assert requests.reopen(request_, by=ours.manager, at=timezone.now()).state == Request.State.ANSWERED


def test_what_was_only_acknowledged_is_that_again_when_it_is_opened(
    ours: House, request_: Request, server: SmtpServer
) -> None:
    with within(ours.agency):
        answers.acknowledge(request_, by=ours.manager, at=timezone.now())
    let_go(ours)
    with within(ours.agency):
        requests.close(request_, by=ours.manager, at=timezone.now())
        again = requests.reopen(request_, by=ours.manager, at=timezone.now())
        assert again.state == Request.State.ACKNOWLEDGED


def test_snoozing_and_the_next_step_touch_no_clock(ours: House, request_: Request) -> None:
    before = the_episode(ours)
    now = timezone.now()
    with within(ours.agency):
        requests.snooze(request_, until=now + HOUR, by=ours.manager, at=now)
        with pytest.raises(Exception, match="ahead"):
            requests.snooze(request_, until=now - HOUR, by=ours.manager, at=now)
        requests.plan_next_step(request_, step="Send the plan", on=now.date(), by=ours.manager, at=now)
        request_.refresh_from_db()
        assert (request_.next_step, request_.next_step_on) == ("Send the plan", now.date())
        requests.snooze(request_, until=None, by=ours.manager, at=now)
    assert the_episode(ours).next_check_at == before.next_check_at


def test_the_responsibility_can_be_taken_over(ours: House, request_: Request) -> None:
    with within(ours.agency):
        episodes.assume(the_episode(ours), ours.backup, by=ours.owner, at=timezone.now())
        assert Notice.objects.get(kind="clock.handed_over").member == ours.backup
    assert the_episode(ours).responsible_id == ours.backup.pk
    assert timedelta(0) < the_episode(ours).promise_at - timezone.now()
