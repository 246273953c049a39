"""Sending a summary as people and programs do: looked at first (practice O5). What the check warns of is sent all the
same only with a reason, which is kept beside the warnings.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency import wording
from agency.domain.events import record
from agency.models import Membership
from clients.models import Contact
from comms import checking, presend
from comms.domain import summaries
from comms.domain.calls import SummaryAlreadySent, topics_of
from comms.models import Summary
from comms.presend import Check

LONGEST_REASON, LONGEST_ANSWER = 500, 300


class NeedsReason(ValidationError):
    """The check warns of something, and nobody has said why it is sent all the same."""

    def __init__(self, warnings: Sequence[Check]) -> None:
        self.warnings = warnings
        said = wording.listing([check.words for check in warnings])
        words = _("Say why you send it all the same: %(warnings)s.") % {"warnings": said}
        super().__init__({"because": words}, code="needs_reason")


@transaction.atomic
def send(
    summary: Summary,
    *,
    by: Membership,
    at: datetime,
    to: Sequence[Contact],
    because: str = "",
    purpose: str = "",
    value: str = "",
) -> Summary:
    """Raises NeedsReason, or what `summaries.send` raises. `purpose` and `value` are the writer's own answers."""
    if summary.state != Summary.State.DRAFT:
        raise SummaryAlreadySent
    warnings = presend.attention(checking.of_summary(summary, topics_of(summary.interaction), to))
    reason = because.strip()[:LONGEST_REASON]
    if warnings and not reason:
        raise NeedsReason(warnings)
    sent = summaries.send(summary, by=by, at=at, to=to)
    sent.purpose, sent.value = purpose.strip()[:LONGEST_ANSWER], value.strip()[:LONGEST_ANSWER]
    sent.overridden, sent.because = [check.words for check in warnings], reason if warnings else ""
    sent.save(update_fields=["purpose", "value", "overridden", "because"])
    if warnings:
        facts = {"warnings": sent.overridden, "because": reason}
        record("summary.sent_all_the_same", sent, by=by, at=at, **facts)
    return sent
