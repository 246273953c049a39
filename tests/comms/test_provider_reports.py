"""What providers tell of mail that left settles its row, once, in whichever order they tell it."""

import random
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import account_mail, answers, provider_reports
from comms.models import AccountMail, Answer, Episode, Notice, OutboxMessage
from comms.posts.reports import Fate, Report
from tests.comms import provider_posts as posts
from tests.comms.mailroom import let_go, point_to, send_all, written_by
from tests.comms.test_hooks import hooked, path_of
from tests.servers.smtp import SmtpServer
from tests.world import House, World

OWN_NAME = "0102018b6b1f-c0ffee-4b07-8d5e-7a2f"
"""What a provider calls the mail, as it says in its answer to the submission."""


@pytest.fixture
def sent(ours: House, smtp_server: SmtpServer, settings: Any) -> OutboxMessage:
    """An answer of Ida's that a provider has taken."""
    point_to(smtp_server, settings)
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        answers.answer(request, by=ours.manager, at=timezone.now(), text="On Friday, yes.")
    let_go(ours)
    with within(ours.agency):
        OutboxMessage.objects.filter(lane="person").update(server_reply=f"250 Ok {OWN_NAME}")
        return OutboxMessage.objects.get(lane="person")


def fresh(house: House, message: OutboxMessage) -> OutboxMessage:
    with within(house.agency):
        return OutboxMessage.objects.defer("mime").get(pk=message.pk)


@pytest.mark.parametrize("provider", posts.TOLD)
def test_delivered_and_came_back_in_any_order_and_number(ours: House, sent: OutboxMessage, provider: str) -> None:
    path = path_of(hooked(ours, provider), "reports")
    order = ["delivered"] * 3 + ["bounced"] * 2
    random.Random(provider).shuffle(order)
    for fate in order:
        response = posts.told_by(provider, fate, sent.message_id, sent.recipient, OWN_NAME).send(path)
        assert response.status_code == 200, response.content
    row = fresh(ours, sent)
    assert (row.state, "5.1.1" in row.server_reply) == ("bounced", True)
    send_all()
    with within(ours.agency):
        assert Event.objects.filter(verb="mail.bounced").count() == 1
        assert Notice.objects.filter(kind="mail.bounced").count() == 1
        assert Answer.objects.get().fate == "bounced"
        assert Episode.objects.get().closed_at is None, "the clock runs again"
        assert ours.contact.person.addresses.get().bounced_at is not None


@pytest.mark.parametrize("provider", posts.TOLD)
def test_delivered_is_said_and_a_complaint_is_told_once(ours: House, sent: OutboxMessage, provider: str) -> None:
    path = path_of(hooked(ours, provider), "reports")
    for fate in ("delivered", "complained", "complained", "delivered"):
        assert posts.told_by(provider, fate, sent.message_id, sent.recipient, OWN_NAME).send(path).status_code == 200
    assert fresh(ours, sent).state == "delivered"
    with within(ours.agency):
        assert Notice.objects.get(kind="mail.complained").member == ours.manager
        assert Episode.objects.get().closed_at is not None


@pytest.mark.parametrize("order", list(permutations([Fate.DELIVERED, Fate.CAME_BACK, Fate.DELAYED])))
def test_whatever_the_order_what_came_back_has_come_back(
    ours: House, sent: OutboxMessage, order: tuple[Fate, ...]
) -> None:
    for fate in order:
        report = Report(fate, (sent.message_id,), sent.recipient, "450 later")
        assert provider_reports.settle(ours.agency, report, timezone.now())
    assert fresh(ours, sent).state == "bounced"


def test_a_report_of_what_was_perhaps_sent_decides_it(ours: House, sent: OutboxMessage) -> None:
    with within(ours.agency):
        OutboxMessage.objects.filter(pk=sent.pk).update(state="uncertain")
    provider_reports.settle(ours.agency, Report(Fate.DELIVERED, (sent.message_id,), sent.recipient), timezone.now())
    row = fresh(ours, sent)
    assert (row.state, row.reported_at) == ("delivered", None)


def test_a_mail_that_is_just_being_handed_over_is_asked_for_again(ours: House, sent: OutboxMessage) -> None:
    with within(ours.agency):
        OutboxMessage.objects.filter(pk=sent.pk).update(state="sending")
    path = path_of(hooked(ours, "mailgun"), "reports")
    assert posts.told_by("mailgun", "bounced", sent.message_id).send(path).status_code == 503
    with within(ours.agency):
        OutboxMessage.objects.filter(pk=sent.pk).update(state="sent")
    assert posts.told_by("mailgun", "bounced", sent.message_id).send(path).status_code == 200
    assert fresh(ours, sent).state == "bounced"


def test_another_agency_cannot_speak_of_ours(world: World, ours: House, sent: OutboxMessage) -> None:
    path = path_of(hooked(world.theirs, "ses", "hello@harbour.example"), "reports")
    assert posts.told_by("ses", "bounced", sent.message_id, sent.recipient, OWN_NAME).send(path).status_code == 200
    assert fresh(ours, sent).state == "sent"


def test_opens_and_clicks_are_nobodys_business(ours: House, sent: OutboxMessage) -> None:
    path = path_of(hooked(ours, "sendgrid"), "reports")
    told = [{"event": name, "email": sent.recipient, "smtp-id": sent.message_id} for name in ("open", "click")]
    assert posts.as_json(told).send(path).status_code == 200
    assert fresh(ours, sent).state == "sent"


def test_the_account_of_the_house_tells_of_everybodys_mail(ours: House, sent: OutboxMessage, settings: Any) -> None:
    from django.core.mail import EmailMessage

    settings.HOOK_SECRET, settings.HOOK_KEY = "open-sesame", posts.KEY
    account_mail.queue_account_mail(EmailMessage("Code", "1", None, ["a@client.example"]))
    AccountMail.objects.update(state="sent")
    account = AccountMail.objects.get().message_id
    for provider in ("mailgun", "sendgrid"):
        path = f"/hooks/{provider}/open-sesame/reports/"
        assert posts.told_by(provider, "bounced", account, "a@client.example").send(path).status_code == 200
        assert posts.told_by(provider, "bounced", sent.message_id).send(path).status_code == 200
    assert fresh(ours, sent).state == "bounced"
    assert AccountMail.objects.get().state == "bounced"


def test_the_provider_s_own_name_of_a_mail_will_do(ours: House, sent: OutboxMessage, settings: Any) -> None:
    settings.HOOK_SECRET = "open-sesame"
    path = "/hooks/postmark/open-sesame/reports/"
    assert posts.told_by("postmark", "delivered", "", sent.recipient, OWN_NAME).send(path).status_code == 200
    assert fresh(ours, sent).state == "delivered"
    assert posts.told_by("postmark", "bounced", "", "somebody@else.example", OWN_NAME).send(path).status_code == 200
    assert fresh(ours, sent).state == "delivered", "that was another recipient"
