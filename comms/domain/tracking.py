"""What providers report of a mail after they have taken it: delivered, came back, complained of.

Reports come more than once, in any order, and now and then before the answer to the request that they speak of. They
are kept, each once, and the mail's state is made from all of them: the order makes no difference.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from agency.domain.events import SYSTEM, record
from clients.models import PersonAddress
from comms.bell import ring
from comms.domain import complaints
from comms.models import OutboxMessage, TrackingReport

State, What = OutboxMessage.State, TrackingReport.What
CAME_BACK = (What.BOUNCED, What.REJECTED)
ARRIVED = (What.DELIVERED, What.COMPLAINED)
LONGEST_NAME = 998
"""Bytes of what a provider or we call a mail."""
OPEN = (State.SENT, State.UNCERTAIN, State.DELIVERED, State.RETRY, State.BOUNCED)
"""States that a report can change: what a provider has, or may have. Bounced is the last word of reports."""


@transaction.atomic
def note(
    message: OutboxMessage | None, *, provider: str, mail: str, what: str, at: datetime, reply: str, lasting: bool
) -> OutboxMessage | None:
    """Takes one report in, within the agency's scope. Without a `message` its mail is known by the provider's name
    of it alone, `mail`.

    `provider` is one of SendingAccount.Way, `what` one of TrackingReport.What, `at` the provider's own time for it.
    `lasting`: False for a bounce that says nothing about the address, such as a full mailbox. Idempotent, and the order
    of calls does not matter: a mail that came back counts as such whatever else is reported, then one that arrived.
    """
    mail = _bare(mail)
    known = TrackingReport.objects.filter(provider=provider, mail=mail, what=what, at=at)
    report = TrackingReport(
        message=message, provider=provider, mail=mail, what=What(what), at=at, reply=reply[:500], lasting=lasting
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        return known.select_related("message").get().message
    if message is not None:
        _fold(message, [report])
    return message


def settle_early_reports(message: OutboxMessage, *, at: datetime) -> None:
    """Reports that were faster than the verdict. Called in the transaction that writes it."""
    names = [name for name in (message.provider_id, _bare(message.message_id)) if name]
    early = list(TrackingReport.objects.filter(message=None, mail__in=names))
    if early:
        TrackingReport.objects.filter(pk__in=[report.pk for report in early]).update(message=message)
        _fold(message, early)


def _bare(name: str) -> str:
    """Without its brackets, and no longer than a row and its index hold: no mail of ours has a longer name."""
    return name.strip().strip("<>").encode("utf-8", "replace")[:LONGEST_NAME].decode("utf-8", "ignore")


def _fold(message: OutboxMessage, new: Sequence[TrackingReport]) -> None:
    """The mail's state from all that was reported of it; what has to be done for each new report, once."""
    row = OutboxMessage.objects.select_for_update(of=("self",)).defer("mime").get(pk=message.pk)
    reports = list(TrackingReport.objects.filter(message=message, past=False).order_by("at", "what", "pk"))
    found = _last(reports, CAME_BACK) or _last(reports, ARRIVED) or _last(reports, (What.DEFERRED,))
    if found is not None and row.state in OPEN:
        _write(row, found)
    if any(report.what in CAME_BACK and report.lasting for report in new):
        addresses = PersonAddress.objects.filter(email__iexact=row.recipient, bounced_at=None)
        addresses.update(bounced_at=new[0].at)
    for report in new:
        if report.what == What.COMPLAINED:
            complaints.take(row, at=report.at)
    message.refresh_from_db(fields=["state", "server_reply", "settled_at"])


def _last(reports: Sequence[TrackingReport], kinds: Collection[str]) -> TrackingReport | None:
    return next((report for report in reversed(reports) if report.what in kinds), None)


def _write(row: OutboxMessage, found: TrackingReport) -> None:
    before = row.state
    if found.what in CAME_BACK:
        row.state = State.BOUNCED
    elif found.what in ARRIVED and before != State.BOUNCED:
        row.state = State.DELIVERED
    if found.what not in ARRIVED:
        row.server_reply = found.reply or row.server_reply
    fields = ["state", "server_reply"]
    if row.state != before:
        row.settled_at, row.next_attempt_at = found.at, row.queued_at  # the provider's clock may be ahead of ours
        fields += ["settled_at", "next_attempt_at"]
        if row.state == State.BOUNCED or before not in (State.SENT, State.DELIVERED):
            row.reported_at, row.claim = None, ""
            fields += ["reported_at", "claim"]
        if row.state == State.BOUNCED:
            record("mail.bounced", row, by=SYSTEM, at=found.at, lane=row.lane, way=found.provider)
        ring("report_outcome", row.agency_id, row.pk)
    row.save(update_fields=fields)
