"""Summaries over all clients: how they stand, whose they are, and for how long."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from agency.models import Membership
from comms.models import Summary, SummaryCopy
from comms.queries.calls import summaries_of, with_answers

State = Summary.State
UNPLANNED_AFTER = timedelta(hours=24)
"""Drafts from before chasing began have no moment of their own."""


class Standing(StrEnum):
    UNSENT = "unsent"
    DRAFT = "draft"
    WAITING = "sent"
    TO_READ = "to_read"
    CORRECTED = "disputed"
    AGREED = "agreed"


def overdue(now: datetime) -> Q:
    """Drafts that nobody has sent for a working day since the call ended."""
    planned = Q(overdue_at__lte=now) | Q(overdue_at=None, interaction__at__lt=now - UNPLANNED_AFTER)
    return Q(state=State.DRAFT) & planned


def standing(rows: QuerySet[Summary], which: str, now: datetime) -> QuerySet[Summary]:
    """An unknown or empty word is all of them."""
    match which:
        case Standing.UNSENT:
            return rows.filter(overdue(now))
        case Standing.TO_READ:
            return rows.filter(Exists(to_read()), ~Q(state__in=[State.DRAFT, State.SUPERSEDED]))
        case Standing.AGREED:
            return rows.filter(state__in=[State.CONFIRMED, State.AGREED_BY_SILENCE])
        case Standing.DRAFT | Standing.WAITING | Standing.CORRECTED:
            return rows.filter(state=which)
    return rows


def to_read() -> QuerySet[SummaryCopy]:
    return SummaryCopy.objects.filter(summary=OuterRef("pk"), mail__isnull=False, judged_at=None, verdict="")


def searched(member: Membership, words: str, writer_key: str) -> QuerySet[Summary]:
    """Those with all of these words in subject, topics or the client's name, and of that writer."""
    rows = summaries_of(member)
    for word in words.split()[:8]:
        named = Q(subject__icontains=word) | Q(interaction__subject__icontains=word)
        rows = rows.filter(named | Q(client__name__icontains=word))
    return rows.filter(written_by__key=writer_key) if writer_key else rows


def shown(rows: QuerySet[Summary]) -> QuerySet[Summary]:
    return with_answers(rows)
