"""An agency's own way of sending: its server or a provider, a trial, and what happens when it cannot be used."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms import sealing, troubles
from comms.domain import delivery, outbox, senders, sending
from comms.mail.parsed import Mailbox as Address, Part
from comms.models import DeliveryAttempt, Notice, OutboxMessage, SendingAccount
from tests.comms.mailroom import point_to, send_all
from tests.servers.provider import ProviderServer
from tests.servers.smtp import SmtpServer
from tests.world import House, World, age

State, Lane, Way = OutboxMessage.State, OutboxMessage.Lane, SendingAccount.Way


@pytest.fixture
def installation(smtp_server: SmtpServer, settings: Any) -> SmtpServer:
    """The installation's server."""
    point_to(smtp_server, settings)
    return smtp_server


@pytest.fixture
def own() -> Iterator[SmtpServer]:
    with SmtpServer("us@northlight.example", "secret") as server:
        yield server


def account(at: House, server: SmtpServer, **changed: Any) -> SendingAccount:
    fields: dict[str, Any] = {
        "way": Way.SMTP,
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "username": "us@northlight.example",
        **changed,
    }
    secret = fields.pop("secret", "secret")
    with within(at.agency):
        made = SendingAccount(agency=at.agency, **fields)
        return sending.save(made, secret=secret, by=at.owner, at=timezone.now())


def queued(at: House, number: int = 1, lane: str = Lane.PERSON, **fields: Any) -> OutboxMessage:
    with within(at.agency):
        return outbox.queue(
            purpose_key=f"letter:{number}",
            lane=lane,
            to=at.contact,
            subject=f"Number {number}",
            text="It is ready.",
            at=timezone.now() - timedelta(seconds=1),
            by=at.manager,
            **fields,
        )


def fresh(at: House, message: OutboxMessage) -> OutboxMessage:
    with within(at.agency):
        return OutboxMessage.objects.get(pk=message.pk)


def later(at: House, by: timedelta = timedelta(minutes=20)) -> None:
    with within(at.agency):
        for row in [*OutboxMessage.objects.all(), *SendingAccount.objects.all()]:
            age(row, by)


# --- by a server of one's own -----------------------------------------------------------------------------------------
def test_each_agency_sends_by_its_own_account_and_the_rest_by_ours(
    ours: House, world: World, installation: SmtpServer, own: SmtpServer
) -> None:
    account(ours, own, sender_name="Northlight Team")
    first, second, other = queued(ours, 1), queued(ours, 2), queued(world.theirs)
    assert send_all() == 3
    assert [fresh(ours, one).state for one in (first, second)] == [State.SENT, State.SENT]
    assert fresh(world.theirs, other).via == ""
    assert (len(own.received), len(installation.received), own.conversations) == (2, 1, 1)
    assert own.received[0].sender == first.sender, "such servers take mail from their own address alone"
    assert own.received[0].message["From"].addresses[0].display_name == "Northlight Team"
    with within(ours.agency):
        assert DeliveryAttempt.objects.get(message=first).via == Way.SMTP
        assert SendingAccount.objects.get().worked_at is not None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"secret": "wrong"}, "does not accept this user name and password"),
        ({"host": "nowhere.invalid"}, "There is no server named"),
        ({"port": 1}, "Nothing answers"),
        ({"security": "tls"}, "does not speak TLS"),
        ({"security": "starttls"}, "Try the other kind of line"),
    ],
)
def test_a_broken_account_loses_nothing_and_stops_nobody_else(
    ours: House, world: World, installation: SmtpServer, own: SmtpServer, changed: dict[str, Any], words: str
) -> None:
    broken = account(ours, own, **changed)
    first, second, other = queued(ours, 1), queued(ours, 2), queued(world.theirs)
    send_all()
    assert (fresh(ours, first).state, fresh(ours, second).state) == (State.RETRY, State.QUEUED)
    assert fresh(ours, first).attempts == 0, "no mail is to blame"
    assert fresh(world.theirs, other).state == State.SENT
    with within(ours.agency):
        broken.refresh_from_db()
        assert words in broken.problem
        assert not Notice.objects.exists(), "once may be a hiccup"
    assert sending.agencies_with_due() == [], "it is waited with"
    later(ours)
    send_all()
    with within(ours.agency):
        (notice,) = Notice.objects.filter(kind="sending.problem")
        assert (notice.member, notice.urgent) == (ours.owner, True)
        assert words in notice.facts["problem"]
    account(ours, own)
    later(ours)
    send_all()
    assert [fresh(ours, one).state for one in (first, second)] == [State.SENT, State.SENT]
    with within(ours.agency):
        assert SendingAccount.objects.get().problem == ""


def test_a_certificate_that_expired_is_called_so() -> None:
    reason = ssl.SSLCertVerificationError()
    reason.verify_code = troubles.EXPIRED
    assert "has expired" in troubles.of(reason, {"host": "smtp.a.example", "port": 465, "starttls": False})


def test_nobody_sends_into_our_network(ours: House, own: SmtpServer, settings: Any) -> None:
    settings.INTERNAL_HOSTS = []
    inside = account(ours, own)
    message = queued(ours)
    assert delivery.deliver_own(ours.agency) == 1
    with within(ours.agency):
        inside.refresh_from_db()
        assert "inside this network" in inside.problem
    assert fresh(ours, message).state == State.RETRY
    assert own.conversations == 0


def test_a_secret_that_cannot_be_read_any_more_is_said(ours: House, own: SmtpServer) -> None:
    account(ours, own)
    with within(ours.agency):
        SendingAccount.objects.update(secret=b"sealed with another key")
    message = queued(ours)
    assert delivery.deliver_own(ours.agency) == 0
    with within(ours.agency):
        assert "Type it in again" in SendingAccount.objects.get().problem
    assert fresh(ours, message).state == State.QUEUED


def test_no_more_a_minute_than_the_account_takes(ours: House, installation: SmtpServer, own: SmtpServer) -> None:
    account(ours, own, per_minute=2)
    for number in range(5):
        queued(ours, number)
    assert [send_all(), send_all()] == [2, 0]
    later(ours)
    assert send_all() == 2


def test_an_account_that_is_not_used_leaves_it_to_ours(ours: House, installation: SmtpServer, own: SmtpServer) -> None:
    made = account(ours, own)
    with within(ours.agency):
        sending.stop(made, by=ours.owner, at=timezone.now())
    queued(ours)
    send_all()
    assert (len(own.received), len(installation.received)) == (0, 1)


# --- by a provider ----------------------------------------------------------------------------------------------------
@pytest.fixture
def provider(settings: Any) -> Iterator[ProviderServer]:
    with ProviderServer() as server:
        names = ("MAILGUN", "POSTMARK", "SENDGRID", "BREVO", "MAILJET", "RESEND")
        settings.ANYMAIL = {f"{name}_API_URL": server.url for name in names}
        yield server


REGULAR = {"List-Unsubscribe": "<https://a.example/stop>"}
WAYS = [Way.MAILGUN, Way.POSTMARK, Way.SENDGRID, Way.BREVO, Way.MAILJET, Way.RESEND]


@pytest.mark.parametrize("way", WAYS)
def test_each_provider_gets_the_parts_of_the_frozen_message(
    ours: House, installation: SmtpServer, provider: ProviderServer, way: str
) -> None:
    account(ours, installation, way=way, host="", domain="northlight.example", username="key", secret="k-12345")
    plan = Part("plan.pdf", "application/pdf", b"%PDF-1.7 plan")
    message = queued(ours, html="<p>It is <b>ready</b>.</p>", attachments=[plan], headers=REGULAR)
    send_all()
    sent = fresh(ours, message)
    assert (sent.state, sent.via) == (State.SENT, way)
    assert sent.provider_id, "its number at the provider is kept"
    (asked,) = provider.asked
    for part in ("Number 1", "It is ready.", "maria.northlight@client.example", "plan.pdf", "List-Unsubscribe"):
        assert part in asked.body, part
    assert message.message_id.strip("<>") in asked.body
    assert "k-12345" in asked.secrets


@pytest.mark.parametrize(
    ("status", "lane", "state"),
    [
        (400, Lane.PERSON, State.DEAD),
        (429, Lane.PERSON, State.RETRY),
        (503, Lane.REPORT, State.RETRY),
        (500, Lane.REPORT, State.UNCERTAIN),
        (500, Lane.PERSON, State.RETRY),
        (401, Lane.PERSON, State.RETRY),
    ],
)
def test_what_a_provider_answers(
    ours: House, installation: SmtpServer, provider: ProviderServer, status: int, lane: str, state: str
) -> None:
    account(ours, installation, way=Way.POSTMARK, secret="k")
    provider.answer(status, {"ErrorCode": 10, "Message": "not now"})
    message = queued(ours, lane=lane)
    send_all()
    assert fresh(ours, message).state == state
    with within(ours.agency):
        assert bool(SendingAccount.objects.get().problem) == (status == 401)
    provider.accept()
    later(ours)
    send_all()
    assert fresh(ours, message).state == (state if state in (State.DEAD, State.UNCERTAIN) else State.SENT)


@pytest.mark.parametrize(
    ("fault", "state"), [("silent", State.UNCERTAIN), ("drop", State.UNCERTAIN), ("gone", State.RETRY)]
)
def test_a_provider_without_an_answer(
    ours: House, installation: SmtpServer, provider: ProviderServer, settings: Any, fault: str, state: str
) -> None:
    settings.SMTP_TIMEOUT = 0.5
    account(ours, installation, way=Way.POSTMARK, secret="k")
    if fault == "gone":
        settings.ANYMAIL = {"POSTMARK_API_URL": "http://127.0.0.1:1/"}
    else:
        provider.misbehave(fault)
    message = queued(ours, lane=Lane.SUMMARY)
    send_all()
    assert fresh(ours, message).state == state


# --- the page ---------------------------------------------------------------------------------------------------------
def test_a_key_that_cannot_travel_sends_nothing_and_is_said(
    ours: House, installation: SmtpServer, provider: ProviderServer
) -> None:
    """What a text program made of it. Nothing has left, so that nothing is uncertain."""
    account(ours, installation, way=Way.POSTMARK, secret="k–1…")
    message = queued(ours, lane=Lane.REPORT)
    send_all()
    assert fresh(ours, message).state == State.RETRY
    with within(ours.agency):
        assert "Type it in again" in SendingAccount.objects.get().problem
    assert provider.asked == []


def filled(server: SmtpServer, **changed: Any) -> dict[str, Any]:
    return {
        "way": "smtp",
        "host": "127.0.0.1",
        "port": server.port,
        "security": "starttls",
        "username": "",
        "password": "",
        "sender_name": "Northlight Team",
        "mail_address": "hello@northlight.example",
        **changed,
    }


def test_an_owner_tries_an_account_and_saves_it(ours: House, world: World, installation: SmtpServer) -> None:
    browser, here = world.browser(ours.owner), ours.url("settings/sending/")
    plain = filled(installation, security="none")
    tried = browser.post(here, {**plain, "test": "1"})
    assert "The server said: 250" in tried.content.decode()
    assert installation.received[0].recipients == (ours.owner.user.email,)
    assert installation.received[0].message["From"].addresses[0].addr_spec == "hello@northlight.example"
    with within(ours.agency):
        assert not SendingAccount.objects.exists()
    assert browser.post(here, plain).status_code == 302
    with within(ours.agency):
        made = SendingAccount.objects.get()
        ours.agency.refresh_from_db()
        assert (made.sender_name, ours.agency.mail_address) == ("Northlight Team", "hello@northlight.example")
    assert "Is used from now on" in browser.get(here).content.decode()


def test_a_password_is_kept_when_left_empty_and_asked_for_at_another_place(
    ours: House, world: World, own: SmtpServer
) -> None:
    account(ours, own, security="tls")
    browser, here = world.browser(ours.owner), ours.url("settings/sending/")
    same = filled(own, security="tls", username="us@northlight.example", per_minute="30")
    assert browser.post(here, same).status_code == 302
    with within(ours.agency):
        made = SendingAccount.objects.get()
        assert (sealing.unseal(made.secret), made.per_minute) == ("secret", 30)
    elsewhere = browser.post(here, {**same, "host": "evil.example"})
    assert elsewhere.status_code == 422
    assert "Type the password or key in" in elsewhere.content.decode()
    assert "secret" not in browser.get(here).content.decode().replace("The secret", "").replace("the secret key", "")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"host": ""}, "This is needed here"),
        ({"port": "70000"}, "between 1 and 65535"),
        ({"mail_address": "nonsense"}, "valid email address"),
        ({"mail_address": "harbour@mail.rapport.example"}, "belongs to somebody else"),
        ({"username": "us", "password": "x", "security": "none"}, "does not travel over a line"),
        ({"way": "mailgun", "password": "k"}, "This is needed here"),
        ({"way": "postmark"}, "Type the password or key in"),
        ({"way": "house", "test": "1"}, "Choose the server or provider that is to be tried"),
        ({"test": "1", "port": "1"}, "Nothing answers"),
    ],
)
def test_what_is_wrong_stands_in_the_form_and_nothing_typed_is_lost(
    ours: House, world: World, installation: SmtpServer, changed: dict[str, str], words: str
) -> None:
    response = world.browser(ours.owner).post(ours.url("settings/sending/"), filled(installation, **changed))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Northlight Team" in response.content.decode()
    with within(ours.agency):
        assert not SendingAccount.objects.exists()


def test_a_sender_can_be_named_without_an_account_and_an_account_be_set_aside(
    ours: House, world: World, own: SmtpServer
) -> None:
    browser, here = world.browser(ours.owner), ours.url("settings/sending/")
    bare = {"way": "house", "port": "465", "security": "tls", "mail_address": "hello@northlight.example"}
    assert browser.post(here, bare).status_code == 302
    with within(ours.agency):
        assert not SendingAccount.objects.exists()
    named = browser.post(here, {**bare, "sender_name": "Northlight Team"}, follow=True)
    assert "Mail leaves by the server of this Rapport" in named.content.decode()
    with within(ours.agency):
        ours.agency.refresh_from_db()
        assert senders.sender_of(ours.agency) == Address("Northlight Team", "hello@northlight.example")
        SendingAccount.objects.all().delete()
    account(ours, own, security="tls")
    assert browser.post(here, bare).status_code == 302
    with within(ours.agency):
        aside = SendingAccount.objects.get()
        assert (aside.active, aside.way, sealing.unseal(aside.secret)) == (False, "smtp", "secret")


def test_only_owners_set_sending_up(ours: House, world: World) -> None:
    for path in ("settings/sending/", "settings/sending/domain/"):
        assert world.browser(ours.manager).post(ours.url(path), {}).status_code == 403
        assert world.browser(world.theirs.owner).post(ours.url(path), {}).status_code == 404
