"""The check before a summary leaves (practice O5): by table, and at the desk, where it takes a reason."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from agency.models import Event
from agency.tenancy.scope import within
from comms import presend
from comms.domain import calls, checked_sending
from comms.domain.calls import ActionNotes, TopicNotes
from comms.models import Summary
from comms.presend import Call, Reader
from comms.writer import Kind, Line
from tests.comms.test_call_pages import address, typed
from tests.comms.test_calls import notes
from tests.world import NOW, World

AT = datetime(2026, 11, 3, 10, 10, tzinfo=UTC)
READER = Reader(name="Maria", personality="melancholic", zone="Europe/Copenhagen")


def line(text: str, topic: str = "A", kind: Kind = Kind.ANSWER, due: date | None = None) -> Line:
    return Line(number=1, kind=kind, topic=topic, text=text, due=due)


def attention(reader: dict[str, Any], call: dict[str, Any], lines: list[Line], unanswered: int = 0) -> set[str]:
    whom = Reader(**{"name": "Maria", "personality": "melancholic", "zone": "Europe/Copenhagen", **reader})
    found = presend.checks(whom, Call(**{"at": AT, **call}), lines, unanswered)
    return {check.name for check in presend.attention(found)}


SHORT = [line("It is done. 12 pages.")]


@pytest.mark.parametrize(
    ("reader", "call", "lines", "unanswered", "warned"),
    [
        ({}, {}, SHORT, 0, set()),
        ({"personality": ""}, {}, SHORT, 0, set()),
        ({"channel": "phone"}, {}, SHORT, 0, set()),
        ({"channel": "chat"}, {}, SHORT, 0, set()),
        ({"detail": "full"}, {}, [line("word " * 901)], 0, {"length"}),
        ({"detail": "full", "personality": "choleric"}, {}, [line("word " * 600)], 0, {"length"}),
        ({"detail": "full", "personality": "phlegmatic"}, {}, [line("7 " * 600)], 0, set()),
        ({"detail": "headline"}, {}, [line("word. " * 600)], 0, set()),
        ({"detail": "full"}, {}, [line("好" * 1801)], 0, {"length"}),
        ({"personality": "phlegmatic"}, {}, [line("It is done.")], 0, {"playbook"}),
        ({"personality": "sanguine"}, {}, [line("a", topic) for topic in "ABCD"], 0, {"playbook"}),
        ({}, {}, SHORT, 1, {"playbook"}),
        ({"calls_from": time(12), "calls_until": time(17)}, {}, SHORT, 0, {"window"}),
        ({"calls_from": time(11), "calls_until": time(17)}, {}, SHORT, 0, set()),
        ({"calls_from": time(12)}, {"kind": "meeting"}, SHORT, 0, set()),
        ({}, {"recent": 4}, SHORT, 0, {"cadence"}),
        ({"boundaries": "No calls on Friday"}, {}, SHORT, 0, set()),
        ({}, {}, [line("Send it", kind=Kind.ACTION)], 0, {"dates"}),
        ({}, {}, [line("Send it", kind=Kind.ACTION, due=AT.date())], 0, set()),
    ],
)
def test_what_is_warned_of(
    reader: dict[str, Any], call: dict[str, Any], lines: list[Line], unanswered: int, warned: set[str]
) -> None:
    assert attention(reader, call, lines, unanswered) == warned


def test_of_several_readers_the_others_are_named() -> None:
    calm = presend.checks(READER, Call(at=AT), SHORT)
    strict = presend.checks(
        Reader(name="Jens", personality="phlegmatic", channel="phone"), Call(at=AT), [line("It is done.")]
    )
    found = presend.of_all([calm, strict], ["Maria", "Jens"])
    assert [check.words for check in presend.attention(found)] == [
        "Jens: No figure in it; they believe numbers and sources"
    ]


def test_without_a_reason_it_does_not_leave_and_nothing_is_lost(world: World) -> None:
    browser = world.browser(world.ours.manager)
    refused = browser.post(address(world), typed(world, do="send", because=" ", purpose="Calm them."))
    page = refused.content.decode()
    assert refused.status_code == 422
    for words in ("Say why you send it all the same: 1 to do without a date.", "Calm them.", "four days late"):
        assert words in page
    with within(world.ours.agency):
        assert not Summary.objects.exists()
    browser.post(address(world), typed(world, do="send", because="They know when.", purpose="Calm them."))
    with within(world.ours.agency):
        sent = Summary.objects.get()
        assert (sent.because, sent.overridden, sent.purpose) == (
            "They know when.", ["1 to do without a date"], "Calm them.",
        )  # fmt: skip
        assert "Calm them." not in sent.copies.get().text
        facts = Event.objects.get(verb="summary.sent_all_the_same").facts
        assert facts["because"] == "They know when."
    shown = browser.get(reverse("summary", args=[world.ours.agency.slug, sent.key])).content.decode()
    assert "They know when." in shown


def test_what_is_right_needs_no_reason_and_keeps_none(world: World) -> None:
    house = world.ours
    done = TopicNotes(title="Feed", answer="12 of 12.", actions=[ActionNotes(text="Read it", client_due=NOW.date())])
    with within(house.agency):
        draft = calls.log_call(house.client, notes(house, topics=[done]), by=house.manager, at=NOW)
        sent = checked_sending.send(draft, by=house.manager, at=NOW, to=[house.contact], because="No matter.")
        assert (sent.because, sent.overridden) == ("", [])
