"""Chat channels by program: connecting, changing, and answering where the client reads."""

from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.models import ChatChannel, ChatPost, Request
from tests.api.conftest import Program
from tests.api.scenes import asked
from tests.api.test_clients_and_people import faults
from tests.world import World

SLACK = "https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/abcdefghijklmnopqrstuvwx"


@pytest.fixture
def body(world: World) -> dict[str, Any]:
    house = world.ours
    return {"client": house.client.key, "contact": house.contact.key, "name": "#solvang", "readers": "client"}


def test_a_channel_is_connected_and_its_address_is_never_shown(
    world: World, body: dict[str, Any], manager: Program, specialist: Program
) -> None:
    made = manager.post("channels/", {**body, "address": SLACK})
    assert (made.status_code, made.data["service"], "hooks.slack" in made.content.decode()) == (201, "Slack", False)
    here = f"channels/{made.data['id']}/"
    assert manager.patch(here, {"address": "", "name": "#talk"}).data["service"] == ""
    assert [row["name"] for row in specialist.get("channels/").data["results"]] == ["#talk"]
    assert specialist.patch(here, {"name": "#mine"}).status_code == 403
    assert manager.get(f"channels/?client={world.ours.other_client.key}").data["results"] == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"address": "ftp://example.com"}, "address"),
        ({"contact": "{elsewhere}"}, "contact"),
        ({"client": "{foreign}"}, "client"),
        ({"name": ""}, "name"),
        ({"readers": "all"}, "readers"),
    ],
)
def test_what_is_wrong_names_its_field(
    world: World, body: dict[str, Any], manager: Program, wrong: dict[str, str], expected: str
) -> None:
    keys = {"foreign": world.theirs.client.key, "elsewhere": world.ours.other_contact.key}
    answer = manager.post("channels/", {**body, **{name: value.format(**keys) for name, value in wrong.items()}})
    assert answer.status_code in (400, 422)
    assert list(faults(answer)) == [expected]


def test_an_answer_is_posted_there(world: World, body: dict[str, Any], manager: Program) -> None:
    channel = manager.post("channels/", {**body, "address": SLACK}).data["id"]
    with within(world.ours.agency):
        request: Request = asked(world.ours.contact, timezone.now())
    answer = manager.post(f"requests/{request.key}/chat/", {"channel": channel, "text": "Friday."})
    assert (answer.status_code, answer.data["text"]) == (201, "Friday.")
    with within(world.ours.agency):
        assert (ChatPost.objects.get().state, Request.objects.get().state) == ("queued", "answered")
        ChatChannel.objects.update(active=False)
    refused = manager.post(f"requests/{request.key}/chat/", {"channel": channel, "text": "Friday."})
    assert refused.status_code == 422
