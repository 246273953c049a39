"""Left alone, the stages of the clock happen: each once, to the right people, the note before the promise ends."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agency.domain import agencies
from agency.models import Agency, Event
from agency.tenancy.scope import within
from comms.domain import (
    answers,
    clocks,
    daily,
    delivery,
    mailboxes,
    notices,
    outbox,
    replanning,
    stages,
    summaries,
)
from comms.models import Answer, Episode, Interaction, Mailbox, OutboxMessage, StageFired, Summary
from tests.comms.mailroom import HOUR, let_go, let_pass, send_all, sweep, the_episode, told, written_by
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House

Promise, Target = Episode.Promise, Episode.Target


def test_the_whole_course_of_a_message_that_nobody_answers(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact, message_id="<one@client.example>")
    assert sweep(ours) == ["arrival"]
    assert sweep(ours) == []
    courses = [
        (4, ["half"]),
        (2, ["backup"]),
        (2, ["target"]),
        (10, ["alarm"]),
        (2, ["note"]),
    ]
    for hours, expected in courses:
        let_pass(ours, hours * HOUR)
        assert sweep(ours) == expected
        assert sweep(ours) == [], "each once"
    assert the_episode(ours).target == Target.MISSED
    send_all()
    (note,) = [one for one in server.received if one.recipients == ("maria.northlight@client.example",)]
    assert note.message["Auto-Submitted"].startswith("auto-replied")
    text = note.message.get_body(("plain",)).get_content()
    assert "automatic" in text
    assert "Ida Brandt will answer you by" in text
    assert the_episode(ours).promise == Promise.KEPT_BY_NOTE
    let_pass(ours, 10 * HOUR)
    assert sweep(ours) == ["digest"], "the promise is kept, the client still waits for a person"
    assert told(ours) == {
        "arrival": {"Ida"},
        "half": {"Ida"},
        "backup": {"Daniel"},
        "target": {"Helen"},
        "alarm": {"Ida", "Daniel", "Helen"},
    }
    assert the_episode(ours).next_check_at is None


def test_when_even_the_note_cannot_go_the_owners_hear_it_and_the_breach_is_recorded(
    ours: House, server: SmtpServer
) -> None:
    server.refuse(Verb.RCPT, 451)
    written_by(ours, ours.contact)
    sweep(ours)
    for hours in (18, 2):
        let_pass(ours, hours * HOUR)
        sweep(ours)
        send_all()
    let_pass(ours, 2 * HOUR)
    assert sweep(ours) == ["owners"]
    let_pass(ours, 2 * HOUR)
    assert sweep(ours) == ["broken", "digest"]
    episode = the_episode(ours)
    assert (episode.promise, episode.promise_cause) == (Promise.BROKEN, "unanswered")
    with within(ours.agency):
        assert Event.objects.filter(verb="episode.broken").count() == 1
        assert Answer.objects.get().accepted_at is None
    assert told(ours)["broken"] == {"Ida", "Daniel", "Helen"}


def test_an_answer_ends_all_stages(ours: House, server: SmtpServer) -> None:
    request = written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        answers.answer(request, by=ours.manager, at=timezone.now(), text="Yes.")
    let_go(ours)
    let_pass(ours, 48 * HOUR)
    assert sweep(ours) == []


def test_after_an_outage_each_person_gets_one_notice_and_the_client_one_note(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact)
    let_pass(ours, 21 * HOUR)
    assert sweep(ours) == ["arrival", "half", "backup", "target", "alarm", "note"]
    assert told(ours) == {"alarm": {"Ida", "Daniel", "Helen"}}
    send_all()
    assert len(server.received) == 1
    with within(ours.agency):
        assert StageFired.objects.count() == 6


def test_a_closed_agency_is_left_alone_until_it_opens_again(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact)
    let_pass(ours, 21 * HOUR)
    at = timezone.now()
    with within(ours.agency):
        mailbox = Mailbox.objects.create(
            address="hello@northlight.example", host="imap.example", triage=ours.manager, next_poll_at=at
        )
        call = Interaction.objects.create(client=ours.client, kind="call", direction="inside", at=at)
        silent = Summary.objects.create(
            client=ours.client, interaction=call, written_by=ours.manager, state="sent", next_check_at=at
        )
        outbox.queue(purpose_key="x", lane="person", to=ours.contact, subject="s", text="t", at=at)
        notices.tell(ours.manager, kind="a", facts={}, purpose_key="a", at=at, urgent=True)
    pk = ours.agency.pk

    def found() -> list[Any]:
        due = [one.agency and one.agency.pk for one in delivery.due(10)]
        return [
            stages.due_episodes(), mailboxes.due(), summaries.due_for_silence(), due, replanning.outdated(),
            daily.mail_all_due(),
        ]  # fmt: skip

    with within(ours.agency):
        Episode.objects.update(calendar_version=0)
    Agency.objects.filter(pk=pk).update(closed_at=at)
    assert found() == [[], [], [], [], [], 0]
    Agency.objects.filter(pk=pk).update(closed_at=None)
    episode = the_episode(ours)
    assert found() == [[(pk, episode.pk)], [(pk, mailbox.pk)], [(pk, silent.pk)], [pk], [(pk, episode.pk)], 1]


def test_whoever_has_gone_hands_over_and_it_is_recorded(ours: House) -> None:
    written_by(ours, ours.contact)
    with within(ours.agency):
        ours.manager.deactivated_at = timezone.now()
        ours.manager.save()
    sweep(ours)
    assert the_episode(ours).responsible_id == ours.backup.pk
    assert told(ours) == {"handed_over": {"Daniel"}, "arrival": {"Daniel"}}
    with within(ours.agency):
        assert Event.objects.get(verb="episode.handed_over").facts["why"] == "inactive"


def test_whose_notices_bounce_hands_over_too(ours: House) -> None:
    written_by(ours, ours.contact)
    sweep(ours)
    assert daily.mail_all_due() == 1
    with within(ours.agency):
        OutboxMessage.objects.filter(lane="notice").update(state="bounced", settled_at=timezone.now())
    let_pass(ours, 4 * HOUR)
    sweep(ours)
    assert the_episode(ours).responsible_id == ours.backup.pk


def test_without_a_backup_the_owners_stand_in(ours: House) -> None:
    written_by(ours, ours.other_contact)
    let_pass(ours, 6 * HOUR)
    sweep(ours)
    assert told(ours)["backup"] == {"Daniel", "Helen"}, "the lead and, in the backup's place, the owner"


def test_a_row_that_cannot_be_processed_backs_off_alone(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    written_by(ours, ours.contact)
    poisoned = the_episode(ours)
    written_by(ours, ours.second_contact)
    honest = clocks.read

    def read(episode: Episode) -> Any:
        if episode.pk == poisoned.pk:
            raise RuntimeError("poisoned")
        return honest(episode)

    monkeypatch.setattr(clocks, "read", read)
    assert sweep(ours) == ["arrival"]
    for attempts in (1, 2, 3):
        with within(ours.agency):
            row = Episode.objects.get(pk=poisoned.pk)
            assert (row.attempts, "poisoned" in row.problem) == (attempts, True)
            assert row.next_check_at is not None
            assert row.next_check_at > timezone.now()
            Episode.objects.filter(pk=row.pk).update(next_check_at=row.opened_at)
        sweep(ours)
    assert "Helen" in told(ours)["stuck"]
    monkeypatch.undo()
    with within(ours.agency):
        Episode.objects.filter(pk=poisoned.pk).update(next_check_at=poisoned.opened_at)
    assert sweep(ours) == ["arrival"]
    with within(ours.agency):
        assert (Episode.objects.get(pk=poisoned.pk).attempts, Episode.objects.get(pk=poisoned.pk).problem) == (0, "")


def test_the_sweep_costs_what_is_due(ours: House) -> None:
    """One question, which names the condition of the partial index, however many episodes are open."""
    for number in range(3):
        written_by(ours, ours.contact, subject=f"Number {number}")
    sweep(ours)
    with CaptureQueriesContext(connection) as asked:
        assert stages.due_episodes() == []
    (question,) = [query["sql"] for query in asked if "comms_" in query["sql"]]
    assert "IS NOT NULL" in question


def test_when_the_rules_change_running_clocks_follow_and_none_is_lengthened(ours: House) -> None:
    written_by(ours, ours.contact)
    sweep(ours)
    before = the_episode(ours)
    assert replanning.replan_outdated() == 0
    with within(ours.agency):
        agencies.change(ours.agency, by=ours.owner, at=timezone.now(), target_minutes=120, promise_hours=12)
    assert replanning.replan_outdated() == 1
    assert replanning.replan_outdated() == 0
    hurried = the_episode(ours)
    assert hurried.target_at - hurried.opened_at == 2 * HOUR
    assert hurried.promise_at - hurried.opened_at == 12 * HOUR
    with within(ours.agency):
        agencies.change(ours.agency, by=ours.owner, at=timezone.now(), target_minutes=960, promise_hours=24)
    replanning.replan_outdated()
    after = the_episode(ours)
    assert (after.target_at, after.promise_at) == (hurried.target_at, hurried.promise_at)
    assert after.calendar_version == before.calendar_version + 2
    assert sweep(ours) == []
