"""What clients told us, with what each led to."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from agency.models import Membership
from clients.models import Client, Task
from clients.queries.reach import seen_by
from comms.models import Decision, Insight, InsightLink, ScopeFlag, Summary

A_PAGE = 25
MOST_OFFERED = 40
NEWEST_FIRST = (("heard_on", True),)


def insights_of(member: Membership) -> QuerySet[Insight]:
    """With who said it, where, and what it led to: three queries."""
    rows = Insight.objects.select_related(
        "client__lead", "contact__person", "noted_by__user", "interaction__request", "topic"
    )
    links = InsightLink.objects.select_related("decision", "task", "flag").order_by("pk")
    newest_first = Summary.objects.order_by("-version").only("key", "state", "version", "interaction_id", "agency_id")
    return seen_by(member, rows).prefetch_related(
        Prefetch("links", links), Prefetch("interaction__summaries", newest_first)
    )


def chosen(rows: QuerySet[Insight], *, words: str = "", unused: bool = False) -> QuerySet[Insight]:
    if words:
        rows = rows.filter(Q(text__icontains=words) | Q(contact__person__name__icontains=words))
    if unused:
        rows = rows.exclude(_used())
    return rows


def _used() -> Exists:
    return Exists(InsightLink.objects.filter(insight=OuterRef("pk")))


def unused_count(client: Client) -> int:
    return Insight.objects.filter(client=client).exclude(_used()).count()


def could_follow(client: Client) -> tuple[list[Decision], list[Task], list[ScopeFlag]]:
    """What an insight can be said to have led to: the newest decisions, tasks and flags of the client."""
    decisions = Decision.objects.filter(client=client, withdrawn_at=None).order_by("-decided_on", "-id")
    tasks = Task.objects.filter(client=client).exclude(state=Task.State.DROPPED).order_by("-created_at", "-id")
    flags = ScopeFlag.objects.filter(client=client).order_by("-raised_at", "-id")
    return list(decisions[:MOST_OFFERED]), list(tasks[:MOST_OFFERED]), list(flags[:MOST_OFFERED])
