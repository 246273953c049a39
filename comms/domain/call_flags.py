"""Marks on a call's topics become scope flags; a corrected summary takes back what it no longer marks (practice V6)."""

from collections.abc import Sequence
from datetime import datetime

from agency.domain.events import record
from agency.models import Membership
from comms.domain import flags
from comms.models import ScopeFlag, Summary, Topic
from comms.predecessors import Ways, predecessors


def raise_flags(
    summary: Summary, topics: Sequence[Topic], *, by: Membership, at: datetime
) -> dict[int, list[ScopeFlag]]:
    """By topic, one each, whatever the number of versions. A flag that was settled stays as it was settled."""
    marked = [topic for topic in topics if topic.out_of_scope]
    rows = ScopeFlag.objects.filter(client_id=summary.client_id, topic__interaction=summary.interaction)
    standing = list(rows.select_related("topic").order_by("id"))
    earlier = predecessors(marked, standing, SAME_WISH)
    for flag in standing:
        if flag not in earlier and flag.state == ScopeFlag.State.RAISED:
            flags.take_back(flag, by=by, at=at)
    return {
        topic.pk: [before or _raise(summary, topic, by=by, at=at)]
        for topic, before in zip(marked, earlier, strict=True)
    }


def _raise(summary: Summary, topic: Topic, *, by: Membership, at: datetime) -> ScopeFlag:
    flag = ScopeFlag.objects.create(
        client_id=summary.client_id,
        topic=topic,
        exclusion=topic.exclusion,
        wish=topic.title,
        raised_by=by,
        raised_at=at,
    )
    record("scope.flagged", flag, by=by, at=at, shown=True)
    return flag


SAME_WISH: Ways[Topic, ScopeFlag] = (
    (lambda topic: topic.title, lambda flag: flag.topic.title if flag.topic else None),
    (lambda topic: topic.exclusion_id, lambda flag: flag.exclusion_id),
)
