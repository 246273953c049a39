"""A client's chat channel: what is told there, what comes from there, and answers that stand there (practice V10)."""

import json
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.utils import timezone

from agency.keys import new_key
from agency.models import Agency
from agency.tenancy.scope import within
from comms import chat_words
from comms.domain import channels, chatting, inbound, posts
from comms.models import ChatChannel, ChatPost, Draft, Episode, InboundMessage, Interaction, Notice, Request
from comms.tasks import deliver_post, sweep_inbound
from tests.comms.mailroom import ALWAYS, HOUR, let_pass, sweep, the_episode, written_by
from tests.servers.chat import ChatService
from tests.world import House, World, age

PATIENCE = timedelta(hours=1)


def post_all() -> None:
    for agency_id, post_id in posts.due():
        deliver_post(agency_id, post_id)


@pytest.fixture
def service() -> Iterator[ChatService]:
    with ChatService() as running:
        yield running


@pytest.fixture
def house(world: World, settings: Any, tmp_path: Any) -> House:
    settings.FILES_DIR = tmp_path
    Agency.objects.update(week=ALWAYS)
    world.ours.agency.refresh_from_db()
    return world.ours


def connected(house: House, address: str = "", readers: str = "us", **more: Any) -> ChatChannel:
    with within(house.agency):
        channel = ChatChannel(client=house.client, contact=house.contact, name="#solvang", readers=readers, **more)
        return channels.connect(channel, address=address, by=house.manager, at=timezone.now())


def bring(channel: ChatChannel, at: datetime | None = None, **said: Any) -> Any:
    """What a program posts to the hook, signed with the channel's secret."""
    body = json.dumps({"id": "1", "text": "Can we move the sale to Friday?", **said}).encode()
    with within(channel.agency):
        secret = channels.secret_of(channel)
    return post(channel, body, chat_words.sign(secret, body, at or timezone.now()))


def post(channel: ChatChannel, body: bytes, signature: str) -> Any:
    return Browser().post(
        f"/hooks/channels/{channel.key}/", body, content_type="application/json",
        headers={chat_words.SIGNATURE: signature},
    )  # fmt: skip


def test_a_message_opens_a_request_with_a_clock_once(house: House) -> None:
    channel = connected(house)
    assert [bring(channel).status_code for _twice in range(2)] == [202, 202]
    assert bring(channel, text="Can we move the sale to Friday? ").status_code == 202
    sweep_inbound()
    with within(house.agency):
        request = Request.objects.get()
        assert (request.subject, request.contact) == ("Can we move the sale to Friday?", house.contact)
        assert request.interactions.get().kind == "chat"
        assert Episode.objects.get().responsible == house.manager
        assert InboundMessage.objects.get().state == "filed"


def test_what_follows_joins_what_is_open_and_another_thread_is_another_request(house: House) -> None:
    channel = connected(house)
    for number, more in enumerate(({}, {}, {"thread": "t-7"}, {"thread": "t-7"})):
        bring(channel, id=f"m{number}", **more)
    sweep_inbound()
    with within(house.agency):
        assert sorted(request.interactions.count() for request in Request.objects.all()) == [2, 2]


def test_a_known_address_speaks_for_itself_and_anybody_else_for_the_channels_contact(house: House) -> None:
    channel = connected(house)
    with within(house.agency):
        known = house.second_contact.person.addresses.get().email
    bring(channel, id="a", thread="a", author={"name": "Jens", "email": known})
    bring(channel, id="b", thread="b", author={"name": "Somebody", "email": "who@elsewhere.example"})
    sweep_inbound()
    with within(house.agency):
        said = Interaction.objects.order_by("pk")
        assert [each.contact for each in said] == [house.second_contact, house.contact]
        assert said[1].text.startswith("Somebody: Can we")


def test_a_member_who_answers_there_answers(house: House) -> None:
    channel = connected(house, readers="client")
    bring(channel)
    sweep_inbound()
    bring(channel, id="2", text="Friday it is.", author={"email": house.manager.user.email})
    sweep_inbound()
    episode = the_episode(house)
    assert (episode.promise, episode.acknowledged_by_id) == ("kept_by_person", house.manager.pk)
    with within(house.agency):
        assert Request.objects.get().state == "answered"


def test_where_only_we_read_a_members_word_is_inside_and_answers_nothing(house: House) -> None:
    channel = connected(house)
    bring(channel)
    bring(channel, id="2", text="I shall call her.", author={"email": house.manager.user.email})
    sweep_inbound()
    with within(house.agency):
        assert Interaction.objects.get(member=house.manager).internal
        assert Episode.objects.get().closed_at is None


def test_a_message_in_pieces_is_told_why_it_is_refused(house: House) -> None:
    place = f"/hooks/channels/{connected(house).key}/"
    assert Browser().post(place, b"", "application/json", headers={"Transfer-Encoding": "chunked"}).status_code == 411


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": 7}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"id": None}, "id"),
        ({"author": "Maria"}, "author"),
        ({"author": {"email": "no address"}}, "email"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_field(house: House, wrong: dict[str, Any], field: str) -> None:
    answer = bring(connected(house), **wrong)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    with within(house.agency):
        assert not InboundMessage.objects.exists()


def test_only_what_is_signed_now_comes_in(house: House, world: World) -> None:
    channel = connected(house)
    body = b'{"id": "1", "text": "Hello"}'
    signed = chat_words.sign("another secret", body, timezone.now())
    for signature in ("", "t=1,v1=", "v1=abc", "t=٣,v1=x", signed):
        assert post(channel, body, signature).status_code == 401
    assert bring(channel, at=timezone.now() - PATIENCE).status_code == 401
    with within(house.agency):
        good = chat_words.sign(channels.secret_of(channel), body, timezone.now())
        channels.renew_secret(channel, by=house.manager, at=timezone.now())
    assert post(channel, body, good).status_code == 401
    channel.key = "000000000000"
    assert bring(channel).status_code == 401
    assert Browser().get(f"/hooks/channels/{channel.key}/").status_code == 405
    with within(house.agency):
        assert not InboundMessage.objects.exists()


def test_notices_stand_in_our_channel_once_however_many_are_told(house: House, service: ChatService) -> None:
    connected(house, service.address)
    written_by(house, house.contact, subject="The sale")
    sweep(house)
    post_all()
    assert [(found["title"], "The sale" in found["message"]) for found in service.posts] == [
        (f"New message from {house.contact.person.name}", True)
    ]
    with within(house.agency):
        assert ChatPost.objects.get().state == "sent"


def test_what_the_client_reads_is_told_nothing(house: House, service: ChatService) -> None:
    connected(house, service.address, readers="client")
    written_by(house, house.contact)
    sweep(house)
    with within(house.agency):
        assert Notice.objects.exists()
        assert not ChatPost.objects.exists()


def test_a_service_that_refuses_is_tried_again_and_a_person_is_told(house: House, service: ChatService) -> None:
    channel = connected(house, service.address)
    service.status = 500
    with within(house.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    for _try in range(3):
        assert posts.deliver(house.agency, post_id) == "retry"
        with within(house.agency):
            age(ChatPost.objects.get(), timedelta(hours=2))
    with within(house.agency):
        assert "500" in ChatChannel.objects.get().problem
        assert Notice.objects.get(kind="channel.problem").member == house.owner
    service.status = 200
    assert posts.deliver(house.agency, post_id) == "sent"
    with within(house.agency):
        assert ChatChannel.objects.get().problem == ""


def test_a_post_whose_worker_died_is_posted_when_its_lease_ends(house: House, service: ChatService) -> None:
    channel = connected(house, service.address)
    with within(house.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    assert posts._claim(house.agency, post_id) is not None
    assert posts.deliver(house.agency, post_id) == ""
    with within(house.agency):
        age(ChatPost.objects.get(), timedelta(minutes=7))
    assert posts.deliver(house.agency, post_id) == "sent"
    assert len(service.posts) == 1


def test_a_post_that_ends_five_workers_is_given_up_and_a_person_is_told(house: House, service: ChatService) -> None:
    channel = connected(house, service.address)
    with within(house.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    for _loss in range(posts.LOSSES):
        assert posts._claim(house.agency, post_id) is not None
        with within(house.agency):
            age(ChatPost.objects.get(), timedelta(minutes=7))
    assert posts.deliver(house.agency, post_id) == "dead"
    assert posts.deliver(house.agency, post_id) == ""
    assert service.posts == []
    with within(house.agency):
        assert Notice.objects.get(kind="channel.problem").member == house.owner


def test_a_service_that_takes_too_long_is_said_so(house: House, dripping: int) -> None:
    """As in a worker: the time limit is a signal that raises wherever the task is."""

    def time_is_up(_signal: int, _frame: Any) -> None:
        raise SoftTimeLimitExceeded

    channel = connected(house, f"json://127.0.0.1:{dripping}/solvang")
    with within(house.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    before = signal.signal(signal.SIGALRM, time_is_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, 1.5)
        assert posts.deliver(house.agency, post_id) == "retry"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    with within(house.agency):
        assert ChatPost.objects.get().problem == "The service took too long to answer."


def test_no_machine_of_our_network_is_posted_to(house: House, service: ChatService, settings: Any) -> None:
    channel = connected(house, service.address)
    settings.INTERNAL_HOSTS = []
    with within(house.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    assert posts.deliver(house.agency, post_id) == "retry"
    assert service.posts == []


def test_an_answer_counts_once_it_stands_in_the_channel(house: House, service: ChatService) -> None:
    channel = connected(house, service.address, readers="client")
    bring(channel)
    sweep_inbound()
    with within(house.agency):
        request = Request.objects.get()
        chatting.answer(request, channel, "Friday it is.", by=house.manager, at=timezone.now())
        assert Episode.objects.get().closed_at is None
        age(ChatPost.objects.get(), timedelta(seconds=30))
    post_all()
    assert service.posts[0]["message"] == "Friday it is."
    assert the_episode(house).promise == "kept_by_person"
    bring(channel, id="echo", text="Ida Brandt: Friday it is.")
    sweep_inbound()
    with within(house.agency):
        assert InboundMessage.objects.get(message_id="echo").state == "ours"
        assert Episode.objects.count() == 1
    for number, said in enumerate(("Friday it is. And Monday?", "Friday it is.", "Friday it is.")):
        bring(channel, id=f"said-{number}", text=said)
    sweep_inbound()
    with within(house.agency):
        heard = Interaction.objects.filter(direction="in", message_id="").count()
        assert heard == 4, "a post comes back once; whoever says the same, or more, has said something"


def test_an_answer_that_is_sent_twice_is_one(house: House, service: ChatService) -> None:
    channel, key = connected(house, service.address, readers="client"), new_key()
    bring(channel)
    sweep_inbound()
    with within(house.agency):
        for _twice in range(2):
            chatting.answer(Request.objects.get(), channel, "Friday.", by=house.manager, at=timezone.now(), key=key)
        assert ChatPost.objects.count() == 1


def test_an_answer_can_be_taken_back_while_it_waits(house: House, service: ChatService) -> None:
    channel = connected(house, service.address, readers="client")
    bring(channel)
    sweep_inbound()
    by = {"by": house.manager, "at": timezone.now()}
    with within(house.agency):
        said = chatting.answer(Request.objects.get(), channel, "Friday it is.", **by)
        chatting.take_back(said, **by)
        assert Draft.objects.get(member=house.manager).fields == {"text": ["Friday it is."]}
        assert (ChatPost.objects.get().state, Request.objects.get().state) == ("withdrawn", "new")
        with pytest.raises(ValidationError, match="already"):
            chatting.take_back(said, **by)


def test_the_note_of_a_chat_request_goes_by_mail(house: House) -> None:
    """The client's address is on file: what came by chat is no mail whose headers could forbid a note."""
    bring(connected(house))
    sweep_inbound()
    with within(house.agency):
        message = InboundMessage.objects.get()
        assert inbound.file(house.agency, message.pk) == ""
    let_pass(house, 21 * HOUR)
    assert "note" in sweep(house)
    with within(house.agency):
        assert Interaction.objects.filter(automatic=True).count() == 1
