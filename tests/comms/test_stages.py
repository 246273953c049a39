"""Left alone, the stages of the clock happen: each once, to the right people, the note before the promise ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agency.domain import agencies
from agency.models import Agency, Event
from agency.tenancy.scope import within
from clients.models import Client, Contact
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
from comms.models import Answer, Episode, Interaction, Mailbox, Notice, OutboxMessage, StageFired, Summary
from tests.comms.mailroom import (
    HOUR,
    arrive,
    eml,
    let_go,
    let_pass,
    own_address,
    point_to,
    send_all,
    sweep,
    the_episode,
    written_by,
)
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House, World

MARIA = "Maria Holm <maria.northlight@client.example>"
Promise, Target = Episode.Promise, Episode.Target


@pytest.fixture
def server(smtp_server: SmtpServer, settings: Any) -> Iterator[SmtpServer]:
    point_to(smtp_server, settings)
    return smtp_server


def told(house: House) -> dict[str, set[str]]:
    """Kind of each clock notice to the names of those who got it."""
    found: dict[str, set[str]] = {}
    with within(house.agency):
        for notice in Notice.objects.filter(kind__startswith="clock.").select_related("member__user"):
            found.setdefault(notice.kind.removeprefix("clock."), set()).add(str(notice.member).split()[0])
    return found


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


def test_one_note_names_and_keeps_all_open_episodes_of_its_address(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact, subject="Sale")
    let_pass(ours, 1 * HOUR)
    written_by(ours, ours.contact, subject="Colours")
    written_by(ours, ours.second_contact, subject="Somebody else's")
    let_pass(ours, 19 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    (note,) = server.received
    text = note.message.get_body(("plain",)).get_content()
    assert "Sale" in text
    assert "Colours" in text
    assert "Somebody" not in text
    with within(ours.agency):
        kept = Episode.objects.filter(promise=Promise.KEPT_BY_NOTE)
        assert {episode.request.subject for episode in kept.select_related("request")} == {"Sale", "Colours"}
        assert StageFired.objects.filter(stage="note", why__startswith="with").count() == 1


def test_a_later_note_waits_for_a_day_to_pass_yet_goes_before_its_promise(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact, subject="First")
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    written_by(ours, ours.contact, subject="Second")
    let_pass(ours, 21 * HOUR)
    assert "note" not in sweep(ours), "a day has not passed since the first note"
    let_pass(ours, 2 * HOUR + timedelta(minutes=51))
    assert "note" in sweep(ours)
    send_all()
    assert [one.message["Subject"] for one in server.received] == [
        "We have received: First",
        "We have received: Second",
    ]
    assert the_episode(ours).promise == Promise.KEPT_BY_NOTE


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto-Submitted": "auto-generated"}, "auto_submitted"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List-Id": "<a.b>"}, "list"),
        ({"X-Auto-Response-Suppress": "All"}, "suppressed"),
        ({"Authentication-Results": "mx.example; dmarc=fail"}, "unauthenticated"),
        ({"Reply-To": "hello@mail.rapport.example"}, "own_address"),
    ],
)
def test_where_a_note_could_loop_a_person_is_told_instead_and_the_clock_goes_on(
    ours: House, server: SmtpServer, headers: dict[str, str], why: str
) -> None:
    arrive(ours.agency, eml(MARIA, headers=headers))
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    assert "note" in sweep(ours)
    send_all()
    assert server.received == []
    assert told(ours)["note_held"] == {"Ida", "Daniel"}
    with within(ours.agency):
        assert StageFired.objects.get(stage="note").why == why
    let_pass(ours, 2 * HOUR)
    assert sweep(ours) == ["owners"]


def test_no_automatic_note_goes_to_a_client_who_has_left(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact)
    with within(ours.agency):
        Client.objects.filter(pk=ours.client.pk).update(archived_at=timezone.now(), archived_reason="other")
    let_pass(ours, 21 * HOUR)
    assert "note" in sweep(ours)
    send_all()
    assert [one for one in server.received if "client.example" in one.recipients[0]] == []
    assert told(ours)["note_held"] == {"Ida", "Daniel"}
    with within(ours.agency):
        assert StageFired.objects.get(stage="note").why == "archived"
        assert not Interaction.objects.filter(automatic=True).exists()


def test_a_note_does_not_name_what_somebody_asked_of_a_client_who_has_left(ours: House, server: SmtpServer) -> None:
    request = written_by(ours, ours.contact, subject="The shop")
    gone = written_by(ours, ours.other_contact, subject="The clinic")
    with within(ours.agency):
        Contact.objects.filter(pk=ours.other_contact.pk).update(person=ours.contact.person)
        Client.objects.filter(pk=ours.other_client.pk).update(archived_at=timezone.now(), archived_reason="other")
    let_pass(ours, 21 * HOUR)
    sweep(ours)
    with within(ours.agency):
        assert [answer.episode.request for answer in Answer.objects.all()] == [request]
        note = Interaction.objects.get(automatic=True)
        assert gone.subject not in note.text


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


def test_two_agencies_notes_do_not_ping_pong(world: World, ours: House, server: SmtpServer) -> None:
    """Their note arrives at a contact of ours who is their mailbox: our note does not answer it, theirs not ours."""
    written_by(world.theirs, world.theirs.contact)
    let_pass(world.theirs, 20 * HOUR + timedelta(minutes=1))
    sweep(world.theirs)
    send_all()
    (note,) = server.received
    with within(ours.agency):
        from clients.models import PersonAddress

        PersonAddress.objects.create(
            person=ours.contact.person, email=own_address(world.theirs.agency.slug), first=False
        )
    arrive(ours.agency, note.raw)
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    assert len(server.received) == 1


def test_a_note_whose_fate_is_unknown_keeps_nothing(ours: House, server: SmtpServer) -> None:
    server.drop(Verb.BODY, times=1, keep=True)
    written_by(ours, ours.contact)
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    assert the_episode(ours).promise == Promise.PENDING
    let_pass(ours, 4 * HOUR)
    sweep(ours)
    assert the_episode(ours).promise == Promise.BROKEN


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


# --- notices ----------------------------------------------------------------------------------------------------------
def test_notices_are_bundled_at_most_hourly_and_the_urgent_go_alone(ours: House, server: SmtpServer) -> None:
    for number in range(3):
        written_by(ours, ours.contact, subject=f"Number {number}")
    sweep(ours)
    assert daily.mail_all_due() == 1
    send_all()
    assert [one.message["Subject"] for one in server.received] == ["3 things in Rapport"]
    body = server.received[0].message.get_body(("plain",)).get_content()
    assert "Number 2" in body
    assert "/northlight/requests/" in body
    written_by(ours, ours.contact, subject="A fourth")
    sweep(ours)
    assert daily.mail_all_due() == 0, "the hour has not passed"
    with within(ours.agency):
        notices.tell(
            ours.manager,
            kind="clock.broken",
            facts={"client": "Solvang"},
            purpose_key="x",
            at=timezone.now(),
            urgent=True,
        )
    assert daily.mail_all_due() == 1
    let_pass(ours, HOUR)
    assert daily.mail_all_due() == 1


def test_notices_wait_for_working_hours_unless_the_deadline_comes_first(ours: House) -> None:
    Agency.objects.update(week={"mon": [["09:00", "17:00"]]}, zone="UTC")
    ours.agency.refresh_from_db()
    saturday = datetime(2026, 11, 7, 12, tzinfo=UTC)
    with within(ours.agency):
        ours.manager.agency.refresh_from_db()
        waiting = notices.tell(ours.manager, kind="a", facts={}, purpose_key="a", at=saturday)
        pressing = notices.tell(
            ours.manager, kind="b", facts={}, purpose_key="b", at=saturday, deadline=saturday + 5 * HOUR
        )
        urgent = notices.tell(ours.manager, kind="c", facts={}, purpose_key="c", at=saturday, urgent=True)
    assert waiting.mail_after == datetime(2026, 11, 9, 9, tzinfo=UTC)
    assert pressing.mail_after == urgent.mail_after == saturday


def test_who_wants_only_what_is_urgent_gets_no_other_mail(ours: House) -> None:
    with within(ours.agency):
        ours.manager.notices = "urgent"
        ours.manager.save()
        calm = notices.tell(ours.manager, kind="a", facts={}, purpose_key="a", at=timezone.now())
        assert calm.mail_after is None
        assert notices.tell(ours.manager, kind="a", facts={}, purpose_key="a", at=timezone.now()).pk == calm.pk
    assert daily.mail_all_due() == 0


def test_what_was_seen_is_not_mailed(ours: House) -> None:
    written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        assert notices.see(list(Notice.objects.all()), by=ours.manager, at=timezone.now()) == 1
        assert notices.see(list(Notice.objects.all()), by=ours.backup, at=timezone.now()) == 0
    assert daily.mail_all_due() == 0


def test_nobody_who_left_gets_mail(ours: House) -> None:
    written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        ours.manager.deactivated_at = timezone.now()
        ours.manager.save()
    assert daily.mail_all_due() == 0
    with within(ours.agency):
        assert not OutboxMessage.objects.exists()


def test_what_is_late_is_told_once_a_day(ours: House) -> None:
    written_by(ours, ours.contact, subject="Forgotten")
    let_pass(ours, 25 * HOUR)
    sweep(ours)
    assert daily.remind_of_late() == 1
    assert daily.remind_of_late() == 1
    with within(ours.agency):
        (late,) = Notice.objects.filter(kind="clock.late")
        assert late.member == ours.manager
        assert "Forgotten" in late.facts["subjects"]


def test_one_members_trouble_stops_nobody_elses_mail(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with within(ours.agency):
        for member in (ours.manager, ours.backup):
            notices.tell(member, kind="a", facts={}, purpose_key="a", at=timezone.now(), urgent=True)
    honest = notices.mail_due

    def mail_due(member: Any, *, at: datetime) -> int:
        if member == ours.manager:
            raise RuntimeError("broken")
        return honest(member, at=at)

    monkeypatch.setattr(notices, "mail_due", mail_due)
    assert daily.mail_all_due() == 1


def test_every_notice_has_words(ours: House) -> None:
    from zoneinfo import ZoneInfo

    from comms import notice_words

    written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        notice = Notice.objects.get()
        for kind in (*notice_words.tellers, "nobody knows"):
            notice.kind = kind
            words = notice_words.words_for(notice, ZoneInfo("Europe/Berlin"), timezone.now())
            assert words.title
            assert "%(" not in words.title + words.detail


def test_interactions_of_notes_say_that_they_are_automatic(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact)
    let_pass(ours, 21 * HOUR)
    sweep(ours)
    with within(ours.agency):
        note = Interaction.objects.get(automatic=True)
        assert (note.direction, note.member) == ("out", None)
        assert note.message_id == OutboxMessage.objects.get().message_id
        with pytest.raises(ValidationError, match="Nothing of this waits"):
            answers.take_back(note, by=ours.manager, at=timezone.now())
