"""Half of the time to answer is over: whoever has said nothing is reminded, once (practice V4)."""

from datetime import datetime

from django.db import transaction

from agency.domain.events import SYSTEM, record
from comms import summary_letter
from comms.domain import links, outbox, senders
from comms.domain.summaries import LOOK_AGAIN, undelivered
from comms.models import OutboxMessage, SignedLink, Summary, SummaryCopy

WRITTEN_BY_ITSELF = {"Auto-Submitted": "auto-generated"}


@transaction.atomic
def remind(summary_id: int, *, at: datetime) -> int:
    """How many were reminded. While a copy came back or is perhaps sent nobody is: silence does not count then."""
    rows = Summary.objects.select_for_update(of=("self",)).select_related("client", "interaction", "written_by__user")
    summary = rows.get(pk=summary_id)
    if not _is_time(summary, at):
        return 0
    if undelivered(summary):
        summary.next_check_at = at + LOOK_AGAIN
        summary.save(update_fields=["next_check_at"])
        return 0
    waiting = summary.copies.filter(verdict=SummaryCopy.Verdict.WAITING, mail=None).select_related(
        "contact__person", "contact__client"
    )
    count = sum(_remind(summary, copy, at) for copy in waiting.order_by("pk"))
    summary.reminded_at, summary.next_check_at = at, summary.silence_at
    summary.save(update_fields=["reminded_at", "next_check_at"])
    if count:
        record("summary.reminded", summary, by=SYSTEM, at=at, version=summary.version, copies=count)
    return count


def _is_time(summary: Summary, at: datetime) -> bool:
    """After an outage in which all of the time has passed, nobody is reminded of what is over."""
    return (
        summary.state == Summary.State.SENT
        and summary.reminded_at is None
        and summary.remind_at is not None
        and summary.silence_at is not None
        and summary.remind_at <= at < summary.silence_at
        and summary.next_check_at is not None
        and summary.next_check_at <= at
    )


def _remind(summary: Summary, copy: SummaryCopy, at: datetime) -> bool:
    """Whoever has left, or has lost their address since, is not written to."""
    found = SignedLink.objects.filter(
        purpose=SignedLink.Purpose.SUMMARY, object_id=summary.pk, contact=copy.contact, revoked_at=None
    )
    link = found.select_for_update().first()
    if link is None or not links.open_at(link, at) or copy.contact.ended_at is not None:
        return False
    letter = summary_letter.reminder(summary, copy.contact, by=summary.written_by, link=links.make_again(link))
    try:
        outbox.queue(
            purpose_key=f"summary:{summary.key}:v{summary.version}:{copy.contact.key}:reminder",
            lane=OutboxMessage.Lane.SUMMARY,
            to=copy.contact,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            at=at,
            interaction=summary.interaction,
            client=summary.client,
            thing=summary,
            by=summary.written_by,
            language=letter.language,
            headers=WRITTEN_BY_ITSELF,
            reply_to=senders.reply_address(summary.agency, copy),
        )
    except senders.NoAddress:
        return False
    return True
