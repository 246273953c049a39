"""The client writes; it is seen, acknowledged by keyboard, answered, taken back and sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comms.models import InboundMessage
from tests.journeys.bed import text_of, wait_until
from tests.journeys.main_job.cast import CLIENT, MARIA, OWN_ADDRESS, SLUG, letter
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]
HOLD = timedelta(seconds=20)


def test_a_mail_from_the_mailbox_stands_in_today(ida: Visitor) -> None:
    rapport = ida.rapport
    ask = "Hello Ida,\n\ncan you move the sale to Friday?\n\nMaria"
    rapport.mailbox.deliver(letter(f"Maria Holm <{MARIA}>", rapport.mailbox.login, "The autumn sale", ask))
    rapport.poll_the_mailboxes(SLUG)
    ida.finds(f"/{SLUG}/today/", "Maria has waited")
    ida.sees("Acknowledge by")
    ida.sees("can you move the sale to Friday?")
    assert rapport.mailbox.unread() == 1, "the mailbox is only read, never changed"


def test_it_is_acknowledged_by_keys_from_today(ida: Visitor) -> None:
    before = ida.mail_so_far
    ida.open(f"/{SLUG}/today/")
    ida.keys("j", "e")
    ida.sees("Acknowledged. Maria has it in a minute.")
    ida.rapport.let_pass(SLUG, HOLD)
    ida.rapport.ring("comms.tasks.sweep_outbox")
    sent = ida.rapport.mail_to(MARIA, "Re: The autumn sale", after=before)
    assert "Hello Maria," in text_of(sent)
    assert "Ida Brandt" in text_of(sent)
    assert sent["In-Reply-To"]
    assert sent["Reply-To"]
    ida.finds(f"/{SLUG}/today/", "Nothing needs you right now.")


def test_a_piped_answer_joins_the_thread(ida: Visitor) -> None:
    """Maria answers the acknowledgement; what she gets from us carries the thread's own address."""
    (sent,) = ida.rapport.mails_to(MARIA, "Re: The autumn sale")
    again = letter(MARIA, str(sent["Reply-To"]), "Re: The autumn sale", "And may it last until Sunday?")
    ida.rapport.manage("receive_mail", stdin=again)
    ida.finds(f"/{SLUG}/inbox/", "The autumn sale")
    ida.finds(f"/{SLUG}/today/", "And may it last until Sunday?")
    quiet = ida.page.get_by_role("link", name="Open it", exact=True).count()
    ida.follow("Open it" if quiet else "Write more")
    ida.sees("And may it last until Sunday?")
    ida.sees("can you move the sale to Friday?")
    ida.look()


def test_an_answer_is_taken_back_and_sent_again(ida: Visitor) -> None:
    before = ida.mail_so_far
    words = "Hello Maria,\n\nit starts on Friday and lasts until Sunday evening.\n\nIda"
    ida.page.get_by_role("textbox", name="Your reply").fill(words)
    ida.press("Send and answer")
    ida.sees("Your answer leaves in a moment.")
    ida.press("Take back")
    ida.sees("Taken back. The text is in the box again.")
    assert ida.page.get_by_role("textbox", name="Your reply").input_value() == words
    ida.page.get_by_role("textbox", name="Your reply").fill(words.replace("Sunday evening", "Sunday at 18:00"))
    ida.press("Send and answer")
    ida.sees("Your answer leaves in a moment.")
    ida.rapport.let_pass(SLUG, HOLD)
    ida.rapport.ring("comms.tasks.sweep_outbox")
    sent = ida.rapport.mail_to(MARIA, "The autumn sale", after=before)
    assert "Sunday at 18:00" in text_of(sent)
    assert len(ida.rapport.mails_to(MARIA, "The autumn sale")) == 2, "the acknowledgement and one answer"
    ida.finds(f"/{SLUG}/today/", "Nothing needs you right now.")


def test_mail_from_nobody_we_know_waits_for_triage(helen: Visitor) -> None:
    stranger = letter("Pim <pim@elsewhere.example>", OWN_ADDRESS, "Do you build shops?", "We would like one.")
    helen.rapport.manage("receive_mail", stdin=stranger)
    helen.finds(f"/{SLUG}/inbox/?show=unmatched", "Do you build shops?")
    helen.page.get_by_role("link").filter(has_text="Do you build shops?").first.click()
    helen.sees("Whose is it?")
    helen.look()
    helen.press("Not from a client")
    helen.finds(f"/{SLUG}/inbox/?show=unmatched", "Unmatched")


def test_broken_mail_is_kept_and_shown(helen: Visitor) -> None:
    with helen.rapport.inside(SLUG):
        before = InboundMessage.objects.count()
    helen.rapport.manage("receive_mail", "--recipient", OWN_ADDRESS, stdin=b"\xff\xfe\x00 no mail at all \x80\x81")

    def kept() -> bool:
        with helen.rapport.inside(SLUG):
            return InboundMessage.objects.count() == before + 1

    wait_until(kept, "what could not be read was stored")
    helen.open(f"/{SLUG}/inbox/?show=unmatched")


def test_what_was_sent_is_listed(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/outbox/")
    ida.sees("Re: The autumn sale")
    ida.open(f"/{SLUG}/clients/")
    ida.sees(CLIENT)
