"""Answers from a mail program: seen in a folder of sent mail on a real IMAP server, counted once, never a client's."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import answers, inbound, mailboxes, sent_folders
from comms.models import (
    Answer,
    Episode,
    InboundMessage,
    Interaction,
    Mailbox,
    Notice,
    OutboxMessage,
    Request,
    SentFolder,
)
from tests.comms.mailroom import MARIA, arrive, eml, let_go, written_by
from tests.comms.test_mailboxes import connected, fresh
from tests.servers.imap import ImapMailbox
from tests.servers.smtp import SmtpServer
from tests.world import House

SENT = "Gesendete Objekte"
QUESTION = "<question@client.example>"
REPLY = {"In-Reply-To": QUESTION, "References": QUESTION}


@pytest.fixture
def box(ours: House, imap_mailbox: ImapMailbox) -> Mailbox:
    """A mailbox whose sent mail counts from now on; Maria has asked something."""
    imap_mailbox.make_folder(SENT)
    imap_mailbox.deliver(eml("Ida <ida@northlight.example>", MARIA, text="Long ago"), SENT)
    mailbox = connected(ours, imap_mailbox)
    with within(ours.agency):
        sent_folders.follow(mailbox, "", by=ours.owner, at=timezone.now())
    poll(ours, mailbox)
    written_by(ours, ours.contact, message_id=QUESTION)
    return mailbox


def poll(house: House, mailbox: Mailbox) -> int:
    """One poll, and everything that came in is filed."""
    with within(house.agency):
        Mailbox.objects.filter(pk=mailbox.pk).update(next_poll_at=timezone.now() - timedelta(seconds=1))
    count = mailboxes.poll(house.agency, mailbox.pk)
    for agency_id, message_id in inbound.waiting():
        assert agency_id == house.agency.pk
        inbound.file(house.agency, message_id)
    return count


def said(house: House) -> list[Interaction]:
    with within(house.agency):
        return list(Interaction.objects.filter(direction="out").order_by("pk"))


def the_episode(house: House) -> Episode:
    with within(house.agency):
        return Episode.objects.get()


def written(house: House, sender: str = "", **more: Any) -> bytes:
    more = {"message_id": "<answer@northlight.example>", "headers": REPLY, "text": "On Friday, yes.", **more}
    return eml(sender or f"Ida <{house.manager.user.email}>", MARIA, **more)


def test_a_member_s_answer_counts_when_it_was_sent(ours: House, box: Mailbox, imap_mailbox: ImapMailbox) -> None:
    imap_mailbox.deliver(written(ours), SENT)
    assert poll(ours, box) == 1
    (answer,) = said(ours)
    assert (answer.member_id, answer.text.strip()) == (ours.manager.pk, "On Friday, yes.")
    episode = the_episode(ours)
    assert (episode.promise, episode.target) == ("kept_by_person", "met")
    with within(ours.agency):
        row = InboundMessage.objects.get(door="sent")
        assert row.state == "filed"
        assert row.put_there_at is not None
        assert row.put_there_at <= row.received_at
        event = Event.objects.get(verb="message.seen_in_sent")
        assert event.facts["own_address"] is True
    assert poll(ours, box) == 0


def test_the_agency_s_own_address_speaks_for_whoever_looks_after_the_mailbox(
    ours: House, box: Mailbox, imap_mailbox: ImapMailbox
) -> None:
    imap_mailbox.deliver(written(ours, "Northlight <hello@northlight.example>"), SENT)
    poll(ours, box)
    assert said(ours)[0].member_id == ours.owner.pk
    with within(ours.agency):
        assert Event.objects.get(verb="message.seen_in_sent").facts["own_address"] is False
    assert the_episode(ours).closed_at is not None


@pytest.mark.parametrize("proven", [True, False])
@pytest.mark.parametrize("sent_first", [True, False])
def test_a_copy_in_the_inbox_and_one_in_sent_are_one_answer(
    ours: House, box: Mailbox, imap_mailbox: ImapMailbox, proven: bool, sent_first: bool
) -> None:
    """Also when nobody vouched for the copy that came to the inbox."""
    raw = written(ours)
    proof = b"Authentication-Results: mx.example; dmarc=pass header.from=northlight.example\r\n" if proven else b""
    for folder in (SENT, "INBOX") if sent_first else ("INBOX", SENT):
        imap_mailbox.deliver((proof if folder == "INBOX" else b"") + raw, folder)
        poll(ours, box)
    assert len(said(ours)) == 1
    assert the_episode(ours).closed_at is not None
    with within(ours.agency):
        assert Answer.objects.count() == 1
        assert not InboundMessage.objects.filter(state="unmatched").exists()


def test_a_server_that_changes_the_copy_does_not_make_two_answers(
    ours: House, box: Mailbox, imap_mailbox: ImapMailbox
) -> None:
    imap_mailbox.deliver(written(ours), SENT)
    poll(ours, box)
    imap_mailbox.deliver(written(ours, text="On Friday, yes.\n\n-- \nNorthlight, Oslo"), SENT)
    poll(ours, box)
    assert len(said(ours)) == 1


def test_what_is_no_answer_is_left_where_it_is(ours: House, box: Mailbox, imap_mailbox: ImapMailbox) -> None:
    with within(ours.agency):
        request = Episode.objects.get().request
        answers.answer(request, by=ours.manager, at=timezone.now(), text="From Rapport.")
        ours_ = bytes(OutboxMessage.objects.get(lane="person").mime)
    imap_mailbox.deliver(ours_, SENT)
    imap_mailbox.deliver(eml(f"Ida <{ours.manager.user.email}>", "supplier@elsewhere.example", text="Private"), SENT)
    assert poll(ours, box) == 0
    with within(ours.agency):
        assert not InboundMessage.objects.filter(door="sent").exists()
        assert Interaction.objects.filter(direction="out").count() == 1


def test_it_is_never_a_client_s_message(ours: House, box: Mailbox, imap_mailbox: ImapMailbox) -> None:
    imap_mailbox.deliver(eml(MARIA, "jens.northlight@client.example", headers=REPLY), SENT)
    poll(ours, box)
    with within(ours.agency):
        assert InboundMessage.objects.get(door="sent").state == "noted"
        assert Interaction.objects.count() == 1
    assert the_episode(ours).closed_at is None


def test_a_letter_that_begins_something_is_in_the_history_and_answers_nothing(
    ours: House, box: Mailbox, imap_mailbox: ImapMailbox
) -> None:
    imap_mailbox.deliver(written(ours, headers={}, subject="Something new"), SENT)
    poll(ours, box)
    (letter,) = said(ours)
    assert (letter.request_id, letter.client_id) == (None, ours.client.pk)
    assert the_episode(ours).closed_at is None


def test_an_answer_seen_before_its_question_waits_for_it(ours: House, box: Mailbox, imap_mailbox: ImapMailbox) -> None:
    later = {"In-Reply-To": "<later@client.example>"}
    imap_mailbox.deliver(written(ours, headers=later), SENT)
    poll(ours, box)
    assert said(ours) == []
    arrive(ours.agency, eml(MARIA, subject="Later", message_id="<later@client.example>"))
    with within(ours.agency):
        InboundMessage.objects.filter(state="stored").update(next_attempt_at=timezone.now())
    poll(ours, box)
    (answer,) = said(ours)
    with within(ours.agency):
        assert answer.request is not None
        assert answer.request.subject == "Later"
        assert not Episode.objects.filter(request=answer.request, closed_at=None).exists()


def test_an_answer_that_was_sent_in_time_and_seen_late_was_in_time(
    ours: House, box: Mailbox, imap_mailbox: ImapMailbox
) -> None:
    """The mailbox could not be read for a while; meanwhile the target passed, and nobody had recorded it."""
    imap_mailbox.deliver(written(ours), SENT)
    with within(ours.agency):
        episode = Episode.objects.get()
        Episode.objects.filter(pk=episode.pk).update(target_at=timezone.now() + timedelta(milliseconds=1500))
    poll(ours, box)
    assert the_episode(ours).target == "met"


def test_a_folder_that_is_not_there_is_said_and_stops_nothing(
    ours: House, imap_mailbox: ImapMailbox, world: Any
) -> None:
    mailbox = connected(ours, imap_mailbox)
    with within(ours.agency):
        tried = mailboxes.try_out(mailbox, imap_mailbox.password, None, "")
        assert "marks no folder" in tried.problem
        assert "no folder named “Sent”" in mailboxes.try_out(mailbox, imap_mailbox.password, None, "Sent").problem
        sent_folders.follow(mailbox, "Sent", by=ours.owner, at=timezone.now())
    imap_mailbox.deliver(eml(MARIA))
    assert poll(ours, mailbox) == 1
    assert fresh(ours, mailbox).problem == ""
    shown = world.browser(ours.owner).get(ours.url("settings/mailboxes/")).content.decode()
    assert "no folder named “Sent”" in shown
    imap_mailbox.make_folder("Sent")
    poll(ours, mailbox)
    with within(ours.agency):
        assert SentFolder.objects.get().problem == ""
        assert not Notice.objects.filter(kind="mailbox.problem").exists()


def test_the_server_numbers_sent_mail_anew(ours: House, box: Mailbox, imap_mailbox: ImapMailbox) -> None:
    imap_mailbox.deliver(written(ours), SENT)
    poll(ours, box)
    with within(ours.agency):
        SentFolder.objects.update(uid_validity=1)
    poll(ours, box)
    assert len(said(ours)) <= 2
    with within(ours.agency):
        assert Interaction.objects.filter(message_id="<answer@northlight.example>").count() == 1


@pytest.mark.parametrize("names_it", [False, True])
def test_what_the_client_wrote_after_it_is_not_answered_by_it(
    ours: House, box: Mailbox, imap_mailbox: ImapMailbox, server: SmtpServer, names_it: bool
) -> None:
    """Unless it refers to what we stored later only because we polled later."""
    with within(ours.agency):
        answers.acknowledge(Request.objects.get(), by=ours.manager, at=timezone.now())
    let_go(ours)
    imap_mailbox.deliver(written(ours, headers={"In-Reply-To": "<more@client.example>"} if names_it else REPLY), SENT)
    arrive(ours.agency, eml(MARIA, text="And one more thing", message_id="<more@client.example>", headers=REPLY))
    with within(ours.agency):
        stored = timezone.now() + timedelta(seconds=2)
        Episode.objects.filter(closed_at=None).update(opened_at=stored)
        Interaction.objects.filter(message_id="<more@client.example>").update(at=stored)
    poll(ours, box)
    with within(ours.agency):
        newest = Episode.objects.order_by("-number")[0]
        assert newest.number == 2
        assert (newest.closed_at is not None) == names_it
