"""Lines to servers that owners name: to the address that was checked, for a bounded time, and not too often."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms import dialling, imap
from comms.domain import mailboxes, tries
from comms.models import Mailbox
from comms.smtp import Conversation, Letter, Verdict
from tests.servers.imap import ImapMailbox
from tests.world import World

Answers = list[list[tuple[Any, ...]]]


def leads_to(*places: tuple[str, int]) -> list[tuple[Any, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], None]:
    """What names lead to, answer by answer, as a hostile name server can choose."""

    def answer(answers: Answers) -> None:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: answers.pop(0))

    return answer


def access(box: ImapMailbox, **changed: Any) -> imap.Access:
    fields = {"host": "rebound.example", "port": box.port, "tls": False, "folder": "INBOX"}
    return imap.Access(**{**fields, "username": box.login, "password": box.password, **changed})


def test_a_name_is_asked_for_once(imap_mailbox: ImapMailbox, names: Any, settings: Any) -> None:
    settings.INTERNAL_HOSTS = ["rebound.example"]
    names([leads_to(("127.0.0.1", imap_mailbox.port))])
    with imap.opened(access(imap_mailbox)) as folder:
        assert folder.place().messages == 0


def test_a_name_that_leads_elsewhere_the_second_time_leads_nowhere(
    imap_mailbox: ImapMailbox, names: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INTERNAL_HOSTS = []
    names([leads_to(("8.8.8.8", 993)), leads_to(("127.0.0.1", imap_mailbox.port))])
    called: list[object] = []

    def connect(_line: object, place: object) -> None:
        called.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(dialling.Line, "connect", connect, raising=False)
    with pytest.raises(imap.Trouble, match="Nothing answers"), imap.opened(access(imap_mailbox)):
        pass
    assert called == [("8.8.8.8", 993)]


class Chatterbox:
    """A server that greets and goes on, as fast as it is listened to."""

    def __init__(self, greeting: bytes, on_and_on: bytes) -> None:
        self.greeting, self.on_and_on = greeting, on_and_on
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])

    def __enter__(self) -> "Chatterbox":
        self.thread = threading.Thread(target=self.talk, daemon=True)
        self.thread.start()
        return self

    def talk(self) -> None:
        line, _address = self.listening.accept()
        with line, contextlib.suppress(OSError):
            line.sendall(self.greeting)
            while self.on_and_on:
                line.sendall(self.on_and_on * 1000)
            line.recv(1)

    def __exit__(self, *_: object) -> None:
        self.listening.close()
        self.thread.join(5)


def test_a_mail_server_that_does_not_stop_talking_is_left(settings: Any) -> None:
    with Chatterbox(b"220-hello\r\n", b"220-and another thing\r\n") as server:
        line = Conversation(
            {"host": "127.0.0.1", "port": server.port, "user": "", "password": "", "tls": False, "starttls": False},
            timeout=5,
            hello="us.example",
        )
        begun = monotonic()
        with line:
            outcome = line.deliver(Letter("a@us.example", "b@them.example", b""), before_data=lambda: True)
    assert (outcome.verdict, outcome.reached) == (Verdict.REFUSED_TEMPORARILY, False)
    assert monotonic() - begun < 4, "it was not waited for"


def test_a_mailbox_announces_no_more_than_a_message_can_be(settings: Any) -> None:
    settings.INTERNAL_HOSTS = ["*"]
    with Chatterbox(b"* OK hello\r\n* CAPABILITY {9999999999}\r\n", b"") as server:
        there = imap.Access("127.0.0.1", server.port, False, "hello", "secret", "INBOX")
        with pytest.raises(imap.Trouble, match="broke"), imap.opened(there):
            pass


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1"])
def test_one_address_inside_is_enough_to_refuse(
    imap_mailbox: ImapMailbox, names: Any, settings: Any, inside: str
) -> None:
    settings.INTERNAL_HOSTS = []
    names([leads_to(("8.8.8.8", 993), (inside, 993))])
    with pytest.raises(imap.Trouble, match="inside this network"), imap.opened(access(imap_mailbox)):
        pass


@pytest.mark.parametrize("place", ["64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::ffff:10.0.0.1", "fd00::1"])
def test_an_address_inside_is_known_in_any_dress(settings: Any, place: str) -> None:
    settings.INTERNAL_HOSTS = []
    with pytest.raises(dialling.InsideOurNetwork):
        dialling.refuse_inside("dressed.example", leads_to((place, 993)))
    dialling.refuse_inside("outside.example", leads_to(("64:ff9b::808:808", 993), ("2a00:1450::1", 993)))


def test_the_next_address_is_tried(imap_mailbox: ImapMailbox, names: Any, settings: Any) -> None:
    settings.INTERNAL_HOSTS = ["*"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]
    names([leads_to(("127.0.0.1", closed), ("127.0.0.1", imap_mailbox.port))])
    with imap.opened(access(imap_mailbox)) as folder:
        assert folder.place().messages == 0


def test_the_certificate_is_for_the_name(
    imap_mailbox: ImapMailbox, names: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INTERNAL_HOSTS = ["*"]
    names([leads_to(("127.0.0.1", imap_mailbox.port))])
    asked: list[str] = []

    def wrap(_context: ssl.SSLContext, _line: socket.socket, server_hostname: str) -> None:
        asked.append(server_hostname)
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    with pytest.raises(imap.Trouble, match="certificate"), imap.opened(access(imap_mailbox, tls=True)):
        pass
    assert asked == ["rebound.example"]


@pytest.mark.parametrize("tls", [False, True])
def test_a_test_ends_however_a_server_drips(
    world: World, dripping: int, monkeypatch: pytest.MonkeyPatch, tls: bool
) -> None:
    monkeypatch.setattr(mailboxes, "SECONDS_OF_A_TEST", 0.5)
    began = monotonic()
    mailbox = Mailbox(address="a@b.example", host="127.0.0.1", port=dripping, tls=tls, username="x")
    tried = mailboxes.try_out(mailbox, "x")
    assert tried.problem
    assert monotonic() - began < 5


def test_a_name_server_that_keeps_silent_is_not_waited_for(
    imap_mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: silent.wait(5))
    try:
        with pytest.raises(imap.Trouble, match="did not answer"), imap.opened(access(imap_mailbox), 0.2):
            pass
    finally:
        silent.set()


# --- not too often ----------------------------------------------------------------------------------------------------
def test_ten_tries_in_ten_minutes(world: World) -> None:
    at = timezone.now()
    for _try in range(tries.MOST):
        tries.count(world.ours.owner, at=at)
    with pytest.raises(tries.TooManyTries, match="Please wait ten minutes"):
        tries.count(world.ours.owner, at=at)
    tries.count(world.theirs.owner, at=at)
    tries.count(world.ours.owner, at=at + timedelta(minutes=10))


def test_after_ten_tries_nobody_knocks(world: World, imap_mailbox: ImapMailbox) -> None:
    house = world.ours
    form = {"address": "a@northlight.example", "host": imap_mailbox.host, "port": imap_mailbox.port}
    form |= {"username": imap_mailbox.login, "password": imap_mailbox.password, "folder": "INBOX", "test": "1"}
    form |= {"triage": house.owner.key}
    browser = world.browser(house.owner)
    for number in range(2 * tries.MOST):
        tries.count(house.owner, at=timezone.now() + timedelta(minutes=tries.MINUTES * (number % 2)))
    answer = browser.post(house.url("settings/mailboxes/new/"), form)
    assert answer.status_code == 422
    assert "Please wait ten minutes" in answer.content.decode()
    with within(house.agency):
        assert not Mailbox.objects.exists()
