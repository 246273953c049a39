"""The pages of chat channels: connecting, changing, trying out, answering; who may, and in whose reach they are."""

import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import channels
from comms.models import ChatChannel, ChatPost, Request
from comms.tasks import sweep_inbound
from tests.comms.test_channels import bring, connected, post_all
from tests.counting import queries_of
from tests.servers.chat import ChatService
from tests.world import House, World, age


def fields(ours: House, **other: str) -> dict[str, str]:
    return {"name": "#solvang", "readers": "us", "contact": ours.contact.key, "address": "", **other}


def test_a_channel_is_connected_tried_and_changed(world: World, ours: House, service: ChatService) -> None:
    browser = world.browser(ours.manager)
    new = ours.url(f"clients/{ours.client.key}/channels/new/")
    made = browser.post(new, fields(ours, address=service.address, tells_clocks="on"))
    with within(ours.agency):
        channel = ChatChannel.objects.get()
        sealed = bytes(channel.address)
    assert made.headers["Location"] == ours.url(f"channels/{channel.key}/")
    assert (channel.service, channel.tells_clocks, channel.tells_messages) == ("JSON", True, False)
    assert service.address.encode() not in sealed
    page = browser.get(made.headers["Location"]).content.decode()
    assert service.address not in page
    browser.post(f"{made.headers['Location']}trial/")
    assert "is on its way" in browser.get(made.headers["Location"]).content.decode()
    post_all()
    assert "It can." in service.posts[0]["message"]
    assert "was taken by the service" in browser.get(made.headers["Location"]).content.decode()
    browser.post(made.headers["Location"], fields(ours, name="#solvang-2", active="on"))
    with within(ours.agency):
        channel.refresh_from_db()
        assert (channel.name, bytes(channel.address)) == ("#solvang-2", sealed)
    browser.post(made.headers["Location"], fields(ours, forget="on", active="on"))
    with within(ours.agency):
        channel.refresh_from_db()
        assert (bytes(channel.address), channel.service) == (b"", "")


def test_a_trial_that_is_refused_says_why_and_is_not_repeated(world: World, ours: House, service: ChatService) -> None:
    channel, browser = connected(ours, service.address), world.browser(ours.manager)
    service.status = 403
    browser.post(ours.url(f"channels/{channel.key}/trial/"))
    post_all()
    with within(ours.agency):
        assert ChatPost.objects.get().state == "dead"
    page = browser.get(ours.url(f"channels/{channel.key}/")).content.decode()
    assert "was not taken" in page
    assert "403" in page, "the reason stands beside it"


def test_no_web_process_loads_the_library_that_posts(
    world: World, ours: House, service: ChatService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    browser, new = world.browser(ours.manager), ours.url(f"clients/{ours.client.key}/channels/new/")
    made = browser.post(new, fields(ours, address=service.address))
    assert made.status_code == 302
    assert browser.post(f"{made.headers['Location']}trial/").status_code == 302
    assert browser.get(made.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "https://example.com/webhook"}, "No service that Rapport knows"),
        ({"address": "mailto://somebody@example.com"}, "No service that Rapport knows"),
        ({"name": ""}, "required"),
        ({"name": "#Solvang"}, "of this name already"),
        ({"contact": "nobody"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(world: World, ours: House, typed: dict[str, str], said: str) -> None:
    connected(ours)
    new = ours.url(f"clients/{ours.client.key}/channels/new/")
    answer = world.browser(ours.manager).post(new, fields(ours, **{"name": "#talk", "tells_clocks": "on", **typed}))
    page = answer.content.decode()
    assert (answer.status_code, said in page, page.count('class="field__error"')) == (422, True, 1)


def test_who_does_not_look_after_the_client_may_not(world: World, ours: House) -> None:
    channel = connected(ours)
    new, known = ours.url(f"clients/{ours.client.key}/channels/new/"), ours.url(f"channels/{channel.key}/")
    specialist = world.browser(ours.specialist)
    assert [specialist.post(place, fields(ours)).status_code for place in (new, known, f"{known}trial/")] == [403] * 3
    their_manager = world.browser(world.theirs.manager)
    assert their_manager.get(known).status_code == 404
    assert their_manager.get(world.theirs.url(f"channels/{channel.key}/")).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(world: World, ours: House) -> None:
    browser, place = world.browser(ours.owner), ours.url("settings/channels/")
    assert "No channel is connected yet" in browser.get(place).content.decode()
    connected(ours)
    one = queries_of(lambda: browser.get(place))
    with within(ours.agency):
        for name in ("#b", "#c"):
            channel = ChatChannel(client=ours.other_client, contact=ours.other_contact, name=name)
            channels.connect(channel, address="", by=ours.owner, at=timezone.now())
    assert queries_of(lambda: browser.get(place)) == one


def test_one_answers_in_the_chat_from_the_conversation(world: World, ours: House, service: ChatService) -> None:
    channel = connected(ours, service.address, readers="client")
    bring(channel)
    sweep_inbound()
    browser = world.browser(ours.manager)
    with within(ours.agency):
        key = Request.objects.get().key
    place = ours.url(f"requests/{key}/")
    assert "Answer in the chat" in browser.get(place).content.decode()
    empty = browser.post(f"{place}chat/", {"channel": channel.key, "chat_text": ""})
    assert (empty.status_code, "field__error" in empty.content.decode()) == (422, True)
    assert browser.post(f"{place}chat/", {"channel": channel.key, "chat_text": "Friday."}).status_code == 302
    with within(ours.agency):
        said = Request.objects.get().interactions.get(member=ours.manager)
    browser.post(ours.url(f"messages/{said.key}/chat/withdrawal/"))
    with within(ours.agency):
        post = ChatPost.objects.get()
        assert post.state == "withdrawn"
        age(post, timedelta(minutes=1))
    assert service.posts == []
