"""Posts to chat channels: tried once for a look, given up in the end, taken back, and never posted twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from apprise import Apprise
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import channels, posts
from comms.models import Answer, ChatChannel, ChatPost, Episode, Interaction, Notice, Request
from tests.servers.chat import ChatService
from tests.world import House, World, age

pytestmark = pytest.mark.django_db
State = ChatPost.State


@pytest.fixture
def service() -> Iterator[ChatService]:
    with ChatService() as running:
        yield running


def connected(house: House, service: ChatService) -> ChatChannel:
    """Needs the scope."""
    channel = ChatChannel(client=house.client, contact=house.contact, name="#solvang", readers="client")
    return channels.connect(channel, address=service.address, by=house.manager, at=timezone.now())


def queued(channel: ChatChannel, **given: Any) -> ChatPost:
    return posts.queue(channel, **{"text": "Hello", "purpose_key": "x", "at": timezone.now(), **given})


def test_a_trial_is_one_line_that_is_tried_once(ours: House, service: ChatService) -> None:
    with within(ours.agency):
        channel, now = connected(ours, service), timezone.now()
        first, second = (posts.try_out(channel, by=ours.manager, at=now) for _each in range(2))
    assert posts.deliver(ours.agency, first.pk) == "sent"
    assert service.posts[0]["message"] == "Ida Brandt asks whether this channel can be reached. It can."
    service.status = 500
    assert posts.deliver(ours.agency, second.pk) == "dead"
    with within(ours.agency):
        assert "500" in ChatChannel.objects.get().problem
        assert not Notice.objects.exists(), "whoever tries it out is looking at it"


def test_an_answer_that_no_service_takes_falls_in_the_end(ours: House, service: ChatService, request_: Request) -> None:
    service.status = 500
    with within(ours.agency):
        said = Interaction.objects.create(
            client=ours.client, request=request_, kind="chat", direction="out", at=timezone.now(), member=ours.manager
        )
        Answer.objects.create(
            client=ours.client, episode=Episode.objects.get(), interaction=said, kind="answer", member=ours.manager,
            at=timezone.now(),
        )  # fmt: skip
        post = queued(connected(ours, service), interaction=said)
        ChatPost.objects.update(attempts=len(posts.LADDER))
    assert posts.deliver(ours.agency, post.pk) == "dead"
    assert posts.deliver(ours.agency, post.pk) == "", "it is settled"
    with within(ours.agency):
        post.refresh_from_db()
        assert (post.next_attempt_at, Answer.objects.get().fate) == (None, Answer.Fate.UNSENT)
        assert Episode.objects.get().closed_at is None
        assert Notice.objects.get(kind="channel.problem").member == ours.manager, "who wrote it"


def test_what_was_given_to_a_service_or_is_being_given_is_not_taken_back(ours: House, service: ChatService) -> None:
    with within(ours.agency):
        channel = connected(ours, service)
        first, second = queued(channel), queued(channel, purpose_key="y")
        posts.withdraw(first)
        assert ChatPost.objects.get(pk=first.pk).state == State.WITHDRAWN
    assert posts.deliver(ours.agency, first.pk) == ""
    assert posts.deliver(ours.agency, second.pk) == "sent"
    with within(ours.agency):
        for post in (first, second):
            with pytest.raises(posts.TooLate):
                posts.withdraw(post)
    assert len(service.posts) == 1


def test_a_purpose_is_posted_once(ours: House, service: ChatService) -> None:
    with within(ours.agency):
        channel = connected(ours, service)
        first = queued(channel, hold=timedelta(seconds=20))
        assert queued(channel, text="Something else") == first
    assert posts.due() == []
    assert posts.deliver(ours.agency, first.pk) == "", "it can still be taken back"


def test_an_address_that_cannot_be_read_any_more_is_said_in_words(
    ours: House, service: ChatService, settings: Any
) -> None:
    with within(ours.agency):
        post = queued(connected(ours, service))
    settings.FIELD_KEY = "b3RoZXItZmllbGQta2V5LTAwMDAwMDAwMDAwMDAwMDA="
    assert posts.deliver(ours.agency, post.pk) == "retry"
    with within(ours.agency):
        assert "cannot be read" in ChatChannel.objects.get().problem


def test_whatever_goes_wrong_is_tried_again(ours: House, service: ChatService, monkeypatch: pytest.MonkeyPatch) -> None:
    with within(ours.agency):
        post = queued(connected(ours, service))
    with monkeypatch.context() as broken:
        broken.setattr(Apprise, "instantiate", lambda *_, **__: 1 / 0)
        assert posts.deliver(ours.agency, post.pk) == "retry"
    with within(ours.agency):
        assert ChatChannel.objects.get().problem == "It could not be posted (ZeroDivisionError)."
        age(ChatPost.objects.get(), timedelta(minutes=2))
    assert posts.deliver(ours.agency, post.pk) == "sent"
    with within(ours.agency):
        assert ChatChannel.objects.get().problem == ""


def test_who_comes_back_after_the_lease_settles_nothing(ours: House, service: ChatService) -> None:
    with within(ours.agency):
        post = queued(connected(ours, service))
    slow = posts._claim(ours.agency, post.pk)
    assert slow is not None
    with within(ours.agency):
        age(ChatPost.objects.get(), timedelta(minutes=7))
    assert posts.deliver(ours.agency, post.pk) == "sent"
    assert posts._settle(ours.agency, post.pk, slow.token, "too slow") == ""
    with within(ours.agency):
        assert ChatPost.objects.get().state == State.SENT


def test_a_post_of_another_agency_is_not_there(ours: House, world: World, service: ChatService) -> None:
    with within(ours.agency):
        post = queued(connected(ours, service))
    assert posts.deliver(world.theirs.agency, post.pk) == ""
    assert service.posts == []
