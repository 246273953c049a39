"""Nobody answers: the stages of the clock happen one after the other, by the worker, as the rows grow older."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.bed import Rapport, told_by
from tests.journeys.main_job.cast import CLIENT, DANIEL, HELEN, IDA, JENS, MARIA, OWN_ADDRESS, SLUG, letter
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]
HOUR = timedelta(hours=1)
INVOICE, LIST = "Where is the invoice?", "Order list of the week"


def hours_pass(rapport: Rapport, hours: int) -> int:
    """So many hours later the sweep comes round. How many mails there were before."""
    before = len(rapport.smtp.received)
    rapport.let_pass(SLUG, hours * HOUR)
    rapport.ring("comms.tasks.sweep_episodes")
    return before


def test_two_messages_come_on_a_quiet_day(ida: Visitor) -> None:
    """One from Jens; one from Maria's own system, which says that it is bulk, so that no robot may answer it."""
    rapport = ida.rapport
    before = ida.mail_so_far
    rapport.manage("receive_mail", stdin=letter(f"Jens Solvang <{JENS}>", OWN_ADDRESS, INVOICE, "We miss number 118."))
    from_robot = letter(f"Maria Holm <{MARIA}>", OWN_ADDRESS, LIST, "142 orders.", Precedence="bulk")
    rapport.manage("receive_mail", stdin=from_robot)
    ida.finds(f"/{SLUG}/today/", "Jens has waited")
    ida.finds(f"/{SLUG}/today/", "Maria has waited")
    rapport.ring("comms.tasks.sweep_notices")
    rapport.mail_to(IDA, "New message from Jens Solvang", after=before)


def test_the_lead_is_warned_then_the_backup_then_the_owners(ida: Visitor) -> None:
    rapport = ida.rapport
    before = hours_pass(rapport, 4)
    rapport.mail_to(IDA, "Jens Solvang still waits for an answer", after=before)
    before = hours_pass(rapport, 2)
    told = rapport.mail_to(DANIEL, "Jens Solvang waits, and Ida Brandt has not answered yet", after=before)
    assert "You are the backup" in told_by(told)
    before = hours_pass(rapport, 2)
    told = rapport.mail_to(HELEN, f"{CLIENT} got no answer in time", after=before)
    assert "Ida Brandt should have answered" in told_by(told)


def test_before_the_promise_ends_the_client_gets_an_honest_note(ida: Visitor) -> None:
    rapport = ida.rapport
    before = hours_pass(rapport, 12)
    note = rapport.mail_to(JENS, f"We have received: {INVOICE}", after=before)
    assert str(note["Auto-Submitted"]).startswith("auto-replied")
    assert "This note is automatic" in told_by(note)
    assert "Ida Brandt will answer you by" in told_by(note)
    told = rapport.mail_to(IDA, "No automatic note went to Maria Holm", after=before)
    assert "only a person can keep the promise" in told_by(told)
    assert not rapport.mails_to(MARIA, "This note is automatic"), "no note in answer to bulk mail"


def test_a_promise_that_nothing_kept_is_recorded_as_broken(helen: Visitor, ida: Visitor) -> None:
    rapport = helen.rapport
    before = hours_pass(rapport, 2)
    rapport.mail_to(HELEN, f"A promise to {CLIENT} is about to be broken", after=before)
    before = hours_pass(rapport, 2)
    for member in (HELEN, IDA, DANIEL):
        rapport.mail_to(member, f"A promise to {CLIENT} is broken", after=before)
    ida.open(f"/{SLUG}/inbox/?show=broken")
    ida.sees(LIST)
    assert not ida.page.get_by_text(INVOICE).count(), "the note kept that promise"
    helen.open(f"/{SLUG}/overview/")
    helen.sees("1 promise is broken and still open.")
    ida.open(f"/{SLUG}/today/")
    ida.sees("Only an automatic note has answered.")
    assert len(rapport.mails_to(JENS)) == 1, "one note, whatever came after it"


def test_late_answers_are_answers_and_the_breach_stays(daniel: Visitor) -> None:
    """Whoever was told may act: the backup does."""
    rapport = daniel.rapport
    for name, subject in (("Maria", LIST), ("Jens", INVOICE)):
        before = daniel.mail_so_far
        daniel.open(f"/{SLUG}/inbox/?show=waiting")
        daniel.page.get_by_role("link").filter(has_text=subject).first.click()
        daniel.sees(f"{name} has waited")
        daniel.page.get_by_role("textbox", name="Your reply").fill(
            f"Hello {name},\n\nsorry, this was too late.\n\nDaniel"
        )
        daniel.press("Send and answer")
        daniel.sees("Your answer leaves in a moment.")
        rapport.let_pass(SLUG, timedelta(seconds=20))
        rapport.ring("comms.tasks.sweep_outbox")
        rapport.mail_to({"Maria": MARIA, "Jens": JENS}[name], f"Re: {subject}", after=before)
    daniel.finds(f"/{SLUG}/inbox/?show=broken", LIST)
    daniel.finds(f"/{SLUG}/inbox/?show=waiting", "Inbox")
