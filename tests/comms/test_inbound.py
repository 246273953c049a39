"""Mail in: stored as it came, then read; agency from the recipient, thread by token or reference, nothing lost."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import addressees, outbox
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
from tests.comms.mailroom import MARIA, arrive, count, eml, own_address, reply_address, the_episode, written_by
from tests.world import House, World

State = InboundMessage.State


# --- a message becomes a request --------------------------------------------------------------------------------------
def test_a_clients_mail_becomes_a_request_with_its_clock(house: House) -> None:
    raw = eml(
        MARIA,
        subject="Sale on Friday?",
        message_id="<one@client.example>",
        headers={"Cc": "Jens <jens.northlight@client.example>"},
        attachments=(("plan.pdf", "application/pdf", b"%PDF-1.7"), ("plan again.pdf", "application/pdf", b"%PDF-1.7")),
    )
    message = arrive(house.agency, raw)
    with within(house.agency):
        assert message.state == State.FILED
        assert bytes(message.raw) == raw
        said = Interaction.objects.select_related("request").get(inbound=message)
        assert (said.client, said.contact) == (house.client, house.contact)
        assert said.text.startswith("Hello,")
        assert said.at == message.received_at
        assert said.request is not None
        assert said.request.subject == "Sale on Friday?"
        on_it = set(Participant.objects.filter(interaction=said).values_list("contact_id", flat=True))
        assert on_it == {house.contact.pk, house.second_contact.pk}
        first, second = Attachment.objects.order_by("pk")
        assert (first.name, first.size, first.path) == ("plan.pdf", 8, second.path)
        assert (settings.FILES_DIR / first.path).read_bytes() == b"%PDF-1.7"
        episode = Episode.objects.get()
        assert episode.promise_at - message.received_at == timedelta(hours=24)
        assert episode.responsible == house.manager
        assert episode.next_check_at is not None
        assert Event.objects.filter(verb="message.received", client_id=house.client.pk, shown=True).exists()
    assert count(house, Notice) == 0, "the arrival is told by the sweep"


def test_the_same_bytes_are_one_row(house: House) -> None:
    raw = eml(MARIA, message_id="<one@client.example>")
    assert arrive(house.agency, raw).pk == arrive(house.agency, raw).pk
    assert count(house, InboundMessage) == 1


def test_a_redelivery_by_another_way_is_one_row(house: House) -> None:
    raw = eml(MARIA, message_id="<one@client.example>")
    arrive(house.agency, raw)
    arrive(house.agency, b"Received: from elsewhere.example by us.example; Tue, 3 Nov 2026 10:10:00 +0000\r\n" + raw)
    arrive(house.agency, raw, recipient="studio@northlight.example")
    assert count(house, InboundMessage) == 1
    assert count(house, Request) == 1


def test_the_same_id_with_other_words_is_kept_and_marked(house: House) -> None:
    arrive(house.agency, eml(MARIA, message_id="<one@client.example>"))
    second = arrive(house.agency, eml(MARIA, message_id="<one@client.example>", text="Something else."))
    assert second.same_id_as_another
    assert count(house, InboundMessage) == 2


# --- threads ----------------------------------------------------------------------------------------------------------
def test_the_signed_address_finds_the_thread(house: House) -> None:
    request = written_by(house, house.contact)
    arrive(house.agency, eml(MARIA, subject="Completely different", text="And red?"), reply_address(house, request))
    assert count(house, Interaction, request=request) == 2
    assert count(house, Episode) == 1, "a further message joins the open episode"


def test_references_to_our_mail_find_the_thread(house: House) -> None:
    request = written_by(house, house.contact, message_id="<one@client.example>")
    with within(house.agency):
        answer = Interaction.objects.create(
            client=house.client, request=request, kind="email", direction="out", at=timezone.now(), member=house.manager
        )
        sent = outbox.queue(
            purpose_key="answer:1",
            lane=OutboxMessage.Lane.PERSON,
            to=house.contact,
            subject="Re",
            text="Yes.",
            at=timezone.now(),
            request=request,
            interaction=answer,
        )
    arrive(house.agency, eml(MARIA, text="Thanks", headers={"In-Reply-To": sent.message_id}))
    arrive(house.agency, eml(MARIA, text="More", headers={"References": "<x@y.example> <one@client.example>"}))
    assert count(house, Interaction, request=request) == 4


def test_a_subject_finds_no_thread(house: House) -> None:
    written_by(house, house.contact, subject="Sale")
    arrive(house.agency, eml(MARIA, subject="Re: Sale", text="Another matter."))
    assert count(house, Request) == 2


def test_nobody_writes_into_another_clients_thread(house: House) -> None:
    request = written_by(house, house.contact, message_id="<one@client.example>")
    tomas = "Tomás <tomas.northlight@client.example>"
    arrive(
        house.agency,
        eml(tomas, text="Hi", headers={"In-Reply-To": "<one@client.example>"}),
        reply_address(house, request),
    )
    assert count(house, Interaction, request=request) == 1
    assert count(house, Request, client=house.other_client) == 1


def test_a_token_of_another_agency_is_worth_nothing_here(world: World, house: House) -> None:
    theirs = written_by(world.theirs, world.theirs.contact)
    arrive(house.agency, eml(MARIA), recipient=reply_address(world.theirs, theirs))
    assert count(world.theirs, Interaction, request=theirs) == 1
    assert count(house, Request) == 1


def test_a_message_reopens_a_closed_request(house: House) -> None:
    request = written_by(house, house.contact)
    with within(house.agency):
        Episode.objects.update(closed_at=timezone.now(), next_check_at=None)
        Request.objects.update(state=Request.State.CLOSED, closed_at=timezone.now(), snoozed_until=timezone.now())
    arrive(house.agency, eml(MARIA, text="One more thing"), reply_address(house, request))
    with within(house.agency):
        request.refresh_from_db()
        assert (request.state, request.closed_at, request.snoozed_until) == (Request.State.NEW, None, None)
    assert the_episode(house).number == 2


# --- whom it is for ---------------------------------------------------------------------------------------------------
def test_the_recipient_alone_tells_the_agency(world: World, house: House) -> None:
    with within(house.agency):
        Mailbox.objects.create(address="hello@northlight.example", triage=house.owner)
    request = written_by(house, house.contact)
    house.agency.mail_address = "office@northlight.example"
    house.agency.save()
    for address in (
        "HELLO@northlight.example",
        "hello+anything@northlight.example",
        "office@northlight.example",
        own_address("northlight"),
        reply_address(house, request).upper(),
    ):
        found = addressees.addressee(address)
        assert found is not None, address
        assert found.agency == house.agency
    for address in ("nobody@northlight.example", "reply+000000000000.aaaaaaaaaaaaaaaaaaaa@mail.rapport.example", ""):
        assert addressees.addressee(address) is None


def test_a_shared_mailbox_serves_the_agency_that_signed_the_address(world: World, house: House) -> None:
    from comms.mail.parse import parse

    request = written_by(world.theirs, world.theirs.contact)
    with within(house.agency):
        shared = Mailbox.objects.create(address="all@northlight.example", triage=house.owner)
    signed = reply_address(world.theirs, request)
    delivered = parse(b"Delivered-To: " + signed.encode() + b"\r\n" + eml(MARIA))
    assert addressees.in_mailbox(shared, delivered).agency == world.theirs.agency
    only_written = parse(eml(MARIA, to=signed))
    assert addressees.in_mailbox(shared, only_written).agency == house.agency, "anybody can write a To line"
