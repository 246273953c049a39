"""What followed from a call, beside its summary: questions to specialists, and the way to ask one or to note what they
told us.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse

from agency.models import Membership
from agency.permissions import may
from clients.days import day_of
from comms import asking_pages, decision_words, insight_words
from comms.models import Summary
from comms.queries.decisions import log_of
from comms.queries.insights import insights_of


def of_call(summary: Summary, member: Membership, now: datetime) -> dict[str, Any]:
    """Decisions, insights and questions of a call, in a constant number of queries."""
    slug, call, today = member.agency.slug, summary.interaction, day_of(now, member.agency)
    client = summary.client
    decided = log_of(member).filter(interaction=call, withdrawn_at=None, superseded_by=None).order_by("id")
    heard = insights_of(member).filter(interaction=call).order_by("id")
    notes = may(member, "insight.note", client) and not client.archived
    asks = may(member, "question.ask", client) and not client.archived
    note_url = f"{reverse('insight_new', args=[slug, client.key])}?message={call.key}"
    return {
        "decisions": [decision_words.row(each, today) for each in decided],
        "insights": [insight_words.row(each) for each in heard],
        "questions": asking_pages.of_call(call, member, now),
        "ask_url": reverse("call_question", args=[slug, summary.key]) if asks else "",
        "note_url": note_url if notes else "",
    }
