"""What SMTP servers do to a sender, one after another, with a real server that does it. After each: nothing is lost.

A person's letter and a report go to a server that behaves in one way; then it behaves well. Each mail has arrived, or a
person was told; a report never arrived twice. The usual run has those that no other test has; the full one has all.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import outbox
from comms.models import Notice, OutboxMessage
from tests.comms.mailroom import point_to, send_all
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House, World, age

State, Lane = OutboxMessage.State, OutboxMessage.Lane
FULL = bool(os.environ.get("RAPPORT_FULL_SIZE"))
RETRY, SENT, DEAD, UNCERTAIN, QUEUED = State.RETRY, State.SENT, State.DEAD, State.UNCERTAIN, State.QUEUED


@dataclass(frozen=True)
class Behaviour:
    """`letter` and `report`: how they stand after the first round. `usual`: run at the reduced size, too."""

    name: str
    act: Callable[[SmtpServer], object]
    letter: str
    report: str = ""
    usual: bool = True

    def __str__(self) -> str:
        return self.name


def hang_up(server: SmtpServer, verb: Verb) -> None:
    server.drop(verb, times=1)


def fall_silent(server: SmtpServer, verb: Verb) -> None:
    server.hang(verb, times=1)


BEFORE_DATA = (Verb.MAIL, Verb.RCPT, Verb.DATA)
TABLE = [
    Behaviour("greylists", lambda s: s.greylist(), RETRY, SENT, usual=False),
    Behaviour("greets with 421", lambda s: s.say(Verb.CONNECT, "421 too busy", times=2), RETRY, QUEUED),
    Behaviour("greets with 554", lambda s: s.say(Verb.CONNECT, "554 go away", times=2), RETRY, QUEUED),
    Behaviour("greets with rubbish", lambda s: s.say(Verb.CONNECT, "hello there", times=2), RETRY, QUEUED),
    Behaviour("drips at the greeting", lambda s: s.drip(Verb.CONNECT, times=2), RETRY, QUEUED),
    Behaviour("hangs up at the greeting", lambda s: s.drop(Verb.CONNECT, times=2), RETRY, QUEUED, usual=False),
    Behaviour("hangs up at EHLO", lambda s: s.drop(Verb.EHLO, times=2), RETRY, QUEUED, usual=False),
    Behaviour("knows HELO only", lambda s: s.say(Verb.EHLO, "502 what?"), SENT, usual=False),
    Behaviour("drips at RCPT", lambda s: s.drip(Verb.RCPT, times=1), RETRY, SENT),
    Behaviour("answers RCPT with rubbish", lambda s: s.say(Verb.RCPT, "perhaps", times=1), RETRY, SENT),
    Behaviour("answers RCPT without end", lambda s: s.say(Verb.RCPT, "250 " + "x" * 9000, times=1), RETRY, SENT),
    Behaviour("ends the session with 421 at MAIL", lambda s: s.say(Verb.MAIL, "421 bye", times=1), RETRY, SENT),
    Behaviour("ends the session with 421 at DATA", lambda s: s.say(Verb.DATA, "421 bye", times=1), RETRY, SENT),
    Behaviour("answers DATA with 250", lambda s: s.say(Verb.DATA, "250 fine", times=1), RETRY, SENT),
    Behaviour("refuses the text for now", lambda s: s.say(Verb.BODY, "452 4.3.1 disk full", times=1), RETRY, SENT),
    Behaviour("refuses the text for good", lambda s: s.say(Verb.BODY, "554 5.7.1 spam", times=1), DEAD, SENT),
    Behaviour("takes the text and says rubbish", lambda s: s.say(Verb.BODY, "gibberish", times=2), RETRY, UNCERTAIN),
    Behaviour("takes the text and drips", lambda s: s.drip(Verb.BODY, times=2), RETRY, UNCERTAIN),
    Behaviour("takes the text and is silent", lambda s: s.hang(Verb.BODY, times=2), RETRY, UNCERTAIN, usual=False),
    Behaviour("keeps it and hangs up", lambda s: s.drop(Verb.BODY, times=2, keep=True), RETRY, UNCERTAIN, usual=False),
    Behaviour("loses the text and hangs up", lambda s: s.drop(Verb.BODY, times=2), RETRY, UNCERTAIN, usual=False),
    Behaviour("is silent at QUIT", lambda s: s.hang(Verb.QUIT), SENT),
    Behaviour("does not offer 8BITMIME", lambda s: s.hide("8BITMIME", "SIZE"), SENT),
    *(
        Behaviour(f"answers {verb} with {code}", lambda s, v=verb, c=code: s.refuse(v, c, times=1),  # type: ignore[misc]
                  DEAD if code == 550 else RETRY, SENT, usual=False)
        for verb in BEFORE_DATA for code in (450, 451, 550)
    ),
    *(
        Behaviour(f"{words} {verb}", lambda s, a=act, v=verb: a(s, v), RETRY, SENT, usual=False)  # type: ignore[misc]
        for words, act in (("hangs up at", hang_up), ("is silent at", fall_silent)) for verb in BEFORE_DATA
    ),
]  # fmt: skip


def queue(house: House, lane: str, **fields: Any) -> OutboxMessage:
    with within(house.agency):
        return outbox.queue(
            purpose_key=f"mail:{lane}",
            lane=lane,
            to=fields.pop("to", house.contact),
            subject=lane,
            text=fields.pop("text", "Hello, dear Zoë."),
            at=timezone.now() - timedelta(minutes=2 if lane == Lane.PERSON else 1),
            by=house.manager,
        )


def states(house: House) -> dict[str, str]:
    with within(house.agency):
        return dict(OutboxMessage.objects.exclude(lane="notice").values_list("lane", "state"))


def later(house: House) -> None:
    with within(house.agency):
        for message in OutboxMessage.objects.all():
            age(message, timedelta(minutes=20))


def nobody_is_left_in_the_dark(house: House, server: SmtpServer) -> None:
    """Each mail has arrived, or a person was told; what goes at most once did not go twice."""
    arrived = Counter(str(one.message["Subject"]) for one in server.received)
    for lane, state in states(house).items():
        with within(house.agency):
            told = Notice.objects.filter(kind=f"mail.{state}", facts__subject=lane).exists()
        assert state in (SENT, DEAD, UNCERTAIN), f"{lane} is {state}"
        assert told if state != SENT else arrived[lane], f"{lane} is {state}, and nobody knows"
    assert arrived[Lane.REPORT] <= 1


@pytest.mark.parametrize("behaviour", [one for one in TABLE if FULL or one.usual], ids=str)
def test_nothing_is_lost(world: World, smtp_server: SmtpServer, settings: Any, behaviour: Behaviour) -> None:
    point_to(smtp_server, settings, timeout=0.25)
    house = world.ours
    for lane in (Lane.PERSON, Lane.REPORT):
        queue(house, lane)
    behaviour.act(smtp_server)
    send_all()
    assert states(house) == {Lane.PERSON: behaviour.letter, Lane.REPORT: behaviour.report or behaviour.letter}
    smtp_server.accept()
    for _round in range(3):
        later(house)
        send_all()
    nobody_is_left_in_the_dark(house, smtp_server)


def test_there_are_behaviours_enough() -> None:
    assert len(TABLE) >= 35
    assert len([one for one in TABLE if one.usual]) >= 13


# --- servers that can do less -----------------------------------------------------------------------------------------
@pytest.fixture
def small(settings: Any) -> Iterator[SmtpServer]:
    """It takes at most a kilobyte, and addresses in ASCII only."""
    with SmtpServer(data_size_limit=1000, enable_SMTPUTF8=False) as server:
        point_to(server, settings)
        yield server


def test_what_is_too_large_is_told_at_once(world: World, small: SmtpServer) -> None:
    queue(world.ours, Lane.PERSON, text="x" * 4000)
    send_all()
    assert states(world.ours) == {Lane.PERSON: DEAD}
    nobody_is_left_in_the_dark(world.ours, small)


@pytest.mark.parametrize(("security", "words"), [({"starttls": True}, "does not offer"), ({"tls": True}, "encrypted")])
def test_a_line_that_cannot_be_sealed_carries_nothing(
    world: World, smtp_server: SmtpServer, settings: Any, security: dict[str, bool], words: str
) -> None:
    point_to(smtp_server, settings)
    settings.SMTP = {**settings.SMTP, **security}
    message = queue(world.ours, Lane.PERSON)
    send_all()
    with within(world.ours.agency):
        message.refresh_from_db()
    assert (message.state, message.attempts) == (RETRY, 0)
    assert words in message.server_reply
    assert smtp_server.received == []
