"""Mail out: a row first, frozen; sent or a person is told; at least or at most once as promised."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms.domain import account_mail, delivery, outbox, outcomes, senders
from comms.domain.delivery import Errand
from comms.mail import tokens
from comms.mail.parsed import Part
from comms.models import AccountMail, Notice, OutboxMessage
from comms.smtp import Conversation, Letter, Outcome, Verdict
from tests.comms.mailroom import point_to, send_all, written_by
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House, World, age

State, Lane = OutboxMessage.State, OutboxMessage.Lane


@pytest.fixture
def server(smtp_server: SmtpServer, settings: Any) -> Iterator[SmtpServer]:
    point_to(smtp_server, settings)
    return smtp_server


@pytest.fixture
def ours(world: World) -> House:
    return world.ours


def queued(house: House, *, key: str = "letter:1", lane: str = Lane.PERSON, **fields: Any) -> OutboxMessage:
    with within(house.agency):
        return outbox.queue(
            purpose_key=key,
            lane=lane,
            to=fields.pop("to", house.contact),
            subject=fields.pop("subject", "Your new shop"),
            text="It is ready.",
            at=fields.pop("at", timezone.now()),
            by=house.manager,
            **fields,
        )


def fresh(house: House, message: OutboxMessage) -> OutboxMessage:
    with within(house.agency):
        return OutboxMessage.objects.get(pk=message.pk)


def told(house: House, kind: str) -> list[Notice]:
    with within(house.agency):
        return list(Notice.objects.filter(kind=kind).select_related("member"))


# --- what is queued ---------------------------------------------------------------------------------------------------
def test_the_same_purpose_is_queued_once(ours: House) -> None:
    first, second = queued(ours), queued(ours, subject="Another")
    assert first.pk == second.pk
    assert second.subject == "Your new shop"


def test_the_agency_is_the_sender_and_the_message_is_frozen(ours: House) -> None:
    message = queued(ours, attachments=[Part("plan.pdf", "application/pdf", b"%PDF-1.7")])
    mime = message_from_bytes(bytes(message.mime), policy=policy.default)
    assert mime["From"].addresses[0].display_name == "Northlight Digital"
    assert mime["From"].addresses[0].addr_spec == "northlight@mail.rapport.example"
    assert mime["Message-ID"] == message.message_id
    assert [part.get_filename() for part in mime.iter_attachments()] == ["plan.pdf"]
    assert message.content_hash == outbox.content_hash(
        [message.recipient], "Your new shop", "It is ready.", "", [Part("plan.pdf", "application/pdf", b"%PDF-1.7")]
    )


def test_a_mail_in_a_thread_says_where_its_answer_comes_in(ours: House) -> None:
    request = written_by(ours, ours.contact, message_id="<one@client.example>")
    mime = message_from_bytes(bytes(queued(ours, request=request).mime), policy=policy.default)
    assert mime["In-Reply-To"] == "<one@client.example>"
    answer_to = mime["Reply-To"].addresses[0].addr_spec
    from django.conf import settings

    assert tokens.read(answer_to, settings.SECRET_KEY, agency_slug="northlight") == request.key
    assert tokens.read(answer_to, settings.SECRET_KEY, agency_slug="harbour") is None


def test_only_what_rapport_writes_by_itself_says_so(ours: House) -> None:
    automatic = bytes(queued(ours, key="note:1", lane=Lane.AUTOMATIC).mime)
    written = bytes(queued(ours, key="answer:1").mime)
    assert b"Auto-Submitted: auto-" in automatic
    assert b"Auto-Submitted" not in written


def test_a_contact_without_a_working_address_is_refused_in_words(ours: House) -> None:
    with within(ours.agency):
        PersonAddress.objects.filter(person=ours.contact.person).update(bounced_at=timezone.now())
        with pytest.raises(senders.NoAddress, match="Maria Holm"):
            outbox.queue(purpose_key="x", lane=Lane.PERSON, to=ours.contact, subject="s", text="t", at=timezone.now())


# --- the way out ------------------------------------------------------------------------------------------------------
def test_a_mail_leaves_once_and_its_outcome_is_known(ours: House, server: SmtpServer) -> None:
    message = queued(ours)
    assert send_all() == 1
    assert send_all() == 0
    sent = fresh(ours, message)
    assert (sent.state, sent.attempts, sent.claim != "") == (State.SENT, 1, True)
    assert sent.server_reply.startswith("250")
    (delivery_,) = server.received
    assert delivery_.recipients == ("maria.northlight@client.example",)
    assert tokens.read_bounce(delivery_.sender, _secret()) == sent.key
    assert delivery_.raw == bytes(message.mime)


def _secret() -> str:
    from django.conf import settings

    return settings.SECRET_KEY


def test_what_people_write_can_be_taken_back_for_twenty_seconds(ours: House, server: SmtpServer) -> None:
    message = queued(ours, hold=outbox.HOLD)
    assert send_all() == 0
    with within(ours.agency):
        outbox.withdraw(message, by=ours.manager, at=timezone.now())
    assert send_all() == 0
    assert fresh(ours, message).state == State.WITHDRAWN
    assert server.received == []


def test_what_has_left_is_not_taken_back(ours: House, server: SmtpServer) -> None:
    message = queued(ours)
    send_all()
    with within(ours.agency), pytest.raises(outbox.TooLate):
        outbox.withdraw(message, by=ours.manager, at=timezone.now())


def test_greylisting_costs_a_minute_and_no_mail(ours: House, server: SmtpServer) -> None:
    server.greylist()
    message = queued(ours)
    send_all()
    waiting = fresh(ours, message)
    assert waiting.state == State.RETRY
    assert "greylisted" in waiting.server_reply
    assert waiting.next_attempt_at is not None
    assert timedelta(seconds=40) < waiting.next_attempt_at - timezone.now() < timedelta(seconds=80)
    with within(ours.agency):
        age(waiting, timedelta(minutes=2))
    send_all()
    assert fresh(ours, message).state == State.SENT


def test_refused_for_good_is_dead_and_the_writer_is_told(ours: House, server: SmtpServer) -> None:
    server.refuse(Verb.RCPT, 550)
    message = queued(ours)
    send_all()
    assert fresh(ours, message).state == State.DEAD
    (notice,) = told(ours, "mail.dead")
    assert notice.member == ours.manager
    assert notice.urgent
    with within(ours.agency):
        assert PersonAddress.objects.get(person=ours.contact.person).bounced_at is not None


@pytest.mark.parametrize(
    ("lane", "state"), [(Lane.PERSON, State.RETRY), (Lane.SUMMARY, State.UNCERTAIN), (Lane.AUTOMATIC, State.UNCERTAIN)]
)
@pytest.mark.parametrize("keep", [True, False])
def test_when_the_verdict_is_lost(ours: House, server: SmtpServer, lane: str, state: str, keep: bool) -> None:
    """After the final dot the server may have it or not: people's mail goes again, the rest asks a person."""
    server.drop(Verb.BODY, keep=keep)
    message = queued(ours, lane=lane)
    send_all()
    assert fresh(ours, message).state == state
    assert len(told(ours, "mail.uncertain")) == (state == State.UNCERTAIN)
    server.accept()
    with within(ours.agency):
        age(fresh(ours, message), timedelta(minutes=2))
    send_all()
    assert len(server.received) == keep + (state == State.RETRY)
    assert len({one.message["Message-ID"] for one in server.received}) <= 1


def test_a_silent_server_is_unknown_too(ours: House, server: SmtpServer, settings: Any) -> None:
    settings.SMTP_TIMEOUT = 0.3
    server.hang(Verb.BODY)
    message = queued(ours, lane=Lane.REPORT)
    send_all()
    uncertain = fresh(ours, message)
    assert uncertain.state == State.UNCERTAIN
    assert "in time" in uncertain.server_reply


@pytest.mark.parametrize("verb", [Verb.CONNECT, Verb.EHLO, Verb.MAIL, Verb.RCPT, Verb.DATA])
@pytest.mark.parametrize("fault", ["drop", "421", "451", "550"])
def test_nothing_is_unknown_before_the_message_is_handed_over(
    ours: House, server: SmtpServer, verb: Verb, fault: str
) -> None:
    if fault == "drop":
        server.drop(verb, times=2)
    else:
        server.refuse(verb, int(fault), times=2)
    message = queued(ours, lane=Lane.SUMMARY)
    send_all()
    expected = State.DEAD if fault == "550" and verb in (Verb.MAIL, Verb.RCPT, Verb.DATA) else State.RETRY
    if verb == Verb.EHLO and fault != "drop":
        expected = State.SENT  # HELO is older, and enough
    assert fresh(ours, message).state == expected
    assert len(server.received) == (expected == State.SENT)


def test_a_server_that_is_down_uses_up_no_ladder(ours: House, settings: Any) -> None:
    settings.SMTP = {**settings.SMTP, "port": 1}
    one, two = queued(ours), queued(ours, key="letter:2")
    send_all()
    first, second = fresh(ours, one), fresh(ours, two)
    assert (first.state, first.attempts) == (State.RETRY, 0)
    assert second.state == State.QUEUED, "the round ends when the server cannot be reached"
    with within(ours.agency):
        age(first, timedelta(hours=2))
    send_all()
    assert [notice.member for notice in told(ours, "mail.delayed")] == [ours.manager]


def test_the_ladder_ends_after_three_days_and_a_person_is_told(ours: House, server: SmtpServer) -> None:
    server.refuse(Verb.RCPT, 451)
    message = queued(ours)
    rounds = 0
    while fresh(ours, message).state != State.DEAD:
        send_all()
        with within(ours.agency):
            age(fresh(ours, message), timedelta(days=2))
        rounds += 1
        assert rounds < 20
    assert rounds == 12
    assert told(ours, "mail.dead")


# --- leases -----------------------------------------------------------------------------------------------------------
def claimed(house: House, message: OutboxMessage) -> tuple[Errand, delivery.Claim]:
    errand = Errand(OutboxMessage, message.pk, house.agency)
    claim = delivery.claim(errand)
    assert claim is not None
    return errand, claim


def test_one_claimer_at_a_time(ours: House) -> None:
    errand, _claim = claimed(ours, queued(ours))
    assert delivery.claim(errand) is None


def test_a_claimer_that_is_gone_gives_the_row_back(ours: House, server: SmtpServer) -> None:
    message = queued(ours, lane=Lane.SUMMARY)
    errand, claim = claimed(ours, message)
    assert delivery.release_expired(10) == 0
    with within(ours.agency):
        age(fresh(ours, message), timedelta(minutes=10))
    assert delivery.release_expired(10) == 1
    assert fresh(ours, message).state == State.QUEUED
    assert not delivery._begin(errand, claim.token), "the late claimer may not hand it over any more"


def test_a_mail_that_ends_five_workers_is_a_persons(ours: House) -> None:
    message = queued(ours)
    for _loss in range(delivery.LOSSES):
        assert fresh(ours, message).state == State.QUEUED
        claimed(ours, message)
        with within(ours.agency):
            age(fresh(ours, message), timedelta(minutes=10))
        delivery.release_expired(10)
    lost = fresh(ours, message)
    assert (lost.state, lost.server_reply) == (State.DEAD, delivery.LOST)
    assert told(ours, "mail.dead")
    with within(ours.agency):
        outbox.retry(lost, by=ours.manager, at=timezone.now())
    claimed(ours, message)


@pytest.mark.parametrize(("lane", "state"), [(Lane.PERSON, State.RETRY), (Lane.REPORT, State.UNCERTAIN)])
def test_who_died_while_sending_leaves_an_unknown_verdict(ours: House, lane: str, state: str) -> None:
    message = queued(ours, lane=lane)
    errand, claim = claimed(ours, message)
    assert delivery._begin(errand, claim.token)
    with within(ours.agency):
        age(fresh(ours, message), timedelta(minutes=10))
    delivery.release_expired(10)
    assert fresh(ours, message).state == state


def test_a_slow_claimer_may_still_say_that_it_was_accepted(ours: House) -> None:
    message = queued(ours, lane=Lane.REPORT)
    errand, claim = claimed(ours, message)
    delivery._begin(errand, claim.token)
    with within(ours.agency):
        age(fresh(ours, message), timedelta(minutes=10))
    delivery.release_expired(10)
    delivery.settle(errand, claim.token, delivery.Outcome(Verdict.ACCEPTED, "250 ok"))
    assert fresh(ours, message).state == State.SENT


def test_nobody_settles_with_another_token(ours: House) -> None:
    message = queued(ours)
    errand, _claim = claimed(ours, message)
    delivery.settle(errand, "somebody else's", delivery.Outcome(Verdict.ACCEPTED))
    assert fresh(ours, message).state == State.CLAIMED


# --- a person decides -------------------------------------------------------------------------------------------------
def test_an_uncertain_mail_is_sent_again_or_said_to_have_arrived(ours: House, server: SmtpServer) -> None:
    server.drop(Verb.BODY, times=2)
    one, two = queued(ours, key="report:1", lane=Lane.REPORT), queued(ours, key="report:2", lane=Lane.REPORT)
    send_all()
    heard: list[int] = []
    outcomes.accepted_hooks["membership"].append(lambda message, at: heard.append(message.pk))
    with within(ours.agency):
        OutboxMessage.objects.update(object_kind="membership")
        outbox.retry(one, by=ours.manager, at=timezone.now())
        outbox.mark_arrived(two, by=ours.manager, at=timezone.now())
        with pytest.raises(outbox.NotWaitingForYou):
            outbox.mark_arrived(two, by=ours.manager, at=timezone.now())
    send_all()
    assert (fresh(ours, one).state, fresh(ours, two).state) == (State.SENT, State.SENT)
    assert len(server.received) == 1
    assert sorted(heard) == [one.pk, two.pk]
    outcomes.accepted_hooks.pop("membership")


def test_a_hook_that_fails_is_called_again_and_the_mail_is_not(ours: House, server: SmtpServer) -> None:
    calls: list[int] = []

    def hook(message: OutboxMessage, at: Any) -> None:
        calls.append(message.pk)
        if len(calls) == 1:
            raise RuntimeError("the first time")

    outcomes.accepted_hooks["client"].append(hook)
    with within(ours.agency):
        message = queued(ours, thing=ours.client)
    send_all()
    assert fresh(ours, message).state == State.SENT
    assert fresh(ours, message).reported_at is None
    with within(ours.agency):
        OutboxMessage.objects.update(next_attempt_at=timezone.now())
    send_all()
    send_all()
    assert len(calls) == 2
    assert len(server.received) == 1
    outcomes.accepted_hooks.pop("client")


def test_who_is_told_when_the_writer_has_gone(ours: House, server: SmtpServer) -> None:
    server.refuse(Verb.RCPT, 550)
    with within(ours.agency):
        ours.manager.deactivated_at = timezone.now()
        ours.manager.save()
    queued(ours)
    send_all()
    assert [notice.member for notice in told(ours, "mail.dead")] == [ours.backup]


def test_a_notice_that_fails_is_not_told_by_another(ours: House, server: SmtpServer) -> None:
    server.refuse(Verb.RCPT, 550)
    queued(ours, to=ours.manager, lane=Lane.NOTICE)
    send_all()
    with within(ours.agency):
        assert not Notice.objects.exists()
        assert OutboxMessage.objects.get().reported_at is not None


def test_what_goes_wrong_in_us_loses_no_mail(ours: House, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of our own before the message was handed over is tried again; afterwards the verdict is unknown."""
    before, after = queued(ours, key="report:1", lane=Lane.REPORT), queued(ours, key="report:2", lane=Lane.REPORT)

    def deliver(line: Conversation, letter: Letter, *, before_data: Any) -> Outcome:
        if letter.return_path == after.return_path:
            before_data()
        raise RuntimeError("our own")

    with monkeypatch.context() as broken:
        broken.setattr(Conversation, "deliver", deliver)
        send_all()
    assert (fresh(ours, before).state, fresh(ours, after).state) == (State.RETRY, State.UNCERTAIN)


# --- account mail -----------------------------------------------------------------------------------------------------
def test_account_mail_belongs_to_nobody_and_is_wiped(ours: House, server: SmtpServer, settings: Any) -> None:
    mail = EmailMultiAlternatives("Your code: 482913", "482913", None, ["ida@northlight.example", "b@client.example"])
    mail.attach_alternative("<p>482913</p>", "text/html")
    settings.EMAIL_BACKEND = "comms.outbox_backend.OutboxBackend"
    assert mail.send() == 1
    assert AccountMail.objects.count() == 2
    send_all()
    assert {one.recipients[0] for one in server.received} == {"ida@northlight.example", "b@client.example"}
    for row in AccountMail.objects.all():
        assert (row.state, bytes(row.mime), row.subject) == (State.SENT, b"", "")
    assert not told(ours, "mail.dead")


def test_account_mail_that_waits_keeps_its_body(server: SmtpServer, db: None) -> None:
    server.refuse(Verb.RCPT, 451)
    account_mail.queue_account_mail(EmailMessage("Code", "482913", None, ["a@client.example"]))
    send_all()
    row = AccountMail.objects.get()
    assert row.state == State.RETRY
    assert b"482913" in bytes(row.mime)


def test_nobody_to_send_to_is_nothing_sent(db: None) -> None:
    assert account_mail.queue_account_mail(EmailMessage("Code", "482913")) == 0
