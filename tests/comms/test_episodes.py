"""From a client's word to a person's answer: what opens, joins, closes and opens an episode again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import acknowledgements, answers, dismissals, episodes, joining, requests
from comms.models import Episode, Interaction, Notice, OutboxMessage, Request
from tests.comms.mailroom import (
    HOUR,
    MARIA,
    answer,
    arrive,
    eml,
    let_go,
    let_pass,
    state_of,
    sweep,
    the_episode,
    written_by,
)
from tests.servers.smtp import SmtpServer
from tests.world import House

Promise, Target = Episode.Promise, Episode.Target


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


# --- what came before, and what was said nevertheless -----------------------------------------------------------------
def test_a_message_that_is_matched_late_brings_its_own_times(ours: House) -> None:
    with within(ours.agency):
        now = timezone.now()
        asked = episodes.open_request(contact=ours.contact, subject="The sale", text="?", at=now - HOUR)
        before = Episode.objects.get()
        episodes.heard(asked, at=now - 20 * HOUR)
        after = Episode.objects.get()
        assert after.opened_at == now - 20 * HOUR, "who waited for triage has waited since they wrote"
        assert after.promise_at == before.promise_at - 19 * HOUR
        assert after.target_at <= before.target_at
        assert after.next_check_at is not None
        episodes.heard(asked, at=now)
        assert Episode.objects.get().promise_at == after.promise_at


def test_a_note_that_came_too_late_for_it_does_not_keep_it(ours: House) -> None:
    with within(ours.agency):
        now = timezone.now()
        asked = episodes.open_request(contact=ours.contact, subject="The sale", text="?", at=now - 22 * HOUR)
        kept = {"note_accepted_at": now - HOUR, "promise": Promise.KEPT_BY_NOTE}
        Episode.objects.update(**kept)
        episodes.heard(asked, at=now - 30 * HOUR)
    sweep(ours)
    assert the_episode(ours).promise == Promise.BROKEN


@pytest.mark.parametrize("said", ["before", "after", "on its way"])
def test_a_dismissal_taken_back_finds_what_was_answered_nevertheless(
    ours: House, request_: Request, server: SmtpServer, said: str
) -> None:
    if said == "before":
        answer(ours, request_)
    with within(ours.agency):
        dismissed = episodes.dismiss(the_episode(ours), by=ours.manager, at=timezone.now())
    if said != "before":
        answer(ours, request_)
    if said != "on its way":
        let_go(ours)
    with within(ours.agency):
        dismissals.reinstate(dismissed, by=ours.manager, at=timezone.now())
    episode = the_episode(ours)
    assert (episode.dismissed_at, episode.acknowledged_by_id) == (None, ours.manager.pk)
    if said == "on its way":
        assert (episode.closed_at, episode.promise) == (None, Promise.PENDING)
    else:
        assert (episode.promise, episode.target) == (Promise.KEPT_BY_PERSON, Target.MET)
        assert state_of(ours, request_) == Request.State.ANSWERED


def test_a_dismissal_is_not_undone_over_a_newer_clock_elsewhere_in_the_thread(ours: House, request_: Request) -> None:
    with within(ours.agency):
        younger = episodes.open_request(contact=ours.contact, subject="Again", text="?", at=timezone.now())
        joining.merge(request_, younger, by=ours.manager, at=timezone.now())
        dismissals.dismiss(request_, by=ours.manager, at=timezone.now())
        episodes.heard(request_, at=timezone.now())
        with pytest.raises(dismissals.NewerEpisode):
            dismissals.reinstate(Episode.objects.get(request=younger), by=ours.manager, at=timezone.now())
