"""A summary as it goes out: its lines, frozen, and each contact's copy, byte for byte, with its own signed link."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from agency.models import Membership
from clients.models import Contact
from comms import summary_letter, writer
from comms.domain import answers, clocks, links, outbox, senders
from comms.models import OutboxMessage, Request, SignedLink, Summary, SummaryCopy, SummaryLine

LINK_GRACE = timedelta(days=60)


def freeze(summary: Summary, lines: Sequence[writer.Line]) -> None:
    SummaryLine.objects.bulk_create(
        SummaryLine(
            client_id=summary.client_id,
            summary=summary,
            number=line.number,
            topic=line.topic,
            kind=line.kind,
            text=line.text,
            reason=line.reason,
            contact_id=line.contact_id,
            due=line.due,
            source_topic_id=line.source_topic,
            source_action_id=line.source_action,
        )
        for line in lines
    )


def send_copy(
    summary: Summary, contact: Contact, asked: Request | None = None, *, by: Membership, at: datetime
) -> SummaryCopy:
    """One contact's copy, byte for byte as they get it, with a signed link of its own; an answer to `asked`."""
    expires = (summary.silence_at or at) + LINK_GRACE
    link, url = links.make(SignedLink.Purpose.SUMMARY, summary, contact, at=at, expires_at=expires)
    letter = summary_letter.letter(summary, contact, by=by, link=url)
    copy = SummaryCopy.objects.create(
        client_id=summary.client_id,
        summary=summary,
        contact=contact,
        text=letter.text,
        html=letter.html,
        content_hash=letter.content_hash,
    )
    link.shown_hash = letter.content_hash
    link.save(update_fields=["shown_hash"])
    reply = (
        answers.by_letter(asked, contact, letter.subject, _what_it_is(summary, letter), by=by, at=at) if asked else None
    )
    outbox.queue(
        purpose_key=f"summary:{summary.key}:v{summary.version}:{contact.key}",
        lane=OutboxMessage.Lane.SUMMARY,
        to=contact,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        at=at,
        request=asked,
        interaction=reply or summary.interaction,
        client=summary.client,
        thing=summary,
        by=by,
        language=letter.language,
        reply_to=senders.reply_address(summary.agency, copy),
    )
    return copy


def _what_it_is(summary: Summary, letter: summary_letter.Copy) -> str:
    """A line for the thread; the letter itself holds a secret link."""
    with translation.override(letter.language):
        return _("Version %(number)d of the summary, with what was corrected.") % {"number": summary.version}


def answered_threads(summary: Summary) -> dict[int, Request]:
    """The threads that corrections of the older version opened and this version answers, by contact id; locked.

    It answers whoever wanted nothing but corrections, if it says each of them as they wrote it. A remark, a correction
    in other words or one that another's has overtaken waits for a person.
    """
    said = {_plain(text) for text in summary.lines.values_list("text", flat=True)}
    older = SummaryCopy.objects.filter(summary=summary.supersedes_id, remark="")
    found = {}
    for copy in older.prefetch_related("corrections").order_by("request_id"):
        wanted = {_plain(correction.text) for correction in copy.corrections.all()}
        if copy.request_id and wanted and wanted <= said:
            found[copy.contact_id] = clocks.lock(copy.request_id)
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
