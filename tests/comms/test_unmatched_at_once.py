"""Unmatched: several settled at once, taken back, and what comes meanwhile appears by itself."""

import re
from datetime import timedelta
from html import unescape

from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from comms.models import Episode, InboundMessage
from tests.world import World


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def unmatched(world: World, sender: str = "ana@new.example") -> InboundMessage:
    raw = f"From: {sender}\r\nSubject: Hello\r\nMessage-ID: <1-{sender}>\r\n\r\nHello!".encode()
    with within(world.ours.agency):
        return InboundMessage.objects.create(
            door="pipe",
            raw=raw,
            raw_digest=sender,
            received_at=timezone.now() - timedelta(hours=5),
            state=InboundMessage.State.UNMATCHED,
            sender=sender,
            subject="Hello",
            excerpt="Hello!",
            triage=world.ours.owner,
        )


def test_several_unknown_senders_are_settled_at_once_and_brought_back(world: World) -> None:
    ana, browser = unmatched(world), world.browser(world.ours.manager)
    list_now = browser.get(url(world, "inbox"), {"show": "unmatched"}).content.decode()
    changes = re.search(r'data-live hx-get="([^"]+)"', list_now)
    assert changes is not None
    assert browser.get(unescape(changes[1])).status_code == 204, "nothing has come since"
    robert = unmatched(world, sender="robert@new.example")
    assert "robert@new.example" in browser.get(unescape(changes[1])).content.decode()
    chosen = {"chosen": [ana.key, robert.key, "notthere2345"], "block": "1"}
    page = browser.post(url(world, "unmatched_dismissals"), chosen, follow=True).content.decode()
    assert "2 messages are from no client. They are kept." in page
    with within(world.ours.agency):
        assert InboundMessage.objects.filter(state="dismissed", blocks_sender=True).count() == 2
    undo = re.search(r'action="([^"]*unmatched-dismissals/[^"]+)"', page)
    assert undo is not None
    browser.post(unescape(undo[1]), {"undo": "1"})
    with within(world.ours.agency):
        assert InboundMessage.objects.filter(state="unmatched", blocks_sender=False).count() == 2
    assert "Choose a message first." in browser.post(url(world, "unmatched_dismissals"), follow=True).content.decode()
    assert world.browser(world.ours.specialist).post(url(world, "unmatched_dismissals"), chosen).status_code == 403


def test_a_person_says_which_client_it_is(world: World) -> None:
    message, browser = unmatched(world), world.browser(world.ours.manager)
    browser.post(url(world, "unmatched_contact", message.key), {"contact": world.ours.contact.key})
    with within(world.ours.agency):
        assert Episode.objects.get().request.contact == world.ours.contact
