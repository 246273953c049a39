"""Printing an approved report and queueing its mails. Once per report, revision and contact, whatever crashes
between.
"""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.domain.events import SYSTEM, record
from clients.models import Contact
from clients.profile import effective_profile
from comms import writer
from comms.domain import outbox, stop_links
from comms.domain.senders import NoAddress
from comms.mail.parsed import Part
from comms.mail.render import Letter, Line, Link, Section, render
from comms.models import Interaction, OutboxMessage
from comms.sheet import reader_of
from reports.domain.reports import keep_pdf
from reports.gathering import report_readers
from reports.layout import pdf
from reports.models import Report
from reports.sentences import lead_words
from reports.snapshot import Snapshot


def printed(report: Report) -> tuple[bytes, int]:
    """The PDF and its number of pages. Slow (a second or two), so never inside a transaction and only in a worker."""
    return pdf(Snapshot.from_json(report.snapshot))


@transaction.atomic
def send(report: Report, document: bytes, pages: int, *, at: datetime) -> Report:
    """Keeps the PDF, puts the report on the timeline and queues a mail for each reader. Does nothing if it was sent, or
    if the client has left.
    """
    report = keep_pdf(report, document, pages)
    if report.state != Report.State.APPROVED or report.client.archived:
        return report
    readers = report_readers(report.client)
    interaction = Interaction.objects.create(
        client=report.client,
        kind=Interaction.Kind.LETTER,
        direction=Interaction.Direction.OUTBOUND,
        at=at,
        member=report.approved_by,
        contact=readers[0] if readers else None,
        subject=report.client.name,
    )
    unreached = [contact for contact in readers if not _queue(report, contact, interaction, at=at)]
    report.state, report.sent_at, report.next_check_at = Report.State.SENT, at, None
    report.problem = (
        ""
        if not unreached
        else _("No address for %(names)s") % {"names": wording.listing([contact.person.name for contact in unreached])}
    )
    report.save(update_fields=["state", "sent_at", "next_check_at", "problem"])
    record("report.sent", report, by=report.approved_by or SYSTEM, at=at, shown=True, month=report.month.isoformat())
    return report


def _queue(report: Report, contact: Contact, interaction: Interaction, *, at: datetime) -> bool:
    subject, text, html, language = letter(report, contact)
    try:
        outbox.queue(
            purpose_key=f"report:{report.client.key}:{report.month:%Y-%m}:r{report.revision}:{contact.key}",
            lane=OutboxMessage.Lane.REPORT,
            to=contact,
            subject=subject,
            text=text,
            html=html,
            at=at,
            interaction=interaction,
            client=report.client,
            thing=report,
            by=report.approved_by,
            language=language,
            headers=stop_links.headers(stop_links.Kind.REPORTS, contact),
            attachments=[Part(name=file_name(report), content_type="application/pdf", data=bytes(report.pdf or b""))],
        )
    except NoAddress:
        return False
    return True


def file_name(report: Report) -> str:
    """A name that sorts: '2026-10 Solvang Cycles.pdf'."""
    plain = "".join(letter if letter.isalnum() or letter in " -" else " " for letter in report.client.name)
    return f"{report.month:%Y-%m} {' '.join(plain.split())}.pdf"


def letter(report: Report, contact: Contact) -> tuple[str, str, str, str]:
    """(subject, text, html, language) of the mail that carries the report; it leads with the result (practice T5)."""
    profile = effective_profile(contact, report.client, report.client.agency)
    snapshot = Snapshot.from_json(report.snapshot)
    with translation.override(profile.language.value):
        reader = reader_of(contact, profile)
        month = wording.month(report.month)
        subject = _("%(client)s in %(month)s") % {"client": report.client.name, "month": month}
        lead = lead_words(snapshot)
        text, html = render(
            Letter(
                language=profile.language.value,
                agency=report.client.agency.name,
                hue=report.client.agency.hue,
                preview=lead,
                greeting=writer.greeting(reader),
                opening=(_("your report for %(month)s is attached.") % {"month": month}, lead),
                sections=_sections(snapshot),
                after=(_("If you want to talk it through, simply answer this mail."),),
                closing=writer.closing(reader),
                signature=_signature(report),
                footer=(
                    ", ".join((report.client.agency.name, *snapshot.agency.address)),
                    _("You get this report every month.") + " ",
                    Link(_("No more of these reports"), stop_links.address(stop_links.Kind.REPORTS, contact)),
                ),
            )
        )
    return subject, text, html, profile.language.value


def _sections(snapshot: Snapshot) -> tuple[Section, ...]:
    wrong = tuple(Line(label="", text=point) for point in snapshot.went_wrong[:3])
    return (Section(_("What went wrong"), wrong),) if wrong else ()


def _signature(report: Report) -> str:
    if report.approved_by is None:
        return report.client.agency.name
    return report.approved_by.signature or str(report.approved_by.user)
