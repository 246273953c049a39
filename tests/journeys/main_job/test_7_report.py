"""A month is over: the worker drafts its report, the manager adds a line, and the client gets the PDF once."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.utils import timezone

from clients.models import Client
from reports.models import Report
from tests.journeys.main_job.cast import CLIENT, JENS, MARIA, SLUG
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]
LINE = "The autumn sale lasted until Sunday, as Maria wished."


def pdf_of(message: EmailMessage) -> bytes:
    (part,) = [one for one in message.iter_attachments() if one.get_content_type() == "application/pdf"]
    return bytes(part.get_payload(decode=True))


def words_of(pdf: bytes, folder: Path) -> str:
    place = folder / "report.pdf"
    place.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-raw", place, "-"], capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def test_the_worker_drafts_the_report_of_the_month(ida: Visitor) -> None:
    with ida.rapport.inside(SLUG):
        Client.objects.update(created_at=timezone.now() - timedelta(days=62))
    ida.rapport.ring("reports.tasks.sweep_reports")
    ida.finds(f"/{SLUG}/reports/", "To review")
    ida.finds(f"/{SLUG}/today/", CLIENT)


def test_she_adds_a_line_and_approves(ida: Visitor, tmp_path: Path) -> None:
    ida.open(f"/{SLUG}/reports/")
    ida.page.locator("main a[href*='/reports/']").filter(has_text="To review").first.click()
    ida.sees("Report for")
    ida.fill("What went well", LINE)
    ida.press("Keep")
    ida.sees("Your words are kept.")
    ida.sees(LINE)
    ida.look()
    before = ida.mail_so_far
    ida.page.get_by_role("button", name="Approve and send").click()
    ida.sees("Approved. It is printed and sent in a moment.")
    for reader in (MARIA, JENS):
        mail = ida.rapport.mail_to(reader, "your report for", after=before)
        said = words_of(pdf_of(mail), tmp_path)
        assert CLIENT in said
        assert LINE in said
    ida.finds(ida.page.url.removeprefix(ida.rapport.url), "Open the PDF")
    assert ida.words().count(LINE) == 1


def test_it_is_sent_once(ida: Visitor) -> None:
    """Whatever sweeps come after it, and in whatever number."""
    for _ in range(3):
        ida.rapport.ring("reports.tasks.sweep_reports")
        ida.rapport.ring("comms.tasks.sweep_outbox")

    ida.rapport.poll_the_mailboxes(SLUG)  # comes last
    with ida.rapport.inside(SLUG):
        report = Report.objects.get()
        assert (report.state, report.next_check_at) == (Report.State.SENT, None)
    assert len(ida.rapport.mails_to(MARIA, "your report for")) == 1
    assert len(ida.rapport.mails_to(JENS, "your report for")) == 1
