"""A client's chat channel: what is told there, what comes from there, and answers that stand there (practice V10)."""

import json
import signal
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.utils import timezone

from agency.keys import new_key
from agency.tenancy.scope import within
from comms import chat_words
from comms.domain import channels, chatting, inbound, posts
from comms.models import ChatChannel, ChatPost, Draft, Episode, InboundMessage, Interaction, Notice, Request
from comms.tasks import deliver_post, sweep_inbound
from tests.comms.mailroom import HOUR, let_pass, sweep, the_episode, written_by
from tests.servers.chat import ChatService
from tests.world import House, World, age

PATIENCE = timedelta(hours=1)


def post_all() -> None:
    for agency_id, post_id in posts.due():
        deliver_post(agency_id, post_id)


def connected(ours: House, address: str = "", readers: str = "us", **more: Any) -> ChatChannel:
    with within(ours.agency):
        channel = ChatChannel(client=ours.client, contact=ours.contact, name="#solvang", readers=readers, **more)
        return channels.connect(channel, address=address, by=ours.manager, at=timezone.now())


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


def test_a_message_opens_a_request_with_a_clock_once(ours: House) -> None:
    channel = connected(ours)
    assert [bring(channel).status_code for _twice in range(2)] == [202, 202]
    assert bring(channel, text="Can we move the sale to Friday? ").status_code == 202
    sweep_inbound()
    with within(ours.agency):
        request = Request.objects.get()
        assert (request.subject, request.contact) == ("Can we move the sale to Friday?", ours.contact)
        assert request.interactions.get().kind == "chat"
        assert Episode.objects.get().responsible == ours.manager
        assert InboundMessage.objects.get().state == "filed"


def test_what_follows_joins_what_is_open_and_another_thread_is_another_request(ours: House) -> None:
    channel = connected(ours)
    for number, more in enumerate(({}, {}, {"thread": "t-7"}, {"thread": "t-7"})):
        bring(channel, id=f"m{number}", **more)
    sweep_inbound()
    with within(ours.agency):
        assert sorted(request.interactions.count() for request in Request.objects.all()) == [2, 2]


def test_a_known_address_speaks_for_itself_and_anybody_else_for_the_channels_contact(ours: House) -> None:
    channel = connected(ours)
    with within(ours.agency):
        known = ours.second_contact.person.addresses.get().email
    bring(channel, id="a", thread="a", author={"name": "Jens", "email": known})
    bring(channel, id="b", thread="b", author={"name": "Somebody", "email": "who@elsewhere.example"})
    sweep_inbound()
    with within(ours.agency):
        said = Interaction.objects.order_by("pk")
        assert [each.contact for each in said] == [ours.second_contact, ours.contact]
        assert said[1].text.startswith("Somebody: Can we")


def test_a_member_who_answers_there_answers(ours: House) -> None:
    channel = connected(ours, readers="client")
    bring(channel)
    sweep_inbound()
    bring(channel, id="2", text="Friday it is.", author={"email": ours.manager.user.email})
    sweep_inbound()
    episode = the_episode(ours)
    assert (episode.promise, episode.acknowledged_by_id) == ("kept_by_person", ours.manager.pk)
    with within(ours.agency):
        assert Request.objects.get().state == "answered"


def test_where_only_we_read_a_members_word_is_inside_and_answers_nothing(ours: House) -> None:
    channel = connected(ours)
    bring(channel)
    bring(channel, id="2", text="I shall call her.", author={"email": ours.manager.user.email})
    sweep_inbound()
    with within(ours.agency):
        assert Interaction.objects.get(member=ours.manager).internal
        assert Episode.objects.get().closed_at is None


def test_a_message_in_pieces_is_told_why_it_is_refused(ours: House) -> None:
    place = f"/hooks/channels/{connected(ours).key}/"
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
def test_what_cannot_be_read_is_refused_with_the_field(ours: House, wrong: dict[str, Any], field: str) -> None:
    answer = bring(connected(ours), **wrong)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    with within(ours.agency):
        assert not InboundMessage.objects.exists()


def test_only_what_is_signed_now_comes_in(ours: House, world: World) -> None:
    channel = connected(ours)
    body = b'{"id": "1", "text": "Hello"}'
    signed = chat_words.sign("another secret", body, timezone.now())
    for signature in ("", "t=1,v1=", "v1=abc", "t=٣,v1=x", signed):
        assert post(channel, body, signature).status_code == 401
    assert bring(channel, at=timezone.now() - PATIENCE).status_code == 401
    with within(ours.agency):
        good = chat_words.sign(channels.secret_of(channel), body, timezone.now())
        channels.renew_secret(channel, by=ours.manager, at=timezone.now())
    assert post(channel, body, good).status_code == 401
    channel.key = "000000000000"
    assert bring(channel).status_code == 401
    assert Browser().get(f"/hooks/channels/{channel.key}/").status_code == 405
    with within(ours.agency):
        assert not InboundMessage.objects.exists()


def test_notices_stand_in_our_channel_once_however_many_are_told(ours: House, service: ChatService) -> None:
    connected(ours, service.address)
    written_by(ours, ours.contact, subject="The sale")
    sweep(ours)
    post_all()
    assert [(found["title"], "The sale" in found["message"]) for found in service.posts] == [
        (f"New message from {ours.contact.person.name}", True)
    ]
    with within(ours.agency):
        assert ChatPost.objects.get().state == "sent"


def test_what_the_client_reads_is_told_nothing(ours: House, service: ChatService) -> None:
    connected(ours, service.address, readers="client")
    written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        assert Notice.objects.exists()
        assert not ChatPost.objects.exists()


def test_a_service_that_refuses_is_tried_again_and_a_person_is_told(ours: House, service: ChatService) -> None:
    channel = connected(ours, service.address)
    service.status = 500
    with within(ours.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    for _try in range(3):
        assert posts.deliver(ours.agency, post_id) == "retry"
        with within(ours.agency):
            age(ChatPost.objects.get(), timedelta(hours=2))
    with within(ours.agency):
        assert "500" in ChatChannel.objects.get().problem
        assert Notice.objects.get(kind="channel.problem").member == ours.owner
    service.status = 200
    assert posts.deliver(ours.agency, post_id) == "sent"
    with within(ours.agency):
        assert ChatChannel.objects.get().problem == ""


def test_a_post_whose_worker_died_is_posted_when_its_lease_ends(ours: House, service: ChatService) -> None:
    channel = connected(ours, service.address)
    with within(ours.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    assert posts._claim(ours.agency, post_id) is not None
    assert posts.deliver(ours.agency, post_id) == ""
    with within(ours.agency):
        age(ChatPost.objects.get(), timedelta(minutes=7))
    assert posts.deliver(ours.agency, post_id) == "sent"
    assert len(service.posts) == 1


def test_a_post_that_ends_five_workers_is_given_up_and_a_person_is_told(ours: House, service: ChatService) -> None:
    channel = connected(ours, service.address)
    with within(ours.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    for _loss in range(posts.LOSSES):
        assert posts._claim(ours.agency, post_id) is not None
        with within(ours.agency):
            age(ChatPost.objects.get(), timedelta(minutes=7))
    assert posts.deliver(ours.agency, post_id) == "dead"
    assert posts.deliver(ours.agency, post_id) == ""
    assert service.posts == []
    with within(ours.agency):
        assert Notice.objects.get(kind="channel.problem").member == ours.owner


def test_a_service_that_takes_too_long_is_said_so(ours: House, dripping: int) -> None:
    """As in a worker: the time limit is a signal that raises wherever the task is."""

    def time_is_up(_signal: int, _frame: Any) -> None:
        raise SoftTimeLimitExceeded

    channel = connected(ours, f"json://127.0.0.1:{dripping}/solvang")
    with within(ours.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    before = signal.signal(signal.SIGALRM, time_is_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, 1.5)
        assert posts.deliver(ours.agency, post_id) == "retry"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    with within(ours.agency):
        assert ChatPost.objects.get().problem == "The service took too long to answer."


def test_no_machine_of_our_network_is_posted_to(ours: House, service: ChatService, settings: Any) -> None:
    channel = connected(ours, service.address)
    settings.INTERNAL_HOSTS = []
    with within(ours.agency):
        post_id = posts.queue(channel, text="Hello", purpose_key="x", at=timezone.now()).pk
    assert posts.deliver(ours.agency, post_id) == "retry"
    assert service.posts == []


def test_an_answer_counts_once_it_stands_in_the_channel(ours: House, service: ChatService) -> None:
    channel = connected(ours, service.address, readers="client")
    bring(channel)
    sweep_inbound()
    with within(ours.agency):
        request = Request.objects.get()
        chatting.answer(request, channel, "Friday it is.", by=ours.manager, at=timezone.now())
        assert Episode.objects.get().closed_at is None
        age(ChatPost.objects.get(), timedelta(seconds=30))
    post_all()
    assert service.posts[0]["message"] == "Friday it is."
    assert the_episode(ours).promise == "kept_by_person"
    bring(channel, id="echo", text="Ida Brandt: Friday it is.")
    sweep_inbound()
    with within(ours.agency):
        assert InboundMessage.objects.get(message_id="echo").state == "ours"
        assert Episode.objects.count() == 1
    for number, said in enumerate(("Friday it is. And Monday?", "Friday it is.", "Friday it is.")):
        bring(channel, id=f"said-{number}", text=said)
    sweep_inbound()
    with within(ours.agency):
        heard = Interaction.objects.filter(direction="in", message_id="").count()
        assert heard == 4, "a post comes back once; whoever says the same, or more, has said something"


def test_an_answer_that_is_sent_twice_is_one(ours: House, service: ChatService) -> None:
    channel, key = connected(ours, service.address, readers="client"), new_key()
    bring(channel)
    sweep_inbound()
    with within(ours.agency):
        for _twice in range(2):
            chatting.answer(Request.objects.get(), channel, "Friday.", by=ours.manager, at=timezone.now(), key=key)
        assert ChatPost.objects.count() == 1


def test_an_answer_can_be_taken_back_while_it_waits(ours: House, service: ChatService) -> None:
    channel = connected(ours, service.address, readers="client")
    bring(channel)
    sweep_inbound()
    by = {"by": ours.manager, "at": timezone.now()}
    with within(ours.agency):
        said = chatting.answer(Request.objects.get(), channel, "Friday it is.", **by)
        chatting.take_back(said, **by)
        assert Draft.objects.get(member=ours.manager).fields == {"text": ["Friday it is."]}
        assert (ChatPost.objects.get().state, Request.objects.get().state) == ("withdrawn", "new")
        with pytest.raises(ValidationError, match="already"):
            chatting.take_back(said, **by)


def test_the_note_of_a_chat_request_goes_by_mail(ours: House) -> None:
    """The client's address is on file: what came by chat is no mail whose headers could forbid a note."""
    bring(connected(ours))
    sweep_inbound()
    with within(ours.agency):
        message = InboundMessage.objects.get()
        assert inbound.file(ours.agency, message.pk) == ""
    let_pass(ours, 21 * HOUR)
    assert "note" in sweep(ours)
    with within(ours.agency):
        assert Interaction.objects.filter(automatic=True).count() == 1
