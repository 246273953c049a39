"""The decision log as pages, the API and agendas read it: found, in order, with where each comes from and led to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from agency.models import Membership
from clients.keyset import Order, Page, page_of
from clients.models import Client, Task
from clients.queries.reach import seen_by
from comms.models import Decision, Insight, InsightLink, ScopeFlag, Summary, SummaryCopy, SummaryLine

A_PAGE = 25
MOST_ROWS = 5000
ORDERS: dict[str, Order] = {
    "newest": [("decided_on", True)],
    "oldest": [("decided_on", False)],
    "client": [("of_client", False), ("decided_on", True)],
}
STANDING = Q(superseded_by=None, withdrawn_at=None)
_CORRECTED = Q(
    Q(summary__copies__corrections__line=F("pk")) | Q(summary__copies__corrections=None),
    kind=SummaryLine.Kind.DECISION,
    summary__state=Summary.State.DISPUTED,
    summary__copies__verdict=SummaryCopy.Verdict.CORRECTED,
)
"""Lines that somebody corrected and that are not settled yet; all where a mail corrects, which names none."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is looked for; `stands` is 'standing', 'superseded', 'withdrawn', 'again' (to be looked at) or ''."""

    words: str = ""
    client: Client | None = None
    who: str = ""
    stands: str = ""
    since: date | None = None
    until: date | None = None
    order: str = "newest"


def log_of(member: Membership) -> QuerySet[Decision]:
    """The decisions that a member may see, with all that a line says of them, `corrected` included: two queries."""
    rows = Decision.objects.select_related(
        *("client__lead", "interaction__request", "decided_by__person", "decided_by_member__user"),
        *("superseded_by", "supersedes", "scope", "topic"),
    )
    newest_first = Summary.objects.order_by("-version").only("key", "state", "version", "interaction_id", "agency_id")
    seen = seen_by(member, rows).annotate(corrected=unsettled())
    return seen.prefetch_related(Prefetch("interaction__summaries", newest_first))


def unsettled() -> Exists:
    """Whether the line of a decision was corrected, and no newer version was sent."""
    return Exists(SummaryLine.objects.filter(_CORRECTED, source_topic=OuterRef("topic")))


def corrected_by(ids: Collection[int]) -> dict[int, dict[int, str]]:
    """For each of these decisions that is not settled, who corrected its line: names by the ids of the contacts.

    The portal asks it, too, whose role reads no topics: they are joined by their ids alone.
    """
    topics = dict(Decision.objects.filter(pk__in=ids).exclude(topic=None).values_list("topic_id", "pk"))
    rows = SummaryLine.objects.filter(_CORRECTED, source_topic__in=topics).order_by("summary__copies__pk")
    copy = "summary__copies__contact"
    found: dict[int, dict[int, str]] = {}
    for topic, contact, name in rows.values_list("source_topic_id", copy, f"{copy}__person__name"):
        found.setdefault(topics[topic], {})[contact] = name
    return found


def chosen(rows: QuerySet[Decision], choice: Choice) -> QuerySet[Decision]:
    if choice.words:
        rows = rows.filter(Q(what__icontains=choice.words) | Q(why__icontains=choice.words))
    if choice.client is not None:
        rows = rows.filter(client=choice.client)
    if choice.who:
        rows = rows.filter(decided_by__isnull=choice.who == "us")
    if choice.since is not None:
        rows = rows.filter(decided_on__gte=choice.since)
    if choice.until is not None:
        rows = rows.filter(decided_on__lte=choice.until)
    return _standing_as(rows, choice.stands)


def _standing_as(rows: QuerySet[Decision], stands: str) -> QuerySet[Decision]:
    match stands:
        case "standing":
            return rows.filter(STANDING)
        case "superseded":
            return rows.filter(superseded_by__isnull=False)
        case "withdrawn":
            return rows.exclude(withdrawn_at=None)
        case "again":
            return rows.filter(STANDING).exclude(revisit_on=None)
    return rows


def ordered(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    return rows.annotate(of_client=Lower("client__name"))


def log_page(rows: QuerySet[Decision], order: str, *, after: str = "", before: str = "") -> Page[Decision]:
    order_by = ORDERS.get(order, ORDERS["newest"])
    return page_of(ordered(rows), order_by, size=A_PAGE, after=after, before=before)


def log_rows(rows: QuerySet[Decision], order: str) -> QuerySet[Decision]:
    """All of them in order, for a file."""
    fields = [f"-{name}" if falls else name for name, falls in ORDERS.get(order, ORDERS["newest"])]
    return ordered(rows).order_by(*fields, "key")[:MOST_ROWS]


def standing_at(client: Client) -> QuerySet[Decision]:
    """What holds with a client now, the newest first."""
    return Decision.objects.filter(STANDING, client=client).order_by("-decided_on", "-id")


def decisions_due(client: Client, on: date) -> QuerySet[Decision]:
    """What is to be looked at again by that day, for the next agenda: the longest due first."""
    rows = Decision.objects.filter(STANDING, client=client, revisit_on__lte=on)
    return rows.select_related("decided_by__person", "decided_by_member__user").order_by("revisit_on", "id")


def chain_of(decision: Decision, member: Membership) -> list[Decision]:
    """Why it is so: the first decision of its line and all that took its place, in their order. Three queries, however
    long the line is.
    """
    pairs = Decision.objects.filter(client_id=decision.client_id).exclude(supersedes=None)
    earlier = dict(pairs.values_list("pk", "supersedes_id"))
    later = {before: after for after, before in earlier.items()}
    line = [decision.pk]
    while (before := earlier.get(line[0])) is not None and before not in line:
        line.insert(0, before)
    while (after := later.get(line[-1])) is not None and after not in line:
        line.append(after)
    found = log_of(member).in_bulk(line)
    return [found[pk] for pk in line if pk in found]


def tasks_from(decision: Decision) -> list[Task]:
    """What is to be done because of it: tasks added to it, and action items of its topic."""
    own = Q(origin_kind="decision", origin_id=decision.pk)
    if decision.topic_id is not None:
        own |= Q(pk__in=decision.topic.actions.exclude(task=None).values("task"))  # type: ignore[union-attr]
    rows = Task.objects.filter(own, client_id=decision.client_id).exclude(state=Task.State.DROPPED)
    return list(rows.select_related("client", "owner__user", "contact__person").order_by("id"))


def flags_from(decision: Decision) -> list[ScopeFlag]:
    if decision.topic_id is None:
        return []
    return list(ScopeFlag.objects.filter(topic=decision.topic_id).select_related("exclusion"))


def insights_behind(decision: Decision) -> list[Insight]:
    links = InsightLink.objects.filter(decision=decision).values("insight")
    return list(Insight.objects.filter(pk__in=links).select_related("contact__person").order_by("heard_on", "id"))


def later_ones(decision: Decision) -> QuerySet[Decision]:
    """What could have taken its place: decided as late or later, and in nothing else's place."""
    rows = Decision.objects.filter(STANDING, client=decision.client_id, supersedes=None)
    return rows.filter(decided_on__gte=decision.decided_on).exclude(pk=decision.pk).order_by("decided_on", "id")
