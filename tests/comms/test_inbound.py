"""Mail in: stored as it came, then read; agency from the recipient, thread by token or reference, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import addressees, outbox
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
