"""The page of what left: counts, search, the file, bulk retry, one mail's story, and the right address."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import PersonAddress
from comms import reply_words
from comms.domain import delivery, outbox
from comms.domain.delivery import Errand
from comms.models import OutboxMessage
from tests.comms.mailroom import arrive, point_to, send_all
from tests.comms.test_sending import fresh, later, queued
from tests.doors.inventory import TOKENS
from tests.servers.smtp import SmtpServer, Verb
from tests.world import CANARY, House, World

State = OutboxMessage.State


def stands(house: House, number: int, state: str, **fields: Any) -> OutboxMessage:
    message = queued(house, number, **fields)
    with within(house.agency):
        OutboxMessage.objects.filter(pk=message.pk).update(state=state, server_reply="550 5.1.1 no such user")
    return message


def page(world: World, house: House, path: str, who: Any = None) -> str:
    response = world.browser(who or house.owner).get(house.url(path))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_tabs_count_and_the_search_finds(ours: House, world: World) -> None:
    for number, state in enumerate(["queued", "sending", "dead", "bounced", "uncertain", "sent", "sent", "withdrawn"]):
        stands(ours, number, state)
    shown = page(world, ours, "outbox/")
    for words in ("Waiting <small>1", "On its way <small>1", "Came back <small>1", "Sent <small>2"):
        assert words in shown
    assert "Number 3" in page(world, ours, "outbox/?state=bounced")
    assert "Number 2" not in page(world, ours, "outbox/?state=bounced")
    assert "Number 5" in page(world, ours, "outbox/?q=maria+solvang&state=sent")
    assert "No such mail" in page(world, ours, "outbox/?q=nobody")
    assert "There is nobody at this address." in shown


def test_who_decides_stays_where_they_were(ours: House, world: World) -> None:
    first, second = stands(ours, 1, "dead"), stands(ours, 2, "dead")
    browser, here = world.browser(ours.manager), ours.url("outbox/?state=failed&lane=person")
    assert f'name="next" value="{here.replace("&", "&amp;")}"' in browser.get(here).content.decode()
    assert browser.post(ours.url(f"outbox/{first.key}/retry/"), {"next": here}).headers["Location"] == here
    assert browser.post(ours.url("outbox/retries/"), {"mail": second.key, "next": here}).headers["Location"] == here
    elsewhere = browser.post(ours.url(f"outbox/{second.key}/retry/"), {"next": "https://evil.example/"})
    assert elsewhere.headers["Location"] == ours.url("outbox/")


def test_the_file_has_what_the_page_shows(ours: House, world: World) -> None:
    stands(ours, 1, "sent")
    stands(ours, 2, "dead")
    response = world.browser(ours.owner).get(ours.url("outbox.csv?state=failed"))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[4] for row in rows] == ["Subject", "Number 2"]
    assert CANARY not in response.content.decode()


def test_many_are_sent_again_at_once_as_far_as_one_may(ours: House, world: World) -> None:
    ticked = [stands(ours, 1, "dead"), stands(ours, 2, "uncertain"), stands(ours, 3, "sent")]
    ours.other_contact, mine = ours.contact, ours.other_contact
    ours.contact = mine
    others = stands(ours, 4, "dead")
    foreign = stands(world.theirs, 5, "dead")
    keys = [message.key for message in (*ticked, others, foreign)]
    answer = world.browser(ours.manager).post(ours.url("outbox/retries/"), {"mail": [*keys, "x y"]}, follow=True)
    assert "2 mails are sent again." in answer.content.decode()
    assert [fresh(ours, message).state for message in (*ticked, others)] == ["queued", "queued", "sent", "dead"]
    assert fresh(world.theirs, foreign).state == "dead"
    none = world.browser(ours.manager).post(ours.url("outbox/retries/"), {}, follow=True)
    assert "None of these mails waits for you." in none.content.decode()


def test_one_mail_tells_its_story_and_shows_what_left(
    ours: House, world: World, smtp_server: SmtpServer, settings: Any
) -> None:
    point_to(smtp_server, settings)
    smtp_server.greylist()
    message = queued(ours)
    send_all()
    later(ours)
    send_all()
    shown = page(world, ours, f"outbox/{message.key}/", ours.manager)
    story = [shown.index(words) for words in ("Written and queued", "did not take it yet", "which took it")]
    assert story == sorted(story)
    assert "come again later" in shown
    assert "It is ready." in shown


@pytest.mark.parametrize("name", [*TOKENS, "unsubscribe"])
def test_links_for_the_reader_alone_are_shown_to_nobody_else(ours: House, world: World, name: str) -> None:
    secret = settings.BASE_URL + reverse(name, args=[ours.agency.slug, "secret-token"])
    with within(ours.agency):
        message = outbox.queue(
            purpose_key="x", lane="summary", to=ours.contact, subject="s", text=f"Say yes: {secret}", at=timezone.now()
        )
    shown = page(world, ours, f"outbox/{message.key}/")
    assert "secret-token" not in shown
    assert "a link for the reader alone" in shown


def test_who_may_open_and_correct_what(ours: House, world: World) -> None:
    theirs, message = stands(world.theirs, 1, "dead"), stands(ours, 1, "dead")
    assert world.browser(ours.owner).get(ours.url(f"outbox/{theirs.key}/")).status_code == 404
    assert world.browser(ours.specialist).get(ours.url(f"outbox/{message.key}/")).status_code == 403
    other = stands_for_other(ours)
    answer = world.browser(ours.manager).post(ours.url(f"outbox/{other.key}/"), {"email": "a@b.example"})
    assert answer.status_code == 403
    ours.agency.managers_see_own_only = True
    ours.agency.save()
    assert world.browser(ours.manager).get(ours.url(f"outbox/{other.key}/")).status_code == 404


def stands_for_other(house: House) -> OutboxMessage:
    with within(house.agency):
        message = outbox.queue(
            purpose_key="other", lane="person", to=house.other_contact, subject="o", text="t", at=timezone.now()
        )
        OutboxMessage.objects.filter(pk=message.pk).update(state="dead")
    return message


def test_as_many_questions_for_three_attempts_as_for_one(
    ours: House, world: World, smtp_server: SmtpServer, settings: Any
) -> None:
    point_to(smtp_server, settings)
    smtp_server.refuse(Verb.RCPT, 451)
    message = queued(ours)
    counts = []
    for _round in range(3):
        send_all()
        later(ours, timedelta(days=2))
        page(world, ours, f"outbox/{message.key}/")
        with CaptureQueriesContext(connection) as asked:
            page(world, ours, f"outbox/{message.key}/")
        counts.append(len(asked))
    assert counts[0] == counts[2]


# --- full circle: it comes back, the address is put right, it arrives ------------------------------------------------
REPORT = b"""From: Mailer <MAILER-DAEMON@mx.client.example>\r
To: <{to}>\r
Subject: Undelivered mail\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
I am sorry.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.client.example\r
\r
Final-Recipient: rfc822; maria.northlight@client.example\r
Action: failed\r
Status: {status}\r
Diagnostic-Code: smtp; 550 {status} {words}\r
\r
--b--\r
"""


def bounce(sent: OutboxMessage, status: str, words: str) -> bytes:
    text = REPORT.decode().replace("{to}", sent.return_path).replace("{status}", status).replace("{words}", words)
    return text.encode()


def test_what_came_back_is_corrected_with_one_click_and_arrives(
    ours: House, world: World, smtp_server: SmtpServer, settings: Any
) -> None:
    point_to(smtp_server, settings)
    message = queued(ours, html="<p>It is <b>ready</b>.</p>")
    send_all()
    sent = smtp_server.received[0]
    arrive(ours.agency, bounce(message, "5.1.1", "no such user"), recipient=sent.sender)
    assert fresh(ours, message).state == State.BOUNCED
    with within(ours.agency):
        assert PersonAddress.objects.get(person=ours.contact.person).bounced_at is not None
    browser, here = world.browser(ours.manager), ours.url(f"outbox/{message.key}/")
    assert "Correct it and send again" in browser.get(here).content.decode()
    taken = browser.post(here, {"email": "jens.northlight@client.example"})
    assert taken.status_code == 422, "it is somebody else's"
    assert browser.post(here, {"email": "Maria@new.example"}).status_code == 302
    send_all()
    again = smtp_server.received[1]
    assert again.recipients == ("maria@new.example",)
    assert again.message["To"].addresses[0].addr_spec == "maria@new.example"
    assert again.message["To"].addresses[0].display_name == "Maria Holm"
    assert again.message["Message-ID"] == sent.message["Message-ID"]
    assert again.raw.partition(b"\r\n\r\n")[2] == sent.raw.partition(b"\r\n\r\n")[2], "the text stays as it was"
    with within(ours.agency):
        assert PersonAddress.objects.get(person=ours.contact.person, first=True).email == "maria@new.example"
    assert fresh(ours, message).state == State.SENT


def test_a_full_mailbox_comes_back_and_the_address_stays(ours: House, smtp_server: SmtpServer, settings: Any) -> None:
    point_to(smtp_server, settings)
    message = queued(ours)
    send_all()
    arrive(ours.agency, bounce(message, "4.2.2", "mailbox full"), recipient=smtp_server.received[0].sender)
    assert fresh(ours, message).state == State.BOUNCED
    with within(ours.agency):
        assert PersonAddress.objects.get(person=ours.contact.person).bounced_at is None


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("550 5.1.1 <a@b.example> user unknown", "nobody at this address"),
        ("550 no such mailbox here", "nobody at this address"),
        ("452 4.2.2 over quota", "mailbox is full"),
        ("552 5.3.4 too big", "larger than"),
        ("451 4.7.1 greylisted, come again", "come again later"),
        ("550 5.7.26 DMARC check failed", "does not believe"),
        ("554 5.7.1 blocked by spamhaus", "a rule of its own"),
        ("421 4.7.28 too many", "no more mail for the moment"),
        ("550 5.1.2 host unknown", "after the @"),
        ("450 whatever", "refused the mail for now"),
        ("554 whatever", "refused the mail for good"),
        ("smtp; 550 5.1.1 gone", "nobody at this address"),
    ],
)
def test_what_servers_say_is_put_into_words(reply: str, words: str) -> None:
    assert words in reply_words.meant(reply)


@pytest.mark.parametrize("reply", ["", "250 2.0.0 ok", "The mail server cut the line.", "Verzögert"])
def test_what_needs_no_words_gets_none(reply: str) -> None:
    assert reply_words.meant(reply) == ""


def test_a_row_on_its_way_asks_for_itself(ours: House, world: World) -> None:
    message = queued(ours)
    assert delivery.claim(Errand(OutboxMessage, message.pk, ours.agency))
    shown = page(world, ours, f"outbox/?only={message.key}&pick=1")
    assert f'id="mail-{message.key}"' in shown
    assert 'hx-trigger="every 10s"' in shown
