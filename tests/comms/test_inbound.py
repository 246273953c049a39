"""Mail in: stored as it came, then read; agency from the recipient, thread by token or reference, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import everywhere, within
from clients.models import PersonAddress
from comms.domain import addressees, filing, inbound, outbox, senders, triage
from comms.mail import tokens
from comms.models import (
    Attachment,
    Episode,
    InboundMessage,
    Interaction,
    Mailbox,
    Notice,
    OutboxMessage,
    Participant,
    Request,
)
from comms.queries.inbox import unmatched
from tests.comms.mailroom import arrive, eml, own_address, the_episode, written_by
from tests.world import House, World

MARIA = "Maria Holm <maria.northlight@client.example>"
State = InboundMessage.State


@pytest.fixture
def ours(world: World, tmp_path: Any, settings: Any) -> House:
    settings.FILES_DIR = tmp_path
    return world.ours


def reply_address(house: House, request: Request) -> str:
    return tokens.reply_address(house.agency.slug, request.key, f"reply@{settings.MAIL_DOMAIN}", settings.SECRET_KEY)


def count(house: House, model: Any, **found: Any) -> int:
    with within(house.agency):
        return int(model.objects.filter(**found).count())


# --- a message becomes a request --------------------------------------------------------------------------------------
def test_a_clients_mail_becomes_a_request_with_its_clock(ours: House) -> None:
    raw = eml(
        MARIA,
        subject="Sale on Friday?",
        message_id="<one@client.example>",
        headers={"Cc": "Jens <jens.northlight@client.example>"},
        attachments=(("plan.pdf", "application/pdf", b"%PDF-1.7"), ("plan again.pdf", "application/pdf", b"%PDF-1.7")),
    )
    message = arrive(ours.agency, raw)
    with within(ours.agency):
        assert message.state == State.FILED
        assert bytes(message.raw) == raw
        said = Interaction.objects.select_related("request").get(inbound=message)
        assert (said.client, said.contact) == (ours.client, ours.contact)
        assert said.text.startswith("Hello,")
        assert said.at == message.received_at
        assert said.request is not None
        assert said.request.subject == "Sale on Friday?"
        on_it = set(Participant.objects.filter(interaction=said).values_list("contact_id", flat=True))
        assert on_it == {ours.contact.pk, ours.second_contact.pk}
        first, second = Attachment.objects.order_by("pk")
        assert (first.name, first.size, first.path) == ("plan.pdf", 8, second.path)
        assert (settings.FILES_DIR / first.path).read_bytes() == b"%PDF-1.7"
        episode = Episode.objects.get()
        assert episode.promise_at - message.received_at == timedelta(hours=24)
        assert episode.responsible == ours.manager
        assert episode.next_check_at is not None
        assert Event.objects.filter(verb="message.received", client_id=ours.client.pk, shown=True).exists()
    assert count(ours, Notice) == 0, "the arrival is told by the sweep"


def test_the_same_bytes_are_one_row(ours: House) -> None:
    raw = eml(MARIA, message_id="<one@client.example>")
    assert arrive(ours.agency, raw).pk == arrive(ours.agency, raw).pk
    assert count(ours, InboundMessage) == 1


def test_a_redelivery_by_another_way_is_one_row(ours: House) -> None:
    raw = eml(MARIA, message_id="<one@client.example>")
    arrive(ours.agency, raw)
    arrive(ours.agency, b"Received: from elsewhere.example by us.example; Tue, 3 Nov 2026 10:10:00 +0000\r\n" + raw)
    arrive(ours.agency, raw, recipient="studio@northlight.example")
    assert count(ours, InboundMessage) == 1
    assert count(ours, Request) == 1


def test_the_same_id_with_other_words_is_kept_and_marked(ours: House) -> None:
    arrive(ours.agency, eml(MARIA, message_id="<one@client.example>"))
    second = arrive(ours.agency, eml(MARIA, message_id="<one@client.example>", text="Something else."))
    assert second.same_id_as_another
    assert count(ours, InboundMessage) == 2


# --- threads ----------------------------------------------------------------------------------------------------------
def test_the_signed_address_finds_the_thread(ours: House) -> None:
    request = written_by(ours, ours.contact)
    arrive(ours.agency, eml(MARIA, subject="Completely different", text="And red?"), reply_address(ours, request))
    assert count(ours, Interaction, request=request) == 2
    assert count(ours, Episode) == 1, "a further message joins the open episode"


def test_references_to_our_mail_find_the_thread(ours: House) -> None:
    request = written_by(ours, ours.contact, message_id="<one@client.example>")
    with within(ours.agency):
        answer = Interaction.objects.create(
            client=ours.client, request=request, kind="email", direction="out", at=timezone.now(), member=ours.manager
        )
        sent = outbox.queue(
            purpose_key="answer:1",
            lane=OutboxMessage.Lane.PERSON,
            to=ours.contact,
            subject="Re",
            text="Yes.",
            at=timezone.now(),
            request=request,
            interaction=answer,
        )
    arrive(ours.agency, eml(MARIA, text="Thanks", headers={"In-Reply-To": sent.message_id}))
    arrive(ours.agency, eml(MARIA, text="More", headers={"References": "<x@y.example> <one@client.example>"}))
    assert count(ours, Interaction, request=request) == 4


def test_a_subject_finds_no_thread(ours: House) -> None:
    written_by(ours, ours.contact, subject="Sale")
    arrive(ours.agency, eml(MARIA, subject="Re: Sale", text="Another matter."))
    assert count(ours, Request) == 2


def test_nobody_writes_into_another_clients_thread(ours: House) -> None:
    request = written_by(ours, ours.contact, message_id="<one@client.example>")
    tomas = "Tomás <tomas.northlight@client.example>"
    arrive(
        ours.agency,
        eml(tomas, text="Hi", headers={"In-Reply-To": "<one@client.example>"}),
        reply_address(ours, request),
    )
    assert count(ours, Interaction, request=request) == 1
    assert count(ours, Request, client=ours.other_client) == 1


def test_a_token_of_another_agency_is_worth_nothing_here(world: World, ours: House) -> None:
    theirs = written_by(world.theirs, world.theirs.contact)
    arrive(ours.agency, eml(MARIA), recipient=reply_address(world.theirs, theirs))
    assert count(world.theirs, Interaction, request=theirs) == 1
    assert count(ours, Request) == 1


def test_a_message_reopens_a_closed_request(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        Episode.objects.update(closed_at=timezone.now(), next_check_at=None)
        Request.objects.update(state=Request.State.CLOSED, closed_at=timezone.now(), snoozed_until=timezone.now())
    arrive(ours.agency, eml(MARIA, text="One more thing"), reply_address(ours, request))
    with within(ours.agency):
        request.refresh_from_db()
        assert (request.state, request.closed_at, request.snoozed_until) == (Request.State.NEW, None, None)
    assert the_episode(ours).number == 2


# --- whom it is for ---------------------------------------------------------------------------------------------------
def test_the_recipient_alone_tells_the_agency(world: World, ours: House) -> None:
    with within(ours.agency):
        Mailbox.objects.create(address="hello@northlight.example", triage=ours.owner)
    request = written_by(ours, ours.contact)
    ours.agency.mail_address = "office@northlight.example"
    ours.agency.save()
    for address in (
        "HELLO@northlight.example",
        "hello+anything@northlight.example",
        "office@northlight.example",
        own_address("northlight"),
        reply_address(ours, request).upper(),
    ):
        found = addressees.addressee(address)
        assert found is not None, address
        assert found.agency == ours.agency
    for address in ("nobody@northlight.example", "reply+000000000000.aaaaaaaaaaaaaaaaaaaa@mail.rapport.example", ""):
        assert addressees.addressee(address) is None


def test_a_shared_mailbox_serves_the_agency_that_signed_the_address(world: World, ours: House) -> None:
    from comms.mail.parse import parse

    request = written_by(world.theirs, world.theirs.contact)
    with within(ours.agency):
        shared = Mailbox.objects.create(address="all@northlight.example", triage=ours.owner)
    signed = reply_address(world.theirs, request)
    delivered = parse(b"Delivered-To: " + signed.encode() + b"\r\n" + eml(MARIA))
    assert addressees.in_mailbox(shared, delivered).agency == world.theirs.agency
    only_written = parse(eml(MARIA, to=signed))
    assert addressees.in_mailbox(shared, only_written).agency == ours.agency, "anybody can write a To line"


# --- strangers --------------------------------------------------------------------------------------------------------
def test_a_stranger_waits_under_a_named_person(ours: House) -> None:
    with within(ours.agency):
        box = Mailbox.objects.create(address="hello@northlight.example", triage=ours.backup)
    stored = inbound.receive(
        eml("Rosa <rosa@new.example>"),
        agency=ours.agency,
        recipient=box.address,
        door="imap",
        mailbox=box,
        at=timezone.now(),
    )
    assert inbound.file(ours.agency, stored.pk) == State.UNMATCHED
    with within(ours.agency):
        stored.refresh_from_db()
        assert stored.triage == ours.backup
        assert [notice.member for notice in Notice.objects.filter(kind="inbound.unmatched")] == [ours.backup]
    assert count(ours, Episode) == 0


@pytest.mark.parametrize("header", [{"List-Id": "<news.shop.example>"}, {"Precedence": "bulk"}])
def test_bulk_mail_of_strangers_disturbs_nobody(ours: House, header: dict[str, str]) -> None:
    message = arrive(ours.agency, eml("News <news@shop.example>", headers=header))
    assert (message.state, message.wants_answer) == (State.UNMATCHED, False)
    assert count(ours, Notice) == 0


def test_a_stranger_becomes_a_contact_and_keeps_the_original_time(ours: House) -> None:
    rosa = "Rosa <rosa@new.example>"
    first, second = arrive(ours.agency, eml(rosa)), arrive(ours.agency, eml(rosa, text="Hello?"))
    with within(ours.agency):
        InboundMessage.objects.update(received_at=first.received_at - timedelta(hours=30))
        first.refresh_from_db()
        PersonAddress.objects.create(person=ours.contact.person, email="rosa@new.example", first=False)
        said = triage.attach(first, ours.contact, by=ours.manager, at=timezone.now())
        assert triage.attach_others_of(first, ours.contact, by=ours.manager, at=timezone.now()) == 1
        assert said.at == first.received_at
        episode = Episode.objects.get(request=said.request)
        assert episode.opened_at == first.received_at
        assert episode.promise_at < timezone.now(), "a promise that was already broken is seen as such"
        with pytest.raises(triage.AlreadySettled):
            triage.attach(second, ours.contact, by=ours.manager, at=timezone.now())
    assert count(ours, InboundMessage, state=State.FILED) == 2


def test_attaching_to_another_clients_request_is_refused(ours: House) -> None:
    other = written_by(ours, ours.other_contact)
    message = arrive(ours.agency, eml("Rosa <rosa@new.example>"))
    with within(ours.agency), pytest.raises(triage.NotTheirRequest):
        triage.attach(message, ours.contact, by=ours.manager, at=timezone.now(), request=other)


def test_not_a_client_is_said_once_and_can_be_taken_back(ours: House) -> None:
    message = arrive(ours.agency, eml("Ad <ad@shop.example>"))
    with within(ours.agency):
        triage.dismiss(message, by=ours.manager, at=timezone.now(), block=True)
    assert arrive(ours.agency, eml("Ad <ad@shop.example>", text="Again")).state == State.DISMISSED
    with within(ours.agency):
        triage.undo_dismissal(message, by=ours.manager, at=timezone.now())
    assert arrive(ours.agency, eml("Ad <ad@shop.example>", text="Once more")).state == State.UNMATCHED


# --- what opens no clock ----------------------------------------------------------------------------------------------
def test_our_own_mail_that_comes_back_is_ours(ours: House) -> None:
    with within(ours.agency):
        sent = outbox.queue(
            purpose_key="letter:1",
            lane=OutboxMessage.Lane.PERSON,
            to=ours.contact,
            subject="Hello",
            text="Hello.",
            at=timezone.now(),
        )
    assert arrive(ours.agency, bytes(sent.mime)).state == State.OURS
    assert count(ours, Request) == 0


def test_an_absence_notice_opens_no_clock_and_is_remembered(ours: House) -> None:
    raw = eml(
        MARIA,
        subject="Out of office",
        text="I am away until 2099-01-01. Back on 2026-12-01.",
        headers={"Auto-Submitted": "auto-replied"},
    )
    stored = inbound.receive(
        raw, agency=ours.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    assert inbound.file(ours.agency, stored.pk) == State.NOTED
    with within(ours.agency):
        assert PersonAddress.objects.get(person=ours.contact.person).away_until is not None
    assert count(ours, Episode) == 0


@pytest.mark.parametrize("sender", ["Rosa <rosa@new.example>", "Ida Brandt <ida@northlight.example>"])
def test_a_strangers_absence_is_listed_and_a_members_is_not(ours: House, sender: str) -> None:
    message = arrive(ours.agency, eml(sender, subject="Out of office", headers={"Auto-Submitted": "auto-replied"}))
    with within(ours.agency):
        listed = unmatched().filter(pk=message.pk).exists()
    assert (listed, message.state) == ((True, State.UNMATCHED) if "rosa" in sender else (False, State.NOTED))
    assert message.wants_answer is False
    assert count(ours, Episode) == count(ours, Notice) == 0


def test_other_automatic_mail_of_a_client_does_open_one(ours: House) -> None:
    arrive(ours.agency, eml(MARIA, subject="Form sent", headers={"Auto-Submitted": "auto-generated"}))
    assert count(ours, Episode) == 1


def bounce_of(message: OutboxMessage, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A delivery report as Postfix writes it."""
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\n"
        f"To: {message.return_path}\r\nSubject: Undelivered Mail Returned to Sender\r\nReturn-Path: <>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {message.recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n"
        f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message.message_id}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("by_return_path", [True, False])
def test_a_bounce_marks_the_mail_and_the_address_and_tells_a_person(ours: House, by_return_path: bool) -> None:
    with within(ours.agency):
        sent = outbox.queue(
            purpose_key="letter:1",
            lane=OutboxMessage.Lane.PERSON,
            to=ours.contact,
            subject="Hello",
            text="Hello.",
            at=timezone.now(),
            by=ours.manager,
        )
        OutboxMessage.objects.update(state="sent")
    recipient = sent.return_path if by_return_path else "hello@northlight.example"
    assert arrive(ours.agency, bounce_of(sent, "delayed", "4.4.1"), recipient).state == State.NOTED
    with within(ours.agency):
        sent.refresh_from_db()
        assert (sent.state, sent.server_reply) == ("sent", "550 no such user")
    assert arrive(ours.agency, bounce_of(sent), recipient).state == State.NOTED
    with within(ours.agency):
        sent.refresh_from_db()
        assert sent.state == "bounced"
        assert PersonAddress.objects.get(person=ours.contact.person).bounced_at is not None
        with pytest.raises(senders.NoAddress):
            senders.recipient(ours.contact)


def test_a_forged_bounce_marks_nothing(world: World, ours: House) -> None:
    with within(world.theirs.agency):
        theirs = outbox.queue(
            purpose_key="letter:1",
            lane=OutboxMessage.Lane.PERSON,
            to=world.theirs.contact,
            subject="Hello",
            text="Hello.",
            at=timezone.now(),
        )
        OutboxMessage.objects.update(state="sent")
    report = arrive(ours.agency, bounce_of(theirs), theirs.return_path)
    assert report.state == State.UNMATCHED, "a report of a mail that is none of ours is shown to somebody"
    assert count(ours, Notice) == count(ours, Episode) == 0
    with within(world.theirs.agency):
        theirs.refresh_from_db()
        assert theirs.state == "sent"


# --- a member's own mail ----------------------------------------------------------------------------------------------
def members_mail(house: House, request: Request, *, proof: str | None = "mx.example; dmarc=pass") -> InboundMessage:
    headers = {"Authentication-Results": proof} if proof else {}
    raw = eml("Ida Brandt <ida@northlight.example>", MARIA, text="Yes, Friday works.", headers=headers)
    return arrive(house.agency, raw, reply_address(house, request))


def test_a_members_mail_in_copy_answers(ours: House) -> None:
    request = written_by(ours, ours.contact)
    assert members_mail(ours, request).state == State.FILED
    episode = the_episode(ours)
    assert episode.closed_at is not None
    assert episode.acknowledged_by_id == ours.manager.pk
    assert episode.promise == Episode.Promise.KEPT_BY_PERSON


@pytest.mark.parametrize(
    "proof", [None, "mx.example; dmarc=fail", "mx.example; spf=pass smtp.mailfrom=evil.example; dmarc=none"]
)
def test_a_members_mail_without_proof_answers_nothing(ours: House, proof: str | None) -> None:
    request = written_by(ours, ours.contact)
    assert members_mail(ours, request, proof=proof).state == State.UNMATCHED
    assert the_episode(ours).closed_at is None


# --- nothing is lost --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff\xfe", b"From maria\n", b"Subject: =?x?\r\n\r\n" + bytes(range(256)) * 50]
)
def test_any_bytes_are_stored_and_shown_to_somebody(ours: House, raw: bytes) -> None:
    message = arrive(ours.agency, raw)
    assert message.state in (State.UNMATCHED, State.QUARANTINED)
    with within(ours.agency):
        assert message.triage == ours.owner


def test_what_cannot_be_filed_is_tried_again_and_then_quarantined_with_its_clock(
    ours: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = inbound.receive(
        eml(MARIA), agency=ours.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    with monkeypatch.context() as broken:
        broken.setattr(inbound, "_place", lambda *_: 1 / 0)
        states = [inbound.file(ours.agency, stored.pk) for _round in range(inbound.TRIES)]
    assert states == [State.STORED] * 4 + [State.QUARANTINED]
    with within(ours.agency):
        said = Interaction.objects.get(inbound=stored)
        assert said.attachments.get().name == "message.eml"
        assert Episode.objects.get().request == said.request
        stored.refresh_from_db()
        assert "ZeroDivisionError" in stored.problem
        assert Notice.objects.filter(kind="inbound.quarantined").exists()


def test_what_ends_every_worker_that_reads_it_is_quarantined_unread(ours: House) -> None:
    """A try is counted before it begins, so that one that never came back counts."""
    stored = inbound.receive(
        eml(MARIA), agency=ours.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    with within(ours.agency):
        InboundMessage.objects.update(attempts=inbound.TRIES)
    assert inbound.file(ours.agency, stored.pk) == State.QUARANTINED
    assert the_episode(ours).request.contact == ours.contact


def test_even_if_no_clock_can_be_opened_triage_sees_it(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = inbound.receive(
        eml(MARIA), agency=ours.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    with monkeypatch.context() as broken:
        broken.setattr(filing, "take", lambda *_, **__: 1 / 0)
        for _round in range(inbound.TRIES):
            inbound.file(ours.agency, stored.pk)
    with within(ours.agency):
        stored.refresh_from_db()
        assert (stored.state, stored.triage) == (State.QUARANTINED, ours.owner)


def test_the_sweep_finds_what_no_bell_told(ours: House) -> None:
    stored = inbound.receive(
        eml(MARIA), agency=ours.agency, recipient="hello@northlight.example", door="pipe", at=timezone.now()
    )
    assert inbound.waiting() == [(ours.agency.pk, stored.pk)]
    inbound.file(ours.agency, stored.pk)
    assert inbound.waiting() == []
    assert inbound.file(ours.agency, stored.pk) == "", "read once"
    with everywhere():
        assert InboundMessage.objects.count() == 1
