"""What followed from a call, beside its summary: questions to specialists, and the way to ask one or to note what they
told us.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from agency.models import Membership
from agency.permissions import may
from clients.days import day_of
from clients.models import Task
from clients.queries.reach import tasks_of
from clients.queries.work import task_row
from comms import asking_pages, decision_words, insight_words
from comms.models import ScopeFlag, Summary
from comms.queries.decisions import log_of
from comms.queries.insights import insights_of


def of_call(summary: Summary, member: Membership, now: datetime) -> dict[str, Any]:
    """Decisions, tasks, flags, insights and questions of a call, in a constant number of queries."""
    slug, call, today = member.agency.slug, summary.interaction, day_of(now, member.agency)
    client = summary.client
    decided = log_of(member).filter(interaction=call, withdrawn_at=None, superseded_by=None).order_by("id")
    heard = insights_of(member).filter(interaction=call).order_by("id")
    to_do = tasks_of(member).filter(origin_kind="interaction", origin_id=call.pk).exclude(state=Task.State.DROPPED)
    marked = ScopeFlag.objects.filter(topic__interaction=call)
    notes = may(member, "insight.note", client) and not client.archived
    asks = may(member, "question.ask", client) and not client.archived
    note_url = f"{reverse('insight_new', args=[slug, client.key])}?message={call.key}"
    return {
        "decisions": [decision_words.row(each, today) for each in decided],
        "tasks": [task_row(each, member, today) for each in to_do.order_by("id")],
        "flags": [
            {
                "url": reverse("scope_flag", args=[slug, each.key]),
                "wish": each.wish,
                "state": capfirst(each.get_state_display()),
            }
            for each in marked.order_by("id")
        ],
        "insights": [insight_words.row(each) for each in heard],
        "questions": asking_pages.of_call(call, member, now),
        "ask_url": reverse("call_question", args=[slug, summary.key]) if asks else "",
        "note_url": note_url if notes else "",
    }
