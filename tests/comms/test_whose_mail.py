"""Whose message it is where that is not plain: somebody who speaks for two clients, several clients on one mail, what a
member forwards, our own mail coming back.
"""

from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import Contact
from comms.domain import answers, inbound
from comms.mail.parse import parse
from comms.models import Episode, InboundMessage, Interaction, Mailbox, Notice, OutboxMessage, Participant, Request
from tests.comms.mailroom import HOUR, MARIA, arrive, eml, let_pass, written_by
from tests.world import House, World

PROVEN = {"Authentication-Results": "mx.northlight.example; dmarc=pass header.from=northlight.example"}


def ida(house: House) -> str:
    return f"Ida Brandt <{house.manager.user.email}>"


def rows(house: House, model: Any, **which: Any) -> list[Any]:
    with within(house.agency):
        return list(model.objects.filter(**which).order_by("pk"))


@pytest.fixture
def second(ours: House) -> Contact:
    """Maria speaks for the other client as well."""
    with within(ours.agency):
        return Contact.objects.create(client=ours.other_client, person=ours.contact.person)


# --- somebody who speaks for two clients ------------------------------------------------------------------------------
def test_with_nothing_to_tell_a_person_chooses_by_one_click(world: World, ours: House, second: Contact) -> None:
    message = arrive(ours.agency, eml(MARIA, subject="Which one?"))
    other = arrive(ours.agency, eml(MARIA, subject="And this?"))
    assert (message.state, rows(ours, Request)) == ("unmatched", [])
    assert [notice.kind for notice in rows(ours, Notice)] == ["inbound.of_several"] * 2
    browser, here = world.browser(ours.owner), ours.url(f"inbox/unmatched/{message.key}/")
    page = browser.get(here).content.decode()
    assert "It is about Solvang Cycles" in page
    assert "It is about Clínica Duero" in page
    browser.post(f"{here}contact/", {"client": second.client.key, "contact": second.key})
    (request,) = rows(ours, Request)
    assert request.client_id == second.client_id
    assert request.opened_at == message.received_at, "its clock counts from when it came"
    assert rows(ours, InboundMessage, state="unmatched") == [other], "the other may be about the other client"
    with within(ours.agency):
        assert ours.contact.person.addresses.count() == 1


def test_the_thread_tells_then_the_mailbox_then_what_is_open(ours: House, second: Contact) -> None:
    with within(ours.agency):
        box = Mailbox.objects.create(
            address="duero@northlight.example", triage=ours.owner, for_client=ours.other_client
        )
    message = arrive(ours.agency, eml(MARIA, subject="At the mailbox"))
    with within(ours.agency):
        InboundMessage.objects.filter(pk=message.pk).update(mailbox=box, state="stored", fingerprint="")
    inbound.file(ours.agency, message.pk)
    (first,) = rows(ours, Request)
    assert first.client_id == ours.other_client.pk
    arrive(ours.agency, eml(MARIA, subject="Something else, while that is open"))
    assert [request.client_id for request in rows(ours, Request)] == [ours.other_client.pk] * 2
    third = written_by(ours, ours.second_contact)
    assert third.client_id == ours.client.pk, "what others wait for says nothing of her"
    arrive(ours.agency, eml(MARIA, subject="Re", headers={"In-Reply-To": "<first@client.example>"}))
    with within(ours.agency):
        Request.objects.filter(client=ours.other_client).update(state="closed")
    assert arrive(ours.agency, eml(MARIA, subject="All closed")).state == "unmatched"


# --- several clients on one mail --------------------------------------------------------------------------------------
def test_clients_on_one_mail_do_not_see_each_other(world: World, ours: House) -> None:
    """It is the sender's. The others heard it from them, and have asked us nothing."""
    tomas = "Tomás <tomas.northlight@client.example>"
    raw = eml(MARIA, f"hello@northlight.example, {tomas}", headers={"Cc": "jens.northlight@client.example"}, text="A")
    arrive(ours.agency, raw)
    (request,) = rows(ours, Request)
    assert request.client_id == ours.client.pk
    there = {person.contact_id for person in rows(ours, Participant)}
    assert there == {ours.contact.pk, ours.second_contact.pk}
    portal = world.browser(ours.other_contact).get(ours.url(f"portal/{ours.other_client.key}/"))
    assert request.subject not in portal.content.decode()
    assert len(rows(ours, Episode)) == 1


# --- forwarded by a member --------------------------------------------------------------------------------------------
GMAIL = """Please look at this, they are angry.

---------- Forwarded message ---------
From: Maria Holm <maria.northlight@client.example>
Date: Tue, Nov 3, 2026 at 10:09 AM
Subject: The shop is down
To: Ida Brandt <ida@northlight.example>


Nothing works since nine.

Maria
"""
OUTLOOK_DE = """Siehe unten.

Von: Maria Holm <maria.northlight@client.example>
Gesendet: Dienstag, 3. November 2026 10:09
An: Ida Brandt
Betreff: The shop is down

Nothing works since nine.

Maria
"""
APPLE = """Begin forwarded message:

> From: Maria Holm <maria.northlight@client.example>
> Subject: The shop is down
> Date: 3 November 2026 at 10:09:00 CET
> To: Ida Brandt <ida@northlight.example>
>\x20
> Nothing works since nine.
>\x20
> Maria
"""
RUSSIAN = """-------- Пересылаемое сообщение --------
От: Maria Holm [mailto:maria.northlight@client.example]
Дата: 3 ноября 2026 г.
Тема: The shop is down
Кому: ida@northlight.example

Nothing works since nine.

Maria
"""
CHINESE = """---------- 转发的邮件 ---------
发件人： Maria Holm <maria.northlight@client.example>
日期： 2026年11月3日
主题： The shop is down
收件人： ida@northlight.example

Nothing works since nine.

Maria
"""
ARABIC = """---------- رسالة معاد توجيهها ---------
من: Maria Holm <maria.northlight@client.example>
التاريخ: ٣ نوفمبر
الموضوع: The shop is down
إلى: ida@northlight.example

Nothing works since nine.

Maria
"""


@pytest.mark.parametrize("text", [GMAIL, OUTLOOK_DE, APPLE, RUSSIAN, CHINESE, ARABIC])
def test_what_a_member_forwards_is_of_whoever_wrote_it(ours: House, text: str) -> None:
    message = arrive(ours.agency, eml(ida(ours), subject="Fwd: The shop is down", text=text, headers=PROVEN))
    assert message.state == "filed"
    (request,) = rows(ours, Request)
    assert (request.contact_id, request.subject) == (ours.contact.pk, "The shop is down")
    said = rows(ours, Interaction, internal=False)
    assert [one.direction for one in said] == ["in"]
    assert said[0].text.strip() == "Nothing works since nine.\n\nMaria"
    assert "angry" not in said[0].text + said[0].quoted + said[0].html
    (episode,) = rows(ours, Episode)
    assert episode.opened_at == message.received_at
    notes = rows(ours, Interaction, internal=True)
    assert [note.text for note in notes] == [line for line in text.split("\n")[:1] if line and line[0] not in "-B"]


def attached(house: House, inside: bytes, note: str = "Yours?") -> bytes:
    """A mail of Ida's with another one in it, as it came."""
    head = f"From: {ida(house)}\r\nTo: hello@northlight.example\r\nSubject: Fwd: attached\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in PROVEN.items())
    kind = 'Content-Type: multipart/mixed; boundary="edge"\r\n\r\n'
    parts = f"--edge\r\n\r\n{note}\r\n--edge\r\nContent-Type: message/rfc822\r\n\r\n"
    return (head + kind + parts).encode() + inside + b"\r\n--edge--\r\n"


def test_a_message_attached_to_a_member_s_is_filed_once(ours: House) -> None:
    inside = eml(MARIA, message_id="<inside@client.example>", subject="The shop is down")
    assert parse(attached(ours, inside)).attachments[0].content_type == "message/rfc822"
    arrive(ours.agency, attached(ours, inside))
    (request,) = rows(ours, Request)
    assert request.subject == "The shop is down"
    assert [note.text for note in rows(ours, Interaction, internal=True)] == ["Yours?"]
    again = arrive(ours.agency, attached(ours, inside, "Has anybody looked?"))
    assert again.state == "ours"
    assert len(rows(ours, Interaction, internal=False)) == 1
    assert len(rows(ours, Interaction, internal=True)) == 2


def test_a_stranger_whom_a_member_forwards_waits_under_their_own_name(world: World, ours: House) -> None:
    text = GMAIL.replace("maria.northlight@client.example", "new@elsewhere.example").replace("Maria Holm", "Nora New")
    message = arrive(ours.agency, eml(ida(ours), subject="Fwd: x", text=text, headers=PROVEN))
    assert (message.state, message.sender, message.wants_answer) == ("unmatched", "new@elsewhere.example", True)
    world.browser(ours.owner).post(
        ours.url(f"inbox/unmatched/{message.key}/contact/"), {"client": ours.client.key, "name": "Nora New"}
    )
    (request,) = rows(ours, Request)
    with within(ours.agency):
        assert request.contact.person.name == "Nora New"
    said = rows(ours, Interaction, internal=False)[0]
    assert said.text.strip() == "Nothing works since nine.\n\nMaria"
    assert "angry" in rows(ours, Interaction, internal=True)[0].text


def test_a_forward_that_no_server_vouches_for_is_a_person_s_to_decide(ours: House) -> None:
    message = arrive(ours.agency, eml(ida(ours), subject="Fwd: The shop is down", text=GMAIL))
    assert (message.state, message.sender) == ("unmatched", "maria.northlight@client.example")
    assert "no server vouches" in message.problem
    assert rows(ours, Request) == []


def test_a_client_who_forwards_speaks_for_themselves(ours: House) -> None:
    text = GMAIL.replace("maria.northlight@client.example", "shop@supplier.example")
    arrive(ours.agency, eml(MARIA, subject="Fwd: an offer", text=text))
    (request,) = rows(ours, Request)
    assert request.contact_id == ours.contact.pk
    assert "Forwarded message" in rows(ours, Interaction)[0].text


def test_what_a_colleague_forwarded_before_is_followed_to_its_writer(ours: House) -> None:
    text = (
        f"Over to you.\n\n---------- Forwarded message ---------\nFrom: {ida(ours)}\nSubject: Fwd: The shop\n\n{GMAIL}"
    )
    raw = eml(f"Daniel <{ours.backup.user.email}>", subject="Fwd: Fwd: The shop", text=text, headers=PROVEN)
    arrive(ours.agency, raw)
    (request,) = rows(ours, Request)
    assert request.contact_id == ours.contact.pk
    assert "Over to you." in rows(ours, Interaction, internal=True)[0].text


# --- staff in copy, our own mail coming back --------------------------------------------------------------------------
def test_a_client_s_mail_with_staff_in_copy_is_the_client_s(ours: House) -> None:
    arrive(ours.agency, eml(MARIA, f"hello@northlight.example, {ida(ours)}", headers={"Cc": ours.backup.user.email}))
    (request,) = rows(ours, Request)
    assert request.contact_id == ours.contact.pk
    assert len(rows(ours, Interaction)) == 1


def test_our_own_mail_comes_back_as_ours_even_with_another_message_id(ours: House) -> None:
    request = written_by(ours, ours.contact)
    let_pass(ours, HOUR)
    with within(ours.agency):
        answers.answer(request, by=ours.manager, at=timezone.now(), text="On Friday.")
        mail = bytes(OutboxMessage.objects.get(lane="person").mime)
        name = OutboxMessage.objects.get(lane="person").message_id
    assert arrive(ours.agency, mail).state == "ours"
    rewritten = mail.replace(name.encode(), b"<rewritten@provider.example>")
    assert rewritten != mail
    assert arrive(ours.agency, rewritten).state == "ours"
    assert len(rows(ours, Interaction)) == 2
