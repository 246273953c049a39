"""What can be wrong with a mailbox, on real servers: said in plain words where the owner sees it, tried again, and
nothing is lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from agency.tenancy.scope import within
from comms import imap, sealing, today_troubles
from comms.domain import inbound, mailbox_notices
from comms.models import InboundMessage, Mailbox, MailHook, SendingAccount
from tests.comms import provider_posts as posts
from tests.comms.mailroom import MARIA, eml
from tests.comms.test_hooks import hooked, path_of
from tests.comms.test_mailboxes import connected, fresh, pipe, poll, stored
from tests.conftest import on_postgres
from tests.servers.certificates import Authority, Greeter
from tests.servers.daemon import free_port
from tests.servers.imap import ImapMailbox
from tests.world import House, World

DAY = timedelta(days=1)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Known to this machine."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.trust))
    return made


def said_of(certificate: Path) -> str:
    with Greeter(certificate) as server:
        access = imap.Access("localhost", server.port, True, "hello", "secret", "INBOX")
        with pytest.raises(imap.Trouble) as trouble, imap.opened(access):
            pass
        return str(trouble.value)


@pytest.mark.parametrize(
    ("host", "begins", "ends", "words"),
    [
        ("localhost", -2 * DAY, -DAY, "certificate of localhost has expired"),
        ("localhost", DAY, 2 * DAY, "not valid yet"),
        ("other.example", -DAY, DAY, "is for another name"),
        ("localhost", -DAY, DAY, "localhost"),
    ],
)
def test_what_is_wrong_with_a_certificate(
    authority: Authority, host: str, begins: timedelta, ends: timedelta, words: str
) -> None:
    said = said_of(authority.certificate(host, begins, ends))
    assert words in said
    good = begins < timedelta(0) < ends and host == "localhost"
    assert ("certificate" in said) is not good, "the good one gets as far as the greeting"


def test_a_certificate_that_nobody_here_knows(tmp_path: Path) -> None:
    said = said_of(Authority(tmp_path).certificate("localhost", -DAY, DAY))
    assert "signed by nobody known here" in said


def test_an_expired_certificate_stands_on_the_page_and_mail_comes_when_it_is_renewed(
    world: World, ours: House, authority: Authority, imap_mailbox: ImapMailbox
) -> None:
    mailbox = connected(ours, imap_mailbox)
    imap_mailbox.deliver(eml(MARIA))
    with Greeter(authority.certificate("localhost", -2 * DAY, -DAY)) as expired, within(ours.agency):
        Mailbox.objects.update(host="localhost", port=expired.port, tls=True)
    with Greeter(authority.certificate("localhost", -2 * DAY, -DAY)) as expired:
        with within(ours.agency):
            Mailbox.objects.update(port=expired.port)
        assert poll(ours, mailbox) == 0
    page = world.browser(ours.owner).get(ours.url("settings/mailboxes/")).content.decode()
    assert "has expired" in page
    with within(ours.agency):
        Mailbox.objects.update(host=imap_mailbox.host, port=imap_mailbox.port, tls=False)
    assert poll(ours, mailbox) == 1
    assert fresh(ours, mailbox).problem == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"port": 0}, "Nothing answers at port"),
        ({"host": "no-such-host.invalid"}, "no server named"),
        ({"tls": True}, "does not speak TLS"),
    ],
)
def test_a_mailbox_that_cannot_be_reached(
    ours: House, imap_mailbox: ImapMailbox, changed: dict[str, Any], words: str
) -> None:
    mailbox = connected(ours, imap_mailbox)
    with within(ours.agency):
        Mailbox.objects.update(**{**changed, **({"port": free_port()} if "port" in changed else {})})
    poll(ours, mailbox)
    failing = fresh(ours, mailbox)
    assert words in failing.problem
    assert failing.next_poll_at is not None
    assert failing.next_poll_at > timezone.now()


def test_a_password_that_was_changed(ours: House, imap_mailbox: ImapMailbox) -> None:
    mailbox = connected(ours, imap_mailbox)
    imap_mailbox.deliver(eml(MARIA))
    with within(ours.agency):
        Mailbox.objects.update(secret=sealing.seal("stale"))
    poll(ours, mailbox)
    assert "refused the user name or the password" in fresh(ours, mailbox).problem
    with within(ours.agency):
        Mailbox.objects.update(secret=sealing.seal(imap_mailbox.password))
    assert poll(ours, mailbox) == 1


def test_owners_read_it_in_today_as_soon_as_it_is_more_than_a_hiccup(ours: House) -> None:
    since = timezone.now() - timedelta(minutes=14)
    trouble: dict[str, Any] = {"problem": "Nothing answers.", "problem_since": since}
    with within(ours.agency):
        Mailbox.objects.create(address="a@northlight.example", host="imap.example", triage=ours.owner, **trouble)
        posted = Mailbox.objects.create(address="b@northlight.example", triage=ours.owner)
        MailHook.objects.create(mailbox=posted, provider="postmark", renewed_at=since, **trouble)
        SendingAccount.objects.create(agency=ours.agency, host="smtp.example", **trouble)
        assert list(today_troubles.troubles(ours.owner, since + timedelta(minutes=14))) == []
        told = [row.lead for row in today_troubles.troubles(ours.owner, since + timedelta(minutes=15))]
        assert list(today_troubles.troubles(ours.manager, since + timedelta(minutes=15))) == []
    assert told == [
        "No mail comes in from a@northlight.example.",
        "No mail comes in from b@northlight.example.",
        "Your mail does not leave.",
    ]


@pytest.mark.skipif(on_postgres(), reason="the embedded database can be told how large its disk is")
@pytest.mark.django_db(transaction=True)
def test_a_disk_that_is_full_accepts_nothing_and_loses_nothing(
    world: World, ours: House, imap_mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By every door: the mailbox keeps it, the mail server and the provider hear that they must come again."""
    mailbox, hook = connected(ours, imap_mailbox), hooked(ours, "mailgun", "two@northlight.example")
    large = eml(MARIA, to="northlight@mail.rapport.example", text="word " * 40_000)
    imap_mailbox.deliver(large)
    path = path_of(hook)
    with full_disk():
        assert poll(ours, mailbox) == 0
        assert posts.mailgun_mime(large).send(path).status_code == 503
        assert pipe(monkeypatch, large) == 75
        assert stored(ours) == []
    assert "stays in the mailbox" in fresh(ours, mailbox).problem
    assert poll(ours, mailbox) == 1
    assert posts.mailgun_mime(large).send(path).status_code == 200
    assert pipe(monkeypatch, large) == 0
    assert {bytes(raw) for raw in stored(ours)} == {large}
    assert fresh(ours, mailbox).problem == ""
    shown = world.browser(ours.owner).get(ours.url("settings/mailboxes/")).content.decode()
    assert "stays in the mailbox" not in shown


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite is told that it may grow by two pages more."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 2}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_problem_that_cannot_be_written_down_does_not_stop_the_worker(
    ours: House, imap_mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = connected(ours, imap_mailbox)
    imap_mailbox.deliver(eml(MARIA))

    def broken(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as full:
        full.setattr(inbound, "receive", broken)
        full.setattr(mailbox_notices, "record", broken)
        assert poll(ours, mailbox) == 0
    assert poll(ours, mailbox) == 1
    with within(ours.agency):
        assert InboundMessage.objects.count() == 1
